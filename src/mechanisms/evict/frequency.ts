/**
 * Eviction of the least frequently used entry; among equals the one used longest ago. A binary heap over (uses, time of
 * last use): logarithmic, without allocation. Counts do not age, as in plain LFU: old favourites stay for long.
 */
import type { Eviction } from './eviction.ts';

export class Frequency implements Eviction {
  readonly #uses: Float64Array;
  readonly #used: Float64Array;
  readonly #heap: Int32Array;
  readonly #place: Int32Array;
  #size = 0;
  #clock = 0;

  constructor(capacity: number) {
    this.#uses = new Float64Array(capacity);
    this.#used = new Float64Array(capacity);
    this.#heap = new Int32Array(capacity);
    this.#place = new Int32Array(capacity);
  }

  added(slot: number): void {
    this.#uses[slot] = 1;
    this.#used[slot] = this.#clock++;
    this.#put(this.#size++, slot);
    this.#rise(this.#size - 1);
  }

  touched(slot: number): void {
    this.#uses[slot] = this.#uses[slot]! + 1;
    this.#used[slot] = this.#clock++;
    this.#sink(this.#place[slot]!);
  }

  removed(slot: number): void {
    const i = this.#place[slot]!;
    const last = this.#heap[--this.#size]!;
    if (last === slot) return;
    this.#put(i, last);
    this.#rise(i);
    this.#sink(this.#place[last]!);
  }

  victim(): number {
    return this.#size === 0 ? -1 : this.#heap[0]!;
  }

  clear(): void {
    this.#size = 0;
  }

  #put(i: number, slot: number): void {
    this.#heap[i] = slot;
    this.#place[slot] = i;
  }

  #less(a: number, b: number): boolean {
    const difference = this.#uses[a]! - this.#uses[b]!;
    return difference < 0 || (difference === 0 && this.#used[a]! < this.#used[b]!);
  }

  #rise(from: number): void {
    let i = from;
    const slot = this.#heap[i]!;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#less(slot, this.#heap[parent]!)) break;
      this.#put(i, this.#heap[parent]!);
      i = parent;
    }
    this.#put(i, slot);
  }

  #sink(from: number): void {
    let i = from;
    const slot = this.#heap[i]!;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#less(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      if (!this.#less(this.#heap[child]!, slot)) break;
      this.#put(i, this.#heap[child]!);
      i = child;
    }
    this.#put(i, slot);
  }
}
