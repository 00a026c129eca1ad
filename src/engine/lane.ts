/**
 * A lane: events that are always scheduled the same time ahead, and so come due in the order in which they were scheduled.
 * Its head stands in the queue's heap; the rest waits here in a ring. What comes out of order (a shorter timeout set during the
 * run) is not for the lane. It keeps times and slots of the queue and knows nothing else.
 */
import { assert } from '../std/assert.ts';
import { widenFloats, widenInts } from './widen.ts';

export class Lane {
  /** Counted from 1. */
  readonly number: number;
  #times: Float64Array = new Float64Array(16);
  #slots: Int32Array = new Int32Array(16);
  #first = 0;
  #count = 0;
  /** Whether the head stands in the heap, and the time of the last event that came in order. */
  #headed = false;
  readonly #last = new Float64Array(1);

  constructor(number: number) {
    this.number = number;
  }

  /** Whether an event of this time (in a register) goes behind others of the lane. */
  waits(due: Float64Array): boolean {
    return this.#headed && due[0]! >= this.#last[0]!;
  }

  /** The lane's number if an event of this time becomes its head, else 0: it comes out of order. */
  heads(due: Float64Array): number {
    if (this.#headed) return 0;
    this.#headed = true;
    this.#last[0] = due[0]!;
    return this.number;
  }

  add(due: Float64Array, slot: number): void {
    const size = this.#slots.length;
    if (this.#count === size) this.#grow(size);
    const at = (this.#first + this.#count++) & (this.#slots.length - 1);
    this.#times[at] = due[0]!;
    this.#slots[at] = slot;
    this.#last[0] = due[0]!;
  }

  /** The head was taken: whether nobody is behind it. */
  empty(): boolean {
    if (this.#count > 0) return false;
    this.#headed = false;
    return true;
  }

  /** Takes the first in line, the new head: its slot, and its time into the register. */
  next(due: Float64Array): number {
    assert(this.#count > 0, 'an empty lane has no next');
    const at = this.#first;
    due[0] = this.#times[at]!;
    this.#first = (at + 1) & (this.#slots.length - 1);
    this.#count--;
    return this.#slots[at]!;
  }

  #grow(size: number): void {
    this.#times = widenFloats(this.#times, size * 2);
    this.#slots = widenInts(this.#slots, size * 2);
    // What lay before the first now follows the old end.
    this.#times.copyWithin(size, 0, this.#first);
    this.#slots.copyWithin(size, 0, this.#first);
  }
}
