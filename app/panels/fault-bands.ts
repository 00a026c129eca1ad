/** From the timeline to the bands that charts hatch, in the timeline's own words. */
import type { Struck } from '../../src/run/story-report.ts';
import type { Band } from '../charts/bands.ts';
import { strikesShown } from '../state/strikes-shown.ts';
import { entryLabel, lastsOf, type Words } from '../timeline/entry-words.ts';

/** The bands of all faults, in the order in which they begin. A fault of one moment is a band without length. */
export function faultBands(words: Words, struck: readonly Struck[] = []): Band[] {
  return strikesShown(words.design, struck)
    .map((entry) => {
      const lasts = entry.duration ?? (lastsOf(words.faultOf, entry.fault) ? Number.POSITIVE_INFINITY : 0);
      return { id: entry.id, fromMs: entry.at, toMs: entry.at + lasts, label: entryLabel(words, entry) };
    })
    .sort((a, b) => a.fromMs - b.fromMs);
}
