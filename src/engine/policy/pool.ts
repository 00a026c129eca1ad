/**
 * A connection pool: each instance of the caller may have so many calls open on a link at once; more wait their turn in
 * order, and give up after a while. The engine keeps the rows; the pool keeps the counts and the line.
 */
import { NEXT, ORIGIN, type Requests } from '../requests.ts';

export class Pool {
  readonly size: number;
  /** ns a call may wait for a connection. */
  longestWait: number;
  /** Calls open and waiting, over all instances of the caller, and the most ever open at one of them. */
  used = 0;
  waiting = 0;
  maxUsed = 0;
  waits = 0;
  rejected = 0;
  /** Connections of each instance that are lost, and come back to nobody. */
  lost = 0;
  readonly firstCaller: number;
  /** Calls open by instance of the caller. */
  readonly open: Int32Array;
  readonly #head: Int32Array;
  readonly #tail: Int32Array;

  constructor(size: number, longestWait: number, firstCaller: number, callers: number) {
    this.size = size;
    this.longestWait = longestWait;
    this.firstCaller = firstCaller;
    this.open = new Int32Array(callers);
    this.#head = new Int32Array(callers).fill(-1);
    this.#tail = new Int32Array(callers).fill(-1);
  }

  /** Nobody waits for a connection. */
  get idle(): boolean {
    return this.waiting === 0;
  }

  /** Connections of all instances of the caller together. */
  get room(): number {
    return this.size * this.open.length;
  }

  /** The warm-up is over: counts start anew; what is open stays open. */
  resetCounts(): void {
    this.waits = 0;
    this.rejected = 0;
    this.maxUsed = 0;
    for (const open of this.open) if (open > this.maxUsed) this.maxUsed = open;
  }

  /** Takes a connection for a caller's instance; false when all are taken. */
  take(caller: number): boolean {
    const i = caller - this.firstCaller;
    if (this.open[i]! >= this.size - this.lost) return false;
    const open = this.open[i]! + 1;
    this.open[i] = open;
    this.used++;
    if (open > this.maxUsed) this.maxUsed = open;
    return true;
  }

  /** Puts a row at the end of its caller's line. */
  wait(row: number, requests: Requests): void {
    const i = requests.ints[row + ORIGIN]! - this.firstCaller;
    requests.ints[row + NEXT] = -1;
    const tail = this.#tail[i]!;
    if (tail < 0) this.#head[i] = row;
    else requests.ints[tail + NEXT] = row;
    this.#tail[i] = row;
    this.waiting++;
    this.waits++;
  }

  /** Gives a connection back; the row that gets it next, or -1. It stays counted as used when handed on. */
  release(caller: number, requests: Requests): number {
    const i = caller - this.firstCaller;
    const row = this.#head[i]!;
    // One more than there is room for now is not handed on.
    if (row < 0 || this.open[i]! > this.size - this.lost) {
      this.open[i] = this.open[i]! - 1;
      this.used--;
      return -1;
    }
    return this.#first(i, requests);
  }

  /** A row that waits where there is room, and now has a connection; -1 when there is none. To be asked after `lost` shrank. */
  next(requests: Requests): number {
    for (let i = 0; i < this.open.length; i++) {
      if (this.#head[i]! >= 0 && this.take(i + this.firstCaller)) return this.#first(i, requests);
    }
    return -1;
  }

  /** Takes the first row out of a line. */
  #first(i: number, requests: Requests): number {
    const row = this.#head[i]!;
    this.#head[i] = requests.ints[row + NEXT]!;
    if (this.#head[i]! < 0) this.#tail[i] = -1;
    requests.ints[row + NEXT] = -1;
    this.waiting--;
    return row;
  }

  /** Takes a waiting row out of the line. */
  leave(row: number, requests: Requests): void {
    const i = requests.ints[row + ORIGIN]! - this.firstCaller;
    let before = -1;
    for (let at = this.#head[i]!; at >= 0; before = at, at = requests.ints[at + NEXT]!) {
      if (at !== row) continue;
      const after = requests.ints[at + NEXT]!;
      if (before < 0) this.#head[i] = after;
      else requests.ints[before + NEXT] = after;
      if (after < 0) this.#tail[i] = before;
      requests.ints[row + NEXT] = -1;
      this.waiting--;
      return;
    }
  }
}
