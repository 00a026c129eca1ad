/** Until when two timelines do the same, so that a run need only be executed again where its past was edited. */
import type { TimelineEntry } from '../design/document.ts';

/**
 * The first moment (ms) at which two timelines differ in what they do; Infinity when they do the same. Notes do nothing, nor do
 * the names of groups. What waits for something makes a difference from the earliest moment at which it could begin.
 */
export function firstDifference(a: readonly TimelineEntry[], b: readonly TimelineEntry[]): number {
  let first = Number.POSITIVE_INFINITY;
  const inB = new Map(b.map((e) => [e.id, e]));
  const inA = new Map(a.map((e) => [e.id, e]));
  for (const e of a) first = Math.min(first, entryDifference(e, inB.get(e.id)));
  for (const e of b) if (!inA.has(e.id)) first = Math.min(first, entryDifference(e, undefined));
  // Faults of the same moment turn knobs in the order of the timeline.
  const order = (from: readonly TimelineEntry[]) =>
    from.filter((e) => e.type !== 'note' && inA.has(e.id) && inB.has(e.id)).map((e) => e.id);
  if (order(a).join() !== order(b).join()) return 0;
  return first;
}

function entryDifference(a: TimelineEntry, b: TimelineEntry | undefined): number {
  if (idle(a) && (b === undefined || idle(b))) return Number.POSITIVE_INFINITY;
  if (b === undefined) return a.at;
  const [deedA, deedB] = [deedOf(a), deedOf(b)];
  if (JSON.stringify(deedA) === JSON.stringify(deedB)) return Number.POSITIVE_INFINITY;
  const start = Math.min(a.at, b.at);
  if (!('duration' in deedA || 'duration' in deedB) || a.type !== b.type || a.at !== b.at || 'repeat' in a || 'repeat' in b) return start;
  // Where one recedes it is another already.
  const { duration: da = Number.POSITIVE_INFINITY, fall: fa = 0, ...restA } = deedA;
  const { duration: db = Number.POSITIVE_INFINITY, fall: fb = 0, ...restB } = deedB;
  return JSON.stringify(restA) === JSON.stringify(restB) ? a.at + Math.max(0, Math.min(da - fa, db - fb)) : start;
}

/** It changes nothing in the run. */
function idle(entry: TimelineEntry): boolean {
  return entry.type === 'note' || entry.muted === true;
}

/** An entry without what is only said of it; in one order of fields. */
function deedOf(entry: TimelineEntry): { readonly duration?: number; readonly fall?: number } & Readonly<Record<string, unknown>> {
  const { group: _, ...deed } = entry;
  return Object.fromEntries(Object.entries(deed).sort(([x], [y]) => (x < y ? -1 : 1)));
}
