import { describe, expect, it } from 'vitest';
import { suspectedAt } from './heartbeat.ts';

describe('suspicion', () => {
  it('comes with the last of so many unanswered beats', () => {
    expect(suspectedAt(15, 10, 3)).toBe(40);
    expect(suspectedAt(15, 10, 1)).toBe(20);
  });

  it('counts a beat at the very moment of the failure as unanswered', () => {
    expect(suspectedAt(20, 10, 3)).toBe(40);
    expect(suspectedAt(0, 10, 1)).toBe(0);
  });

  it('takes from (misses - 1) to misses intervals, whatever the moment', () => {
    for (let since = 0; since < 500; since++) {
      const wait = suspectedAt(since, 7, 4) - since;
      expect(wait >= 21 && wait < 28).toBe(true);
    }
  });

  it('is exact at the end of the longest run', () => {
    const day = 86_400_000_000_000;
    expect(suspectedAt(day - 1, 1_000_000, 3)).toBe(day + 2_000_000);
    expect(suspectedAt(day + 1, 1_000_000, 3)).toBe(day + 3_000_000);
  });

  it('of what never fails never comes', () => {
    expect(suspectedAt(Number.POSITIVE_INFINITY, 10, 3)).toBe(Number.POSITIVE_INFINITY);
  });
});
