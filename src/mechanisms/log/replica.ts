/**
 * One copy of a partition: the records it holds, by offset, from `base` up to before `end`. Offsets never change; the beginning is cut
 * off by retention, the end by a leader that does not have it. Two copies agree up to where they fork, since each was once a beginning
 * of the other. What a copy holds outlives a crash of its broker (it is on its disk).
 */
import { widenInts } from '../../engine/widen.ts';
import type { Records } from './records.ts';

export class Replica {
  base = 0;
  end = 0;
  /** Offsets before this one are known to be held by every copy in sync: consumers may read them. */
  high = 0;
  /** Bytes that it holds. */
  size = 0;
  /** How often its end was cut off: what was said of it before is void. */
  cuts = 0;
  readonly #records: Records;
  #ring: Int32Array = new Int32Array(64);
  /** 1 for a record of which only the place is left: a newer one of its key is there. */
  #cleaned: Uint8Array = new Uint8Array(64);

  constructor(records: Records) {
    this.#records = records;
  }

  /** The record at an offset that it holds. */
  at(offset: number): number {
    return this.#ring[offset & (this.#ring.length - 1)]!;
  }

  has(offset: number): boolean {
    return offset >= this.base && offset < this.end;
  }

  /** Takes up a record behind the last one; `cleaned`: only its place. */
  append(record: number, cleaned = false): void {
    if (this.end - this.base === this.#ring.length) this.#grow();
    const at = this.end & (this.#ring.length - 1);
    this.#ring[at] = record;
    this.#cleaned[at] = cleaned ? 1 : 0;
    this.end++;
    if (!cleaned) this.size += this.#records.bytes[record]!;
    this.#records.hold(record);
  }

  /** Whether of the record at an offset only its place is left. */
  cleaned(offset: number): boolean {
    return this.#cleaned[offset & (this.#ring.length - 1)] === 1;
  }

  /** Of what is before an offset keeps the newest record of each key. How many went. */
  compact(offset: number): number {
    const seen = new Set<number>();
    let went = 0;
    for (let at = Math.min(offset, this.end) - 1; at >= this.base; at--) {
      if (this.cleaned(at)) continue;
      const record = this.at(at);
      const { key } = this.#records;
      if (!seen.has(key[record]!)) {
        seen.add(key[record]!);
        continue;
      }
      this.#cleaned[at & (this.#ring.length - 1)] = 1;
      this.size -= this.#records.bytes[record]!;
      went++;
    }
    return went;
  }

  /** Forgets what is before an offset. */
  trim(offset: number): void {
    while (this.base < offset && this.base < this.end) this.#release(this.base++);
    if (this.base < offset) {
      this.base = offset;
      this.end = Math.max(this.end, offset);
    }
    this.high = Math.max(this.high, this.base);
  }

  /** Cuts off what is from an offset on; `told` hears of each record before it is let go. */
  cut(offset: number, told: (record: number) => void): void {
    if (offset >= this.end) return;
    this.cuts++;
    while (this.end > offset && this.end > this.base) {
      told(this.at(--this.end));
      this.#release(this.end);
    }
    this.high = Math.min(this.high, this.end);
  }

  /** The first offset at which this copy and another differ, or at which the shorter one ends. */
  fork(other: Replica): number {
    let offset = Math.min(this.end, other.end);
    const least = Math.max(this.base, other.base);
    while (offset > least && this.at(offset - 1) !== other.at(offset - 1)) offset--;
    return offset;
  }

  #release(offset: number): void {
    const record = this.at(offset);
    if (!this.cleaned(offset)) this.size -= this.#records.bytes[record]!;
    this.#records.release(record);
  }

  #grow(): void {
    const old = this.#ring;
    const grown = widenInts(old, old.length * 2);
    const cleaned = new Uint8Array(grown.length);
    for (let offset = this.base; offset < this.end; offset++) {
      grown[offset & (grown.length - 1)] = old[offset & (old.length - 1)]!;
      cleaned[offset & (grown.length - 1)] = this.#cleaned[offset & (old.length - 1)]!;
    }
    this.#ring = grown;
    this.#cleaned = cleaned;
  }
}
