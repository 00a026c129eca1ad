/**
 * A double-ended queue of 32-bit integers in one typed array: the waiting line of every station.
 *
 * The array is a power of two and doubles until the limit; it never shrinks, so a queue that has been long once
 * allocates no more. Holds handles (indices into columns), never objects.
 */
import { assert } from './assert.ts';

/** The largest limit a ring may have. */
const RING_MAX = 1 << 24;

/** A growable ring of int32. */
export class IntRing {
  readonly limit: number;
  private items: Int32Array;
  private head = 0;
  private size = 0;

  /** `limit` is how many items it may hold, 0…2^24. */
  constructor(limit = RING_MAX) {
    assert(Number.isInteger(limit) && limit >= 0 && limit <= RING_MAX, 'a ring holds from 0 to 2^24 items');
    this.limit = limit;
    this.items = new Int32Array(8);
  }

  /** How many items are in it. */
  get length(): number {
    return this.size;
  }

  /** Adds at the back; false, and nothing happens, when it is full. */
  push(item: number): boolean {
    if (this.size === this.items.length || this.size >= this.limit) {
      if (!this.grow()) return false;
    }
    this.items[(this.head + this.size) & (this.items.length - 1)] = item;
    this.size++;
    return true;
  }

  /** Adds at the front; false, and nothing happens, when it is full. */
  unshift(item: number): boolean {
    if (this.size === this.items.length || this.size >= this.limit) {
      if (!this.grow()) return false;
    }
    this.head = (this.head - 1) & (this.items.length - 1);
    this.items[this.head] = item;
    this.size++;
    return true;
  }

  /** Takes from the front. It must not be empty. */
  shift(): number {
    assert(this.size > 0, 'took from an empty ring');
    const item = this.items[this.head]!;
    this.head = (this.head + 1) & (this.items.length - 1);
    this.size--;
    return item;
  }

  /** Takes from the back. It must not be empty. */
  pop(): number {
    assert(this.size > 0, 'took from an empty ring');
    this.size--;
    return this.items[(this.head + this.size) & (this.items.length - 1)]!;
  }

  /** The item at a place counted from the front, 0…length−1. */
  at(index: number): number {
    assert(index >= 0 && index < this.size, 'looked beyond the end of a ring');
    return this.items[(this.head + index) & (this.items.length - 1)]!;
  }

  /** Takes out the item at a place, closing the gap; the order of the others stays. Costs the shorter side. */
  removeAt(index: number): number {
    const item = this.at(index);
    const mask = this.items.length - 1;
    if (index < this.size >> 1) {
      for (let i = index; i > 0; i--) this.items[(this.head + i) & mask] = this.items[(this.head + i - 1) & mask]!;
      this.head = (this.head + 1) & mask;
    } else {
      for (let i = index; i < this.size - 1; i++) this.items[(this.head + i) & mask] = this.items[(this.head + i + 1) & mask]!;
    }
    this.size--;
    return item;
  }

  /** The place of the first occurrence, counted from the front, or −1. */
  indexOf(item: number): number {
    const mask = this.items.length - 1;
    for (let i = 0; i < this.size; i++) if (this.items[(this.head + i) & mask] === item) return i;
    return -1;
  }

  /** Forgets all items and keeps the storage. */
  clear(): void {
    this.head = 0;
    this.size = 0;
  }

  private grow(): boolean {
    if (this.size >= this.limit) return false;
    const grown = new Int32Array(this.items.length * 2);
    for (let i = 0; i < this.size; i++) grown[i] = this.items[(this.head + i) & (this.items.length - 1)]!;
    this.items = grown;
    this.head = 0;
    return true;
  }
}
