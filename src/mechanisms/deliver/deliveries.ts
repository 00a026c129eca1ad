/**
 * Deliveries under way: for each call to a consumer, the message it carries and the target that holds it. A message may
 * have several, when one outlived its visibility timeout; the call's tag is the delivery's number.
 */
import { widenInts } from '../../engine/widen.ts';

/** A delivery whose message was given up when it was sent (at most once). */
export const NOBODYS = -1;

export class Deliveries {
  /** Slot and generation of its message; slot NOBODYS when the queue no longer keeps it. */
  message: Int32Array = new Int32Array(64);
  generation: Int32Array = new Int32Array(64);
  /** Number of the consumer that holds it. */
  target: Int32Array = new Int32Array(64);
  /** Number of the message, to be known by when the queue keeps it no longer. */
  number: Int32Array = new Int32Array(64);
  #free: Int32Array = new Int32Array(64);
  #freeCount = 0;

  constructor() {
    this.clear();
  }

  take(message: number, generation: number, target: number, number = 0): number {
    if (this.#freeCount === 0) this.#grow();
    const delivery = this.#free[--this.#freeCount]!;
    this.message[delivery] = message;
    this.generation[delivery] = generation;
    this.target[delivery] = target;
    this.number[delivery] = number;
    return delivery;
  }

  free(delivery: number): void {
    this.#free[this.#freeCount++] = delivery;
  }

  /** All are void. */
  clear(): void {
    this.#freeCount = 0;
    for (let i = this.#free.length - 1; i >= 0; i--) this.#free[this.#freeCount++] = i;
  }

  #grow(): void {
    const old = this.#free.length;
    this.message = widenInts(this.message, old * 2);
    this.generation = widenInts(this.generation, old * 2);
    this.target = widenInts(this.target, old * 2);
    this.number = widenInts(this.number, old * 2);
    this.#free = widenInts(this.#free, old * 2);
    for (let i = old * 2 - 1; i >= old; i--) this.#free[this.#freeCount++] = i;
  }
}
