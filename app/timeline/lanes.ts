/**
 * Where each entry of the timeline stands: its bar or dot, on which side its label is, and its lane. Pure, in pixels. Bars and labels
 * of one lane never touch; an entry takes the first lane from the top that has room, so that an entry stays where it was when a
 * later one is added.
 */
import type { TimelineEntry } from '../../src/design/document.ts';
import { lengthOf } from '../../src/design/schedule.ts';
import type { TimeScale } from '../ui/plot-area.ts';

export interface Placed {
  readonly id: string;
  /** What is drawn: a bar, or a mark of one moment (left = right = its middle). */
  readonly left: number;
  readonly right: number;
  readonly point: boolean;
  readonly label: 'inside' | 'right' | 'left';
  /** Room that bar and label take together. */
  readonly from: number;
  readonly to: number;
  readonly lane: number;
}

/** Chosen: room around a mark, inside a bar beside its label, between neighbours, and the narrowest bar a finger finds. */
const MARK = 12;
const INSET = 8;
const APART = 6;
const NARROWEST = 6;

/** End of an entry: its own, or that of the run when it lasts until then. Undefined for what has no length. */
export function endOf(entry: TimelineEntry, durationMs: number, lasting: (fault: string) => boolean): number | undefined {
  if (entry.type === 'note' || entry.type === 'change' || entry.type === 'stop') return undefined;
  if (entry.type === 'fault' && !lasting(entry.fault) && entry.repeat === undefined) return undefined;
  return Math.min(durationMs, entry.at + lengthOf(entry));
}

export interface LaneInput {
  readonly id: string;
  readonly at: number;
  /** Undefined for a moment. */
  readonly end: number | undefined;
  /** Width of the label, px. */
  readonly labelWidth: number;
  /** Its label never stands inside: it is a line, not a bar. */
  readonly beside?: boolean;
}

/** Places all entries; the order of the answer is that of the entries. */
export function packLanes(entries: readonly LaneInput[], scale: TimeScale, width: number): readonly Placed[] {
  const measured = entries.map((entry) => ({ entry, spot: spotOf(entry, scale, width) }));
  const ends: number[] = [];
  const lanes = new Map<string, number>();
  const order = [...measured].sort((a, b) => a.spot.from - b.spot.from || a.entry.at - b.entry.at || (a.entry.id < b.entry.id ? -1 : 1));
  for (const { entry, spot } of order) {
    const free = ends.findIndex((end) => end + APART <= spot.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = spot.to;
    lanes.set(entry.id, lane);
  }
  return measured.map(({ entry, spot }) => ({ ...spot, id: entry.id, lane: lanes.get(entry.id) ?? 0 }));
}

function spotOf(entry: LaneInput, scale: TimeScale, width: number): Omit<Placed, 'id' | 'lane'> {
  const left = scale.px(entry.at);
  const point = entry.end === undefined;
  const right = point ? left : Math.max(left + NARROWEST, scale.px(entry.end));
  const beside = entry.labelWidth + INSET;
  if (!point && entry.beside !== true && right - left >= entry.labelWidth + 2 * INSET)
    return { left, right, point, label: 'inside', from: left, to: right };
  const half = point ? MARK / 2 : 0;
  if (right + half + beside <= width || left - half - beside < 0) {
    return { left, right, point, label: 'right', from: left - half, to: right + half + beside };
  }
  return { left, right, point, label: 'left', from: left - half - beside, to: right + half };
}

/** Number of lanes that are taken. */
export function laneCount(placed: readonly Placed[]): number {
  return placed.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
}
