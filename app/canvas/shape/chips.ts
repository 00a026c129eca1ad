/**
 * What the instances of a node look like on its face: one chip each while they fit, a strip of columns when they do not.
 * A chip says how full it is (level), which part it plays (ring) and what is wrong (mark), each in a way that survives
 * greyscale. Pure: numbers of a frame in, numbers to paint out.
 */
import { INSTANCE, INSTANCE_ROLES, INSTANCE_STATES } from '../../../src/run/frame.ts';

/** Fuller than this and a chip is drawn as saturated. */
export const SATURATED = 0.9;
/** More instances than this are drawn as a strip. */
export const MOST_CHIPS = 8;
const STRIP_COLUMNS = 24;

export type ChipMark = 'calm' | 'full' | 'degraded' | 'down' | 'hung' | 'out' | 'booting' | 'draining' | 'absent';
export type ChipRing = 'plain' | 'leader' | 'standby';

/** What to paint for one instance; reused from frame to frame. */
export interface Chip {
  level: number;
  mark: ChipMark;
  ring: ChipRing;
}

export function newChip(): Chip {
  return { level: 0, mark: 'calm', ring: 'plain' };
}

/** Reads one instance from the frame. `at` is the offset of its row. */
export function readChip(data: Float64Array, at: number, into: Chip): void {
  const state = INSTANCE_STATES[data[at + INSTANCE.state] ?? 0] ?? 'up';
  const role = INSTANCE_ROLES[data[at + INSTANCE.role] ?? 0] ?? 'none';
  const busy = data[at + INSTANCE.utilisation] ?? 0;
  into.level = busy > 0 ? Math.min(1, busy) : 0;
  into.ring = role === 'leader' ? 'leader' : role === 'standby' ? 'standby' : 'plain';
  into.mark = state === 'up' ? (into.level >= SATURATED ? 'full' : 'calm') : state;
}

/** Size of a chip and its distance to the next, so that up to MOST_CHIPS leave room for what waits. */
export function chipPitch(count: number): { readonly width: number; readonly gap: number } {
  return count <= 4 ? { width: 12, gap: 4 } : { width: 8, gap: 3 };
}

/** Width of the chips of a node, px. */
export function chipsWidth(count: number): number {
  if (count > MOST_CHIPS) return stripColumns(count) * 3 + 1;
  const { width, gap } = chipPitch(count);
  return count * (width + gap) - gap;
}

/** Columns in the strip of that many instances. */
export function stripColumns(count: number): number {
  return Math.min(count, STRIP_COLUMNS);
}

/** Which instances column `column` of a strip stands for: from (included) and to (excluded). */
export function columnSpan(count: number, column: number): readonly [number, number] {
  const columns = stripColumns(count);
  return [Math.floor((column * count) / columns), Math.floor(((column + 1) * count) / columns)];
}

const WORSE: Readonly<Record<ChipMark, number>> = {
  absent: 0,
  calm: 1,
  full: 2,
  draining: 3,
  booting: 4,
  out: 5,
  degraded: 6,
  hung: 7,
  down: 8,
};

/** Merges an instance into the column that stands for several: mean level is the caller's sum, the worst mark wins. */
export function worse(a: ChipMark, b: ChipMark): ChipMark {
  return WORSE[b] > WORSE[a] ? b : a;
}

/** How waiting calls are drawn in a space of that width: so many dots in two rows, and a number when they do not fit. */
export interface Waiting {
  dots: number;
  columns: number;
  number: number;
}

/** Distance between waiting dots, px, and the room a number takes. */
export const DOT_PITCH = 6;
const NUMBER_ROOM = 28;

export function arrangeWaiting(queue: number, width: number, into: Waiting): void {
  const waiting = queue > 0 ? Math.round(queue) : 0;
  const columns = Math.max(0, Math.min(8, Math.floor(width / DOT_PITCH)));
  if (waiting <= columns * 2) {
    into.dots = waiting;
    into.columns = columns;
    into.number = 0;
    return;
  }
  into.columns = Math.max(0, Math.min(5, Math.floor((width - NUMBER_ROOM) / DOT_PITCH)));
  into.dots = into.columns * 2;
  into.number = waiting;
}
