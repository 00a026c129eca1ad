/**
 * Which target a session was given: a table of a bounded number of sessions. An entry ends a fixed time after it was made (as a
 * cookie's does) or after it was last used (as a balancer's own table has it); when all places are taken, the entry
 * that was used longest ago goes.
 */
import { KeyTable } from '../cache/key-table.ts';
import { SlotList } from '../evict/slot-list.ts';

/** Entries kept (chosen; a stick table of HAProxy is sized by hand, 1 M entries being common). */
const MOST_ENTRIES = 1 << 17;

export class SessionTable {
  readonly #table: KeyTable;
  readonly #order: SlotList;
  readonly #sessions: Int32Array;
  readonly #targets: Int32Array;
  readonly #since: Float64Array;
  readonly #renews: boolean;
  #used = 0;

  /** With `renews`, an entry's time runs from its last use. */
  constructor(renews: boolean, capacity = MOST_ENTRIES) {
    this.#renews = renews;
    this.#table = new KeyTable(capacity);
    this.#order = new SlotList(capacity);
    this.#sessions = new Int32Array(capacity);
    this.#targets = new Int32Array(capacity);
    this.#since = new Float64Array(capacity);
  }

  /** The target of a session at this moment, or -1 when it has none or its time (ns; 0: no end) is over. */
  get(session: number, now: number, time: number): number {
    const slot = this.#table.get(session);
    if (slot < 0 || (time > 0 && now - this.#since[slot]! >= time)) return -1;
    this.#touch(slot);
    if (this.#renews) this.#since[slot] = now;
    return this.#targets[slot]!;
  }

  set(session: number, target: number, now: number): void {
    const slot = this.#slotFor(session);
    this.#targets[slot] = target;
    this.#since[slot] = now;
  }

  clear(): void {
    this.#table.clear();
    this.#order.clear();
    this.#used = 0;
  }

  #slotFor(session: number): number {
    const known = this.#table.get(session);
    if (known >= 0) {
      this.#touch(known);
      return known;
    }
    let slot = this.#used;
    if (slot < this.#sessions.length) this.#used++;
    else {
      slot = this.#order.first();
      this.#order.remove(slot);
      this.#table.remove(this.#sessions[slot]!);
    }
    this.#sessions[slot] = session;
    this.#table.add(session, slot);
    this.#order.append(slot);
    return slot;
  }

  #touch(slot: number): void {
    this.#order.remove(slot);
    this.#order.append(slot);
  }
}
