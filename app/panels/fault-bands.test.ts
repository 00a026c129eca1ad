import { describe, expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../../src/design/document.ts';
import { faultOf } from '../../src/faults/index.ts';
import type { Words } from '../timeline/entry-words.ts';
import { faultBands } from './fault-bands.ts';

const node = { id: 'db', kind: 'service', name: 'orders', x: 0, y: 0, params: {}, region: '', zones: ['a'] };

function words(timeline: readonly TimelineEntry[]): Words {
  const design: Design = {
    version: 1,
    title: '',
    about: '',
    classes: [],
    nodes: [node],
    links: [],
    scenario: { seed: 1, durationMs: 60_000, warmupMs: 0, timeline, objectives: [] },
  };
  return { design, faultOf, kindOf: () => undefined, linkSpecs: {} };
}

describe('the bands of a timeline', () => {
  it('are its faults, earliest first, called as on the timeline', () => {
    const late: TimelineEntry = { type: 'fault', id: 'b', at: 30_000, duration: 5_000, fault: 'crash', target: 'db/1', params: {} };
    const early: TimelineEntry = {
      type: 'fault',
      id: 'a',
      at: 20_000,
      duration: 10_000,
      fault: 'slow',
      target: 'db',
      params: { factor: 8 },
    };
    const note: TimelineEntry = { type: 'note', id: 'n', at: 1, text: 'look' };
    expect(faultBands(words([late, note, early]))).toEqual([
      { id: 'a', fromMs: 20_000, toMs: 30_000, label: 'orders slow ×8' },
      { id: 'b', fromMs: 30_000, toMs: 35_000, label: 'orders/1 down' },
    ]);
  });

  it('last to the end without a duration, and no time at all for a fault of one moment', () => {
    const open: TimelineEntry = { type: 'fault', id: 'a', at: 1000, fault: 'slow', target: 'db', params: {} };
    const moment: TimelineEntry = { type: 'fault', id: 'b', at: 2000, fault: 'cache-flush', target: 'db', params: {} };
    expect(faultBands(words([open, moment])).map((band) => band.toMs)).toEqual([Number.POSITIVE_INFINITY, 2000]);
  });
});
