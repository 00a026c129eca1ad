/**
 * The connections of a balancer's clients: one for each session, which carries any number of requests at a time (as HTTP/2 does),
 * until it was idle for too long, reached its age, or carried so many requests. Whoever comes without one opens a new
 * one; when there may be no more, nobody gets in until one that is idle has ended. The table grows with its use.
 */
import { KeyTable } from '../cache/key-table.ts';
import { SlotList } from '../evict/slot-list.ts';

export interface ConnectionSettings {
  /** ns without a request after which a connection ends; 0: never. */
  readonly idle: number;
  /** ns after which a connection is not used again; 0: no limit. */
  readonly life: number;
  /** Requests after which it is not used again; 0: no limit. */
  readonly requests: number;
  /** Open at a time, at most; 0: no limit. */
  readonly most: number;
}

/** Places at most (chosen): beyond, the connection that was idle longest ends. */
const MOST_CONNECTIONS = 1 << 20;
const FIRST_CAPACITY = 1024;

export class Connections {
  settings: ConnectionSettings;
  /** Open now, opened and turned away since the counts were last forgotten. */
  open = 0;
  opened = 0;
  refused = 0;
  #capacity = FIRST_CAPACITY;
  #table = new KeyTable(FIRST_CAPACITY);
  #order = new SlotList(FIRST_CAPACITY);
  #session = new Int32Array(FIRST_CAPACITY);
  #target = new Int32Array(FIRST_CAPACITY);
  #inUse = new Int32Array(FIRST_CAPACITY);
  #carried = new Int32Array(FIRST_CAPACITY);
  #since = new Float64Array(FIRST_CAPACITY);
  #last = new Float64Array(FIRST_CAPACITY);
  #free: number[] = [];
  #used = 0;

  constructor(settings: ConnectionSettings) {
    this.settings = settings;
  }

  /** The session's connection that may carry one more request now, or -1. */
  find(session: number, now: number): number {
    this.#expire(now);
    const slot = this.#table.get(session);
    if (slot < 0) return -1;
    const { life, requests } = this.settings;
    const over = (life > 0 && now - this.#since[slot]! >= life) || (requests > 0 && this.#carried[slot]! >= requests);
    if (!over) return slot;
    if (this.#inUse[slot] === 0) {
      this.#close(slot);
      return -1;
    }
    // Requests under way end on the old one; the session's new one takes over its place.
    this.#renew(slot, now);
    return slot;
  }

  /** Whether it has carried nothing yet: whoever sends the first request opens it. */
  isNew(slot: number): boolean {
    return this.#carried[slot] === 0;
  }

  /** Opens a connection for a session that has none; -1 when there may be no more. */
  connect(session: number, now: number): number {
    const { most } = this.settings;
    if ((most > 0 && this.open >= most) || !this.#room()) {
      this.refused++;
      return -1;
    }
    const slot = this.#free.pop() ?? this.#used++;
    this.#session[slot] = session;
    this.#inUse[slot] = 0;
    this.#table.add(session, slot);
    this.#order.append(slot);
    this.open++;
    this.#renew(slot, now);
    return slot;
  }

  /** A connection that was to be opened was not: its place is free again, unless requests end on it. */
  abort(slot: number): void {
    if (this.#inUse[slot] === 0) this.#close(slot);
  }

  /** A request sets out on a connection; it came to its end. */
  begin(slot: number, now: number): void {
    this.#inUse[slot] = this.#inUse[slot]! + 1;
    this.#carried[slot] = this.#carried[slot]! + 1;
    this.#touch(slot, now);
  }

  end(slot: number, now: number): void {
    this.#inUse[slot] = this.#inUse[slot]! - 1;
    this.#touch(slot, now);
  }

  /** What it leads to, or -1. */
  targetOf(slot: number): number {
    return this.#target[slot]!;
  }

  leadTo(slot: number, target: number): void {
    this.#target[slot] = target;
  }

  /** A target went away: its connections must choose anew. */
  forgetTarget(target: number): void {
    for (let slot = 0; slot < this.#used; slot++) if (this.#target[slot] === target) this.#target[slot] = -1;
  }

  clear(): void {
    this.#table.clear();
    this.#order.clear();
    this.#free = [];
    this.#used = 0;
    this.open = 0;
  }

  #renew(slot: number, now: number): void {
    this.opened++;
    this.#target[slot] = -1;
    this.#carried[slot] = 0;
    this.#since[slot] = now;
    this.#last[slot] = now;
  }

  /** Ends what was idle for too long. The list is in order of last use; one in use goes to its end. */
  #expire(now: number): void {
    const { idle } = this.settings;
    if (idle === 0) return;
    for (let slot = this.#order.first(); slot >= 0 && now - this.#last[slot]! >= idle; slot = this.#order.first()) {
      if (this.#inUse[slot]! > 0) this.#touch(slot, now);
      else this.#close(slot);
    }
  }

  #touch(slot: number, now: number): void {
    this.#last[slot] = now;
    this.#order.remove(slot);
    this.#order.append(slot);
  }

  #close(slot: number): void {
    this.#order.remove(slot);
    this.#table.remove(this.#session[slot]!);
    this.#free.push(slot);
    this.open--;
  }

  /** Makes room for one more, by growing or by ending the one that was idle longest. */
  #room(): boolean {
    if (this.#free.length > 0 || this.#used < this.#capacity) return true;
    if (this.#capacity < MOST_CONNECTIONS) {
      this.#grow();
      return true;
    }
    const oldest = this.#order.first();
    if (this.#inUse[oldest]! > 0) return false;
    this.#close(oldest);
    return true;
  }

  #grow(): void {
    const order: number[] = [];
    for (let slot = this.#order.first(); slot >= 0; slot = this.#order.first()) {
      order.push(slot);
      this.#order.remove(slot);
    }
    this.#capacity *= 2;
    const ints = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(this.#capacity);
      grown.set(old);
      return grown;
    };
    const doubles = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(this.#capacity);
      grown.set(old);
      return grown;
    };
    this.#session = ints(this.#session);
    this.#target = ints(this.#target);
    this.#inUse = ints(this.#inUse);
    this.#carried = ints(this.#carried);
    this.#since = doubles(this.#since);
    this.#last = doubles(this.#last);
    this.#table = new KeyTable(this.#capacity);
    this.#order = new SlotList(this.#capacity);
    for (const slot of order) {
      this.#table.add(this.#session[slot]!, slot);
      this.#order.append(slot);
    }
  }
}
