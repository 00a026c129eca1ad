import { expect, it } from 'vitest';
import { uslPeak, uslThroughput } from './usl.ts';

it('is linear without contention and Amdahl without coherence', () => {
  expect(uslThroughput(8, 100, 0, 0)).toBe(800);
  expect(uslThroughput(10, 1, 0.1, 0)).toBeCloseTo(1 / (0.1 + 0.9 / 10), 12);
  expect(uslPeak(0.1, 0)).toBe(Infinity);
});

it('peaks where it says', () => {
  const peak = uslPeak(0.05, 0.001);
  const at = (n: number): number => uslThroughput(n, 1, 0.05, 0.001);
  expect(peak).toBeCloseTo(30.82, 2);
  expect(at(peak)).toBeGreaterThan(Math.max(at(peak - 1), at(peak + 1)));
});
