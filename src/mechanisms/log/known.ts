/**
 * The records that producers brought last, by the numbers of their calls, so that one that is sent again is recognised. It remembers
 * so many, oldest forgotten first (a broker remembers the last few batches of each producer).
 */
import { IntRing } from '../../std/ring.ts';
import type { Records } from './records.ts';

/** Records remembered (chosen: far more than can be on their way). */
const MOST = 1 << 16;

export class Known {
  readonly #records = new Map<number, number>();
  readonly #turn = new IntRing();

  add(number: number, record: number): void {
    if (number === 0) return;
    if (!this.#records.has(number)) this.#turn.push(number);
    this.#records.set(number, record);
    if (this.#turn.length > MOST) this.#records.delete(this.#turn.shift());
  }

  /** The record that a call brought, if it still exists; else −1. */
  find(number: number, records: Records): number {
    const record = this.#records.get(number);
    return record !== undefined && records.exists(record) && records.number[record] === number ? record : -1;
  }
}
