/**
 * Bookmarks are the notes of the timeline: a moment and a few words. A list of their own would be a second place for the same
 * thing; as notes they travel in links, can be undone, moved and renamed, and do nothing to a run.
 */
import type { NoteEntry, TimelineEntry } from '../../src/design/document.ts';
import { getDesign } from '../state/design-store.ts';
import { freshId } from '../state/live.ts';
import { simulatedMs } from '../state/run-driver.ts';
import { setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { clockText } from '../ui/plot-area.ts';
import { saveEntry } from './edit.ts';

/** Notes in the order of their moments. */
export function bookmarksOf(timeline: readonly TimelineEntry[]): readonly NoteEntry[] {
  return timeline.filter((entry) => entry.type === 'note').sort((a, b) => a.at - b.at);
}

/** The bookmark before or after a moment (ms): `by` −1 or 1. */
export function neighbour(timeline: readonly TimelineEntry[], ms: number, by: 1 | -1): NoteEntry | undefined {
  const all = bookmarksOf(timeline);
  return by > 0 ? all.find(({ at }) => at > ms) : all.findLast(({ at }) => at < ms);
}

/** Puts a bookmark at the moment shown. */
export function bookmarkHere(): void {
  const { scenario } = getDesign();
  const at = Math.min(scenario.durationMs, Math.round(simulatedMs()));
  const text = `Bookmark at ${clockText(at)}`;
  const refused = saveEntry({ type: 'note', id: freshId(scenario.timeline, 'bookmark'), at, text });
  if (refused !== undefined) setView({ notice: { text: refused, tone: 'bad' } });
  else announce(text);
}
