/**
 * Hit ratios of caches by Che's approximation (Che, Tung, Wang 2002): an item stays for one characteristic time T, the
 * same for all, which is chosen so that the expected number of items fills the cache.
 *
 * For independent requests of fixed popularity (the independent reference model). Fricker, Robert and Roberts (2012), "A
 * versatile and accurate approximation for LRU cache performance", explain why it is within a fraction of a percent from
 * a few dozen items on, and give the variant for FIFO and random eviction (which share one hit ratio).
 */
import { exp } from '../std/math.ts';

/** Which item makes room: the least recently used, or the oldest or a random one. */
export type CheEviction = 'lru' | 'fifo';

function occupancy(p: number, time: number, eviction: CheEviction): number {
  return eviction === 'lru' ? 1 - exp(-p * time) : (p * time) / (1 + p * time);
}

/** d occupancy / d time. */
function slope(p: number, time: number, eviction: CheEviction): number {
  return eviction === 'lru' ? p * exp(-p * time) : p / ((1 + p * time) * (1 + p * time));
}

/** The characteristic time, in requests. `probabilities` sum to 1; Infinity when the cache holds every item. */
export function characteristicTime(probabilities: ArrayLike<number>, capacity: number, eviction: CheEviction = 'lru'): number {
  if (capacity >= probabilities.length) return Infinity;
  // Newton from the left: the expected occupancy is concave and at most `time`, so the steps only grow the time.
  let time = capacity;
  for (let i = 0; i < 200; i++) {
    let filled = 0;
    let rise = 0;
    for (let k = 0; k < probabilities.length; k++) {
      const p = probabilities[k]!;
      filled += occupancy(p, time, eviction);
      rise += slope(p, time, eviction);
    }
    const step = (capacity - filled) / rise;
    time += step;
    if (step <= time * 1e-12) break;
  }
  return time;
}

/** The share of requests that hit. `probabilities` sum to 1; `capacity` in items. */
export function cheHitRatio(probabilities: ArrayLike<number>, capacity: number, eviction: CheEviction = 'lru'): number {
  const time = characteristicTime(probabilities, capacity, eviction);
  if (time === Infinity) return 1;
  let hit = 0;
  for (let k = 0; k < probabilities.length; k++) hit += probabilities[k]! * occupancy(probabilities[k]!, time, eviction);
  return hit;
}
