/**
 * The driver that callers of a store bring along: it knows the store's instances and sends each call to one of them, the nearest in
 * turn, any in turn, or the nearest that holds the key. It passes over those whose connection was refused, and those that the nearest
 * instance it reaches takes for dead, for that is whom it hears of changes from. An instance that is cut off from the others takes all of
 * them for dead, and its callers stay with it; unless a call that it refused for want of copies is sent on to the next.
 */
import { DOWN_REFUSING, UP } from '../../engine/knobs.ts';
import { ORIGIN, SCRATCH_A, SCRATCH_B } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Membership } from '../detect/membership.ts';
import { type Arrival, arriveOn, sendOn } from './hand-over.ts';
import type { Site } from './standing.ts';

export type Choice = 'nearest' | 'holder' | 'any';

export class Driver {
  choice: Choice;
  readonly #sim: Sim;
  readonly #first: number;
  readonly #node: number;
  readonly #members: Membership;
  readonly #takes: readonly number[];
  readonly #holds: (row: number, i: number) => boolean;
  #turn = 0;

  /** `takes`: instances that callers may turn to; `holds`: whether one has a copy of what a call is about. */
  constructor(site: Site, members: Membership, takes: readonly number[], choice: Choice, holds: (row: number, i: number) => boolean) {
    this.#sim = site.sim;
    this.#first = site.firstInstance;
    this.#node = site.node;
    this.#members = members;
    this.#takes = takes;
    this.choice = choice;
    this.#holds = holds;
  }

  /** The instance (by number) that a call goes to; -1: none. */
  choose(row: number): number {
    const { ints } = this.#sim.requests;
    const origin = ints[row + ORIGIN]!;
    ints[row + SCRATCH_B] = 0;
    const contact = this.#sim.knobs.calm !== 0 && this.#members.held === 0 ? -1 : this.#contact(origin);
    return this.#best(row, origin, contact, -1);
  }

  /**
   * Sends a call that an instance refused for want of copies on to another, by way of its caller, once: to the best of the others whose
   * connections hold, whatever that one believes of them. The node is woken with `what` and the row, which is for `arrive`. False: there
   * is none, or it was sent on before.
   */
  sendOn(row: number, from: number, what: number): boolean {
    const { ints } = this.#sim.requests;
    if (ints[row + SCRATCH_B] === 1) return false;
    const to = this.#best(row, ints[row + ORIGIN]!, -1, from);
    if (to < 0) return false;
    ints[row + SCRATCH_A] = to;
    ints[row + SCRATCH_B] = 1;
    sendOn(this.#sim, this.#node, what, row, this.#first + from, this.#first + to);
    return true;
  }

  /** A call that was sent on arrives. */
  arrive(row: number): Arrival {
    return arriveOn(this.#sim, row, this.#first + this.#sim.requests.ints[row + SCRATCH_A]!);
  }

  #best(row: number, origin: number, contact: number, except: number): number {
    const start = this.#turn++ % this.#takes.length;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let n = 0; n < this.#takes.length; n++) {
      const i = this.#takes[(start + n) % this.#takes.length]!;
      if (i === except || !this.#mayTake(i, contact)) continue;
      const rank = this.#rank(row, origin, i);
      if (rank >= least) continue;
      best = i;
      least = rank;
    }
    return best;
  }

  #rank(row: number, origin: number, i: number): number {
    if (this.choice === 'any') return 0;
    const far = this.#sim.distance(origin, this.#first + i);
    // Whoever holds the key comes before everybody who does not.
    return this.choice === 'holder' && !this.#holds(row, i) ? far + 1e15 : far;
  }

  #mayTake(i: number, contact: number): boolean {
    if (this.#sim.knobs.calm === 0 && this.#sim.knobs.down[this.#first + i] === DOWN_REFUSING) return false;
    return contact < 0 || i === contact || !this.#members.suspects(contact, i);
  }

  /** The nearest instance that it reaches. */
  #contact(origin: number): number {
    const { knobs } = this.#sim;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const i of this.#takes) {
      const instance = this.#first + i;
      const far = this.#sim.distance(origin, instance);
      if (far >= least || knobs.down[instance] !== UP || knobs.hung[instance] === 1 || knobs.parted(origin, instance)) continue;
      best = i;
      least = far;
    }
    return best;
  }
}
