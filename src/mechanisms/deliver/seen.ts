/**
 * Numbers seen within the last so many ns: the memory behind a de-duplication window. Each is forgotten when its time is over, oldest
 * first, and what comes again is remembered anew only then (as SQS FIFO and Kafka's producer ids do). Number 0 stands for "none" and is
 * never seen.
 */
import { widenFloats, widenInts } from '../../engine/widen.ts';

export class Seen {
  /** How long one is remembered, ns; Infinity: for ever. */
  window: number;
  readonly #known = new Set<number>();
  #numbers: Int32Array = new Int32Array(64);
  #times: Float64Array = new Float64Array(64);
  #head = 0;
  #size = 0;

  constructor(window: number) {
    this.window = window;
  }

  get size(): number {
    return this.#size;
  }

  /** Whether a number came within the window. */
  has(number: number, now: number): boolean {
    this.#forget(now);
    return this.#known.has(number);
  }

  /** Remembers a number from now on; false when it is known already, and then nothing changes. */
  add(number: number, now: number): boolean {
    this.#forget(now);
    if (number === 0) return true;
    if (this.#known.has(number)) return false;
    if (this.#size === this.#numbers.length) this.#grow();
    const at = (this.#head + this.#size++) & (this.#numbers.length - 1);
    this.#numbers[at] = number;
    this.#times[at] = now;
    this.#known.add(number);
    return true;
  }

  clear(): void {
    this.#known.clear();
    this.#head = 0;
    this.#size = 0;
  }

  #forget(now: number): void {
    while (this.#size > 0 && this.#times[this.#head]! + this.window <= now) {
      this.#known.delete(this.#numbers[this.#head]!);
      this.#head = (this.#head + 1) & (this.#numbers.length - 1);
      this.#size--;
    }
  }

  #grow(): void {
    const old = this.#numbers.length;
    this.#numbers = widenInts(this.#numbers, old * 2);
    this.#times = widenFloats(this.#times, old * 2);
    this.#numbers.copyWithin(old, 0, this.#head);
    this.#times.copyWithin(old, 0, this.#head);
  }
}
