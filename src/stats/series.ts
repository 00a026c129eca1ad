/**
 * Windowed figures over time: one row per window, a fixed number of columns, all in one Float64Array that doubles.
 *
 * The meter appends a row as each window ends and charts read columns. Rows are never changed afterwards, so a chart
 * may remember how far it has read. What a column means is its owner's business.
 */
import { assert } from '../std/assert.ts';

/** Rows of numbers, appended in order. */
export class Series {
  readonly columns: number;
  /** How many rows it may hold. */
  readonly limit: number;
  private cells: Float64Array;
  private count = 0;

  constructor(columns: number, limit = 1_000_000) {
    assert(Number.isInteger(columns) && columns > 0, 'a series has at least one column');
    this.columns = columns;
    this.limit = limit;
    this.cells = new Float64Array(columns * 16);
  }

  /** How many rows there are. */
  get rows(): number {
    return this.count;
  }

  /** Adds a row of zeros and answers its number, or −1 at the limit (nothing is added then). */
  append(): number {
    if (this.count >= this.limit) return -1;
    if ((this.count + 1) * this.columns > this.cells.length) {
      const grown = new Float64Array(this.cells.length * 2);
      grown.set(this.cells);
      this.cells = grown;
    }
    return this.count++;
  }

  /** Writes one cell of a row that exists. */
  set(row: number, column: number, value: number): void {
    this.cells[this.place(row, column)] = value;
  }

  /** Reads one cell of a row that exists. */
  at(row: number, column: number): number {
    return this.cells[this.place(row, column)]!;
  }

  /** A column's values in rows from…to−1, copied into `into` when it is given and long enough. */
  column(column: number, from = 0, to = this.count, into?: Float64Array): Float64Array {
    const low = Math.max(0, from);
    const length = Math.max(0, Math.min(to, this.count) - low);
    const out = into !== undefined && into.length >= length ? into.subarray(0, length) : new Float64Array(length);
    for (let i = 0; i < length; i++) out[i] = this.cells[(low + i) * this.columns + column]!;
    return out;
  }

  /** Forgets all rows and keeps the storage. */
  clear(): void {
    this.cells.fill(0, 0, this.count * this.columns);
    this.count = 0;
  }

  private place(row: number, column: number): number {
    assert(row >= 0 && row < this.count && column >= 0 && column < this.columns, 'outside the series');
    return row * this.columns + column;
  }
}
