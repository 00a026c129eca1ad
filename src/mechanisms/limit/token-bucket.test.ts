// Token buckets: exact counts, checked against rational arithmetic in whole numbers of any size.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SessionBuckets } from './session-buckets.ts';
import { TokenBuckets } from './token-bucket.ts';

const SECOND = 1_000_000_000;

/** How many calls a bucket of rate `milli`/1000 per second and this burst admits, reckoned with BigInt. */
function admittedExactly(milli: number, burst: number, gaps: readonly number[]): number {
  const token = 1_000_000_000_000n;
  const full = BigInt(burst) * token;
  let level = full;
  let admitted = 0;
  for (const gap of gaps) {
    level += BigInt(milli) * BigInt(gap);
    if (level > full) level = full;
    if (level < token) continue;
    level -= token;
    admitted++;
  }
  return admitted;
}

function admitted(rate: number, burst: number, gaps: readonly number[]): number {
  const buckets = new TokenBuckets(1, rate, burst);
  let now = 0;
  let count = 0;
  for (const gap of gaps) {
    now += gap;
    if (buckets.take(0, now)) count++;
  }
  return count;
}

describe('a token bucket', () => {
  it('starts full, then admits one call for each token that comes in', () => {
    const buckets = new TokenBuckets(1, 10, 3);
    const taken = [0, 0, 0, 0, 99_999_999, 100_000_000, 100_000_000, 250_000_000, 300_000_000].map((at) => buckets.take(0, at));
    expect(taken).toEqual([true, true, true, false, false, true, false, true, true]);
  });

  it.each([
    [3, 2, 1000, 300],
    [0.001, 5, 3600, 1],
    [333.333, 10, 100, 1000],
    [999_999, 2, 2, 1_000_000],
  ])(
    'at %d per second with burst %d over %d s admits min(arrivals, b + rT), to the last call (VALIDATION 21)',
    (rate, burst, seconds, perSecond) => {
      const gap = SECOND / perSecond;
      const arrivals = seconds * perSecond;
      // From the first arrival, at 0 s, to the last. The law needs a burst of 2: with 1, what comes in above 1 between two arrivals is lost.
      const buckets = new TokenBuckets(1, rate, burst);
      let count = 0;
      for (let i = 0; i < arrivals; i++) if (buckets.take(0, Math.round(i * gap))) count++;
      const lastTokens = Number((BigInt(Math.round(rate * 1000)) * BigInt(Math.round((arrivals - 1) * gap))) / 1_000_000_000_000n);
      expect(count).toBe(Math.min(arrivals, burst + lastTokens));
    },
  );

  it('holds no more than the burst, however long it was left alone', () => {
    const buckets = new TokenBuckets(1, 1_000_000, 7);
    const later = 86_400 * SECOND;
    expect(Array.from({ length: 9 }, () => buckets.take(0, later))).toEqual([...Array.from({ length: 7 }, () => true), false, false]);
  });

  it('agrees with exact arithmetic for any rate, burst and arrivals', () => {
    const gaps = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: SECOND }), fc.integer({ min: 0, max: 100_000 * SECOND })),
      { maxLength: 300 },
    );
    const milli = fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 1_000_000_000 }));
    fc.assert(
      fc.property(milli, fc.integer({ min: 1, max: 50 }), gaps, (m, burst, list) => {
        expect(admitted(m / 1000, burst, list)).toBe(admittedExactly(m, burst, list));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what came in by the old rate when the rate changes', () => {
    const buckets = new TokenBuckets(1, 10, 10);
    for (let i = 0; i < 10; i++) buckets.take(0, 0);
    buckets.configure(1000, 10, 250_000_000);
    const taken = [250_000_000, 250_000_000, 250_000_000, 250_500_000].map((at) => buckets.take(0, at));
    expect(taken).toEqual([true, true, false, true]);
    buckets.configure(1000, 1, SECOND);
    expect([buckets.take(0, SECOND), buckets.take(0, SECOND)]).toEqual([true, false]);
  });
});

describe('buckets by session', () => {
  it('limit each session by itself', () => {
    const buckets = new SessionBuckets(1, 2, 10);
    expect([1, 1, 1, 2, 2, 2].map((session) => buckets.take(session, 0))).toEqual([true, true, false, true, true, false]);
    expect([1, 1].map((session) => buckets.take(session, SECOND))).toEqual([true, false]);
  });

  it('forget the session that was silent for longest when there are too many', () => {
    const buckets = new SessionBuckets(1, 1, 2);
    expect([1, 2, 1].map((session) => buckets.take(session, 0))).toEqual([true, true, false]);
    // 3 takes the place of 2, which was silent for longer than 1; 2 then starts anew in the place of 1.
    expect([3, 2, 3].map((session) => buckets.take(session, 0))).toEqual([true, true, false]);
    buckets.clear();
    expect(buckets.take(3, 0)).toBe(true);
  });
});
