import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDistribution, type Distribution, MAX_EMPIRICAL_VALUES, mean, Sampler, variance } from './distribution.ts';
import { cdf } from './distribution-curve.ts';
import { Stream } from './random.ts';

/** One of every sort and of every branch of its sampler. */
const every: readonly Distribution[] = [
  { type: 'uniform', min: 2, max: 5 },
  { type: 'exponential', mean: 10 },
  { type: 'normal', mean: 10, sd: 2 },
  { type: 'normal', mean: 1, sd: 3 },
  { type: 'gamma', mean: 8, shape: 3 },
  { type: 'gamma', mean: 8, shape: 7.5 },
  { type: 'gamma', mean: 8, shape: 0.4 },
  { type: 'lognormal', p50: 4, p99: 18 },
  { type: 'lognormal-cv', mean: 10, cv: 1.2 },
  { type: 'pareto', min: 1, max: 1000, alpha: 1.5 },
  { type: 'pareto', min: 2, max: 50, alpha: 2 },
  {
    type: 'mixture',
    parts: [
      { weight: 9, of: { type: 'exponential', mean: 3 } },
      { weight: 1, of: { type: 'uniform', min: 50, max: 90 } },
      { weight: 0, of: { type: 'constant', value: 1e9 } },
    ],
  },
];
/** Draws for each test; seeds are fixed, so what passes once always passes. */
const DRAWS = 1_000_000;
/** Times √n, the gap between sample and law that chance exceeds once in a thousand (Stephens 1974). */
const CRITICAL = 1.95;
const named = every.map((d) => [JSON.stringify(d).slice(0, 60), d] as const);

describe('a sampler', () => {
  it.each(named)('follows its distribution function, by Kolmogorov and Smirnov: %s', { timeout: 60_000 }, (name, d) => {
    const stream = new Stream(2026, name);
    const sampler = new Sampler(d, 1);
    const sorted = new Float64Array(DRAWS);
    for (let i = 0; i < DRAWS; i++) sorted[i] = sampler.sample(stream);
    sorted.sort();
    let widest = 0;
    for (let i = 0; i < DRAWS; i++) {
      const p = cdf(d, sorted[i]!);
      widest = Math.max(widest, p - i / DRAWS, (i + 1) / DRAWS - p);
    }
    expect(widest).toBeLessThan(CRITICAL / Math.sqrt(DRAWS));
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
  });

  it.each(named)('has the mean and variance that the formulas say: %s', (name, d) => {
    const stream = new Stream(7, name);
    const sampler = new Sampler(d, 1e6);
    expect(sampler.mean / 1e6 / mean(d)).toBeCloseTo(1, 12);
    const middle = mean(d);
    let sum = 0;
    let squares = 0;
    let fourths = 0;
    for (let i = 0; i < DRAWS; i++) {
      const x = sampler.sample(stream) / 1e6 - middle;
      sum += x;
      squares += x * x;
      fourths += x * x * x * x;
    }
    expect(Math.abs(sum / DRAWS)).toBeLessThan(4 * Math.sqrt(variance(d) / DRAWS));
    expect(Math.abs(squares / DRAWS - variance(d))).toBeLessThan(4.5 * Math.sqrt((fourths / DRAWS - (squares / DRAWS) ** 2) / DRAWS));
  });

  it('knows a constant in every disguise and draws nothing for it', () => {
    const disguises: readonly Distribution[] = [
      { type: 'constant', value: 4 },
      { type: 'uniform', min: 4, max: 4 },
      { type: 'normal', mean: 4, sd: 0 },
      { type: 'lognormal', p50: 4, p99: 4 },
      { type: 'lognormal-cv', mean: 4, cv: 0 },
      { type: 'pareto', min: 4, max: 4, alpha: 2 },
      { type: 'empirical', values: [4, 4] },
      { type: 'mixture', parts: [{ weight: 3, of: { type: 'constant', value: 4 } }] },
    ];
    const stream = new Stream(1, 'x');
    for (const d of disguises) {
      const sampler = new Sampler(d, 1e6);
      expect([sampler.constant, sampler.mean, sampler.sample(stream), mean(d), variance(d)], d.type).toEqual([4e6, 4e6, 4e6, 4, 0]);
    }
    expect(stream.u32()).toBe(new Stream(1, 'x').u32());
    expect(new Sampler({ type: 'exponential', mean: 4 }, 1).constant).toBe(-1);
  });

  it('draws measured values each as often, and whole nanoseconds when asked', () => {
    const stream = new Stream(3, 'empirical');
    const sampler = new Sampler({ type: 'empirical', values: [1, 2, 2, 7.0000004] }, 1e6);
    const seen = new Map<number, number>();
    for (let i = 0; i < 40_000; i++) {
      const x = sampler.sampleNanos(stream);
      seen.set(x, (seen.get(x) ?? 0) + 1);
    }
    expect([...seen.keys()].sort((a, b) => a - b)).toEqual([1e6, 2e6, 7e6]);
    expect(Math.abs(seen.get(2e6)! / 40_000 - 0.5)).toBeLessThan(0.01);
  });

  it('starts as it always has', () => {
    const stream = new Stream(9, 'golden');
    expect(every.map((d) => new Sampler(d, 1e6).sampleNanos(stream))).toMatchInlineSnapshot(`
      [
        4621148,
        4299449,
        7260951,
        4846245,
        1279731,
        10548522,
        2228360,
        9609363,
        1134734,
        2803736,
        3735314,
        3975548,
      ]
    `);
  });
});

