import { describe, expect, it } from 'vitest';
import { Stream } from '../../std/random.ts';
import { CANCELLED, ERROR, OK, REFUSED, REJECTED, SHORT_CIRCUITED, TIMEOUT, UNAVAILABLE } from '../outcome.ts';
import { type Jitter, Retry, type RetryOn, type RetrySettings } from './retry.ts';

const SETTINGS: RetrySettings = { count: 3, first: 100, longest: 1000, jitter: 'none', budget: 0 };
const retry = (more: Partial<RetrySettings> = {}) => new Retry({ ...SETTINGS, ...more });

/** Waits before the attempts that follow the first, the second, …, as one call would have them. */
function waits(jitter: Jitter, count: number, stream = new Stream(1, 'x'), more: Partial<RetrySettings> = {}): number[] {
  const policy = retry({ jitter, ...more });
  const found: number[] = [];
  for (let attempt = 1; attempt <= count; attempt++) found.push(policy.wait(attempt, found.at(-1) ?? 0, stream));
  return found;
}

/** Many draws of the wait before the third attempt (200 without jitter). */
function draws(jitter: Jitter, last = 100): number[] {
  const policy = retry({ jitter });
  const stream = new Stream(7, 'x');
  return Array.from({ length: 20_000 }, () => policy.wait(2, last, stream));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];

describe('another attempt', () => {
  it('is allowed after a failure, so many times', () => {
    expect([1, 2, 3, 4].map((attempt) => retry().allows(attempt, ERROR))).toEqual([true, true, true, false]);
    expect([ERROR, TIMEOUT, REFUSED, REJECTED, UNAVAILABLE].every((outcome) => retry().allows(1, outcome))).toBe(true);
  });

  it('is made after those failures that are worth it', () => {
    const tried = (on: RetryOn) => [ERROR, TIMEOUT, REFUSED, REJECTED, UNAVAILABLE].map((outcome) => retry({ on }).allows(1, outcome));
    expect(tried('failures')).toEqual([true, true, true, true, true]);
    expect(tried('answers')).toEqual([true, false, true, true, true]);
    expect(tried('not-begun')).toEqual([false, false, true, true, true]);
  });

  it('is not made after an answer, for a breaker that is open, or for one that was called off', () => {
    expect([OK, SHORT_CIRCUITED, CANCELLED].some((outcome) => retry().allows(1, outcome))).toBe(false);
  });
});

describe('the wait', () => {
  it('doubles up to the longest', () => {
    expect(waits('none', 6)).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(waits('none', 3, undefined, { first: 0 })).toEqual([0, 0, 0]);
    expect(waits('none', 60, undefined, { longest: 1e15 }).at(-1)).toBe(100 * 2 ** 40);
  });

  it('with full jitter is anything up to that, evenly', () => {
    expect(range(draws('full'))).toEqual([0, 200]);
    expect(mean(draws('full'))).toBeCloseTo(100, -0.5);
  });

  it('with equal jitter is at least half of it', () => {
    expect(range(draws('equal'))).toEqual([100, 200]);
    expect(mean(draws('equal'))).toBeCloseTo(150, -0.5);
  });

  it('with decorrelated jitter lies between the first and three times the last one', () => {
    expect(range(draws('decorrelated', 250))).toEqual([100, 750]);
    expect(mean(draws('decorrelated', 250))).toBeCloseTo(425, -1);
    expect(range(draws('decorrelated', 0))).toEqual([100, 300]);
    // It never exceeds the longest.
    expect(range(draws('decorrelated', 5000))[1]).toBe(1000);
  });

  it('is a whole number of ns, drawn from the stream that is given and from nothing else', () => {
    for (const jitter of ['full', 'equal', 'decorrelated'] as const) {
      const once = waits(jitter, 5, new Stream(3, 'a'));
      expect(once).toEqual(waits(jitter, 5, new Stream(3, 'a')));
      expect(once).not.toEqual(waits(jitter, 5, new Stream(3, 'b')));
      expect(once.every(Number.isInteger)).toBe(true);
    }
  });
});

describe('the budget', () => {
  it('allows the share of calls, after a reserve of ten', () => {
    const policy = retry({ budget: 0.2 });
    const allowed = (calls: number) => {
      let count = 0;
      for (let i = 0; i < calls; i++) {
        policy.deposit();
        if (policy.allows(1, ERROR)) count++;
      }
      return count;
    };
    // 10 in reserve and 20 of 100 calls; the rest is rounding.
    expect(allowed(100)).toBeGreaterThanOrEqual(29);
    expect(allowed(1000)).toBeGreaterThanOrEqual(199);
    expect(allowed(1000)).toBeLessThanOrEqual(201);
  });

  it('saves up a hundred retries and no more', () => {
    const policy = retry({ budget: 1 });
    for (let i = 0; i < 1000; i++) policy.deposit();
    let allowed = 0;
    while (policy.allows(1, ERROR)) allowed++;
    expect(allowed).toBe(100);
  });

  it('is not spent by attempts that are not allowed anyway', () => {
    const policy = retry({ budget: 0.1 });
    for (let i = 0; i < 50; i++) policy.allows(4, ERROR);
    for (let i = 0; i < 50; i++) policy.allows(1, OK);
    let allowed = 0;
    while (policy.allows(1, ERROR)) allowed++;
    expect(allowed).toBe(10);
  });
});
