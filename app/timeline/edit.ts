/** Writing to the timeline: every gesture ends here, as one step of undo. */
import type { TimelineEntry } from '../../src/design/document.ts';
import { beginningOf } from '../../src/design/schedule.ts';
import { dispatch } from '../state/design-store.ts';
import { announce } from '../ui/announce.ts';

/** Puts an entry on the timeline, or exchanges the one with its id. @returns why it was refused, in words. */
export function saveEntry(entry: TimelineEntry, gesture?: string): string | undefined {
  return dispatch({ do: 'set-entry', entry }, gesture)?.message;
}

/** Several at once, as one step. `remove`: others that go. @returns why it was refused, in words. */
export function saveEntries(entries: readonly TimelineEntry[], gesture?: string, remove: readonly string[] = []): string | undefined {
  return dispatch({ do: 'set-entries', entries, remove }, gesture)?.message;
}

/** The entry with others of its group; alone where it has none. */
export function withGroup(timeline: readonly TimelineEntry[], ids: readonly string[]): readonly TimelineEntry[] {
  const groups = new Set(timeline.flatMap(({ id, group }) => (ids.includes(id) ? (group ?? []) : [])));
  return timeline.filter(({ id, group }) => ids.includes(id) || (group !== undefined && groups.has(group)));
}

/** Mutes entries and whatever is in a group with them, or lets them act again. @returns why it was refused, in words. */
export function muteEntries(timeline: readonly TimelineEntry[], ids: readonly string[], muted: boolean): string | undefined {
  return saveEntries(withGroup(timeline, ids).map((entry) => withMute(entry, muted)));
}

function withMute(entry: TimelineEntry, muted: boolean): TimelineEntry {
  const { muted: _, ...rest } = entry;
  return (muted ? { ...rest, muted: true } : rest) as TimelineEntry;
}

/** Entries moved by so many ms: those that begin after others move with them, and are left alone. */
export function movedBy(entries: readonly TimelineEntry[], ms: number, durationMs: number): readonly TimelineEntry[] {
  const free = entries.filter((entry) => beginningOf(entry).after === undefined);
  const first = Math.min(...free.map(({ at }) => at));
  const by = Math.max(-first, Math.min(ms, durationMs - Math.max(...free.map(({ at }) => at))));
  return free.map((entry) => ({ ...entry, at: entry.at + by }));
}

export function removeEntries(ids: readonly string[], name: string): void {
  dispatch({ do: 'remove-entry', ids });
  announce(`Removed ${name}`);
}
