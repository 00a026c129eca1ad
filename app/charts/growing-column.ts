/**
 * Columns that charts compute from the run's windows. They grow with the run and are never computed again from the
 * start: each new window adds one number.
 */
import { at } from './numbers.ts';

const ROOM_AT_FIRST = 256;

/** Numbers, one for each window. */
export class GrowingColumn {
  length = 0;
  #numbers = new Float64Array(ROOM_AT_FIRST);

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const grown = new Float64Array(this.#numbers.length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.length++] = value;
  }

  clear(): void {
    this.length = 0;
  }

  /** All numbers so far. A view: valid until the next push. */
  view(): Float64Array {
    return this.#numbers.subarray(0, this.length);
  }
}

/** Sum of counts over the last `windows` windows; exact, as the counts are whole numbers. */
export class TrailingSum {
  sum = 0;
  readonly #windows: number;

  constructor(windows: number) {
    this.#windows = windows;
  }

  /** Moves on to window `index` of the counts. @returns the new sum. */
  take(counts: Float64Array, index: number): number {
    const gone = index - this.#windows;
    this.sum += count(counts, index) - (gone < 0 ? 0 : count(counts, gone));
    return this.sum;
  }

  clear(): void {
    this.sum = 0;
  }
}

/** A count that was not measured adds nothing. */
function count(counts: Float64Array, index: number): number {
  const value = at(counts, index);
  return Number.isNaN(value) ? 0 : value;
}
