/**
 * Waiting lines of a broker: one for every set of consumers, all over the same slots. Each is first in, first out by the
 * moment at which a message became visible; numbers given at entry tell which of two heads waits longer. A message
 * can be taken out of the middle, for it may be acknowledged late while it waits to be delivered again.
 */
import { widenFloats, widenInts } from '../../engine/widen.ts';

const APART = -2;
const NONE = -1;

export class Lines {
  /** Messages waiting in all lines. */
  waiting = 0;
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  #line: Int32Array = new Int32Array(64);
  #before: Int32Array = new Int32Array(64);
  #after: Int32Array = new Int32Array(64).fill(APART);
  #entered: Float64Array = new Float64Array(64);
  #since: Float64Array = new Float64Array(64);
  #entries = 0;

  constructor(lines: number) {
    this.#heads = new Int32Array(lines).fill(NONE);
    this.#tails = new Int32Array(lines).fill(NONE);
  }

  /** How many lines there are. */
  get count(): number {
    return this.#heads.length;
  }

  /** The one that waits longest in a line, or -1. */
  head(line: number): number {
    return this.#heads[line]!;
  }

  /** The one that waits longest of all, or -1. */
  oldest(): number {
    let oldest = NONE;
    for (let line = 0; line < this.#heads.length; line++) {
      const head = this.#heads[line]!;
      if (head >= 0 && (oldest < 0 || this.before(head, oldest))) oldest = head;
    }
    return oldest;
  }

  /** Whether `a` entered its line before `b` entered its own. */
  before(a: number, b: number): boolean {
    return this.#entered[a]! < this.#entered[b]!;
  }

  /** Since when a waiting one waits, ns. */
  since(slot: number): number {
    return this.#since[slot]!;
  }

  /** Puts a slot at the end of a line. It must be in none. */
  append(line: number, slot: number, now: number): void {
    if (slot >= this.#after.length) this.#grow(slot);
    const tail = this.#tails[line]!;
    this.#line[slot] = line;
    this.#before[slot] = tail;
    this.#after[slot] = NONE;
    this.#entered[slot] = this.#entries++;
    this.#since[slot] = now;
    if (tail < 0) this.#heads[line] = slot;
    else this.#after[tail] = slot;
    this.#tails[line] = slot;
    this.waiting++;
  }

  /** Takes a slot out of its line, if it is in one. */
  remove(slot: number): void {
    if (slot >= this.#after.length || this.#after[slot] === APART) return;
    const line = this.#line[slot]!;
    const before = this.#before[slot]!;
    const after = this.#after[slot]!;
    if (before < 0) this.#heads[line] = after;
    else this.#after[before] = after;
    if (after < 0) this.#tails[line] = before;
    else this.#before[after] = before;
    this.#after[slot] = APART;
    this.waiting--;
  }

  clear(): void {
    this.#heads.fill(NONE);
    this.#tails.fill(NONE);
    this.#after.fill(APART);
    this.waiting = 0;
  }

  #grow(slot: number): void {
    const old = this.#after.length;
    let length = old * 2;
    while (length <= slot) length *= 2;
    this.#line = widenInts(this.#line, length);
    this.#before = widenInts(this.#before, length);
    this.#after = widenInts(this.#after, length).fill(APART, old);
    this.#entered = widenFloats(this.#entered, length);
    this.#since = widenFloats(this.#since, length);
  }
}
