/**
 * SIEVE (Zhang et al., NSDI 2024): entries stand in the order in which they came; use only marks them. A hand moves from the oldest
 * towards the newest, takes marks away and stops at the first entry without one: that one goes. Popular entries so stay without
 * being moved, and what is asked for once goes soon.
 */
import type { Eviction } from './eviction.ts';
import { SlotList } from './slot-list.ts';

export class Sieve implements Eviction {
  readonly #list: SlotList;
  readonly #visited: Uint8Array;
  /** Where the hand stands; -1: before the oldest. */
  #hand = -1;

  constructor(capacity: number) {
    this.#list = new SlotList(capacity);
    this.#visited = new Uint8Array(capacity);
  }

  added(slot: number): void {
    this.#visited[slot] = 0;
    this.#list.append(slot);
  }

  touched(slot: number): void {
    this.#visited[slot] = 1;
  }

  removed(slot: number): void {
    if (slot === this.#hand) this.#hand = this.#list.next(slot);
    this.#list.remove(slot);
  }

  victim(): number {
    let at = this.#hand < 0 ? this.#list.first() : this.#hand;
    while (at >= 0 && this.#visited[at] === 1) {
      this.#visited[at] = 0;
      at = this.#list.next(at);
      if (at < 0) at = this.#list.first();
    }
    this.#hand = at;
    return at;
  }

  clear(): void {
    this.#list.clear();
    this.#hand = -1;
  }
}
