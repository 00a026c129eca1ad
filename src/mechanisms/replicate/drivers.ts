/**
 * Callers' drivers before a store with leaders: each remembers whom it takes for the leader of a group of members and asks that one.
 * A member that does not lead names the leader that it knows, and the call goes on there, by way of its caller. A driver finds out at
 * once that a process refuses, and after its patience that a machine is silent or cut off; then it asks the next member.
 */
import { DOWN_REFUSING, UP } from '../../engine/knobs.ts';
import { ORIGIN, SCRATCH_A, SCRATCH_B } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import { arriveOn, sendOn } from './hand-over.ts';
import type { Site } from './standing.ts';

const NEVER = Number.POSITIVE_INFINITY;
/** Calls are led on so many times at most before they are told that nobody leads: two members may name each other (chosen). */
const MOST_TURNS = 8;

export class Drivers {
  /** ns after which a driver gives up a member that says nothing. */
  patience: number;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #members: number;
  readonly #wakes: number;
  /** Per caller's instance: the member that it asks. Made when somebody asks. */
  readonly #guess: Int16Array;
  /** Per caller's instance × member: from when on (ns) it is given up. Made at the first fault. */
  #outAt: Float64Array | undefined;

  /** `wakes`: what a wake of the station about a row means that is the arrival of a call that was led on. */
  constructor(site: Site, members: number, wakes: number, patience: number) {
    this.#sim = site.sim;
    this.#node = site.node;
    this.#first = site.firstInstance;
    this.#members = members;
    this.#wakes = wakes;
    this.patience = patience;
    this.#guess = new Int16Array(site.sim.shape.nodeOf.length).fill(-1);
  }

  /** The member that a call's driver asks, which may be down or cut off without its knowing; -1: it has given up all. */
  choose(row: number): number {
    const { ints } = this.#sim.requests;
    const origin = ints[row + ORIGIN]!;
    ints[row + SCRATCH_B] = 0;
    let guess = this.#guess[origin]!;
    // Who has not asked yet begins with the nearest.
    if (guess < 0) guess = this.#nearest(origin);
    for (let k = 0; k < this.#members; k++) {
      const i = (guess + k) % this.#members;
      if (!this.trusts(origin, i)) continue;
      this.#guess[origin] = i;
      return i;
    }
    return -1;
  }

  /** Whether a caller would ask a member. */
  trusts(origin: number, i: number): boolean {
    if (this.#sim.knobs.down[this.#first + i] === DOWN_REFUSING) return false;
    return this.#outAt === undefined || this.#sim.now < this.#outAt[origin * this.#members + i]!;
  }

  /** A member does not lead and knows no leader: its caller asks another next time. */
  passOver(row: number, i: number): void {
    this.#guess[this.#sim.requests.ints[row + ORIGIN]!] = (i + 1) % this.#members;
  }

  /** Leads a call from an instance to the member that leads, by way of its caller; false when it was led about too often. */
  redirect(row: number, from: number, leader: number): boolean {
    const { ints } = this.#sim.requests;
    if (ints[row + SCRATCH_B]! >= MOST_TURNS) return false;
    ints[row + SCRATCH_B] = ints[row + SCRATCH_B]! + 1;
    ints[row + SCRATCH_A] = leader;
    this.#guess[ints[row + ORIGIN]!] = leader;
    sendOn(this.#sim, this.#node, this.#wakes, row, from, this.#first + leader);
    return true;
  }

  /** A call that was led on arrives: at which member; -1 when that one is down or out of reach, or -2 when it hangs and keeps it. */
  arrive(row: number): number {
    const i = this.#sim.requests.ints[row + SCRATCH_A]!;
    const arrival = arriveOn(this.#sim, row, this.#first + i);
    if (arrival === 'there') return i;
    return arrival === 'lost' ? -1 : -2;
  }

  /** To be told when instances or the network may have changed. */
  look(): void {
    const { knobs, shape, now } = this.#sim;
    const callers = shape.nodeOf.length;
    const quiet = knobs.calm !== 0 && this.#outAt === undefined;
    if (quiet) return;
    this.#outAt ??= new Float64Array(callers * this.#members).fill(NEVER);
    for (let origin = 0; origin < callers; origin++) {
      for (let i = 0; i < this.#members; i++) {
        const to = this.#first + i;
        const at = origin * this.#members + i;
        const silent = knobs.down[to] !== UP || knobs.hung[to] === 1 || knobs.parted(origin, to) || knobs.parted(to, origin);
        if (!silent) this.#outAt[at] = NEVER;
        else if (this.#outAt[at] === NEVER) this.#outAt[at] = now + this.patience;
      }
    }
  }

  #nearest(origin: number): number {
    let best = 0;
    for (let i = 1; i < this.#members; i++) {
      if (this.#sim.distance(origin, this.#first + i) < this.#sim.distance(origin, this.#first + best)) best = i;
    }
    return best;
  }
}
