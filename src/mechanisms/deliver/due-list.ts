/**
 * Slots in the order in which they fall due: a doubly linked list in columns. What is added mostly falls due last, because
 * waits are mostly equally long, so a place is found from the end in one step; a wait made shorter during the run costs
 * a walk and stays right. One timer for the head serves them all, where a timer for each would leave an event behind
 * for everything that ended early.
 */
import { widenFloats, widenInts } from '../../engine/widen.ts';

/** Marks a slot that is not in the list. */
const APART = -2;
const NONE = -1;

export class DueList {
  size = 0;
  #due: Float64Array = new Float64Array(64);
  #before: Int32Array = new Int32Array(64).fill(APART);
  #after: Int32Array = new Int32Array(64).fill(APART);
  #head = NONE;
  #tail = NONE;

  /** The slot that falls due first (of equals the one added first), or -1. */
  first(): number {
    return this.#head;
  }

  /** The moment at which the first falls due, ns; Infinity when there is none. */
  next(): number {
    return this.#head < 0 ? Number.POSITIVE_INFINITY : this.#due[this.#head]!;
  }

  has(slot: number): boolean {
    return slot < this.#after.length && this.#after[slot] !== APART;
  }

  /** Adds a slot that falls due at a moment in ns, or never (Infinity). It must not be in the list. */
  add(slot: number, due: number): void {
    if (slot >= this.#due.length) this.#grow(slot);
    let before = this.#tail;
    while (before >= 0 && this.#due[before]! > due) before = this.#before[before]!;
    const after = before < 0 ? this.#head : this.#after[before]!;
    this.#due[slot] = due;
    this.#before[slot] = before;
    this.#after[slot] = after;
    if (before < 0) this.#head = slot;
    else this.#after[before] = slot;
    if (after < 0) this.#tail = slot;
    else this.#before[after] = slot;
    this.size++;
  }

  /** Takes a slot out, if it is in. */
  remove(slot: number): void {
    if (!this.has(slot)) return;
    const before = this.#before[slot]!;
    const after = this.#after[slot]!;
    if (before < 0) this.#head = after;
    else this.#after[before] = after;
    if (after < 0) this.#tail = before;
    else this.#before[after] = before;
    this.#after[slot] = APART;
    this.size--;
  }

  clear(): void {
    this.size = 0;
    this.#after.fill(APART);
    this.#head = NONE;
    this.#tail = NONE;
  }

  #grow(slot: number): void {
    const old = this.#due.length;
    let length = old * 2;
    while (length <= slot) length *= 2;
    this.#due = widenFloats(this.#due, length);
    this.#before = widenInts(this.#before, length);
    this.#after = widenInts(this.#after, length).fill(APART, old);
  }
}
