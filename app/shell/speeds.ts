/** The speeds on offer, in simulated seconds per real second, and how they are said. Pure. */

export const SPEEDS: readonly number[] = [0.001, 0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, Number.POSITIVE_INFINITY];

/** What a speed means, in the same words everywhere: `1 s here = 2 s there`. */
export function speedWords(speed: number): string {
  return speed === Number.POSITIVE_INFINITY ? 'As fast as possible' : `1 s here = ${spanWords(speed * 1_000)} there`;
}

/** A span of simulated time in the largest unit that leaves it at least 1: `250 ms`, `30 s`, `1 min`. */
export function spanWords(ms: number): string {
  if (ms >= 60_000) return `${short(ms / 60_000)} min`;
  if (ms >= 1_000) return `${short(ms / 1_000)} s`;
  if (ms >= 1) return `${short(ms)} ms`;
  return `${short(ms * 1_000)} µs`;
}

/** The next faster (+1) or slower (-1) speed on offer; the ends stay where they are. */
export function neighbourSpeed(speed: number, direction: 1 | -1): number {
  const beyond = SPEEDS.filter((other) => (direction > 0 ? other > speed : other < speed));
  return (direction > 0 ? beyond[0] : beyond.at(-1)) ?? speed;
}

/**
 * Simulated time with as many decimals as can be followed at this speed, and always as wide as the end of the run will be,
 * so that nothing beside it moves: `54.60 s`, `1:02:03.4`.
 */
export function clockWords(ms: number, durationMs: number, speed: number): string {
  const decimals = speed >= 1 ? 2 : Math.min(6, 2 + Math.ceil(-Math.log10(speed)));
  if (durationMs >= 3_600_000) return hours(ms, durationMs);
  const width = (durationMs / 1_000).toFixed(decimals).length;
  return `${(ms / 1_000).toFixed(decimals).padStart(width, '\u2007')} s`;
}

function hours(ms: number, durationMs: number): string {
  const tenths = Math.floor(ms / 100);
  const two = (value: number): string => String(value).padStart(2, '0');
  const h = Math.floor(tenths / 36_000);
  const m = Math.floor(tenths / 600) % 60;
  const s = Math.floor(tenths / 10) % 60;
  const width = String(Math.floor(durationMs / 3_600_000)).length;
  return `${String(h).padStart(width, '\u2007')}:${two(m)}:${two(s)}.${tenths % 10}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
