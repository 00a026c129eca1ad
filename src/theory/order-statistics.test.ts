import { describe, expect, it } from 'vitest';
import { type Distribution, mean, Sampler } from '../std/distribution.ts';
import { Stream } from '../std/random.ts';
import { kthOfExponentials } from './fanout.ts';
import { meanOfKth } from './order-statistics.ts';

describe('the k-th of n draws', () => {
  it('is that of the exponential law by Rényi, within 0.5 %', () => {
    for (const [k, n] of [
      [1, 3],
      [2, 3],
      [3, 3],
      [6, 9],
      [16, 16],
      [1, 16],
    ] as const) {
      const told = meanOfKth({ type: 'exponential', mean: 2 }, k, n);
      expect(Math.abs(told / kthOfExponentials(k, n, 2) - 1), `${k} of ${n}`).toBeLessThan(0.005);
    }
  });

  it('of one draw is the mean, and a constant stays what it is', () => {
    expect(meanOfKth({ type: 'uniform', min: 1, max: 3 }, 1, 1)).toBe(2);
    expect(meanOfKth({ type: 'constant', value: 5 }, 3, 7)).toBe(5);
    expect(meanOfKth({ type: 'uniform', min: 0, max: 1 }, 3, 3)).toBeCloseTo(0.75, 3);
  });

  it('is what 200,000 draws of a long tail give, within 2 %', () => {
    const law: Distribution = { type: 'lognormal', p50: 4, p99: 40 };
    const draw = new Sampler(law, 1e6);
    const luck = new Stream(1, 'draws');
    const n = 6;
    const sums = new Float64Array(n);
    const rounds = 200_000 / n;
    for (let i = 0; i < rounds; i++) {
      const sorted = Array.from({ length: n }, () => draw.sampleNanos(luck) / 1e6).sort((a, b) => a - b);
      for (let k = 0; k < n; k++) sums[k]! += sorted[k]!;
    }
    for (let k = 1; k <= n; k++) expect(Math.abs(meanOfKth(law, k, n) / (sums[k - 1]! / rounds) - 1), `${k} of ${n}`).toBeLessThan(0.02);
    expect(meanOfKth(law, n, n)).toBeGreaterThan(2 * mean(law));
  });
});
