/**
 * What a cache remembers: so many entries, or so many bytes of them, each a key with the version that was current when it was filled
 * and the moment until which it may be used. Expired entries are dropped when they are asked for (lazily, as memcached does) or
 * evicted. An entry may also say that there is no such key.
 */
import type { Stream } from '../../std/random.ts';
import type { Eviction } from '../evict/eviction.ts';
import { newEviction } from '../evict/index.ts';
import { KeyTable } from './key-table.ts';

export class CacheMemory {
  /** Places for entries. */
  readonly capacity: number;
  evictions = 0;
  expirations = 0;
  entries = 0;
  bytes = 0;
  /** Where the entry stands that was looked up last with success. */
  slot = -1;
  /** Per place: until when the entry may be used, ns; 1 when it says that there is no such key; a number of its owner's. */
  readonly until: Float64Array;
  readonly absent: Uint8Array;
  readonly mark: Float64Array;
  readonly #room: number;
  readonly #table: KeyTable;
  readonly #eviction: Eviction;
  readonly #keys: Int32Array;
  readonly #versions: Int32Array;
  readonly #sizes: Float64Array;
  readonly #free: Int32Array;

  /** `room`: bytes that all entries may take; Infinity: any. `luck`: for a policy that draws. */
  constructor(capacity: number, policy: string, room = Number.POSITIVE_INFINITY, luck?: Stream) {
    this.capacity = capacity;
    this.#room = room;
    this.#table = new KeyTable(capacity);
    this.#eviction = newEviction(policy, capacity, luck);
    this.#keys = new Int32Array(capacity);
    this.#versions = new Int32Array(capacity);
    this.#sizes = new Float64Array(capacity);
    this.until = new Float64Array(capacity);
    this.absent = new Uint8Array(capacity);
    this.mark = new Float64Array(capacity);
    this.#free = new Int32Array(capacity);
    this.clear();
  }

  /** The version remembered for a key at this moment (ns), or -1. */
  look(key: number, now: number): number {
    const slot = this.#table.get(key);
    if (slot < 0) return -1;
    if (now >= this.until[slot]!) {
      this.expirations++;
      this.#take(slot);
      return -1;
    }
    this.#eviction.touched(slot);
    this.slot = slot;
    return this.#versions[slot]!;
  }

  /** Whether what is remembered of a key may be used at a moment (ns). Only looks: nothing counts as asked for. */
  lasts(key: number, at: number): boolean {
    const slot = this.#table.get(key);
    return slot >= 0 && at < this.until[slot]!;
  }

  /**
   * Remembers a version of a key until a moment (ns), making room when all places or bytes are taken. Its place; -1 when it is larger
   * than all the room.
   */
  fill(key: number, version: number, until: number, size = 0): number {
    let slot = this.#table.get(key);
    if (size > this.#room) {
      if (slot >= 0) this.#take(slot);
      return -1;
    }
    if (slot >= 0) this.#eviction.touched(slot);
    else {
      while (this.entries === this.capacity || this.bytes + size > this.#room) this.#evict();
      slot = this.#free[this.capacity - ++this.entries]!;
      this.#keys[slot] = key;
      this.#sizes[slot] = 0;
      this.#table.add(key, slot);
      this.#eviction.added(slot);
    }
    this.bytes += size - this.#sizes[slot]!;
    this.#sizes[slot] = size;
    this.#versions[slot] = version;
    this.until[slot] = until;
    this.absent[slot] = 0;
    // An entry that grew makes room too, and may itself be the one that goes.
    while (this.bytes > this.#room) if (this.#evict() === slot) return -1;
    return slot;
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
    this.bytes = 0;
    for (let i = 0; i < this.capacity; i++) this.#free[i] = i;
  }

  /** Takes over everything that another memory holds, in no particular order of age. */
  copy(from: CacheMemory): void {
    this.clear();
    // A place that is free still names its last key, which then stands elsewhere or nowhere.
    for (let slot = 0; slot < from.capacity; slot++) if (from.#table.get(from.#keys[slot]!) === slot) this.#copyEntry(from, slot);
  }

  #copyEntry(from: CacheMemory, slot: number): void {
    const at = this.fill(from.#keys[slot]!, from.#versions[slot]!, from.until[slot]!, from.#sizes[slot]!);
    if (at < 0) return;
    this.absent[at] = from.absent[slot]!;
    this.mark[at] = from.mark[slot]!;
  }

  #evict(): number {
    const victim = this.#eviction.victim();
    this.evictions++;
    this.#take(victim);
    return victim;
  }

  #take(slot: number): void {
    this.#table.remove(this.#keys[slot]!);
    this.#eviction.removed(slot);
    this.bytes -= this.#sizes[slot]!;
    this.#free[this.capacity - this.entries--] = slot;
  }
}
