/**
 * Sweeps: a slider that was scrubbed during a run leaves a row of changes, one for each value the simulation took over. They are shown,
 * moved and removed as one mark, or the timeline would be nothing but dots. Pure; the entries themselves stay as they are.
 */
import type { ChangeEntry, TimelineEntry } from '../../src/design/document.ts';
import { type DragRoom, dragged, type Grip } from './entry-drag.ts';

/** What stands on the timeline as one mark: an entry, or the changes of one sweep in order. */
export interface Mark {
  /** Id of its first entry. */
  readonly id: string;
  readonly entries: readonly [TimelineEntry, ...TimelineEntry[]];
}

/** Gathers entries into marks, in the order of time. Changes of one setting belong together up to `closeMs` apart. */
export function marksOf(timeline: readonly TimelineEntry[], closeMs: number): readonly Mark[] {
  const marks: Mark[] = [];
  const open = new Map<string, number>();
  for (const entry of [...timeline].sort((a, b) => a.at - b.at)) {
    const key = entry.type === 'change' ? `${entry.target} ${entry.param}` : undefined;
    const at = key === undefined ? undefined : open.get(key);
    const mark = at === undefined ? undefined : marks[at];
    if (at !== undefined && mark !== undefined && entry.at - lastOf(mark).at <= closeMs) {
      marks[at] = { ...mark, entries: [...mark.entries, entry] };
      continue;
    }
    if (key !== undefined) open.set(key, marks.length);
    marks.push({ id: entry.id, entries: [entry] });
  }
  return marks;
}

export function lastOf({ entries }: Mark): TimelineEntry {
  return entries.at(-1) ?? entries[0];
}

/** The steps of a sweep; undefined for a single entry. */
export function stepsOf({ entries }: Mark): readonly ChangeEntry[] | undefined {
  return entries.length < 2 ? undefined : entries.filter((entry) => entry.type === 'change');
}

/** A mark after it was moved or stretched. A sweep keeps its shape: it moves as a whole, no further than its ends can. */
export function draggedMark(mark: Mark, grip: Grip, byMs: number, lasting: boolean, room: DragRoom): Mark {
  const [first] = mark.entries;
  if (mark.entries.length === 1) return { ...mark, entries: [dragged(first, grip, byMs, lasting, room)] };
  const wanted = dragged(first, 'move', byMs, false, room).at - first.at;
  const by = Math.min(wanted, room.durationMs - lastOf(mark).at);
  const [head, ...tail] = mark.entries.map((entry) => ({ ...entry, at: entry.at + by }));
  return { ...mark, entries: [head ?? first, ...tail] };
}
