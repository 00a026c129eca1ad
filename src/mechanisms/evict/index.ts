/** THE list of eviction policies, by the value that parameters hold. */
import { assert } from '../../std/assert.ts';
import type { Eviction } from './eviction.ts';
import { Frequency } from './frequency.ts';
import { Recency } from './recency.ts';

const POLICIES: Readonly<Record<string, (capacity: number) => Eviction>> = {
  lru: (capacity) => new Recency(capacity, true),
  fifo: (capacity) => new Recency(capacity, false),
  lfu: (capacity) => new Frequency(capacity),
};

/** A policy of this name over so many slots. */
export function newEviction(name: string, capacity: number): Eviction {
  const make = POLICIES[name];
  assert(make !== undefined, `no eviction policy ${name}`);
  return make(capacity);
}
