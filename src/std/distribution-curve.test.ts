import { expect, it } from 'vitest';
import type { Distribution } from './distribution.ts';
import { cdf, densityPoints, describe as inWords, quantile } from './distribution-curve.ts';

const smooth: readonly Distribution[] = [
  { type: 'uniform', min: 2, max: 5 },
  { type: 'exponential', mean: 10 },
  { type: 'normal', mean: 1, sd: 3 },
  { type: 'gamma', mean: 8, shape: 2.5 },
  { type: 'lognormal', p50: 4, p99: 18 },
  { type: 'lognormal-cv', mean: 10, cv: 1.2 },
  { type: 'pareto', min: 1, max: 1000, alpha: 1.5 },
  {
    type: 'mixture',
    parts: [
      { weight: 2, of: { type: 'exponential', mean: 3 } },
      { weight: 1, of: { type: 'gamma', mean: 50, shape: 9 } },
    ],
  },
];

it.each(smooth)('quantile and distribution function undo each other: %o', (d) => {
  for (const q of [0.001, 0.1, 0.5, 0.9, 0.99, 0.9999]) expect(cdf(d, quantile(d, q))).toBeCloseTo(q, 10);
  expect(cdf(d, -1)).toBe(0);
  expect(cdf(d, 1e15)).toBeCloseTo(1, 12);
});

it('takes the lognormal at its word', () => {
  const d: Distribution = { type: 'lognormal', p50: 4, p99: 18 };
  expect(quantile(d, 0.5)).toBeCloseTo(4, 12);
  expect(quantile(d, 0.99)).toBeCloseTo(18, 12);
});

it('steps at constants and at measured values, by nearest rank', () => {
  const d: Distribution = { type: 'empirical', values: [5, 1, 3, 3] };
  expect([0, 1, 2.9, 3, 4, 5].map((x) => cdf(d, x))).toEqual([0, 0.25, 0.25, 0.75, 0.75, 1]);
  expect([0, 0.25, 0.26, 0.75, 0.76, 1].map((q) => quantile(d, q))).toEqual([1, 1, 3, 3, 5, 5]);
  expect([3.9, 4].map((x) => cdf({ type: 'constant', value: 4 }, x))).toEqual([0, 1]);
  const withAtom: Distribution = {
    type: 'mixture',
    parts: [
      { weight: 3, of: { type: 'constant', value: 0 } },
      { weight: 1, of: { type: 'exponential', mean: 2 } },
    ],
  };
  expect(quantile(withAtom, 0.7)).toBe(0);
  expect(cdf(withAtom, quantile(withAtom, 0.9))).toBeCloseTo(0.9, 10);
});

it('draws a curve of the asked length whose highest point is 1, and a spike for a constant', () => {
  for (const d of smooth) {
    const points = densityPoints(d, 80);
    expect(points).toHaveLength(80);
    expect(Math.max(...points.map((point) => point.y))).toBe(1);
    expect(points.every((point) => point.y >= 0 && point.x > 0)).toBe(true);
    expect(points.at(-1)!.x).toBeGreaterThan(quantile(d, 0.98));
  }
  const spike = densityPoints({ type: 'constant', value: 20 }, 10);
  expect(spike.filter((point) => point.y > 0)).toEqual([{ x: 18, y: 1 }]);
  expect(densityPoints({ type: 'constant', value: 0 }, 10)).toHaveLength(10);
});

it('says a distribution in a few words', () => {
  expect(inWords({ type: 'constant', value: 20 })).toBe('20 ms');
  expect(inWords({ type: 'lognormal', p50: 4, p99: 18 })).toBe('p50 4 · p99 18 ms');
  expect(inWords({ type: 'exponential', mean: 500 })).toBe('p50 350 ms · p99 2.3 s');
  expect(inWords({ type: 'constant', value: 65536 }, 'bytes')).toBe('64 KiB');
});
