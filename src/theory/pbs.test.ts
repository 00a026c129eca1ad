import { expect, it } from 'vitest';
import { kStaleness, missProbability } from './pbs.ts';

it('three replicas, one read, one written: 0.6667, 0.4444, 0.2963 to miss the last 1, 2, 3; two written: 0.3333', () => {
  expect([1, 2, 3].map((k) => kStaleness(3, 1, 1, k).toFixed(4))).toEqual(['0.6667', '0.4444', '0.2963']);
  expect(kStaleness(3, 1, 2, 1).toFixed(4)).toBe('0.3333');
});

it('is 0 whenever quorums overlap', () => {
  for (let n = 1; n <= 7; n++) for (let r = 1; r <= n; r++) for (let w = n - r + 1; w <= n; w++) expect(missProbability(n, r, w)).toBe(0);
});

it('counts subsets: C(N−W, R) / C(N, R)', () => {
  expect(missProbability(7, 2, 3)).toBeCloseTo(6 / 21, 12);
  expect(missProbability(5, 3, 1)).toBeCloseTo(4 / 10, 12);
});
