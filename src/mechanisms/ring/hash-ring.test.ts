// The ring by its two laws: what moves when an owner joins, and how uneven the shares are (VALIDATION 22).
import { describe, expect, it } from 'vitest';
import { mix32 } from '../../std/random.ts';
import { HashRing, MOST_POINTS } from './hash-ring.ts';

const names = (n: number, from = 1) => Array.from({ length: n }, (_, i) => `cache/${i + from}`);
const KEYS = 200_000;
const places = Array.from({ length: KEYS }, (_, key) => mix32(key, 7));

/** Keys that each owner holds. */
function loads(ring: HashRing, owners: number): number[] {
  const counts = new Array<number>(owners).fill(0);
  for (const place of places) counts[ring.ownerOf(place)]!++;
  return counts;
}

describe('a ring', () => {
  it('gives a hash to the first point at or after it, and past the last one to the first', () => {
    const ring = new HashRing(['a', 'b', 'c'], 50);
    expect(ring.points).toBe(150);
    expect(ring.first(0)).toBe(0);
    expect(ring.ownerAt(150)).toBe(ring.ownerAt(0));
    const point = (h: number) => ring.first(h);
    // The index never falls as the hash grows, until it wraps.
    let last = 0;
    for (let h = 0; h < 4_294_967_296; h += 9_999_991) {
      const at = point(h);
      if (at === 0 && h > 4_000_000_000) break;
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
    }
  });

  it('follows from the names alone, not from their order', () => {
    const forward = new HashRing(['a', 'b', 'c'], 20);
    const backward = new HashRing(['c', 'b', 'a'], 20);
    for (const place of places.slice(0, 2000)) expect(forward.ownerOf(place)).toBe(2 - backward.ownerOf(place));
  });

  it.each([3, 4, 9])('of %d owners gives 1/(n+1) of the keys to one more, within 3 σ, and moves no other', (n) => {
    const V = 200;
    const before = new HashRing(names(n), V);
    const after = new HashRing(names(n + 1), V);
    let moved = 0;
    let astray = 0;
    for (const place of places) {
      const owner = after.ownerOf(place);
      if (owner === n) moved++;
      else if (owner !== before.ownerOf(place)) astray++;
    }
    expect(astray).toBe(0);
    // The share of V points among (n+1)V places on a circle is Beta(V, nV); drawing keys adds a binomial part.
    const share = 1 / (n + 1);
    const sigma = Math.sqrt((share * (1 - share)) / ((n + 1) * V + 1) + (share * (1 - share)) / KEYS);
    expect(Math.abs(moved / KEYS - share)).toBeLessThan(3 * sigma);
  });

  it.each([10, 40, 160, 640])('with %d points each has loads that differ by about 1/√V of the mean', (V) => {
    const n = 100;
    const counts = loads(new HashRing(names(n), V), n);
    const mean = KEYS / n;
    const cv = Math.sqrt(counts.reduce((sum, c) => sum + (c - mean) * (c - mean), 0) / n) / mean;
    // Beta(V, (n-1)V) has cv √((n-1)/(nV+1)); the sample deviation of 100 shares is known to about 7 %.
    const exact = Math.sqrt((n - 1) / (n * V + 1) + n / KEYS);
    expect(Math.abs(cv - exact)).toBeLessThan((3 * exact) / Math.sqrt(2 * (n - 1)));
  });

  it('never has more points than its limit', () => {
    expect(new HashRing(names(1000), 5000).points).toBeLessThanOrEqual(MOST_POINTS);
    expect(() => new HashRing([], 10)).toThrow();
  });
});
