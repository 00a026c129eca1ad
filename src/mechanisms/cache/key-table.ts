/**
 * A table from whole-number keys to slots 0 … capacity-1: open addressing with linear probing and backward-shift deletion
 * (Knuth, "The Art of Computer Programming" 3, section 6.4, algorithm R). Fixed size, at most half full; no allocation.
 */
import { mix32 } from '../../std/random.ts';

const EMPTY = -1;

export class KeyTable {
  readonly #keys: Int32Array;
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** For at most `capacity` keys. */
  constructor(capacity: number) {
    let size = 16;
    while (size < capacity * 2) size *= 2;
    this.#keys = new Int32Array(size);
    this.#slots = new Int32Array(size).fill(EMPTY);
    this.#mask = size - 1;
  }

  /** The slot of a key, or -1. */
  get(key: number): number {
    for (let i = this.#home(key); this.#slots[i] !== EMPTY; i = (i + 1) & this.#mask) {
      if (this.#keys[i] === key) return this.#slots[i]!;
    }
    return -1;
  }

  /** Sets the slot of a key that is not in the table. */
  add(key: number, slot: number): void {
    let i = this.#home(key);
    while (this.#slots[i] !== EMPTY) i = (i + 1) & this.#mask;
    this.#keys[i] = key;
    this.#slots[i] = slot;
  }

  /** Takes a key out, if it is there. */
  remove(key: number): void {
    let i = this.#home(key);
    while (this.#slots[i] !== EMPTY && this.#keys[i] !== key) i = (i + 1) & this.#mask;
    if (this.#slots[i] === EMPTY) return;
    this.#close(i);
  }

  clear(): void {
    this.#slots.fill(EMPTY);
  }

  /** Moves later entries of the same run forward, so that no search is cut short by the gap. */
  #close(gap: number): void {
    let hole = gap;
    for (let i = (hole + 1) & this.#mask; this.#slots[i] !== EMPTY; i = (i + 1) & this.#mask) {
      const distance = (i - this.#home(this.#keys[i]!)) & this.#mask;
      if (distance < ((i - hole) & this.#mask)) continue;
      this.#keys[hole] = this.#keys[i]!;
      this.#slots[hole] = this.#slots[i]!;
      hole = i;
    }
    this.#slots[hole] = EMPTY;
  }

  #home(key: number): number {
    return mix32(key, 0) & this.#mask;
  }
}
