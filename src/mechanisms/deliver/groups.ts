/**
 * Message groups: of each group one message at a time may be handed out, in the order in which they came; the others wait behind it
 * until it is acknowledged, dead or dropped (SQS FIFO's message groups; AMQP's single active consumer, for one group). It knows slots
 * and groups only; what waits here is in no waiting line.
 */
import { widenInts } from '../../engine/widen.ts';

const NONE = -1;

export class Groups {
  /** Messages that wait behind another of their group. */
  waiting = 0;
  /** Last of each group that has any. */
  readonly #tails = new Map<number, number>();
  #group: Int32Array = new Int32Array(64);
  #next: Int32Array = new Int32Array(64).fill(NONE);

  /** A message joins its group; whether it is the first and may be handed out. */
  enter(slot: number, group: number): boolean {
    if (slot >= this.#next.length) this.#grow(slot);
    const tail = this.#tails.get(group);
    this.#group[slot] = group;
    this.#next[slot] = NONE;
    this.#tails.set(group, slot);
    if (tail === undefined) return true;
    this.#next[tail] = slot;
    this.waiting++;
    return false;
  }

  /** The first of a group is gone. The one that may be handed out now, or -1. */
  leave(slot: number): number {
    const next = this.#next[slot]!;
    if (next < 0) this.#tails.delete(this.#group[slot]!);
    else this.waiting--;
    return next;
  }

  clear(): void {
    this.#tails.clear();
    this.waiting = 0;
  }

  #grow(slot: number): void {
    const old = this.#next.length;
    let length = old * 2;
    while (length <= slot) length *= 2;
    this.#group = widenInts(this.#group, length);
    this.#next = widenInts(this.#next, length).fill(NONE, old);
  }
}
