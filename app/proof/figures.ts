/**
 * Figures of the proof in words. Exact and measured value stand side by side, so both are written to the same last digit, which the
 * width of the interval decides: digits below a hundredth of it would claim what nobody measured.
 */

/** Most and fewest digits after the point. */
const MOST = 9;

export interface Figures {
  readonly exact: string;
  readonly mean: string;
  readonly half: string;
}

/** The three figures of a quantity. A mean or half-width that is not there yet is a dash. */
export function figuresOf(exact: number, mean: number, half: number, unit: string): Figures {
  const places = placesFor(exact, mean, half);
  const write = (value: number): string => (Number.isFinite(value) ? withUnit(value.toFixed(places), unit) : '–');
  return {
    exact: write(exact),
    mean: write(mean),
    half: Number.isFinite(half) ? withUnit(half === 0 ? '0' : half.toFixed(places), unit) : '–',
  };
}

/** Digits after the point: two significant ones of the half-width; without one, five of the exact value, or none for whole numbers. */
function placesFor(exact: number, mean: number, half: number): number {
  if (Number.isFinite(half) && half > 0) return clamp(1 - exponentOf(half));
  if (Number.isInteger(exact) && (Number.isInteger(mean) || Number.isNaN(mean))) return 0;
  return clamp(4 - exponentOf(exact));
}

/** The power of ten of a number's first digit. */
function exponentOf(value: number): number {
  return Number(Math.abs(value).toExponential().split('e')[1]);
}

function clamp(places: number): number {
  return Math.min(MOST, Math.max(0, places));
}

function withUnit(digits: string, unit: string): string {
  if (unit === '') return digits;
  return unit.startsWith('/') ? `${digits}${unit}` : `${digits} ${unit}`;
}

/** A chance as people say it: "1 in 20", "49 in 100", "less than 1 in 10,000". */
export function chanceWords(chance: number): string {
  if (chance >= 0.995) return 'nearly always';
  if (chance > 0.1) return `${Math.round(chance * 100)} in 100`;
  if (chance < 1e-4) return 'less than 1 in 10,000';
  const one = 1 / chance;
  return `1 in ${rounded(one).toLocaleString('en')}`;
}

function rounded(value: number): number {
  return value < 30 ? Math.round(value) : Number(value.toPrecision(2));
}

/** How long something took: "0.4 s", "38 s", "2 min 5 s". */
export function timeWords(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
