import { describe, expect, it } from 'vitest';
import { Stream } from '../std/random.ts';
import { Zipf, zipfProbabilities } from '../std/zipf.ts';
import { type CacheLoad, cacheHits } from './cache-hits.ts';
import { cheHitRatio } from './che.ts';
import { GROUPS, NO_KEYS, zipfMix } from './popularity.ts';
import { ttlHitRatioOver } from './ttl.ts';

const FOR_EVER = Infinity;
const load = (keys: number, skew: number, patch: Partial<CacheLoad>): CacheLoad => ({
  readRate: 100,
  reads: zipfMix(keys, skew),
  writeRate: 0,
  writes: NO_KEYS,
  capacity: keys,
  eviction: 'lru',
  loading: 0,
  ttl: FOR_EVER,
  ...patch,
});

/** A cache played through: Poisson look-ups, entries in the order of their last use, dropped by writes, expired lazily. */
function played(keys: number, skew: number, { readRate, writeRate, capacity, ttl }: CacheLoad, requests: number): number {
  const zipf = new Zipf(keys, skew);
  const stream = new Stream(5, 'cache');
  const until = new Map<number, number>();
  let [time, hits, reads] = [0, 0, 0];
  for (let i = 0; i < 2 * requests; i++) {
    time += stream.exponential() / (readRate + writeRate);
    const key = zipf.sample(stream);
    const ends = until.get(key);
    until.delete(key);
    if (stream.uniform() * (readRate + writeRate) < writeRate) continue;
    const hit = ends !== undefined && time < ends;
    until.set(key, hit ? ends : time + ttl);
    if (!hit && until.size > capacity) until.delete(until.keys().next().value ?? -1);
    if (i < requests) continue;
    reads++;
    if (hit) hits++;
  }
  return hits / reads;
}

describe('hits of a cache by groups of keys', () => {
  it.each([
    [10_000, 0.6, 1000],
    [10_000, 0.9, 300],
    [500, 1.2, 40],
    [10_000, 0, 2500],
  ])("agree with Che's approximation key by key: %d keys, exponent %d, room for %d", (keys, skew, capacity) => {
    for (const eviction of ['lru', 'fifo'] as const) {
      const { hitRatio } = cacheHits(load(keys, skew, { capacity, eviction }), keys);
      expect(Math.abs(hitRatio - cheHitRatio(zipfProbabilities(keys, skew), capacity, eviction))).toBeLessThan(2e-3);
    }
  });

  it('agree with the time to live alone', () => {
    const { hitRatio } = cacheHits(load(5000, 0.8, { ttl: 20 }), 5000);
    expect(Math.abs(hitRatio - ttlHitRatioOver(zipfProbabilities(5000, 0.8), 100, 20))).toBeLessThan(1e-3);
  });

  it.each([
    ['a time to live', { capacity: 400, ttl: 15 }],
    ['a long time to live', { capacity: 400, ttl: 60 }],
    ['writes that drop', { capacity: 400, writeRate: 20, writes: zipfMix(3000, 0.8) }],
    ['both', { capacity: 400, ttl: 30, writeRate: 10, writes: zipfMix(3000, 0.8) }],
  ])('meet a cache that is played through, with eviction and %s', (_, patch) => {
    const both = load(3000, 0.8, patch);
    expect(Math.abs(cacheHits(both, 3000).hitRatio - played(3000, 0.8, both, 300_000))).toBeLessThan(0.01);
  });

  it('keep the most popular keys when they go by frequency', () => {
    const mix = zipfProbabilities(1000, 1);
    const top = mix.slice(0, 100).reduce((sum, p) => sum + p, 0);
    expect(Math.abs(cacheHits(load(1000, 1, { capacity: 100, eviction: 'lfu' }), 1000).hitRatio - top)).toBeLessThan(5e-3);
  });

  it('are fewer while loads take long, and none where nothing is asked', () => {
    const quick = cacheHits(load(1000, 0.8, { ttl: 10 }), 1000).hitRatio;
    expect(cacheHits(load(1000, 0.8, { ttl: 10, loading: 1 }), 1000).hitRatio).toBeLessThan(quick - 0.02);
    expect(cacheHits(load(1000, 0.8, { readRate: 0 }), 1000)).toEqual({ hitRatio: 0, missed: NO_KEYS });
  });

  it('leave the rare keys to the store behind', () => {
    const { missed } = cacheHits(load(10_000, 0.9, { capacity: 500 }), 10_000);
    expect(missed.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(missed[0]).toBeLessThan(zipfMix(10_000, 0.9)[0]! / 10);
    expect(missed.length).toBe(GROUPS);
  });
});
