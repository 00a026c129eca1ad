import { describe, expect, it } from 'vitest';
import { meanSetUp, opensConnection } from './connection-reuse.ts';

describe('the share of calls that open a connection', () => {
  it('is all of them where nothing is kept, and falls by e with each mean gap that it is kept for', () => {
    expect(opensConnection(0.01, 0)).toBe(1);
    expect(opensConnection(0.01, 100)).toBeCloseTo(Math.exp(-1), 14);
    expect(opensConnection(0.01, 75_000)).toBeLessThan(1e-300);
  });

  it('is the share of exponential gaps longer than the rest, counted', () => {
    // The inverse of the distribution function at evenly spread chances stands for so many gaps.
    const gaps = Array.from({ length: 10_000 }, (_, i) => -Math.log(1 - (i + 0.5) / 10_000) / 0.02);
    expect(gaps.filter((gap) => gap > 40).length / gaps.length).toBeCloseTo(opensConnection(0.02, 40), 3);
  });
});

describe('the mean set-up', () => {
  it('is round trips and work, for those who open', () => {
    expect(meanSetUp(0.5, 2, 90, 1)).toBe(90.5);
    expect(meanSetUp(0, 3, 90, 1)).toBe(0);
  });
});
