/**
 * The records of a log, as columns with a free list. A record is one message at one offset of one partition; the copies of the
 * partition hold its number, so that "the same record" is the same number wherever it lies. It is forgotten when no copy holds it.
 */
import { widenFloats, widenInts } from '../../engine/widen.ts';

export class Records {
  class: Int32Array = new Int32Array(64);
  key: Int32Array = new Int32Array(64);
  session: Int32Array = new Int32Array(64);
  flags: Int32Array = new Int32Array(64);
  /** Which message it is, 0 when that is not told; its number among those of its key. */
  number: Int32Array = new Int32Array(64);
  order: Int32Array = new Int32Array(64);
  /** When its producer sent it first, ns. */
  made: Float64Array = new Float64Array(64);
  /** When it came to its broker, where it waits to be written, ns. */
  came: Float64Array = new Float64Array(64);
  bytes: Float64Array = new Float64Array(64);
  /** Where it lies in its partition; -1 while it is not written. */
  offset: Int32Array = new Int32Array(64);
  /** The call that waits to hear of it, with its generation; -1: none. */
  row: Int32Array = new Int32Array(64);
  generation: Int32Array = new Int32Array(64);
  /** 1 when its producer was told that it is safe; 1 when it was and is lost all the same. */
  confirmed: Uint8Array = new Uint8Array(64);
  lost: Uint8Array = new Uint8Array(64);
  /** How many copies hold it. */
  copies: Int32Array = new Int32Array(64);
  alive: Uint8Array = new Uint8Array(64);
  /** Records that exist. */
  count = 0;
  #free: Int32Array = new Int32Array(64);
  #freeCount = 0;

  constructor() {
    this.#offer(0, 64);
  }

  /** A new record; the caller fills in what it says. */
  take(): number {
    if (this.#freeCount === 0) this.#grow();
    const record = this.#free[--this.#freeCount]!;
    this.offset[record] = -1;
    this.row[record] = -1;
    this.confirmed[record] = 0;
    this.lost[record] = 0;
    this.copies[record] = 0;
    this.alive[record] = 1;
    this.count++;
    return record;
  }

  /** A copy takes it up. */
  hold(record: number): void {
    this.copies[record] = this.copies[record]! + 1;
  }

  /** A copy lets go of it; true when that was the last, and the record is gone. */
  release(record: number): boolean {
    const left = this.copies[record]! - 1;
    this.copies[record] = left;
    if (left > 0) return false;
    this.free(record);
    return true;
  }

  exists(record: number): boolean {
    return this.alive[record] === 1;
  }

  free(record: number): void {
    this.alive[record] = 0;
    this.#free[this.#freeCount++] = record;
    this.count--;
  }

  #offer(from: number, to: number): void {
    for (let i = to - 1; i >= from; i--) this.#free[this.#freeCount++] = i;
  }

  #grow(): void {
    const old = this.#free.length;
    const length = old * 2;
    for (const name of ['class', 'key', 'session', 'flags', 'number', 'order', 'offset', 'row', 'generation', 'copies'] as const) {
      this[name] = widenInts(this[name], length);
    }
    this.made = widenFloats(this.made, length);
    this.came = widenFloats(this.came, length);
    this.bytes = widenFloats(this.bytes, length);
    this.confirmed = widenBytes(this.confirmed, length);
    this.lost = widenBytes(this.lost, length);
    this.alive = widenBytes(this.alive, length);
    this.#free = widenInts(this.#free, length);
    this.#offer(old, length);
  }
}

function widenBytes(from: Uint8Array, length: number): Uint8Array {
  const to = new Uint8Array(length);
  to.set(from);
  return to;
}
