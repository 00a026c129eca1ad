/**
 * What one point of presence keeps: objects by key, each with its version, its size and the moment until which it is fresh. Room is
 * counted in objects and in bytes; what makes room is the eviction's choice. Unlike a cache's memory it keeps what is no longer
 * fresh until it is evicted, since an old object can be confirmed by its origin, or do in need.
 */
import { KeyTable } from '../cache/key-table.ts';
import type { Eviction } from '../evict/eviction.ts';
import { newEviction } from '../evict/index.ts';

export class EdgeStore {
  evictions = 0;
  objects = 0;
  bytes = 0;
  readonly versions: Int32Array;
  /** ns. */
  readonly until: Float64Array;
  readonly #capacity: number;
  readonly #room: number;
  readonly #table: KeyTable;
  readonly #eviction: Eviction;
  readonly #keys: Int32Array;
  readonly #sizes: Float64Array;
  readonly #free: Int32Array;

  /** Room for so many objects and so many bytes; 0 bytes: any. */
  constructor(capacity: number, bytes: number, policy: string) {
    this.#capacity = capacity;
    this.#room = bytes > 0 ? bytes : Number.POSITIVE_INFINITY;
    this.#table = new KeyTable(capacity);
    this.#eviction = newEviction(policy, capacity);
    this.versions = new Int32Array(capacity);
    this.until = new Float64Array(capacity);
    this.#keys = new Int32Array(capacity);
    this.#sizes = new Float64Array(capacity);
    this.#free = new Int32Array(capacity);
    this.clear();
  }

  /** The place of an object, or -1. */
  find(key: number): number {
    return this.#table.get(key);
  }

  /** It was asked for. */
  touch(slot: number): void {
    this.#eviction.touched(slot);
  }

  /** Keeps an object until a moment (ns), making room; what is larger than all the room is not kept. */
  fill(key: number, version: number, until: number, size: number): void {
    const known = this.#table.get(key);
    if (known >= 0) {
      this.versions[known] = version;
      this.until[known] = until;
      this.#eviction.touched(known);
      return;
    }
    if (size > this.#room) return;
    while (this.objects === this.#capacity || this.bytes + size > this.#room) {
      this.evictions++;
      this.#take(this.#eviction.victim());
    }
    const slot = this.#free[this.#capacity - ++this.objects]!;
    this.bytes += size;
    this.#keys[slot] = key;
    this.#sizes[slot] = size;
    this.versions[slot] = version;
    this.until[slot] = until;
    this.#table.add(key, slot);
    this.#eviction.added(slot);
  }

  drop(key: number): void {
    const slot = this.#table.get(key);
    if (slot >= 0) this.#take(slot);
  }

  clear(): void {
    this.#table.clear();
    this.#eviction.clear();
    this.objects = 0;
    this.bytes = 0;
    for (let i = 0; i < this.#capacity; i++) this.#free[i] = i;
  }

  #take(slot: number): void {
    this.#table.remove(this.#keys[slot]!);
    this.#eviction.removed(slot);
    this.bytes -= this.#sizes[slot]!;
    this.#free[this.#capacity - this.objects--] = slot;
  }
}
