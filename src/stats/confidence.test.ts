import { describe, expect, it } from 'vitest';
import { Stream } from '../std/random.ts';
import { batchMeans, interval95, mser5, pairedDifference, studentCdf, studentQuantile } from './confidence.ts';

describe('Student', () => {
  // Reference values computed with mpmath at 40 digits.
  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 9, 2.262157162798205],
    [0.995, 29, 2.7563859036706053],
    [0.975, 199, 1.9719565442517535],
    [0.975, 1e5, 1.9599877075346093],
    [0.9999, 3, 22.203742273205002],
    [0.6, 7, 0.2631668613520228],
  ])('the %d quantile with %d degrees of freedom is %d', (p, df, expected) => {
    expect(Math.abs(studentQuantile(p, df) / expected - 1)).toBeLessThan(1e-9);
    expect(studentQuantile(1 - p, df)).toBeCloseTo(-expected, 6);
    expect(studentCdf(expected, df)).toBeCloseTo(p, 11);
  });

  it('turns into the normal law at last', () => {
    expect(studentQuantile(0.975, 2e7)).toBeCloseTo(1.959963984540054, 12);
    expect(studentQuantile(0.5, 5)).toBeCloseTo(0, 12);
  });
});

describe('intervals', () => {
  it('are those of the textbook', () => {
    // Law, Simulation Modeling and Analysis, chapter 4: ten observations, 90 % half-width 0.24; here with 95 %.
    const sample = [1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09];
    const { mean, half, n } = interval95(sample);
    expect([mean, n]).toEqual([1.343, 10]);
    expect((half * studentQuantile(0.95, 9)) / studentQuantile(0.975, 9)).toBeCloseTo(0.24, 2);
  });

  it('say when they cannot be given', () => {
    expect(interval95([3])).toEqual({ mean: 3, half: Infinity, n: 1 });
    expect(interval95([])).toEqual({ mean: NaN, half: NaN, n: 0 });
    expect(interval95([2, 2, 2])).toEqual({ mean: 2, half: 0, n: 3 });
  });

  it('hold the truth nineteen times in twenty', () => {
    const stream = new Stream(5, 'coverage');
    let held = 0;
    for (let i = 0; i < 2000; i++) {
      const { mean, half } = interval95(Array.from({ length: 8 }, () => 10 + 3 * stream.normal()));
      if (Math.abs(mean - 10) <= half) held++;
    }
    expect(Math.abs(held / 2000 - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / 2000));
  });

  it('by batches hold the mean of a correlated series, which single values would not', () => {
    const stream = new Stream(6, 'correlated');
    let byBatch = 0;
    let byValue = 0;
    for (let run = 0; run < 200; run++) {
      let level = 0;
      const series = Array.from({ length: 4007 }, () => {
        level = 0.9 * level + stream.normal();
        return level;
      });
      const batches = batchMeans(series, 20);
      const single = interval95(series);
      if (Math.abs(batches.mean) <= batches.half) byBatch++;
      if (Math.abs(single.mean) <= single.half) byValue++;
    }
    expect(byBatch).toBeGreaterThan(178);
    expect(byValue).toBeLessThan(100);
    expect(batchMeans([1, 2, 3], 20).n).toBe(0);
    expect(batchMeans([9, 1, 2, 3, 4], 2).mean).toBe(2.5);
  });

  it('of paired runs see a small difference through large common noise', () => {
    const stream = new Stream(7, 'paired');
    const noise = Array.from({ length: 20 }, () => 100 * stream.normal());
    const paired = pairedDifference(
      noise.map((x) => x + 1 + stream.normal() / 10),
      noise,
    );
    expect(Math.abs(paired.mean - 1)).toBeLessThan(0.2);
    expect(paired.half).toBeLessThan(0.2);
    expect(() => pairedDifference([1], [1, 2])).toThrow('pairs');
  });
});

describe('warm-up', () => {
  const noise = new Stream(8, 'noise');
  const run = (length: number, of: (i: number) => number): number[] => Array.from({ length }, (_, i) => of(i) + noise.normal());

  it('cuts a start that differs, and little of one that does not', () => {
    const cut = mser5(run(2000, (i) => (i < 300 ? 20 : 0)));
    expect(cut).toBeGreaterThanOrEqual(300);
    expect(cut).toBeLessThan(330);
    expect(mser5(run(2000, (i) => 30 * Math.exp(-i / 100)))).toBeGreaterThan(200);
    expect(mser5(new Array<number>(100).fill(4))).toBe(0);
  });

  it('admits that a run which still climbs is too short', () => {
    expect(mser5(run(1000, (i) => i))).toBe(-1);
    expect(mser5([1, 2, 3])).toBe(-1);
  });
});
