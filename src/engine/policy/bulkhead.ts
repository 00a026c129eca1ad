/**
 * A bulkhead: each instance of the caller may have so many calls of a link open at once, from their beginning to their last
 * attempt's end, waits between attempts included; so many more may wait, and the rest are rejected. A pool counts attempts
 * that are out; a bulkhead counts calls, so that one bad dependency cannot take up all of its caller.
 */
import type { Requests } from '../requests.ts';
import { Pool } from './pool.ts';

export class Bulkhead {
  /** Calls that may wait at each instance. */
  queue: number;
  /** Calls rejected since the warm-up. */
  rejected = 0;
  readonly #slots: Pool;
  readonly #waiting: Int32Array;
  readonly #first: number;

  constructor(size: number, queue: number, firstCaller: number, callers: number) {
    this.queue = queue;
    this.#slots = new Pool(size, 0, firstCaller, callers);
    this.#waiting = new Int32Array(callers);
    this.#first = firstCaller;
  }

  /** Places of all instances of the caller together. */
  get room(): number {
    return this.#slots.room;
  }

  get used(): number {
    return this.#slots.used;
  }

  get waiting(): number {
    return this.#slots.waiting;
  }

  get maxUsed(): number {
    return this.#slots.maxUsed;
  }

  get waits(): number {
    return this.#slots.waits;
  }

  /** Takes a place for a call of this caller, if there is one. */
  take(caller: number): boolean {
    return this.#slots.take(caller);
  }

  /** Puts a call into its caller's line; false when the line is full. */
  wait(row: number, caller: number, requests: Requests): boolean {
    const i = caller - this.#first;
    if (this.#waiting[i]! >= this.queue) {
      this.rejected++;
      return false;
    }
    this.#waiting[i] = this.#waiting[i]! + 1;
    this.#slots.wait(row, requests);
    return true;
  }

  /** A call that waited is over. */
  leave(row: number, caller: number, requests: Requests): void {
    this.#waiting[caller - this.#first] = this.#waiting[caller - this.#first]! - 1;
    this.#slots.leave(row, requests);
  }

  /** A call inside is over. The one that gets its place, or -1. */
  release(caller: number, requests: Requests): number {
    const next = this.#slots.release(caller, requests);
    if (next >= 0) this.#waiting[caller - this.#first] = this.#waiting[caller - this.#first]! - 1;
    return next;
  }

  resetCounts(): void {
    this.rejected = 0;
    this.#slots.resetCounts();
  }
}
