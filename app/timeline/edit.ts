/** Writing to the timeline: every gesture ends here, as one step of undo. */
import type { TimelineEntry } from '../../src/design/document.ts';
import { dispatch } from '../state/design-store.ts';
import { announce } from '../ui/announce.ts';

/** Puts an entry on the timeline, or exchanges the one with its id. @returns why it was refused, in words. */
export function saveEntry(entry: TimelineEntry, gesture?: string): string | undefined {
  return dispatch({ do: 'set-entry', entry }, gesture)?.message;
}

export function saveEntries(entries: readonly TimelineEntry[], gesture: string): void {
  for (const entry of entries) saveEntry(entry, gesture);
}

export function removeEntries(ids: readonly string[], name: string): void {
  dispatch({ do: 'remove-entry', ids });
  announce(`Removed ${name}`);
}
