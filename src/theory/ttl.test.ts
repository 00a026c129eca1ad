import { expect, it } from 'vitest';
import { renewedTtlHitRatio, ttlHitRatio, ttlHitRatioOver } from './ttl.ts';

it('one key asked for 0.5 times a second and kept 10 s hits 0.83333', () => {
  expect(ttlHitRatio(0.5, 10).toFixed(5)).toBe('0.83333');
});

it('renewal helps: a miss then needs a gap longer than the time to live', () => {
  expect(renewedTtlHitRatio(0.5, 10)).toBeCloseTo(1 - Math.exp(-5), 12);
  expect([ttlHitRatio(0.5, 0), renewedTtlHitRatio(0.5, 0)]).toEqual([0, 0]);
});

it('weighs keys by how often they are asked for', () => {
  expect(ttlHitRatioOver([0.9, 0.1], 10, 2)).toBeCloseTo((0.9 * 18) / 19 + (0.1 * 2) / 3, 12);
  expect(ttlHitRatioOver([1], 10, 2, true)).toBeCloseTo(renewedTtlHitRatio(10, 2), 12);
});
