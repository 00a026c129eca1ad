/**
 * Requests as columns: one row for every attempt of a call in flight, taken from and returned to a free list. A row has
 * two holders, the caller's side and the server's side, because a server may go on working for a caller that gave up;
 * it is free when both let go. Events name a row together with its generation, so that late ones are recognised.
 */
import { PENDING } from './outcome.ts';
import { widenFloats, widenInts } from './queue.ts';

/** Bits of `flags`. */
export const WRITE = 1;
/** The answer is older than a value acknowledged before the read began. */
export const STALE = 2;
/** A look-up found nothing (an answer, not a failure). */
export const MISS = 4;
/** Sent to no one who waits: its answer is dropped. */
export const DETACHED = 16;
/** The service's memory of an entry is being dropped or filled, rather than looked up. */
export const INVALIDATE = 32;
export const FILL = 64;
/** Served from a cache. */
export const CACHED = 128;
/** Holders and places of a row. */
export const CALLER_HOLDS = 1 << 16;
export const SERVER_HOLDS = 1 << 17;
/** It counts in its target's number of outstanding calls. */
export const OUTSTANDING = 1 << 18;
/** It has reached its instance. */
export const THERE = 1 << 19;
/** It holds, or waits for, a connection of its link's pool. */
export const CONNECTED = 1 << 20;
export const AWAITS_CONNECTION = 1 << 21;
/** A hung instance keeps it: from before it was looked at, or with its answer ready. */
export const HELD_IN = 1 << 22;
export const HELD_OUT = 1 << 23;
/** The outermost call towards a data set: an operation of the history. */
export const OPERATION = 1 << 24;
/** Marks that travel from a call to the calls made on its behalf. */
export const INHERITED = WRITE | INVALIDATE | FILL;
/** What the caller asked for, kept from one attempt to the next. */
export const ASKED = WRITE | DETACHED | INVALIDATE | FILL | OPERATION;

export class Requests {
  /** Row of the call on whose behalf this one is made; -1 for a source's own. */
  parent!: Int32Array;
  parentGeneration!: Int32Array;
  link!: Int32Array;
  /** Instance that makes the call, and the one that serves it (-1 before one is chosen). */
  origin!: Int32Array;
  instance!: Int32Array;
  class!: Int32Array;
  key!: Int32Array;
  /** Who asks: sticky and hashed choices go by it. */
  session!: Int32Array;
  flags!: Int32Array;
  /** Version read or written, 0 when none; and what a fresh read must at least return. */
  version!: Int32Array;
  expected!: Int32Array;
  dataset!: Int32Array;
  attempt!: Int32Array;
  hops!: Int32Array;
  outcome!: Uint8Array;
  cause!: Int32Array;
  /** Set by the caller's station to know its child again. */
  tag!: Int32Array;
  /** Scratch of the serving station. */
  a!: Int32Array;
  b!: Int32Array;
  c!: Int32Array;
  /** Next in a queue; -1 at its end. */
  next!: Int32Array;
  generation!: Int32Array;
  /** Moments in ns: the call's first attempt, this attempt, arrival at the instance, start of its work. */
  started!: Float64Array;
  sent!: Float64Array;
  arrived!: Float64Array;
  begun!: Float64Array;
  /** ns: the wait before a lost message is sent again, and before this attempt was made. */
  resend!: Float64Array;
  backedOff!: Float64Array;

  /** Rows in use, and the most there ever were. */
  used = 0;
  peak = 0;
  readonly limit: number;
  #free!: Int32Array;
  #freeCount = 0;

  constructor(limit: number, capacity = 1024) {
    this.limit = limit;
    this.#allocate(capacity);
  }

  get capacity(): number {
    return this.#free.length;
  }

  /** A blank row, or -1 at the limit. */
  take(): number {
    if (this.#freeCount === 0) {
      if (this.capacity >= this.limit) return -1;
      this.#allocate(Math.min(this.capacity * 2, this.limit));
    }
    const row = this.#free[--this.#freeCount]!;
    if (++this.used > this.peak) this.peak = this.used;
    this.outcome[row] = PENDING;
    this.cause[row] = 0;
    this.version[row] = 0;
    this.instance[row] = -1;
    this.next[row] = -1;
    return row;
  }

  free(row: number): void {
    this.generation[row] = (this.generation[row]! + 1) | 0;
    this.flags[row] = 0;
    this.#free[this.#freeCount++] = row;
    this.used--;
  }

  has(row: number, flag: number): boolean {
    return (this.flags[row]! & flag) !== 0;
  }

  #allocate(capacity: number): void {
    const old = this.#free?.length ?? 0;
    const ints = (from: Int32Array | undefined) => (from === undefined ? new Int32Array(capacity) : widenInts(from, capacity));
    const floats = (from: Float64Array | undefined) => (from === undefined ? new Float64Array(capacity) : widenFloats(from, capacity));
    this.parent = ints(this.parent);
    this.parentGeneration = ints(this.parentGeneration);
    this.link = ints(this.link);
    this.origin = ints(this.origin);
    this.instance = ints(this.instance);
    this.class = ints(this.class);
    this.key = ints(this.key);
    this.session = ints(this.session);
    this.flags = ints(this.flags);
    this.version = ints(this.version);
    this.expected = ints(this.expected);
    this.dataset = ints(this.dataset);
    this.attempt = ints(this.attempt);
    this.hops = ints(this.hops);
    this.cause = ints(this.cause);
    this.tag = ints(this.tag);
    this.a = ints(this.a);
    this.b = ints(this.b);
    this.c = ints(this.c);
    this.next = ints(this.next);
    this.generation = ints(this.generation);
    this.started = floats(this.started);
    this.sent = floats(this.sent);
    this.arrived = floats(this.arrived);
    this.begun = floats(this.begun);
    this.resend = floats(this.resend);
    this.backedOff = floats(this.backedOff);
    const outcome = new Uint8Array(capacity);
    if (this.outcome !== undefined) outcome.set(this.outcome);
    this.outcome = outcome;
    this.#free = ints(this.#free);
    for (let row = capacity - 1; row >= old; row--) this.#free[this.#freeCount++] = row;
  }
}
