import { expect, it } from 'vitest';
import { expectedAttempts, successAfterRetries, worstAmplification } from './retries.ts';

it('failure 0.3 and three retries: 1.417 attempts, 0.9919 succeed', () => {
  expect(expectedAttempts(0.3, 3)).toBeCloseTo(1.417, 12);
  expect(successAfterRetries(0.3, 3)).toBeCloseTo(0.9919, 12);
});

it('an outage costs every attempt, and layers multiply', () => {
  expect([expectedAttempts(1, 3), successAfterRetries(1, 3), expectedAttempts(0, 3)]).toEqual([4, 0, 1]);
  expect(worstAmplification(3, 3)).toBe(64);
});
