/** Log positions on their way, first in first out, in a ring that grows to the longest it has been. Floats, because a long run may have more than 2^31 of them. */
import { widenFloats } from '../../engine/widen.ts';

export class PositionQueue {
  #items: Float64Array = new Float64Array(16);
  #head = 0;
  #size = 0;

  get length(): number {
    return this.#size;
  }

  push(position: number): void {
    if (this.#size === this.#items.length) this.#grow();
    this.#items[(this.#head + this.#size) & (this.#items.length - 1)] = position;
    this.#size++;
  }

  /** Takes the oldest. It must not be empty. */
  shift(): number {
    const item = this.#items[this.#head]!;
    this.#head = (this.#head + 1) & (this.#items.length - 1);
    this.#size--;
    return item;
  }

  clear(): void {
    this.#head = 0;
    this.#size = 0;
  }

  #grow(): void {
    const old = this.#items.length;
    const grown = widenFloats(this.#items, old * 2);
    // What had wrapped round goes behind the rest.
    grown.copyWithin(old, 0, this.#head);
    this.#items = grown;
  }
}
