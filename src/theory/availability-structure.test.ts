import { expect, it } from 'vitest';
import { inParallel, inSeries, kOfN, kOfParts, steadyAvailability } from './availability-structure.ts';

it('two of three at 0.99: 0.999702', () => {
  expect(kOfN(2, 3, 0.99).toFixed(6)).toBe('0.999702');
});

it('up 720 h, down 1 h: 0.998613 alone, 0.99999808 doubled', () => {
  const one = steadyAvailability(720, 1);
  expect(one.toFixed(6)).toBe('0.998613');
  expect(inParallel([one, one]).toFixed(8)).toBe('0.99999808');
});

it('series and parallel are the ends of k of n', () => {
  expect(inSeries([0.9, 0.9, 0.9])).toBeCloseTo(kOfN(3, 3, 0.9), 12);
  expect(inParallel([0.9, 0.9, 0.9])).toBeCloseTo(kOfN(1, 3, 0.9), 12);
  expect([kOfN(0, 3, 0.2), kOfN(2, 3, 1), kOfN(1, 3, 0)].map((p) => Math.round(p * 1e12) / 1e12)).toEqual([1, 1, 0]);
  expect([inSeries([]), inParallel([]), steadyAvailability(Infinity, 5)]).toEqual([1, 0, 1]);
});

it('parts may differ: by enumeration of all cases', () => {
  const parts = [0.9, 0.5, 0.99, 0.7];
  for (let k = 0; k <= 4; k++) {
    let sum = 0;
    for (let mask = 0; mask < 16; mask++) {
      const up = parts.filter((_, i) => mask & (1 << i)).length;
      const chance = parts.reduce((product, part, i) => product * (mask & (1 << i) ? part : 1 - part), 1);
      if (up >= k) sum += chance;
    }
    expect(kOfParts(k, parts)).toBeCloseTo(sum, 12);
  }
  expect(kOfParts(2, [0.99, 0.99, 0.99])).toBeCloseTo(kOfN(2, 3, 0.99), 12);
});
