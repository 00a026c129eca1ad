/** Eviction by order: least recently used, or first in first out (the same list, not moved on use). */
import type { Eviction } from './eviction.ts';
import { SlotList } from './slot-list.ts';

export class Recency implements Eviction {
  readonly #list: SlotList;
  readonly #moves: boolean;

  /** `moves`: use moves an entry to the young end (LRU); otherwise only its arrival counts (FIFO). */
  constructor(capacity: number, moves: boolean) {
    this.#list = new SlotList(capacity);
    this.#moves = moves;
  }

  added(slot: number): void {
    this.#list.append(slot);
  }

  touched(slot: number): void {
    if (!this.#moves) return;
    this.#list.remove(slot);
    this.#list.append(slot);
  }

  removed(slot: number): void {
    this.#list.remove(slot);
  }

  victim(): number {
    return this.#list.first();
  }

  clear(): void {
    this.#list.clear();
  }
}
