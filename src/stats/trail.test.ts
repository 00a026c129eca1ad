import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HISTOGRAM_LIMIT, Histogram } from './histogram.ts';
import { Trail } from './trail.ts';

const SEED = 20261129;
const QUANTILES = Float64Array.of(0, 0.01, 0.5, 0.9, 0.999, 1);

const time = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 1e9 }),
  fc.constantFrom(HISTOGRAM_LIMIT - 1, HISTOGRAM_LIMIT, 2 * HISTOGRAM_LIMIT),
);
/** What came in one window: values one by one, and values in a list. */
const window = fc.record({ single: fc.array(time, { maxLength: 90 }), listed: fc.array(time, { maxLength: 200 }) });

function told(histogram: Histogram): unknown {
  const found = new Float64Array(QUANTILES.length);
  histogram.quantiles(QUANTILES, found);
  const buckets: number[][] = [];
  histogram.forEachBucket((lower, upper, count) => buckets.push([lower, upper, count]));
  return {
    buckets,
    found: [...found],
    count: histogram.count,
    sum: histogram.sum,
    min: histogram.min,
    max: histogram.max,
    over: histogram.over,
  };
}

/** A list of slots that begins at the third place, with its totals at the second. */
function listOf(values: readonly number[]): { slots: Uint16Array; totals: Float64Array } {
  const slots = Uint16Array.from([0, 0, ...values.map((x) => Histogram.slotOf(x))]);
  const sum = values.reduce((all, x) => all + x, 0);
  return { slots, totals: Float64Array.of(0, values.length, sum, Math.min(...values), Math.max(...values)) };
}

describe('a trail', () => {
  it('is at every close what a histogram of the last windows is', () => {
    fc.assert(
      fc.property(fc.array(window, { maxLength: 8 }), fc.integer({ min: 1, max: 4 }), (windows, length) => {
        const trail = new Trail(length);
        windows.forEach((_, i) => {
          const { single, listed } = windows[i]!;
          for (const x of single) trail.note(Float64Array.of(7, x), 1);
          const { slots, totals } = listOf(listed);
          trail.noteAll(slots, 2, totals, 1);
          const all = new Histogram();
          for (const one of windows.slice(Math.max(0, i + 1 - length), i + 1)) {
            for (const x of [...one.single, ...one.listed]) all.record(x);
          }
          expect(told(trail.close())).toEqual(told(all));
          expect(told(trail.merged)).toEqual(told(all));
        });
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('tells nothing of a window that has not closed', () => {
    for (const length of [1, 3]) {
      const trail = new Trail(length);
      trail.note(Float64Array.of(5), 0);
      expect(trail.merged.count).toBe(0);
      trail.note(Float64Array.of(9), 0);
      const closed = trail.close();
      expect([closed.count, closed.min, closed.max]).toEqual([2, 5, 9]);
    }
  });

  it('tells the running window by coarser cells, as a histogram of it does', () => {
    fc.assert(
      fc.property(fc.array(time, { maxLength: 120 }), fc.constantFrom(1, 3), (values, windows) => {
        const [trail, whole] = [new Trail(windows), new Histogram()];
        for (const value of values) {
          trail.note(Float64Array.of(value), 0);
          whole.record(value);
        }
        const [cells, expected] = [new Float64Array(96), new Float64Array(96)];
        trail.coarse(cells, 14, 4);
        whole.coarse(expected, 14, 4);
        expect(cells).toEqual(expected);
        expect(cells.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      }),
      { seed: SEED },
    );
  });
});
