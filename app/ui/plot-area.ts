/**
 * The one time axis: how simulated time becomes pixels, and where its ticks stand, for the timeline and for every chart. Whoever
 * draws time uses these, so that a fault's hatch, the play head and the crosshair stand at the same moment everywhere.
 */

/** Space beside a plot for what stands next to it, in px. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
}

/** A chart in its cell: figures on the left, names at the lines' ends on the right. */
export const CHART_AREA = { left: 40, right: 64, top: 8, bottom: 20 } as const;
/** The timeline: its heading on the left. */
export const TIMELINE_AREA = { left: 200, right: 20 } as const;
/** The timeline where there is little room: its heading stands above. */
export const NARROW_TIMELINE_AREA = { left: 16, right: 16 } as const;

export interface Tick {
  readonly ms: number;
  readonly px: number;
  readonly text: string;
}

export interface TimeScale {
  readonly fromMs: number;
  readonly toMs: number;
  /** Pixels from the cell's left edge to a moment; not clamped. */
  readonly px: (ms: number) => number;
  /** The moment at a pixel, clamped to the axis. */
  readonly ms: (px: number) => number;
  readonly ticks: readonly Tick[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Steps between ticks that people count in, in ms. */
const STEPS = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  20 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
] as const; // prettier-ignore

/** Two labels stand at least this far apart, in px (chosen: the widest label is "1 min 30 s"). */
const LABEL_ROOM = 64;

/** The axis of a run of `toMs` in a cell of `width` px. A width of 0 (not laid out yet) gives an axis without ticks. */
export function timeScale(toMs: number, width: number, area: PlotArea, fromMs = 0): TimeScale {
  const room = Math.max(0, width - area.left - area.right);
  const span = Math.max(1e-9, toMs - fromMs);
  const px = (ms: number): number => area.left + ((ms - fromMs) / span) * room;
  const ms = (x: number): number => fromMs + Math.min(1, Math.max(0, room === 0 ? 0 : (x - area.left) / room)) * span;
  return { fromMs, toMs, px, ms, ticks: ticksOf(fromMs, toMs, room).map((at) => ({ ms: at, px: px(at), text: clockText(at) })) };
}

function ticksOf(fromMs: number, toMs: number, room: number): number[] {
  const most = Math.floor(room / LABEL_ROOM);
  if (most < 1 || !(toMs > fromMs)) return [];
  const least = (toMs - fromMs) / most;
  const step = STEPS.find((each) => each >= least) ?? Math.ceil(least / (24 * HOUR)) * 24 * HOUR;
  const ticks: number[] = [];
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs + step * 1e-9; at += step) ticks.push(at);
  return ticks;
}

/** A moment of the run in a few characters: "500 ms", "20 s", "1 min 30 s", "2 h 5 min". */
export function clockText(ms: number): string {
  if (ms < SECOND && ms !== 0) return `${trimmed(ms)} ms`;
  if (ms < MINUTE) return `${trimmed(ms / SECOND)} s`;
  if (ms < HOUR) return paired(Math.floor(ms / MINUTE), 'min', (ms % MINUTE) / SECOND, 's');
  return paired(Math.floor(ms / HOUR), 'h', (ms % HOUR) / MINUTE, 'min');
}

const trimmed = (x: number): string => String(Number(x.toFixed(2)));

function paired(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = trimmed(small);
  return rest === '0' ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${rest} ${smallUnit}`;
}
