/**
 * Calls that wait for a locked key. A write goes on in the moment in which the key is free, and may lock it; a read a moment later, when
 * what was agreed on just now is in the state that it reads. Who waits for what is counted here, the line before a key is in `locks`.
 */
import { NO_LEADER } from '../../engine/outcome.ts';
import type { Sim } from '../../engine/sim.ts';
import { Histogram } from '../../stats/histogram.ts';
import type { Locks } from './locks.ts';

/** ns after which a process that stands still is looked at again (chosen). */
export const STANDS_STILL = 10e6;

/** What becomes of a call that waits; rows are known by generation. */
export interface Waiter {
  isOn(row: number, generation: number): boolean;
  resume(row: number, instance: number): void;
  fail(row: number, reason: number): void;
}

interface Waiting {
  readonly row: number;
  readonly generation: number;
  readonly instance: number;
  readonly write: boolean;
  readonly since: number;
}

export class KeyWaits {
  /** Reads that had to wait, since the warm-up; ns that those of them waited which went on. */
  reads = 0;
  readonly waited = new Histogram();
  readonly #sim: Sim;
  readonly #locks: Locks;
  readonly #waiter: Waiter;
  /** Asks for `goOn` after so many ns. */
  readonly #later: (ns: number) => void;
  readonly #waiting = new Set<Waiting>();
  #ready: Waiting[] = [];

  constructor(sim: Sim, locks: Locks, waiter: Waiter, later: (ns: number) => void) {
    this.#sim = sim;
    this.#locks = locks;
    this.#waiter = waiter;
    this.#later = later;
  }

  /** Calls that wait now, whose callers may have given them up. */
  now(): number {
    let sum = 0;
    for (const { row, generation } of this.#waiting) if (this.#waiter.isOn(row, generation)) sum++;
    return sum;
  }

  wait(key: number, row: number, generation: number, instance: number, write: boolean): void {
    const one = { row, generation, instance, write, since: this.#sim.now };
    this.#waiting.add(one);
    if (!write) this.reads++;
    this.#locks.wait(key, () => {
      if (!this.#waiting.has(one)) return;
      if (write) this.#go(one);
      else this.#isReady(one);
    });
  }

  /** Reads need not wait any more. */
  letReadsGo(): void {
    for (const one of this.#waiting) if (!one.write && !this.#ready.includes(one)) this.#isReady(one);
  }

  /** The reads that are ready go on; one at a process that stands still, when that goes on. */
  goOn(): void {
    const ready = this.#ready;
    this.#ready = [];
    for (const one of ready) {
      if (this.#sim.knobs.hung[one.instance] !== 1) this.#go(one);
      else if (this.#ready.push(one) === 1) this.#later(STANDS_STILL);
    }
  }

  /** An instance leads no more: what waits there is for the next leader to see. */
  deposed(instance: number): void {
    for (const one of this.#waiting) {
      if (one.instance !== instance) continue;
      this.#waiting.delete(one);
      if (this.#waiter.isOn(one.row, one.generation)) this.#waiter.fail(one.row, NO_LEADER);
    }
  }

  #isReady(one: Waiting): void {
    if (this.#ready.push(one) === 1) this.#later(0);
  }

  #go(one: Waiting): void {
    // It may have been failed, with its leader, after it got ready.
    if (!this.#waiting.delete(one) || !this.#waiter.isOn(one.row, one.generation)) return;
    if (!one.write) this.waited.record(this.#sim.now - one.since);
    this.#waiter.resume(one.row, one.instance);
  }
}
