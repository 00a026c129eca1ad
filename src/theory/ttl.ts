/**
 * Hit ratios of a cache whose entries live for a fixed time and which never runs out of room.
 *
 * For Poisson requests per key; renewal argument, see Fofack, Nain, Neglia, Towsley (2014), "Performance evaluation of
 * hierarchical TTL-based cache networks", sections 3.1–3.2.
 */
import { exp } from '../std/math.ts';

/** Entries live for `ttl` after they were loaded: λT / (1 + λT). */
export function ttlHitRatio(rate: number, ttl: number): number {
  return (rate * ttl) / (1 + rate * ttl);
}

/** Each hit renews the entry's life: 1 − e^(−λT). */
export function renewedTtlHitRatio(rate: number, ttl: number): number {
  return 1 - exp(-rate * ttl);
}

/** The hit ratio over keys of different popularity, requests arriving at `rate` in all; `probabilities` sum to 1. */
export function ttlHitRatioOver(probabilities: ArrayLike<number>, rate: number, ttl: number, renewed = false): number {
  let hit = 0;
  for (let k = 0; k < probabilities.length; k++) {
    const p = probabilities[k]!;
    hit += p * (renewed ? renewedTtlHitRatio(rate * p, ttl) : ttlHitRatio(rate * p, ttl));
  }
  return hit;
}
