/**
 * The calls that a breaker looks back on: the last so many of them, or those that ended in the last so many seconds (in ten
 * slices, of which the oldest is dropped as a new one begins: Resilience4j does so with one slice a second).
 */

const SLICES = 10;
const FAILED = 1;
const SLOW = 2;

export class CallWindow {
  calls = 0;
  failures = 0;
  slow = 0;
  /** Calls that fit in at most; Infinity for a window of time. */
  readonly most: number;
  readonly #slice: number;
  /** By calls: how each one ended. */
  readonly #ends: Uint8Array;
  #at = 0;
  /** By time: counts of each slice, and the number of the present one. */
  readonly #counts: Float64Array;
  #now = 0;

  /** `span` in ns; 0: the last `window` calls. */
  constructor(window: number, span: number) {
    this.#slice = span / SLICES;
    this.most = span > 0 ? Number.POSITIVE_INFINITY : window;
    this.#ends = new Uint8Array(span > 0 ? 0 : window);
    this.#counts = new Float64Array(span > 0 ? SLICES * 3 : 0);
  }

  /** A call ended at this moment (ns). */
  add(failed: boolean, slow: boolean, now: number): void {
    if (this.#slice > 0) this.#addAt(Math.floor(now / this.#slice), failed, slow);
    else this.#addToLast(failed, slow);
    this.calls++;
    if (failed) this.failures++;
    if (slow) this.slow++;
  }

  /** So many calls ended well, in a window of calls in which there was no other. */
  addGood(calls: number): void {
    const ends = this.#ends;
    for (let i = 0; i < Math.min(calls, ends.length); i++) ends[(this.#at + i) % ends.length] = 0;
    this.#at = (this.#at + calls) % ends.length;
    this.calls = Math.min(this.most, this.calls + calls);
  }

  clear(): void {
    this.calls = 0;
    this.failures = 0;
    this.slow = 0;
    this.#at = 0;
    this.#counts.fill(0);
  }

  #addToLast(failed: boolean, slow: boolean): void {
    if (this.calls === this.most) {
      const old = this.#ends[this.#at]!;
      this.calls--;
      if ((old & FAILED) !== 0) this.failures--;
      if ((old & SLOW) !== 0) this.slow--;
    }
    this.#ends[this.#at] = (failed ? FAILED : 0) | (slow ? SLOW : 0);
    this.#at = (this.#at + 1) % this.#ends.length;
  }

  #addAt(slice: number, failed: boolean, slow: boolean): void {
    const counts = this.#counts;
    for (let gone = Math.max(this.#now + 1, slice - SLICES + 1); gone <= slice; gone++) {
      const at = (gone % SLICES) * 3;
      this.calls -= counts[at]!;
      this.failures -= counts[at + 1]!;
      this.slow -= counts[at + 2]!;
      counts.fill(0, at, at + 3);
    }
    this.#now = Math.max(this.#now, slice);
    const at = (slice % SLICES) * 3;
    counts[at] = counts[at]! + 1;
    if (failed) counts[at + 1] = counts[at + 1]! + 1;
    if (slow) counts[at + 2] = counts[at + 2]! + 1;
  }
}
