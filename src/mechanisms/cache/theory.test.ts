// A cache's memory against closed forms: VALIDATION rows 10 (Che's approximation) and 11 (time to live).
import { describe, expect, it } from 'vitest';
import { interval95 } from '../../stats/confidence.ts';
import { Stream } from '../../std/random.ts';
import { Zipf, zipfProbabilities } from '../../std/zipf.ts';
import { cheHitRatio } from '../../theory/che.ts';
import { CacheMemory } from './memory.ts';

const KEYS = 10_000;
const CAPACITY = 1000;
const FOR_EVER = Number.POSITIVE_INFINITY;

/** Share of `requests` that hit, after as many again to fill the cache. */
function measuredHitRatio(policy: string, skew: number, seed: number, requests: number): number {
  const memory = new CacheMemory(CAPACITY, policy);
  const zipf = new Zipf(KEYS, skew);
  const stream = new Stream(seed, 'keys');
  let hits = 0;
  for (let i = -requests; i < requests; i++) {
    const key = zipf.sample(stream);
    if (memory.look(key, 0) < 0) memory.fill(key, 0, FOR_EVER);
    else if (i >= 0) hits++;
  }
  return hits / requests;
}

/** Prints and checks: the mean over seeds lies within `most` of the approximation, and is known at least as well. */
function near(name: string, exact: number, samples: readonly number[], most: number): void {
  const { mean, half, n } = interval95(samples);
  const line = `${name}: Che ${exact.toFixed(4)}, measured ${mean.toFixed(4)} ± ${half.toFixed(4)}, n ${n}`;
  console.info(line);
  expect(half, line).toBeLessThan(most);
  expect(Math.abs(mean - exact), line).toBeLessThan(most);
}

describe('hit ratio', () => {
  it.each([
    [0.6, 0.2432],
    [0.8, 0.4367],
    [1.0, 0.6756],
    [1.2, 0.8614],
  ])("10: LRU, Zipf %f: Che's approximation", (skew, published) => {
    const exact = cheHitRatio(zipfProbabilities(KEYS, skew), CAPACITY);
    expect(exact).toBeCloseTo(published, 4);
    const samples = Array.from({ length: 10 }, (_, i) => measuredHitRatio('lru', skew, i + 1, 60_000));
    near(`LRU, Zipf ${skew}`, exact, samples, 0.01);
  });

  it("FIFO hits less often than LRU, by Che's variant for it (Fricker, Robert & Roberts 2012)", () => {
    const probabilities = zipfProbabilities(KEYS, 0.8);
    const exact = cheHitRatio(probabilities, CAPACITY, 'fifo');
    const samples = Array.from({ length: 10 }, (_, i) => measuredHitRatio('fifo', 0.8, i + 1, 60_000));
    near('FIFO, Zipf 0.8', exact, samples, 0.01);
    expect(exact).toBeLessThan(cheHitRatio(probabilities, CAPACITY) - 0.03);
  });

  it('LFU hits more often than LRU when popularity does not change, at most as often as the most popular keys are asked for', () => {
    const probabilities = zipfProbabilities(KEYS, 1);
    const best = probabilities.subarray(0, CAPACITY).reduce((sum, p) => sum + p, 0);
    const lru = cheHitRatio(probabilities, CAPACITY);
    const lfu = measuredHitRatio('lfu', 1, 1, 300_000);
    console.info(`LFU, Zipf 1: LRU ${lru.toFixed(4)}, measured ${lfu.toFixed(4)}, best possible ${best.toFixed(4)}`);
    expect(lfu).toBeGreaterThan(lru + 0.04);
    expect(lfu).toBeLessThan(best);
  });
});
