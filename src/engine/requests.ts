/**
 * Requests in flight: one row for every attempt of a call, taken from and returned to a free list. A row has two holders,
 * the caller's side and the server's side, because a server may go on working for a caller that gave up; it is free when
 * both let go. Events name a row together with its generation, so that late ones are recognised.
 *
 * A row is a stretch of ROW whole numbers in one buffer, its moments in the same stretch seen as doubles; its handle is
 * where it begins. So one request lies in two or three lines of the processor's cache, and one base address serves all its
 * fields: that is worth a third of the engine's speed over a typed array for each field.
 */
import { PENDING } from './outcome.ts';

/** Whole numbers in a row's stretch; even, so that moments are aligned. */
export const ROW = 38;

/** Fields of a row: `ints[row + FIELD]`. Row of the call on whose behalf it is made; -1 for a source's own. */
export const PARENT = 0;
export const PARENT_GENERATION = 1;
export const LINK = 2;
/** Instance that makes the call, and the one that serves it (-1 before one is chosen). */
export const ORIGIN = 3;
export const INSTANCE = 4;
export const CLASS = 5;
export const KEY = 6;
/** Who asks: sticky and hashed choices go by it. */
export const SESSION = 7;
export const FLAGS = 8;
/**
 * Version read or written, 0 when none; and what a fresh read must at least return, or over a link that numbers its calls the call's
 * number, which its further attempts share.
 */
export const VERSION = 9;
export const EXPECTED = 10;
export const DATASET = 11;
export const ATTEMPT = 12;
export const HOPS = 13;
export const OUTCOME = 14;
export const CAUSE = 15;
/** Set by the caller's station to know its child again. */
export const TAG = 16;
/** Scratch of the serving station. */
export const SCRATCH_A = 17;
export const SCRATCH_B = 18;
/** The other attempt at the same call that is out beside this one, while TWINNED. */
export const TWIN = 19;
/** Next in a queue; -1 at its end. */
export const NEXT = 20;
export const GENERATION = 21;
/** Moments in ns, `times[(row >> 1) + FIELD]`: the call's first attempt, this attempt, arrival at the instance, start of its work. */
export const STARTED = 11;
export const SENT = 12;
export const ARRIVED = 13;
export const BEGUN = 14;
/** ns: the wait before a lost message is sent again, and before this attempt was made. */
export const RESEND_WAIT = 15;
export const BACKED_OFF = 16;
/** Moment at which nobody has use for its answer any more, while HAS_DEADLINE. */
export const DEADLINE = 17;

/** With TELL: the version that who asks has already, -1 for none. (35 is the second half of the deadline.) */
export const KNOWN = 36;
/** Which row it is of all that were ever taken; wraps around. What ends many calls at once ends them in this order. */
export const TURN = 37;

/** Bits of FLAGS. */
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
/** It has a deadline, and its server is told. */
export const HAS_DEADLINE = 1 << 25;
export const TELLS_DEADLINE = 1 << 26;
/** Its server has heard that the caller gave up. */
export const GIVEN_UP = 1 << 27;
/** A second attempt at the same call is out beside it. */
export const TWINNED = 1 << 28;
/** It is inside its link's bulkhead, or waits before it. */
export const INSIDE = 1 << 29;
export const AWAITS_PLACE = 1 << 30;
/** A fallback had to do somewhere on its way. */
export const DEGRADED = 8;
/** Somewhere on its way a wrong answer was taken for a right one. */
export const WRONG = 256;
/** Whoever works on it fails. */
export const POISON = 512;
/** Where it goes is written down. */
export const TRACED = 1 << 14;
/** There is no such key: an answer like any other, of version 0. */
export const ABSENT = 1 << 15;
/** It carries a message that makes whoever works on it fail from one broker to another, which does not. */
export const CARRIES_POISON = 1 << 31;
/** Marks that pass from the call made on behalf of another to that one. */
export const MARKS = STALE | DEGRADED | WRONG;
/** Part of a flood that no one serves: relays pass it on, and where it ends it is thrown away, or holds a half-open connection. */
export const JUNK = 1 << 12;
export const HALF_OPEN = 1 << 13;
/** A server looks at these before it takes a call in. */
export const LOOKED_AT = TELLS_DEADLINE | GIVEN_UP | POISON | JUNK;
/** Who asks wants to be told the version that a store behind services and relays answers with; see KNOWN. */
export const TELL = 1 << 10;
/** Who asks keeps the call open, and news is pushed over it until it ends. */
export const SUBSCRIBE = 1 << 11;
/** Marks that travel from a call to the calls made on its behalf. */
export const INHERITED = WRITE | INVALIDATE | FILL | TELL | SUBSCRIBE | JUNK | HALF_OPEN;
/** What the caller asked for, kept from one attempt to the next. */
export const ASKED =
  WRITE | DETACHED | INVALIDATE | FILL | ABSENT | OPERATION | POISON | CARRIES_POISON | TELL | SUBSCRIBE | JUNK | HALF_OPEN;

export class Requests {
  ints!: Int32Array;
  /** The same memory as doubles. */
  times!: Float64Array;
  /** Rows in use, and the most there ever were. */
  used = 0;
  peak = 0;
  /** Rows there is room for, and the most there may be. */
  capacity = 0;
  readonly limit: number;
  /** Rows that are free, the next one last. */
  freeList!: Int32Array;
  freeCount = 0;
  /** How many rows were ever taken; wraps around. */
  turn = 0;

  constructor(limit: number, capacity = 1024) {
    this.limit = limit;
    this.#allocate(capacity);
  }

  /** One past the last row's handle: rows are 0, ROW, 2·ROW … below it. */
  get end(): number {
    return this.capacity * ROW;
  }

  /** A blank row's handle, or -1 at the limit. */
  take(): number {
    if (this.freeCount === 0) {
      if (this.capacity >= this.limit) return -1;
      this.#allocate(Math.min(this.capacity * 2, this.limit));
    }
    const row = this.freeList[--this.freeCount]!;
    if (++this.used > this.peak) this.peak = this.used;
    const ints = this.ints;
    ints[row + OUTCOME] = PENDING;
    ints[row + CAUSE] = 0;
    ints[row + VERSION] = 0;
    ints[row + INSTANCE] = -1;
    ints[row + NEXT] = -1;
    ints[row + TURN] = this.turn;
    this.turn = (this.turn + 1) | 0;
    return row;
  }

  free(row: number): void {
    const ints = this.ints;
    ints[row + GENERATION] = (ints[row + GENERATION]! + 1) | 0;
    ints[row + FLAGS] = 0;
    this.freeList[this.freeCount++] = row;
    this.used--;
  }

  has(row: number, flag: number): boolean {
    return (this.ints[row + FLAGS]! & flag) !== 0;
  }

  /**
   * Puts rows into the order in which they were taken. Where in the table each lies depends on what others have freed, and nothing
   * that happens in a system may depend on another system beside it.
   */
  inTurn(rows: number[]): number[] {
    const { ints } = this;
    rows.sort((x, y) => (ints[x + TURN]! - ints[y + TURN]!) | 0);
    return rows;
  }

  #allocate(capacity: number): void {
    const old = this.capacity;
    const ints = new Int32Array(capacity * ROW);
    if (old > 0) ints.set(this.ints);
    this.ints = ints;
    this.times = new Float64Array(ints.buffer);
    this.freeList = new Int32Array(capacity);
    this.capacity = capacity;
    for (let i = capacity - 1; i >= old; i--) this.freeList[this.freeCount++] = i * ROW;
  }
}
