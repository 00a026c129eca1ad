import { describe, expect, it } from 'vitest';
import { Stream } from '../std/random.ts';
import { Zipf, zipfProbabilities } from '../std/zipf.ts';
import { characteristicTime, cheHitRatio } from './che.ts';

describe("Che's approximation", () => {
  it.each([
    [0.6, '0.2432'],
    [0.8, '0.4367'],
    [1, '0.6756'],
    [1.2, '0.8614'],
  ])('LRU of 1,000 among 10,000 keys at exponent %d hits %s', (s, ratio) => {
    expect(cheHitRatio(zipfProbabilities(10_000, s), 1000).toFixed(4)).toBe(ratio);
  });

  it('fills the cache exactly at the characteristic time', () => {
    const p = zipfProbabilities(500, 0.9);
    const time = characteristicTime(p, 60);
    expect(p.reduce((sum, each) => sum + 1 - Math.exp(-each * time), 0)).toBeCloseTo(60, 8);
    expect(characteristicTime(p, 500)).toBe(Infinity);
    expect(cheHitRatio(p, 500)).toBe(1);
  });

  it('for FIFO agrees with a cache that is played through', () => {
    const n = 300;
    const capacity = 40;
    const zipf = new Zipf(n, 0.8);
    const stream = new Stream(3, 'fifo');
    const held = new Set<number>();
    let hits = 0;
    for (let i = 0; i < 220_000; i++) {
      const key = zipf.sample(stream);
      if (held.has(key)) {
        if (i >= 20_000) hits++;
        continue;
      }
      held.add(key);
      if (held.size > capacity) held.delete(held.values().next().value!);
    }
    const ratio = cheHitRatio(zipfProbabilities(n, 0.8), capacity, 'fifo');
    expect(Math.abs(hits / 200_000 - ratio)).toBeLessThan(0.005);
    expect(ratio).toBeLessThan(cheHitRatio(zipfProbabilities(n, 0.8), capacity) - 0.02);
  });

  it('is capacity / keys when all keys are alike', () => {
    const p = zipfProbabilities(200, 0);
    expect(cheHitRatio(p, 50)).toBeCloseTo(0.25, 10);
    expect(cheHitRatio(p, 50, 'fifo')).toBeCloseTo(0.25, 10);
  });
});
