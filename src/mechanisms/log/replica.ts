/**
 * One copy of a partition: the records it holds, by offset, from `base` up to before `end`. Offsets never change; the beginning is cut
 * off by retention, the end by a leader that does not have it. Two copies agree up to where they fork, since each was once a beginning
 * of the other. Of what was compacted the newest record of each key is left, and holes: places whose records are taken as agreed on.
 * What a copy holds outlives a crash of its broker (it is on its disk).
 */
import { widenInts } from '../../engine/widen.ts';
import type { Records } from './records.ts';

/** In the place of a record that went since a newer one of its key was there. */
const HOLE = -1;

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
  /** From here on there is a place in the ring for every offset; before, only what compaction left, in order. */
  #clean = 0;
  #ring: Int32Array = new Int32Array(64);
  #keptOffsets: number[] = [];
  #kept: number[] = [];

  constructor(records: Records) {
    this.#records = records;
  }

  /** The record at an offset from `base` to `end`; -1 for a hole. */
  at(offset: number): number {
    if (offset >= this.#clean) return this.#ring[offset & (this.#ring.length - 1)]!;
    const k = this.#from(offset);
    return this.#keptOffsets[k] === offset ? this.#kept[k]! : HOLE;
  }

  has(offset: number): boolean {
    return offset >= this.base && offset < this.end;
  }

  /** The first offset from this one on at which there is a record; `end`: none. */
  next(offset: number): number {
    const k = offset < this.#clean ? this.#from(offset) : this.#kept.length;
    if (k < this.#kept.length) return this.#keptOffsets[k]!;
    let at = Math.max(offset, this.#clean);
    while (at < this.end && this.at(at) < 0) at++;
    return at;
  }

  /** Takes up a record behind the last one, or a hole. */
  append(record: number): void {
    if (this.end - this.#clean === this.#ring.length) this.#grow();
    this.#ring[this.end & (this.#ring.length - 1)] = record;
    this.end++;
    if (record < 0) return;
    this.size += this.#records.bytes[record]!;
    this.#records.hold(record);
  }

  /** Of what is before an offset keeps the newest record of each key. How many went. */
  compact(offset: number): number {
    const upTo = Math.min(offset, this.end);
    if (upTo <= this.#clean) return 0;
    const { key } = this.#records;
    const seen = new Set<number>();
    const [offsets, records]: [number[], number[]] = [[], []];
    let went = 0;
    const look = (at: number, record: number): void => {
      if (record < 0) return;
      if (seen.has(key[record]!)) {
        this.#release(record);
        went++;
        return;
      }
      seen.add(key[record]!);
      offsets.push(at);
      records.push(record);
    };
    for (let at = upTo - 1; at >= this.#clean; at--) look(at, this.at(at));
    for (let k = this.#kept.length - 1; k >= 0; k--) look(this.#keptOffsets[k]!, this.#kept[k]!);
    this.#keptOffsets = offsets.reverse();
    this.#kept = records.reverse();
    this.#clean = upTo;
    return went;
  }

  /** Forgets what is before an offset. */
  trim(offset: number): void {
    if (this.base < this.#clean) {
      const k = this.#from(offset);
      for (const record of this.#kept.splice(0, k)) this.#release(record);
      this.#keptOffsets.splice(0, k);
      this.base = Math.max(this.base, Math.min(offset, this.#clean));
    }
    while (this.base < offset && this.base < this.end) this.#release(this.at(this.base++));
    if (this.base < offset) {
      this.base = offset;
      this.end = Math.max(this.end, offset);
    }
    this.#clean = Math.max(this.#clean, this.base);
    this.high = Math.max(this.high, this.base);
  }

  /** Cuts off what is from an offset on; `told` hears of each record before it is let go. */
  cut(offset: number, told: (record: number) => void): void {
    if (offset >= this.end) return;
    this.cuts++;
    while (this.end > offset && this.end > this.base) {
      const record = this.at(--this.end);
      if (this.end < this.#clean) {
        this.#clean = this.end;
        if (record >= 0) {
          this.#kept.pop();
          this.#keptOffsets.pop();
        }
      }
      if (record < 0) continue;
      told(record);
      this.#release(record);
    }
    this.high = Math.min(this.high, this.end);
  }

  /** The first offset at which this copy and another differ, or at which the shorter one ends. */
  fork(other: Replica): number {
    let offset = Math.min(this.end, other.end);
    const least = Math.max(this.base, other.base);
    while (offset > least) {
      const [mine, theirs] = [this.at(offset - 1), other.at(offset - 1)];
      if (mine === theirs || mine < 0 || theirs < 0) break;
      offset--;
    }
    return offset;
  }

  /** The place of the first record that compaction left from an offset on. */
  #from(offset: number): number {
    let [low, high] = [0, this.#kept.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keptOffsets[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #release(record: number): void {
    if (record < 0) return;
    this.size -= this.#records.bytes[record]!;
    this.#records.release(record);
  }

  #grow(): void {
    const old = this.#ring;
    const grown = widenInts(old, old.length * 2);
    for (let offset = this.#clean; offset < this.end; offset++) grown[offset & (grown.length - 1)] = old[offset & (old.length - 1)]!;
    this.#ring = grown;
  }
}
