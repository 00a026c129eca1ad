/** A doubly linked list of slots in two columns, with a sentinel: the order in which things were used or came. */
export class SlotList {
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #end: number;

  constructor(capacity: number) {
    this.#before = new Int32Array(capacity + 1);
    this.#after = new Int32Array(capacity + 1);
    this.#end = capacity;
    this.clear();
  }

  /** The oldest slot; -1 when the list is empty. */
  first(): number {
    const slot = this.#after[this.#end]!;
    return slot === this.#end ? -1 : slot;
  }

  /** The one that came after a slot in the list; -1: none. */
  next(slot: number): number {
    const next = this.#after[slot]!;
    return next === this.#end ? -1 : next;
  }

  append(slot: number): void {
    const last = this.#before[this.#end]!;
    this.#after[last] = slot;
    this.#before[slot] = last;
    this.#after[slot] = this.#end;
    this.#before[this.#end] = slot;
  }

  remove(slot: number): void {
    const before = this.#before[slot]!;
    const after = this.#after[slot]!;
    this.#after[before] = after;
    this.#before[after] = before;
  }

  clear(): void {
    this.#before[this.#end] = this.#end;
    this.#after[this.#end] = this.#end;
  }
}
