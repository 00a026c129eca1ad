import { expect, it } from 'vitest';
import { Stream } from '../std/random.ts';
import { harmonic, kthOfExponentials, shareSlow, slowestOfExponentials } from './fanout.ts';

it('the slowest of ten exponential answers of 10 ms takes 29.290 ms', () => {
  expect(slowestOfExponentials(10, 10).toFixed(3)).toBe('29.290');
  expect(harmonic(1)).toBe(1);
});

it('quorums of 1, 2, 3 of three and 3 of five take 3.333, 8.333, 18.333 and 7.833 ms', () => {
  const times = [kthOfExponentials(1, 3, 10), kthOfExponentials(2, 3, 10), kthOfExponentials(3, 3, 10), kthOfExponentials(3, 5, 10)];
  expect(times.map((time) => time.toFixed(3))).toEqual(['3.333', '8.333', '18.333', '7.833']);
});

it('agrees with answers that are drawn', () => {
  const stream = new Stream(1, 'quorum');
  let sum = 0;
  for (let i = 0; i < 20_000; i++) {
    const answers = Array.from({ length: 7 }, () => stream.exponential()).sort((a, b) => a - b);
    sum += answers[3]!;
  }
  expect(Math.abs(sum / 20_000 - kthOfExponentials(4, 7, 1))).toBeLessThan(0.012);
});

it('a hundred leaves of which 1 % are slow make 0.63397 of requests slow', () => {
  expect(shareSlow(100, 0.01).toFixed(5)).toBe('0.63397');
});
