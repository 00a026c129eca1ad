/** THE list of eviction policies, by the value that parameters hold. */
import { assert } from '../../std/assert.ts';
import type { Stream } from '../../std/random.ts';
import type { Eviction } from './eviction.ts';
import { Frequency } from './frequency.ts';
import { RandomEviction } from './random.ts';
import { Recency } from './recency.ts';
import { Sieve } from './sieve.ts';

const POLICIES: Readonly<Record<string, (capacity: number, luck: Stream | undefined) => Eviction>> = {
  lru: (capacity) => new Recency(capacity, true),
  fifo: (capacity) => new Recency(capacity, false),
  lfu: (capacity) => new Frequency(capacity),
  sieve: (capacity) => new Sieve(capacity),
  random: (capacity, luck) => {
    assert(luck !== undefined, 'random eviction needs luck');
    return new RandomEviction(capacity, luck);
  },
};

/** A policy of this name over so many slots; `luck`: for those that draw. */
export function newEviction(name: string, capacity: number, luck?: Stream): Eviction {
  const make = POLICIES[name];
  assert(make !== undefined, `no eviction policy ${name}`);
  return make(capacity, luck);
}
