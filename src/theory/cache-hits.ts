/**
 * Hit ratio of a cache whose entries are evicted, live for a limited time and are dropped by writes, all at once: Che's
 * approximation (see `che`) for how long an unused entry stays, then a renewal argument for each group of keys: every load
 * begins a life during which each further request is a hit.
 *
 * For Poisson requests of fixed popularity, and entries that stay in their place until asked for
 * after their time is over. Exact for one of the three causes alone up to Che's approximation; with an eviction time and a
 * time to live together, requests in one life are taken to thin out geometrically (own approximation, see the test).
 */
import { exp } from '../std/math.ts';
import { GROUPS, type KeyMix, keysIn, NO_KEYS } from './popularity.ts';

export interface CacheLoad {
  /** Look-ups a second, and how they spread over the keys. */
  readonly readRate: number;
  readonly reads: KeyMix;
  /** Writes a second that drop their key's entry. */
  readonly writeRate: number;
  readonly writes: KeyMix;
  /** Entries in all. */
  readonly capacity: number;
  readonly eviction: 'lru' | 'lfu' | 'fifo';
  /** Time from a miss until the entry is in, s: what is asked meanwhile misses too. */
  readonly loading: number;
  /** Time to live, s; Infinity: for ever. */
  readonly ttl: number;
}

export interface CacheHits {
  readonly hitRatio: number;
  /** What the misses ask for: the popularity that the store behind sees. */
  readonly missed: KeyMix;
}

/** Keys of each group, and reads and writes a second of one of them: room that is used anew by every call. */
const COUNT = new Float64Array(GROUPS);
const READS = new Float64Array(GROUPS);
const WRITES = new Float64Array(GROUPS);

/** `keys`: how many there are in all. */
export function cacheHits(load: CacheLoad, keys: number): CacheHits {
  if (!(load.readRate > 0)) return { hitRatio: 0, missed: NO_KEYS };
  const groups = spread(load, keys);
  const time = load.eviction === 'lfu' ? Infinity : stayTime(groups, load);
  const missed = new Float64Array(GROUPS);
  let room = load.capacity;
  let misses = 0;
  for (let g = 0; g < groups; g++) {
    // The most frequently used are taken to be the most popular: they stay, the others never do.
    const kept = load.eviction === 'lfu' ? Math.min(1, Math.max(0, room / COUNT[g]!)) : 1;
    room -= COUNT[g]!;
    const miss = COUNT[g]! * READS[g]! * (1 - kept * hitOf(READS[g]!, WRITES[g]!, time, load));
    missed[g] = miss;
    misses += miss;
  }
  if (misses > 0) for (let g = 0; g < groups; g++) missed[g] = missed[g]! / misses;
  return { hitRatio: Math.max(0, Math.min(1, 1 - misses / load.readRate)), missed: misses > 0 ? missed : NO_KEYS };
}

/** Lays out the groups; how many there are. */
function spread({ readRate, reads, writeRate, writes }: CacheLoad, keys: number): number {
  let g = 0;
  for (; g < GROUPS; g++) {
    const count = keysIn(g, keys);
    if (count === 0) break;
    COUNT[g] = count;
    READS[g] = (readRate * reads[g]!) / count;
    WRITES[g] = (writeRate * writes[g]!) / count;
  }
  return g;
}

/** How long an entry stays that is not asked for (LRU) or at all (FIFO), s: so long that the expected entries fill the cache. */
function stayTime(groups: number, { capacity, eviction, readRate }: CacheLoad): number {
  let most = 0;
  for (let g = 0; g < groups; g++) if (READS[g]! > 0) most += (COUNT[g]! * READS[g]!) / (READS[g]! + WRITES[g]!);
  if (capacity >= most - 1e-9) return Infinity;
  const lru = eviction === 'lru';
  let time = capacity / readRate;
  for (let i = 0; i < 60; i++) {
    let filled = 0;
    let rise = 0;
    for (let g = 0; g < groups; g++) {
      const asked = COUNT[g]! * READS[g]!;
      if (asked === 0) continue;
      const rate = READS[g]! + WRITES[g]!;
      const gone = lru ? exp(-rate * time) : 1 / (1 + rate * time);
      filled += lru ? (asked / rate) * (1 - gone) : asked * time * gone;
      rise += lru ? asked * gone : asked * gone * gone;
    }
    const step = (capacity - filled) / rise;
    time += step;
    if (Math.abs(step) <= time * 1e-4) break;
  }
  return time;
}

/** The hit ratio of one key. */
function hitOf(reads: number, writes: number, time: number, { ttl, eviction, loading }: CacheLoad): number {
  if (reads === 0) return 0;
  const ofHits = (hits: number): number => (hits === Infinity ? 1 : hits / (1 + reads * loading + hits));
  if (eviction === 'fifo') return ofHits(reads * discounted(Math.min(time, ttl), writes));
  if (time >= ttl || time === Infinity) return ofHits(reads * discounted(ttl, writes));
  if (ttl === Infinity) {
    const there = (reads / (reads + writes)) * (1 - exp(-(reads + writes) * time));
    return ofHits(there / (1 - there));
  }
  // Requests in a life: all of them until `time`, then ever fewer lives still go on; they add up to e^(reads·time) − 1.
  const sum = exp(reads * time);
  const fading = reads / (sum - 1 - reads * time);
  const later = exp(-writes * time) * discounted(ttl - time, writes + fading);
  return ofHits(reads * (discounted(time, writes) + later));
}

/** ∫ e^(−rate·t) dt from 0 to `time`. */
function discounted(time: number, rate: number): number {
  if (time === Infinity) return rate > 0 ? 1 / rate : Infinity;
  return rate * time < 1e-9 ? time : (1 - exp(-rate * time)) / rate;
}
