/**
 * Users who did something suspicious: how often within a window, and until when they are blocked. For a bounded number of users;
 * when all places are taken, the one that did something suspicious longest ago is forgotten.
 */
import { KeyTable } from '../cache/key-table.ts';
import { SlotList } from '../evict/slot-list.ts';

/** Users remembered (chosen). */
const MOST_OFFENDERS = 65_536;

export class Offenders {
  /** Suspicious requests within the window (ns) that make an offence. */
  threshold = 1;
  window = Infinity;
  readonly #table: KeyTable;
  readonly #order: SlotList;
  readonly #users: Int32Array;
  readonly #count: Int32Array;
  readonly #since: Float64Array;
  readonly #until: Float64Array;
  #used = 0;

  constructor(capacity = MOST_OFFENDERS) {
    this.#table = new KeyTable(capacity);
    this.#order = new SlotList(capacity);
    this.#users = new Int32Array(capacity);
    this.#count = new Int32Array(capacity);
    this.#since = new Float64Array(capacity);
    this.#until = new Float64Array(capacity);
  }

  /** Notes something suspicious of a user; true when that makes an offence, and the counting begins anew. */
  suspect(user: number, now: number): boolean {
    const slot = this.#slotOf(user);
    if (now - this.#since[slot]! >= this.window) {
      this.#since[slot] = now;
      this.#count[slot] = 0;
    }
    this.#count[slot] = this.#count[slot]! + 1;
    if (this.#count[slot]! < this.threshold) return false;
    this.#count[slot] = 0;
    return true;
  }

  /** Blocks a user until a moment, ns. */
  block(user: number, until: number): void {
    this.#until[this.#slotOf(user)] = until;
  }

  isBlocked(user: number, now: number): boolean {
    const slot = this.#table.get(user);
    return slot >= 0 && now < this.#until[slot]!;
  }

  /** How many users are blocked at this moment. */
  blocked(now: number): number {
    let count = 0;
    for (let slot = 0; slot < this.#used; slot++) if (now < this.#until[slot]!) count++;
    return count;
  }

  clear(): void {
    this.#table.clear();
    this.#order.clear();
    this.#used = 0;
  }

  #slotOf(user: number): number {
    const known = this.#table.get(user);
    if (known >= 0) {
      this.#order.remove(known);
      this.#order.append(known);
      return known;
    }
    let slot = this.#used;
    if (slot < this.#users.length) this.#used++;
    else {
      slot = this.#order.first();
      this.#order.remove(slot);
      this.#table.remove(this.#users[slot]!);
    }
    this.#users[slot] = user;
    this.#count[slot] = 0;
    this.#since[slot] = -Infinity;
    this.#until[slot] = -Infinity;
    this.#table.add(user, slot);
    this.#order.append(slot);
    return slot;
  }
}
