import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultEntry, TimelineEntry } from '../../src/design/document.ts';
import { timeScale } from '../ui/plot-area.ts';
import { endOf, laneCount, packLanes } from './lanes.ts';

const WIDTH = 700;
const scale = timeScale(60_000, WIDTH, { left: 50, right: 50 });
const bar = (id: string, at: number, end: number, labelWidth = 40) => ({ id, at, end, labelWidth });
const dot = (id: string, at: number, labelWidth = 40) => ({ id, at, end: undefined, labelWidth });

describe('the lanes of the timeline', () => {
  it('share a lane when they do not meet, and take a second when they do', () => {
    const placed = packLanes([bar('a', 10_000, 30_000), bar('b', 20_000, 40_000), bar('c', 40_000, 55_000)], scale, WIDTH);
    expect(placed.map(({ lane }) => lane)).toEqual([0, 1, 0]);
    expect(laneCount(placed)).toBe(2);
  });

  it('put a label into its bar when it fits, else beside it, and on the left at the right edge', () => {
    const placed = packLanes([bar('a', 0, 20_000), bar('b', 25_000, 26_000), dot('c', 40_000), dot('d', 59_000, 90)], scale, WIDTH);
    expect(placed.map(({ label }) => label)).toEqual(['inside', 'right', 'right', 'left']);
  });

  it('never let two bars or labels of one lane touch, nor a label leave the pane while there is room', () => {
    const one = fc.record({
      at: fc.integer({ min: 0, max: 60_000 }),
      long: fc.integer({ min: 0, max: 30_000 }),
      point: fc.boolean(),
      labelWidth: fc.integer({ min: 10, max: 150 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (list) => {
        const entries = list.map((e, i) => ({
          id: `e${i}`,
          at: e.at,
          end: e.point ? undefined : Math.min(60_000, e.at + e.long),
          labelWidth: e.labelWidth,
        }));
        const placed = packLanes(entries, scale, WIDTH);
        for (const a of placed) {
          expect(a.from).toBeLessThanOrEqual(a.left);
          expect(a.to).toBeGreaterThanOrEqual(a.right);
          expect(a.to).toBeLessThanOrEqual(WIDTH);
          for (const b of placed) if (a.id !== b.id && a.lane === b.lane) expect(a.to <= b.from || b.to <= a.from).toBe(true);
        }
      }),
    );
  });

  it('use no more lanes than meet at one moment', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50_000 }), { maxLength: 30 }), (starts) => {
        const placed = packLanes(
          starts.map((at, i) => bar(`e${i}`, at, at + 5000, 10)),
          scale,
          WIDTH,
        );
        const meeting = placed.map((a) => placed.filter((b) => b.from <= a.from && b.to + 6 > a.from).length);
        expect(laneCount(placed)).toBe(Math.max(0, ...meeting));
      }),
    );
  });
});

describe('the end of an entry', () => {
  const fault: FaultEntry = { type: 'fault', id: 'f', at: 10_000, fault: 'crash', target: 'db', params: {} };
  const note: TimelineEntry = { type: 'note', id: 'n', at: 0, text: 'Watch this.' };

  it('is its own, or that of the run, and never beyond', () => {
    expect(endOf({ ...fault, duration: 5000 }, 60_000, () => true)).toBe(15_000);
    expect(endOf(fault, 60_000, () => true)).toBe(60_000);
    expect(endOf({ ...fault, duration: 90_000 }, 60_000, () => true)).toBe(60_000);
  });

  it('is nothing for what happens in one moment', () => {
    expect(endOf(fault, 60_000, () => false)).toBeUndefined();
    expect(endOf(note, 60_000, () => true)).toBeUndefined();
  });
});
