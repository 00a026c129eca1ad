/** Limiters: how many they admit, exactly, against counting by hand over random arrivals (VALIDATION 21 and its like). */
import { describe, expect, it } from 'vitest';
import { Stream } from '../../std/random.ts';
import { KeyedLimits } from './keyed-limits.ts';
import { FixedWindows, LeakyBuckets, type LimitShape, newLimits, SlidingCounters, SlidingLogs } from './rate-limit.ts';

const MS = 1e6;

/** Moments of arrivals in whole ns, some of them together, with pauses. */
function arrivals(seed: number, count: number, meanNs: number): number[] {
  const stream = new Stream(seed, 'arrivals');
  let now = 0;
  return Array.from({ length: count }, () => {
    if (stream.uniform() > 0.2) now += Math.floor(stream.exponential() * meanNs * (stream.uniform() < 0.05 ? 20 : 1));
    return now;
  });
}

const SEEDS = [1, 2, 3, 4, 5];

describe('a leaky bucket', () => {
  it('lets calls leave at least an interval apart, in the order in which they came', () => {
    for (const seed of SEEDS) {
      const bucket = new LeakyBuckets(1, 100, 7);
      const leaves = arrivals(seed, 800, 6 * MS).flatMap((now) => {
        const wait = bucket.take(0, now);
        expect(wait).toBeLessThanOrEqual(7 * 10 * MS);
        return wait < 0 ? [] : [now + wait];
      });
      for (let i = 1; i < leaves.length; i++) expect(leaves[i]! - leaves[i - 1]!).toBeGreaterThanOrEqual(10 * MS);
    }
  });

  it('admits exactly those who find fewer than the line holds before them', () => {
    for (const seed of SEEDS) {
      const bucket = new LeakyBuckets(1, 100, 3);
      const leaves: number[] = [];
      for (const now of arrivals(seed, 800, 6 * MS)) {
        const waiting = leaves.filter((leave) => leave > now).length;
        const last = leaves.at(-1) ?? Number.NEGATIVE_INFINITY;
        // The one that left last still takes up its interval.
        const busy = now < last + 10 * MS;
        const room = !busy || waiting < 3;
        const wait = bucket.take(0, now);
        expect(wait >= 0).toBe(room);
        if (wait >= 0) leaves.push(now + wait);
      }
    }
  });

  it('under a flood admits line + 1 + time ÷ interval', () => {
    const bucket = new LeakyBuckets(1, 100, 5);
    let admitted = 0;
    for (let now = 0; now <= 1000 * MS; now += MS / 2) if (bucket.take(0, now) >= 0) admitted++;
    expect(admitted).toBe(5 + 1 + 100);
  });
});

describe('a fixed window', () => {
  it('admits min(arrivals, N) in each window', () => {
    for (const seed of SEEDS) {
      const windows = new FixedWindows(1, 10, 100 * MS);
      const came = new Map<number, number>();
      const admitted = new Map<number, number>();
      for (const now of arrivals(seed, 800, 8 * MS)) {
        const k = Math.floor(now / (100 * MS));
        came.set(k, (came.get(k) ?? 0) + 1);
        if (windows.take(0, now) === 0) admitted.set(k, (admitted.get(k) ?? 0) + 1);
      }
      for (const [k, n] of came) expect(admitted.get(k) ?? 0).toBe(Math.min(n, 10));
    }
  });

  it('lets twice as many through around the border of two windows', () => {
    const windows = new FixedWindows(1, 10, 100 * MS);
    let admitted = 0;
    for (let i = 0; i < 40; i++) if (windows.take(0, 90 * MS + i * (MS / 2)) === 0) admitted++;
    expect(admitted).toBe(20);
  });
});

describe('a sliding log', () => {
  it('admits a call exactly when fewer than N were admitted in the window that ends with it', () => {
    for (const seed of SEEDS) {
      const logs = new SlidingLogs(1, 10, 100 * MS);
      const admitted: number[] = [];
      for (const now of arrivals(seed, 800, 8 * MS)) {
        const inSight = admitted.filter((then) => now - then < 100 * MS).length;
        const passes = logs.take(0, now) === 0;
        expect(passes).toBe(inSight < 10);
        if (passes) admitted.push(now);
      }
    }
  });

  it('knows no border: around one it admits N', () => {
    const logs = new SlidingLogs(1, 10, 100 * MS);
    let admitted = 0;
    for (let i = 0; i < 40; i++) if (logs.take(0, 90 * MS + i * (MS / 2)) === 0) admitted++;
    expect(admitted).toBe(10);
  });
});

