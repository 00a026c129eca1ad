/**
 * What a cache remembers: so many entries, each a key with the version that was current when it was filled and the moment
 * until which it may be used. Expired entries are dropped when they are asked for (lazily, as memcached does) or evicted.
 */
import type { Eviction } from '../evict/eviction.ts';
import { newEviction } from '../evict/index.ts';
import { KeyTable } from './key-table.ts';

export class CacheMemory {
  readonly capacity: number;
  evictions = 0;
  expirations = 0;
  entries = 0;
  readonly #table: KeyTable;
  readonly #eviction: Eviction;
  readonly #keys: Int32Array;
  readonly #versions: Int32Array;
  readonly #until: Float64Array;
  readonly #free: Int32Array;

  constructor(capacity: number, policy: string) {
    this.capacity = capacity;
    this.#table = new KeyTable(capacity);
    this.#eviction = newEviction(policy, capacity);
    this.#keys = new Int32Array(capacity);
    this.#versions = new Int32Array(capacity);
    this.#until = new Float64Array(capacity);
    this.#free = new Int32Array(capacity);
    this.clear();
  }

  /** The version remembered for a key at this moment (ns), or -1. */
  look(key: number, now: number): number {
    const slot = this.#table.get(key);
    if (slot < 0) return -1;
    if (now >= this.#until[slot]!) {
      this.expirations++;
      this.#take(slot);
      return -1;
    }
    this.#eviction.touched(slot);
    return this.#versions[slot]!;
  }

  /** Whether what is remembered of a key may be used at a moment (ns). Only looks: nothing counts as asked for. */
  lasts(key: number, at: number): boolean {
    const slot = this.#table.get(key);
    return slot >= 0 && at < this.#until[slot]!;
  }

  /** Remembers a version of a key until a moment (ns), making room when all places are taken. */
  fill(key: number, version: number, until: number): void {
    let slot = this.#table.get(key);
    if (slot >= 0) {
      this.#versions[slot] = version;
      this.#until[slot] = until;
      this.#eviction.touched(slot);
      return;
    }
    if (this.entries === this.capacity) {
      this.evictions++;
      this.#take(this.#eviction.victim());
    }
    slot = this.#free[this.capacity - ++this.entries]!;
    this.#keys[slot] = key;
    this.#versions[slot] = version;
    this.#until[slot] = until;
    this.#table.add(key, slot);
    this.#eviction.added(slot);
  }

  /** Forgets a key, if it is there. */
  drop(key: number): void {
    const slot = this.#table.get(key);
    if (slot >= 0) this.#take(slot);
  }

  clear(): void {
    this.#table.clear();
    this.#eviction.clear();
    this.entries = 0;
    for (let i = 0; i < this.capacity; i++) this.#free[i] = i;
  }

  #take(slot: number): void {
    this.#table.remove(this.#keys[slot]!);
    this.#eviction.removed(slot);
    this.#free[this.capacity - this.entries--] = slot;
  }
}
