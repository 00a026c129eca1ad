/** Moving and stretching an entry of the timeline, by hand or by key. Pure; moments stay inside the run, a fault keeps some length. */
import { type FaultEntry, LIMITS, type Repeat, type TimelineEntry } from '../../src/design/document.ts';
import { beginningOf } from '../../src/design/schedule.ts';

/** What the hand holds. */
export type Grip = 'move' | 'start' | 'end';

export interface DragRoom {
  readonly durationMs: number;
  /** The least a fault lasts, and what a dragged moment snaps to, ms. */
  readonly stepMs: number;
  readonly snap: boolean;
}

/** The entry after its grip was moved by so many ms. Only faults that last can be stretched; anything else moves. */
export function dragged(entry: TimelineEntry, grip: Grip, byMs: number, lasting: boolean, room: DragRoom): TimelineEntry {
  const at = moment(entry.at + byMs, room);
  if (grip === 'move' || !isLasting(entry) || !lasting) return at === entry.at ? entry : movedTo(entry, at);
  if (entry.type === 'fault' && entry.repeat !== undefined) return repeatedTo(entry, entry.repeat, byMs, room);
  return grip === 'start' ? startedAt(entry, at, room) : endedAt(entry, byMs, room);
}

export type LastingEntry = Extract<TimelineEntry, { readonly duration?: number }>;

export function isLasting(entry: TimelineEntry): entry is LastingEntry {
  return entry.type === 'fault' || entry.type === 'chaos' || entry.type === 'wear' || entry.type === 'probe';
}

/** What begins after another keeps to it: the hand changes by how much later. */
function movedTo(entry: TimelineEntry, at: number): TimelineEntry {
  const { after } = beginningOf(entry);
  if (after === undefined) return { ...entry, at };
  const offset = Math.max(0, after.offset + at - entry.at);
  return { ...entry, at: entry.at + offset - after.offset, after: { ...after, offset } } as TimelineEntry;
}

/** One that repeats is stretched by how often it comes. */
function repeatedTo(entry: FaultEntry, repeat: Repeat, byMs: number, { durationMs }: DragRoom): FaultEntry {
  const last = entry.at + ((repeat.times ?? Math.ceil((durationMs - entry.at) / repeat.every)) - 1) * repeat.every + byMs;
  const times = Math.max(2, Math.min(LIMITS.repeats, Math.round((last - entry.at) / repeat.every) + 1));
  return { ...entry, repeat: { ...repeat, times } };
}

function moment(ms: number, { durationMs, stepMs, snap }: DragRoom): number {
  const snapped = snap ? Math.round(ms / stepMs) * stepMs : ms;
  return Math.min(durationMs, Math.max(0, snapped));
}

/** The end stays where it is. */
function startedAt(entry: LastingEntry, at: number, { stepMs }: DragRoom): TimelineEntry {
  if (entry.duration === undefined) return { ...entry, at };
  const end = entry.at + entry.duration;
  const start = Math.min(at, end - stepMs);
  return { ...entry, at: Math.max(0, start), duration: end - Math.max(0, start) };
}

/** The start stays where it is; an end at the end of the run means until then. */
function endedAt(entry: LastingEntry, byMs: number, room: DragRoom): TimelineEntry {
  const end = moment(entry.at + (entry.duration ?? room.durationMs - entry.at) + byMs, room);
  if (end >= room.durationMs) return endless(entry);
  return { ...entry, duration: Math.max(room.stepMs, end - entry.at) };
}

/** The entry until the end of the run, which is written as no duration; it recedes before no end. */
export function endless(entry: LastingEntry): TimelineEntry {
  const { duration: _, ...rest } = entry;
  if (rest.type !== 'fault') return rest;
  const { fall: __, ...fault } = rest;
  return fault;
}

/** Lengths that people count in, ms. */
const NICE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 3_600_000];

/** What a drag snaps to: no finer than a pixel, nor than a window of the charts. */
export function snapStep(msPerPx: number, windowMs: number): number {
  const least = Math.max(msPerPx, windowMs);
  return NICE.find((step) => step >= least) ?? 3_600_000;
}