describe('the check', () => {
  const refused: readonly Distribution[] = [
    { type: 'constant', value: -1 },
    { type: 'constant', value: NaN },
    { type: 'constant', value: 1e16 },
    { type: 'uniform', min: 3, max: 2 },
    { type: 'exponential', mean: Infinity },
    { type: 'normal', mean: 1, sd: -1 },
    { type: 'normal', mean: 1, sd: 1e-13 },
    { type: 'gamma', mean: 1, shape: 0 },
    { type: 'gamma', mean: 1, shape: NaN },
    { type: 'lognormal', p50: 2, p99: 1 },
    { type: 'lognormal', p50: 0, p99: 1 },
    { type: 'lognormal', p50: 1, p99: 10_001 },
    { type: 'lognormal-cv', mean: 1, cv: -0.1 },
    { type: 'pareto', min: 0, max: 1, alpha: 1 },
    { type: 'pareto', min: 1, max: 2, alpha: 0 },
    { type: 'empirical', values: [] },
    { type: 'empirical', values: new Array<number>(MAX_EMPIRICAL_VALUES + 1).fill(1) },
    { type: 'empirical', values: [1, NaN] },
    { type: 'mixture', parts: [] },
    { type: 'mixture', parts: [{ weight: 0, of: { type: 'constant', value: 1 } }] },
    { type: 'mixture', parts: [{ weight: 1, of: { type: 'constant', value: -1 } }] },
  ];
  it.each(refused.map((d) => [JSON.stringify(d).slice(0, 70), d] as const))('refuses %s with a sentence', (_, d) => {
    expect(checkDistribution(d)).toMatch(/^[A-Z].*\.$/);
  });

  it('takes mixtures two deep and no deeper', () => {
    const wrap = (of: Distribution): Distribution => ({ type: 'mixture', parts: [{ weight: 1, of }] });
    const two = wrap(wrap({ type: 'constant', value: 1 }));
    expect(checkDistribution(two)).toBeUndefined();
    expect(checkDistribution(wrap(two))).toBeDefined();
  });

  it('passes nothing that gives anything but numbers ≥ 0', () => {
    const number = fc.oneof(fc.double(), fc.double({ min: 0, max: 1e15 }), fc.double({ min: 0.01, max: 100 }), fc.constant(0));
    const any: fc.Arbitrary<Distribution> = fc.oneof(
      fc.record({ type: fc.constant('uniform' as const), min: number, max: number }),
      fc.record({ type: fc.constant('normal' as const), mean: number, sd: number }),
      fc.record({ type: fc.constant('gamma' as const), mean: number, shape: number }),
      fc.record({ type: fc.constant('lognormal' as const), p50: number, p99: number }),
      fc.record({ type: fc.constant('lognormal-cv' as const), mean: number, cv: number }),
      fc.record({ type: fc.constant('pareto' as const), min: number, max: number, alpha: number }),
    );
    const stream = new Stream(4, 'any');
    fc.assert(
      fc.property(any, (d) => {
        fc.pre(checkDistribution(d) === undefined);
        const sampler = new Sampler(d, 1e6);
        for (let i = 0; i < 20; i++) expect(sampler.sample(stream)).toBeGreaterThanOrEqual(0);
        expect(mean(d)).toBeGreaterThanOrEqual(0);
        expect(variance(d)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});
