// Partitions: who has which keys, how evenly, and how many move when a shard is added or taken away.
import { describe, expect, it } from 'vitest';
import { Partition, type Scheme } from './partition.ts';

const KEYS = 20_000;
const SCHEMES: readonly Scheme[] = ['range', 'hash', 'ring', 'directory'];
const keys = Array.from({ length: KEYS }, (_, key) => key);
const made = (scheme: Scheme, shards: number, virtualNodes = 200) => new Partition({ scheme, keys: KEYS, virtualNodes }, shards);

/** Share of the keys whose shard is another afterwards, and whether any moved between shards that were there before. */
function moved(scheme: Scheme, from: number, to: number) {
  const before = made(scheme, from);
  const after = before.copy();
  after.resize(to);
  const others = keys.filter((key) => before.of(key) !== after.of(key));
  const aside = others.filter((key) => (to > from ? after.of(key) < from : before.of(key) < to)).length;
  return { share: others.length / KEYS, aside: aside / KEYS };
}

describe('a partition', () => {
  it.each(SCHEMES)('by %s gives every key a shard, and each shard its part', (scheme) => {
    const partition = made(scheme, 4);
    const counts = [0, 0, 0, 0];
    for (const key of keys) counts[partition.of(key)] = counts[partition.of(key)]! + 1;
    for (const count of counts) expect(Math.abs(count / KEYS - 0.25)).toBeLessThan(scheme === 'ring' ? 0.06 : 0.02);
  });

  it('by range keeps neighbours together', () => {
    const partition = made('range', 4);
    expect([0, 4999, 5000, 9999, 10_000, 19_999].map((key) => partition.of(key))).toEqual([0, 0, 1, 1, 2, 3]);
  });

  it('by hash moves n/(n+1) of the keys when a shard is added', () => {
    expect(moved('hash', 4, 5).share).toBeCloseTo(4 / 5, 1);
    expect(moved('hash', 8, 9).share).toBeCloseTo(8 / 9, 1);
  });

  it('by ring and by directory moves 1/(n+1), all of it to the new shard', () => {
    for (const scheme of ['ring', 'directory'] as const) {
      for (const n of [3, 4, 7]) {
        const { share, aside } = moved(scheme, n, n + 1);
        expect(Math.abs(share - 1 / (n + 1)), `${scheme} ${n}`).toBeLessThan(0.04);
        expect(aside).toBe(0);
      }
    }
  });

  it('by range moves half of the longest range, to the new shard', () => {
    expect(moved('range', 4, 5)).toEqual({ share: 1 / 8, aside: 0 });
  });

  it('without its last shard gives that one’s keys to others, and moves no other keys except by hash', () => {
    for (const scheme of ['range', 'ring', 'directory'] as const) {
      const { share, aside } = moved(scheme, 5, 4);
      expect(Math.abs(share - 1 / 5), scheme).toBeLessThan(0.04);
      expect(aside, scheme).toBe(0);
    }
    expect(moved('hash', 5, 4).share).toBeCloseTo(4 / 5, 1);
  });
});
