import { expect, it } from 'vitest';
import { fitUsl, uslPeak, uslThroughput } from './usl.ts';

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

const CROWDS = [1, 2, 4, 8, 16, 32, 64];
const measured = (alpha: number, beta: number) => CROWDS.map((n) => ({ n, throughput: uslThroughput(n, 50, alpha, beta) }));

it.each([
  [0.05, 0.001],
  [0.2, 0],
  [0, 0.003],
  [0, 0],
  [1, 0],
])('is found again from what it gives: contention %d, coherence %d', (alpha, beta) => {
  const fit = fitUsl(measured(alpha, beta));
  expect(fit?.single).toBeCloseTo(50, 6);
  expect(fit?.alpha).toBeCloseTo(alpha, 6);
  expect(fit?.beta).toBeCloseTo(beta, 6);
  expect(fit?.deviation).toBeCloseTo(0, 6);
});

it('is fitted with nothing negative, and not at all to two points or to nothing answered', () => {
  const better = CROWDS.map((n) => ({ n, throughput: 50 * n ** 1.1 }));
  expect(fitUsl(better)?.alpha).toBe(0);
  expect(fitUsl(better)?.beta).toBe(0);
  expect(fitUsl(measured(0.1, 0).slice(0, 2))).toBeUndefined();
  expect(fitUsl([...measured(0.1, 0), { n: 128, throughput: 0 }])).toBeUndefined();
});
