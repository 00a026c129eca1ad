import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from '../std/random.ts';
import { bucketOf, HISTOGRAM_LIMIT, Histogram } from './histogram.ts';

const of = (values: Iterable<number>): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
};

/** Nearest rank in the sorted values themselves. */
const exact = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(q * values.length - 1e-9) - 1)]!;

const duration = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 300 }),
  fc.double({ min: 0, max: HISTOGRAM_LIMIT * 0.999, noNaN: true }),
  fc.double({ min: 0, max: 43 * 0.999, noNaN: true }).map((power) => 2 ** power),
);

describe('a histogram', () => {
  it('reports quantiles within 0.4 % of the sorted values, and count, sum and extremes exactly', () => {
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 300 }), (values) => {
        const histogram = of(values);
        for (const q of [0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1]) {
          const truth = exact(values, q);
          const error = Math.abs(histogram.quantile(q) - truth);
          if (truth >= 1) expect(error / truth).toBeLessThanOrEqual(1 / 256);
          else expect(error).toBeLessThanOrEqual(1);
        }
        expect([histogram.count, histogram.min, histogram.max]).toEqual([values.length, Math.min(...values), Math.max(...values)]);
        expect(histogram.sum).toBe(values.reduce((sum, value) => sum + value, 0));
      }),
      { numRuns: 500 },
    );
  });

  it('does so for 200,000 latencies of a heavy tail', () => {
    const stream = new Stream(1, 'tail');
    const values = Array.from({ length: 200_000 }, () => Math.round(1e6 * Math.exp(2 * stream.normal())));
    const histogram = of(values);
    for (const q of [0.001, 0.5, 0.9, 0.99, 0.999, 0.9999]) {
      expect(Math.abs(histogram.quantile(q) / exact(values, q) - 1), `${q}`).toBeLessThanOrEqual(1 / 256);
    }
  });

  it('knows nothing when empty, and says so', () => {
    const empty = new Histogram();
    expect([empty.count, empty.sum, empty.over, empty.countUpTo(1e9)]).toEqual([0, 0, 0, 0]);
    expect([empty.min, empty.max, empty.mean(), empty.quantile(0.5)]).toEqual([NaN, NaN, NaN, NaN]);
    empty.forEachBucket(() => expect.fail('no bucket'));
  });

  it('keeps zero waits apart from the shortest ones', () => {
    const histogram = of([0, 0, 0, 5]);
    expect([histogram.quantile(0.75), histogram.quantile(0.76), histogram.countUpTo(0)]).toEqual([0, 5, 3]);
  });

  it('gives back what was merged: what is left equals the rest merged alone, and merging goes on', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(2e9), { maxLength: 20 }), { minLength: 1, maxLength: 8 }), (parts) => {
        const all = parts.map((values) => {
          const h = new Histogram();
          for (const value of values) h.record(value);
          return h;
        });
        const merged = new Histogram();
        const rest = new Histogram();
        for (const h of all) merged.merge(h);
        for (const h of all.slice(1)) rest.merge(h);
        merged.takeAway(all[0]!);
        merged.stretchTo(all.slice(1));
        const told = (h: Histogram) => [h.count, h.sum, h.min, h.max, ...[0.01, 0.5, 0.9, 1].map((q) => h.quantile(q))];
        expect(told(merged)).toEqual(told(rest));
        merged.merge(all[0]!);
        rest.merge(all[0]!);
        expect(told(merged)).toEqual(told(rest));
      }),
      { seed: 20261121, numRuns: 100 },
    );
  });

  it('takes many zeros at once as if one by one', () => {
    const [many, single] = [new Histogram(), new Histogram()];
    for (const h of [many, single]) h.record(7);
    many.recordZeros(3);
    many.recordZeros(0);
    for (let i = 0; i < 3; i++) single.record(0);
    expect(many).toEqual(single);
    expect([many.count, many.min, many.max, many.mean(), many.quantile(0.75)]).toEqual([4, 0, 7, 1.75, 0]);
  });

  it('counts what lies beyond its range, and still knows the largest', () => {
    const histogram = of([1, HISTOGRAM_LIMIT * 0.9999, HISTOGRAM_LIMIT, HISTOGRAM_LIMIT * 8]);
    expect([histogram.over, histogram.max, histogram.quantile(1)]).toEqual([2, HISTOGRAM_LIMIT * 8, HISTOGRAM_LIMIT * 8]);
    expect(histogram.countUpTo(HISTOGRAM_LIMIT * 0.9999)).toBe(2);
  });

  it('adds up: merged parts equal the whole, in any order of growing', () => {
    fc.assert(
      fc.property(fc.array(fc.array(duration, { maxLength: 30 }), { maxLength: 6 }), (parts) => {
        const whole = of(parts.flat());
        const merged = new Histogram();
        for (const part of parts) merged.merge(of(part));
        for (const q of [0, 0.1, 0.5, 0.9, 1]) expect(merged.quantile(q)).toBe(whole.quantile(q));
        expect(buckets(merged)).toEqual(buckets(whole));
        expect([merged.count, merged.min, merged.max]).toEqual([whole.count, whole.min, whole.max]);
        expect(merged.sum).toBeCloseTo(whole.sum, -3);
      }),
    );
  });

  it('is as good as new after clear, and equal after copyFrom', () => {
    fc.assert(
      fc.property(fc.array(duration, { maxLength: 50 }), fc.array(duration, { maxLength: 50 }), (before, after) => {
        const reused = of(before);
        reused.clear();
        for (const value of after) reused.record(value);
        expect(buckets(reused)).toEqual(buckets(of(after)));
        const copy = of(before);
        copy.copyFrom(reused);
        expect(buckets(copy)).toEqual(buckets(reused));
        expect([copy.count, copy.sum, copy.over, copy.max]).toEqual([reused.count, reused.sum, reused.over, reused.max]);
      }),
    );
  });

  it('gives every value a bucket that holds it, no wider than a 128th of itself', () => {
    fc.assert(
      fc.property(duration, (value) => {
        const [[lower, upper, count] = [NaN, NaN, NaN]] = buckets(of([value]));
        expect(count).toBe(1);
        expect(lower <= value && value < upper).toBe(true);
        if (value >= 1) expect(upper - lower).toBeLessThanOrEqual(value / 128);
      }),
    );
  });

  it('tells several quantiles in one pass, the same as one by one', () => {
    fc.assert(
      fc.property(fc.array(duration, { maxLength: 60 }), (values) => {
        const histogram = of(values);
        const qs = Float64Array.of(0, 0.1, 0.5, 0.5, 0.9, 0.99, 1);
        const found = new Float64Array(qs.length);
        histogram.quantiles(qs, found);
        expect([...found]).toEqual([...qs].map((q) => histogram.quantile(q)));
      }),
    );
  });

  it('merges into an empty one of any reach, from one of zeros alone too', () => {
    fc.assert(
      fc.property(fc.array(duration), fc.array(duration), (before, values) => {
        const histogram = of(before);
        histogram.clear();
        histogram.merge(of(values));
        const fresh = of(values);
        expect(buckets(histogram)).toEqual(buckets(fresh));
        expect([histogram.count, histogram.sum, histogram.min, histogram.max]).toEqual([fresh.count, fresh.sum, fresh.min, fresh.max]);
      }),
    );
  });

  it('takes in counts that were made elsewhere', () => {
    const values = [700, 90_000, 90_001, 2 ** 30];
    const lowest = bucketOf(256);
    const counts = new Uint32Array(40 * 128);
    for (const value of values) counts[bucketOf(value) - lowest + 5]!++;
    const totals = Float64Array.of(0, values.length, values[0]! + values[1]! + values[2]! + values[3]!, 700, 2 ** 30);
    const histogram = of([1, 5e9]);
    histogram.addCounts(counts, 5, lowest, totals, 1);
    const whole = of([1, 5e9, ...values]);
    expect(buckets(histogram)).toEqual(buckets(whole));
    expect([histogram.count, histogram.sum, histogram.min, histogram.max]).toEqual([whole.count, whole.sum, whole.min, whole.max]);
  });

  it('counts the values up to a limit, for objectives', () => {
    const histogram = of([0, 10, 20, 30, 1e9]);
    expect([-1, 0, 9, 10.05, 25, 1e8, 2e9].map((x) => histogram.countUpTo(x))).toEqual([0, 1, 1, 2, 3, 4, 5]);
  });
});

function buckets(histogram: Histogram): [number, number, number][] {
  const all: [number, number, number][] = [];
  histogram.forEachBucket((lower, upper, count) => all.push([lower, upper, count]));
  return all;
}

it('counts by coarser cells, which hold every value once', () => {
  const h = new Histogram();
  for (const value of [0, 1, 2, 2.9, 3, 4, 7.9, 8, 1e9]) h.record(value);
  const cells = new Float64Array(6);
  // From 2 on, two cells for each power of two: 2–3, 3–4, 4–6, 6–8, 8–12, and all above.
  h.coarse(cells, 1, 2);
  expect([...cells]).toEqual([4, 1, 1, 1, 1, 1]);
  new Histogram().coarse(cells, 1, 2);
  expect([...cells]).toEqual([0, 0, 0, 0, 0, 0]);
});
