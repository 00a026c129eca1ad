/**
 * One limiter for each key (a session, a tenant, a route), for a bounded number of keys: when all places are taken, the key that was
 * silent for longest loses its limiter and starts anew when it comes again (as a limiter's shared memory zone does in
 * nginx). For a key that was silent long enough, that changes nothing.
 */
import { KeyTable } from '../cache/key-table.ts';
import { SlotList } from '../evict/slot-list.ts';
import { type LimitShape, newLimits, type RateLimits, retuned, roomFor } from './rate-limit.ts';

export class KeyedLimits {
  #shape: LimitShape;
  #limits: RateLimits;
  #table: KeyTable;
  #order: SlotList;
  #keys: Int32Array;
  #used = 0;
  readonly #wanted: number;

  constructor(shape: LimitShape, wanted: number) {
    this.#wanted = wanted;
    this.#shape = shape;
    const room = roomFor(shape, wanted);
    this.#limits = newLimits(shape, room);
    this.#table = new KeyTable(room);
    this.#order = new SlotList(room);
    this.#keys = new Int32Array(room);
  }

  /** ns to wait for a call of this key, or -1 when it is turned away. */
  take(key: number, now: number): number {
    return this.#limits.take(this.#slotOf(key, now), now);
  }

  /** ns after which a call of this key that was turned away would be let in. */
  until(key: number, now: number): number {
    return this.#limits.until(this.#slotOf(key, now), now);
  }

  clear(): void {
    this.#table.clear();
    this.#order.clear();
    this.#used = 0;
  }

  /** Another shape from now on; buckets of tokens, and windows of the same length, keep what came in so far; the others begin anew. */
  configure(shape: LimitShape, now: number): void {
    const same = shape.algorithm === this.#shape.algorithm;
    this.#shape = shape;
    if (same && retuned(this.#limits, shape, now)) return;
    const room = roomFor(shape, this.#wanted);
    this.#limits = newLimits(shape, room);
    this.#table = new KeyTable(room);
    this.#order = new SlotList(room);
    this.#keys = new Int32Array(room);
    this.#used = 0;
  }

  #slotOf(key: number, now: number): number {
    const known = this.#table.get(key);
    if (known >= 0) {
      this.#order.remove(known);
      this.#order.append(known);
      return known;
    }
    let slot = this.#used;
    if (slot < this.#keys.length) this.#used++;
    else {
      slot = this.#order.first();
      this.#order.remove(slot);
      this.#table.remove(this.#keys[slot]!);
    }
    this.#keys[slot] = key;
    this.#table.add(key, slot);
    this.#order.append(slot);
    this.#limits.fill(slot, now);
    return slot;
  }
}
