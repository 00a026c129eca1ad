/** Writing to the timeline: every gesture ends here. */
import type { TimelineEntry } from '../../src/design/document.ts';
import { dispatch } from '../state/design-store.ts';
import { announce } from '../ui/announce.ts';
import { entryName, type Words } from './entry-words.ts';

/** Puts an entry on the timeline, or exchanges the one with its id. @returns why it was refused, in words. */
export function saveEntry(entry: TimelineEntry, gesture?: string): string | undefined {
  return dispatch({ do: 'set-entry', entry }, gesture)?.message;
}

export function removeEntry(words: Words, entry: TimelineEntry): void {
  dispatch({ do: 'remove-entry', ids: [entry.id] });
  announce(`Removed ${entryName(words, entry)}`);
}
