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
  /** What `next` took. */
  time = 0;
  slot = 0;
  #times: Float64Array = new Float64Array(16);
  #slots: Int32Array = new Int32Array(16);
  #first = 0;
  #count = 0;
  /** Whether the head stands in the heap, and the time of the last event that came in order. */
  #headed = false;
  #last = 0;

  constructor(number: number) {
    this.number = number;
  }

  /** Whether an event of this time goes behind others of the lane. */
  waits(time: number): boolean {
    return this.#headed && time >= this.#last;
  }

  /** The lane's number if an event of this time becomes its head, else 0: it comes out of order. */
  heads(time: number): number {
    if (this.#headed) return 0;
    this.#headed = true;
    this.#last = time;
    return this.number;
  }

  add(time: number, slot: number): void {
    const size = this.#slots.length;
    if (this.#count === size) this.#grow(size);
    const at = (this.#first + this.#count++) & (this.#slots.length - 1);
    this.#times[at] = time;
    this.#slots[at] = slot;
    this.#last = time;
  }

  /** The head was taken: whether nobody is behind it. */
  empty(): boolean {
    if (this.#count > 0) return false;
    this.#headed = false;
    return true;
  }

  /** Takes the first in line into `time` and `slot`: the new head. */
  next(): void {
    assert(this.#count > 0, 'an empty lane has no next');
    const at = this.#first;
    this.time = this.#times[at]!;
    this.slot = this.#slots[at]!;
    this.#first = (at + 1) & (this.#slots.length - 1);
    this.#count--;
  }

  #grow(size: number): void {
    this.#times = widenFloats(this.#times, size * 2);
    this.#slots = widenInts(this.#slots, size * 2);
    // What lay before the first now follows the old end.
    this.#times.copyWithin(size, 0, this.#first);
    this.#slots.copyWithin(size, 0, this.#first);
  }
}
