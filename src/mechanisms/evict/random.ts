/** Eviction of any entry, each with the same chance: no bookkeeping on use, and no pattern of requests that it is worst at. */
import type { Stream } from '../../std/random.ts';
import type { Eviction } from './eviction.ts';

export class RandomEviction implements Eviction {
  readonly #luck: Stream;
  /** Slots in use, in no order, and where each stands. */
  readonly #slots: Int32Array;
  readonly #place: Int32Array;
  #size = 0;

  constructor(capacity: number, luck: Stream) {
    this.#luck = luck;
    this.#slots = new Int32Array(capacity);
    this.#place = new Int32Array(capacity);
  }

  added(slot: number): void {
    this.#place[slot] = this.#size;
    this.#slots[this.#size++] = slot;
  }

  touched(): void {}

  removed(slot: number): void {
    const last = this.#slots[--this.#size]!;
    const hole = this.#place[slot]!;
    this.#slots[hole] = last;
    this.#place[last] = hole;
  }

  victim(): number {
    return this.#size === 0 ? -1 : this.#slots[this.#luck.below(this.#size)]!;
  }

  clear(): void {
    this.#size = 0;
  }
}
