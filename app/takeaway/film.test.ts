import { describe, expect, it } from 'vitest';
import { captionAt, formOf, momentsOf } from './film.ts';

const events = [
  { atMs: 10_000, kind: 'fault', of: '', text: 'Crash on db begins' },
  { atMs: 10_000, kind: 'outage', of: '', text: 'Outage begins' },
  { atMs: 13_000, kind: 'healed', of: '', text: 'Crash on db ends' },
] as const;

describe('a recording', () => {
  it('ends with the end of the run, in even steps', () => {
    const moments = momentsOf(60_000, formOf('gif', 5_000));
    expect([moments.length, moments[0], moments.at(-1)]).toEqual([50, 1_200, 60_000]);
    const video = momentsOf(60_000, formOf('webm', 5_000));
    expect([video.length, video[0], video.at(-1)]).toEqual([150, 400, 60_000]);
  });

  it('is captioned by the newest event, for a while', () => {
    // Five seconds for a minute: a caption stands for thirty seconds of the run, or until the next.
    expect(captionAt(events, 9_000, 60_000, 5_000)).toBe('');
    expect(captionAt(events, 10_800, 60_000, 5_000)).toBe('Crash on db begins · 1 more');
    expect(captionAt(events, 14_000, 60_000, 5_000)).toBe('Crash on db ends');
    expect(captionAt(events, 50_000, 60_000, 5_000)).toBe('');
  });
});
