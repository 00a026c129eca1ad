/**
 * Who belongs to a chain: a configuration master beside it hears heartbeats, leaves out who has missed so many, and lets who is back
 * copy everything and join behind the tail. Of two sides of a cut it hears the larger, of equal ones that of the first in the chain.
 * Members and callers on its side learn at once what it decides.
 */
import { suspectedAt } from '../../detect/heartbeat.ts';

export interface MasterSettings {
  /** ns between heartbeats, and how many in a row may be missed. */
  readonly heartbeat: number;
  readonly misses: number;
  /** ns that a copy of everything takes. */
  readonly copying: number;
}

export interface Ruled {
  readonly order: readonly number[];
  leaveOut(i: number): void;
  join(i: number): void;
  again(): void;
}

export interface MasterSurroundings {
  now(): number;
  wake(delay: number, what: number, a: number): void;
  isAwake(i: number): boolean;
  /** Messages pass between two members, both ways. */
  connected(i: number, j: number): boolean;
}

/** The master's events: `a` names the member and the wait that it belongs to. */
const SUSPECTED = 0;
const COPIED = 1;
export const MASTER_EVENTS = 2;

const MOST_MEMBERS = 64;
const NEVER = Number.POSITIVE_INFINITY;

export class Master {
  settings: MasterSettings;
  /** How often somebody was left out. */
  repairs = 0;
  readonly #around: MasterSurroundings;
  readonly #chain: Ruled;
  readonly #members: number;
  /** When each was heard no more, ns; counts its waits, so that those that are over are void. */
  readonly #lostAt: number[];
  readonly #waits: number[];
  readonly #copying: boolean[];

  constructor(members: number, around: MasterSurroundings, chain: Ruled, settings: MasterSettings) {
    this.#members = members;
    this.#around = around;
    this.#chain = chain;
    this.settings = settings;
    this.#lostAt = Array.from({ length: members }, () => NEVER);
    this.#waits = Array.from({ length: members }, () => 0);
    this.#copying = Array.from({ length: members }, () => false);
  }

  /** To be told when members or the network may have changed. */
  review(): void {
    for (let i = 0; i < this.#members; i++) {
      const heard = this.#hears(i);
      if (heard && this.#lostAt[i] !== NEVER) this.#found(i);
      else if (!heard && this.#lostAt[i] === NEVER) this.#lose(i);
    }
    this.#readmit();
    this.#chain.again();
  }

  event(what: number, a: number): void {
    const i = a % MOST_MEMBERS;
    if (Math.floor(a / MOST_MEMBERS) !== this.#waits[i]) return;
    if (what === SUSPECTED) this.#leaveOut(i);
    else if (what === COPIED) {
      this.#copying[i] = false;
      if (this.#serving()) this.#chain.join(i);
    }
  }

  /** A member that was not heard for so long knows that it may have been left out: its lease is over. */
  isOnItsOwn(i: number): boolean {
    const lostAt = this.#lostAt[i]!;
    return lostAt !== NEVER && this.#around.now() >= suspectedAt(lostAt, this.settings.heartbeat, this.settings.misses);
  }

  #hears(i: number): boolean {
    if (!this.#around.isAwake(i)) return false;
    let [awake, reached, first] = [0, 0, -1];
    for (const j of [...this.#chain.order, ...this.#outside()]) {
      if (!this.#around.isAwake(j)) continue;
      if (first < 0) first = j;
      awake++;
      if (i === j || this.#around.connected(i, j)) reached++;
    }
    return 2 * reached > awake || (2 * reached === awake && (i === first || this.#around.connected(i, first)));
  }

  #outside(): number[] {
    return this.#lostAt.map((_, i) => i).filter((i) => !this.#chain.order.includes(i));
  }

  #lose(i: number): void {
    const now = this.#around.now();
    this.#lostAt[i] = now;
    this.#copying[i] = false;
    const due = suspectedAt(now, this.settings.heartbeat, this.settings.misses);
    this.#wait(i, due - now, SUSPECTED);
  }

  #found(i: number): void {
    this.#lostAt[i] = NEVER;
    this.#waits[i] = this.#waits[i]! + 1;
  }

  #leaveOut(i: number): void {
    const { order } = this.#chain;
    if (!order.includes(i)) return;
    // The last one that has everything is waited for.
    if (!order.some((j) => j !== i && this.#lostAt[j] === NEVER)) {
      this.#wait(i, this.settings.heartbeat, SUSPECTED);
      return;
    }
    this.repairs++;
    this.#chain.leaveOut(i);
    this.#readmit();
  }

  /** Those who are heard and do not belong to the chain begin to copy. */
  #readmit(): void {
    if (!this.#serving()) return;
    for (const i of this.#outside()) {
      if (this.#lostAt[i] !== NEVER || this.#copying[i]) continue;
      this.#copying[i] = true;
      this.#wait(i, this.settings.copying, COPIED);
    }
  }

  /** There is a tail to copy from. */
  #serving(): boolean {
    const tail = this.#chain.order.at(-1);
    return tail !== undefined && this.#lostAt[tail] === NEVER;
  }

  #wait(i: number, ns: number, what: number): void {
    this.#waits[i] = this.#waits[i]! + 1;
    this.#around.wake(ns, what, this.#waits[i]! * MOST_MEMBERS + i);
  }
}
