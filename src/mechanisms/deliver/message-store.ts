/**
 * The messages that a broker keeps, as columns with a free list: a message is a slot and a generation, so that an answer
 * that comes late is known to be about a message that is gone. It holds as many as it is given; how many that may be,
 * and what happens beyond, is its owner's business.
 */
import { widenFloats, widenInts } from '../../engine/widen.ts';

export class MessageStore {
  /** Messages kept now. */
  count = 0;
  class: Int32Array = new Int32Array(64);
  key: Int32Array = new Int32Array(64);
  session: Int32Array = new Int32Array(64);
  /** Marks that its deliveries carry. */
  flags: Int32Array = new Int32Array(64);
  /** Which message it is among all that its producers sent, 0 when that is not told; and its number among those of its key. */
  number: Int32Array = new Int32Array(64);
  order: Int32Array = new Int32Array(64);
  /** When it was stored, ns. */
  stored: Float64Array = new Float64Array(64);
  /** How often it was handed to a consumer. */
  deliveries: Int32Array = new Int32Array(64);
  /** The delivery that is out for it, or -1. */
  delivery: Int32Array = new Int32Array(64);
  /** 1 when it was delivered too often: it is on its way to the dead letters. */
  dead: Uint8Array = new Uint8Array(64);
  generation: Int32Array = new Int32Array(64);
  #free: Int32Array = new Int32Array(64);
  #freeCount = 0;

  constructor() {
    this.#offer(0, this.#free.length);
  }

  /** Keeps a message; its slot. */
  put(cls: number, key: number, session: number, flags: number, now: number, number = 0, order = 0): number {
    if (this.#freeCount === 0) this.#grow();
    const slot = this.#free[--this.#freeCount]!;
    this.count++;
    this.class[slot] = cls;
    this.key[slot] = key;
    this.session[slot] = session;
    this.flags[slot] = flags;
    this.number[slot] = number;
    this.order[slot] = order;
    this.stored[slot] = now;
    this.deliveries[slot] = 0;
    this.delivery[slot] = -1;
    this.dead[slot] = 0;
    return slot;
  }

  /** Forgets a message. */
  free(slot: number): void {
    this.generation[slot] = (this.generation[slot]! + 1) | 0;
    this.#free[this.#freeCount++] = slot;
    this.count--;
  }

  clear(): void {
    const capacity = this.#free.length;
    for (let slot = 0; slot < capacity; slot++) this.generation[slot] = (this.generation[slot]! + 1) | 0;
    this.count = 0;
    this.#freeCount = 0;
    this.#offer(0, capacity);
  }

  /** Puts slots from … to-1 on the free list, so that the lowest is taken first. */
  #offer(from: number, to: number): void {
    for (let slot = to - 1; slot >= from; slot--) this.#free[this.#freeCount++] = slot;
  }

  #grow(): void {
    const old = this.#free.length;
    const length = old * 2;
    this.class = widenInts(this.class, length);
    this.key = widenInts(this.key, length);
    this.session = widenInts(this.session, length);
    this.flags = widenInts(this.flags, length);
    this.number = widenInts(this.number, length);
    this.order = widenInts(this.order, length);
    this.stored = widenFloats(this.stored, length);
    this.deliveries = widenInts(this.deliveries, length);
    this.delivery = widenInts(this.delivery, length);
    const dead = new Uint8Array(length);
    dead.set(this.dead);
    this.dead = dead;
    this.generation = widenInts(this.generation, length);
    this.#free = widenInts(this.#free, length);
    this.#offer(old, length);
  }
}
