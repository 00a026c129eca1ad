import { describe, expect, it } from 'vitest';
import { zipfProbabilities } from '../std/zipf.ts';
import { blend, GROUPS, keysIn, NO_KEYS, zipfMix } from './popularity.ts';

describe('popularity by groups', () => {
  it('counts every key once', () => {
    for (const keys of [1, 7, 20, 21, 1000, 1_000_000]) {
      let sum = 0;
      for (let g = 0; g < GROUPS; g++) sum += keysIn(g, keys);
      expect(sum).toBe(keys);
    }
  });

  it('gives each group the share that its keys have by Zipf', () => {
    for (const skew of [0, 0.8, 1, 2.5]) {
      const exact = zipfProbabilities(3000, skew);
      const mix = zipfMix(3000, skew);
      let at = 0;
      for (let g = 0; g < GROUPS; g++) {
        let share = 0;
        for (let i = 0; i < keysIn(g, 3000); i++) share += exact[at++]!;
        expect(Math.abs(mix[g]! - share)).toBeLessThan(1e-4);
      }
    }
  });

  it('blends by rates, and leaves what is alike as it is', () => {
    const [a, b] = [zipfMix(100, 0), zipfMix(100, 2)];
    expect(
      blend([
        { mix: a, rate: 1 },
        { mix: a, rate: 5 },
        { mix: b, rate: 0 },
      ]),
    ).toBe(a); // prettier-ignore
    const half = blend([
      { mix: a, rate: 3 },
      { mix: b, rate: 1 },
    ]); // prettier-ignore
    expect(half[0]).toBeCloseTo(0.75 * a[0]! + 0.25 * b[0]!, 12);
    expect(blend([])).toBe(NO_KEYS);
  });
});