describe('a sliding counter', () => {
  it('admits exactly while the weighted count of two windows has room for one more', () => {
    for (const seed of SEEDS) {
      const counters = new SlidingCounters(1, 10, 100 * MS);
      const admitted = new Map<number, number>();
      for (const now of arrivals(seed, 800, 8 * MS)) {
        const k = Math.floor(now / (100 * MS));
        const left = BigInt((k + 1) * 100 * MS - now);
        const [before, here] = [BigInt(admitted.get(k - 1) ?? 0), BigInt(admitted.get(k) ?? 0)];
        const room = before * left + (here + 1n) * BigInt(100 * MS) <= 10n * BigInt(100 * MS);
        const passes = counters.take(0, now) === 0;
        expect(passes).toBe(room);
        if (passes) admitted.set(k, (admitted.get(k) ?? 0) + 1);
      }
    }
  });

  it('takes the edge off the border: after a full window it begins with nothing', () => {
    const counters = new SlidingCounters(1, 10, 100 * MS);
    const admit = (from: number, n: number) =>
      Array.from({ length: n }, (_, i) => counters.take(0, from + i)).filter((wait) => wait === 0).length;
    expect([admit(90 * MS, 20), admit(100 * MS, 20), admit(150 * MS, 20), admit(400 * MS, 20)]).toEqual([10, 0, 5, 10]);
  });
});

describe('a limiter that turned a call away', () => {
  const shape = (algorithm: string): LimitShape => ({ algorithm, rate: 50, burst: 2, count: 4, window: 100 * MS });

  it.each(['token-bucket', 'leaky-bucket', 'fixed-window', 'sliding-log', 'sliding-counter'])(
    '%s: says after how long it would let one in, and no sooner does',
    (algorithm) => {
      for (const seed of SEEDS) {
        const limits = newLimits(shape(algorithm), 1);
        const made: number[] = [];
        for (const now of arrivals(seed, 300, 12 * MS)) {
          if (limits.take(0, now) >= 0) {
            made.push(now);
            continue;
          }
          const until = limits.until(0, now);
          expect(until).toBeGreaterThan(0);
          // Another one that lived through the same lets a call in then, and not 1 ns earlier.
          const twin = () => {
            const other = newLimits(shape(algorithm), 1);
            for (const moment of made) other.take(0, moment);
            return other;
          };
          expect(twin().take(0, now + until - 1)).toBe(-1);
          expect(twin().take(0, now + until)).toBeGreaterThanOrEqual(0);
          if (made.length > 60) break;
        }
        expect(made.length).toBeGreaterThan(40);
      }
    },
  );

  it('keeps what came in when its number changes and its window does not', () => {
    for (const algorithm of ['fixed-window', 'sliding-counter']) {
      const limits = new KeyedLimits(shape(algorithm), 5);
      const admitted = (now: number) => Array.from({ length: 9 }, () => limits.take(7, now)).filter((wait) => wait >= 0).length;
      expect(admitted(10 * MS)).toBe(4);
      limits.configure({ ...shape(algorithm), count: 2 }, 20 * MS);
      expect(admitted(30 * MS)).toBe(0);
      limits.configure({ ...shape(algorithm), count: 6 }, 40 * MS);
      expect(admitted(50 * MS)).toBe(2);
    }
  });
});

describe('limiters by key', () => {
  const shape = (algorithm: string): LimitShape => ({ algorithm, rate: 10, burst: 2, count: 2, window: 1000 * MS });

  it.each(['token-bucket', 'leaky-bucket', 'fixed-window', 'sliding-log', 'sliding-counter'])(
    '%s: each key has one of its own',
    (algorithm) => {
      const limits = new KeyedLimits(shape(algorithm), 100);
      const admitted = (key: number) => Array.from({ length: 9 }, () => limits.take(key, MS)).filter((wait) => wait >= 0).length;
      const each = algorithm === 'leaky-bucket' ? 3 : 2;
      expect([admitted(1), admitted(2), admitted(1), admitted(3)]).toEqual([each, each, 0, each]);
      limits.clear();
      expect(admitted(1)).toBe(each);
    },
  );

  it('the key that was silent longest starts anew when there is no more room', () => {
    const limits = new KeyedLimits(shape('fixed-window'), 2);
    const take = (key: number) => limits.take(key, MS);
    expect([take(1), take(1), take(2), take(3), take(1), take(2)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('logs are kept for as many keys as there is memory for', () => {
    const limits = newLimits({ ...shape('sliding-log'), count: 3 }, 4);
    expect([0, 1, 2, 3].map((slot) => limits.take(slot, 5))).toEqual([0, 0, 0, 0]);
  });
});
