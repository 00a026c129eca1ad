// What windows admit, against sums written out and against limits.
import { describe, expect, it } from 'vitest';
import { cappedPoisson } from './limiters.ts';

describe('a Poisson number with a cap', () => {
  it('is what its first terms make of it', () => {
    // One at most: 1 − P(N=0). Two at most: 2 − 2 P(0) − P(1).
    expect(cappedPoisson(0.7, 1)).toBeCloseTo(1 - Math.exp(-0.7), 12);
    expect(cappedPoisson(0.7, 2)).toBeCloseTo(2 - 2 * Math.exp(-0.7) - 0.7 * Math.exp(-0.7), 12);
  });

  it('is its mean under a cap that never matters, and the cap under a flood', () => {
    expect(cappedPoisson(10, 200)).toBeCloseTo(10, 9);
    expect(cappedPoisson(1000, 10)).toBeCloseTo(10, 9);
    // At its mean: mean − mean^m e^−mean m / m!, about mean − √(mean/2π).
    expect(Math.abs(cappedPoisson(100, 100) - (100 - Math.sqrt(100 / (2 * Math.PI))))).toBeLessThan(0.01);
  });
});
