/**
 * A table of connections with a limited number of places: each stays until nothing was heard of it for the idle time. Since that
 * time is the same for all, those that end first are those used longest ago, so ended ones are found at one end of a list.
 */
import { KeyTable } from '../cache/key-table.ts';
import { SlotList } from '../evict/slot-list.ts';

export class FlowTable {
  /** ns without use after which a connection is forgotten. */
  idle: number;
  /** Places taken, those of connections included that ended since the last look. */
  size = 0;
  /** Place of the connection last asked about or taken in, or -1: its owner may note things by it. */
  slot = -1;
  readonly capacity: number;
  readonly #table: KeyTable;
  readonly #order: SlotList;
  readonly #keys: Int32Array;
  readonly #used: Float64Array;
  readonly #free: Int32Array;

  constructor(capacity: number, idle: number) {
    this.capacity = capacity;
    this.idle = idle;
    this.#table = new KeyTable(capacity);
    this.#order = new SlotList(capacity);
    this.#keys = new Int32Array(capacity);
    this.#used = new Float64Array(capacity);
    this.#free = new Int32Array(capacity);
    this.clear();
  }

  /** Whether a connection is in the table; if so, it is used now. */
  uses(flow: number, now: number): boolean {
    this.expire(now);
    const slot = this.#table.get(flow);
    this.slot = slot;
    if (slot < 0) return false;
    this.#order.remove(slot);
    this.#order.append(slot);
    this.#used[slot] = now;
    return true;
  }

  /** Takes in a connection; false when there is no place. One that is in already is used now. */
  opens(flow: number, now: number): boolean {
    if (this.uses(flow, now)) return true;
    if (this.size === this.capacity) return false;
    const slot = this.#free[this.capacity - ++this.size]!;
    this.slot = slot;
    this.#table.add(flow, slot);
    this.#keys[slot] = flow;
    this.#used[slot] = now;
    this.#order.append(slot);
    return true;
  }

  /** Forgets those that were idle for too long. */
  expire(now: number): void {
    for (let slot = this.#order.first(); slot >= 0 && now - this.#used[slot]! >= this.idle; slot = this.#order.first()) {
      this.#order.remove(slot);
      this.#table.remove(this.#keys[slot]!);
      this.#free[this.capacity - this.size--] = slot;
    }
  }

  clear(): void {
    this.#table.clear();
    this.#order.clear();
    this.size = 0;
    for (let i = 0; i < this.capacity; i++) this.#free[i] = i;
  }
}
