/**
 * Routing as callers' drivers do it: which instance a call goes to, from what they know. Like real drivers and poolers
 * (those that ask Patroni, Aurora's, MongoDB's) they hear at once what the failover manager decides, and learn of a death or
 * a cut only by heartbeats: until then they go on calling the dead, and are refused or meet silence. From then on they fail
 * fast, or use another instance.
 */
import { causeOf, NO_HEALTHY_TARGET, NO_LEADER } from '../../engine/outcome.ts';
import { CAUSE, ORIGIN, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { PrimaryBackup } from '../../mechanisms/replicate/primary-backup.ts';
import type { Site } from '../../mechanisms/replicate/standing.ts';

export type ReadPreference = 'primary' | 'any' | 'replicas';

const NEVER = Number.POSITIVE_INFINITY;

export class Router {
  reads: ReadPreference;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #count: number;
  readonly #data: PrimaryBackup;
  /** Per instance: from when on (ns) it is known to be out; never while it is well. */
  readonly #outAt: Float64Array;
  /** Per caller's instance × instance: from when on it is known to be cut off from there. Made at the first cut. */
  #cutAt: Float64Array | undefined;
  #cut = false;
  /** Whose turn it is to answer a read. */
  #turn = 0;

  constructor(site: Site, count: number, data: PrimaryBackup, reads: ReadPreference) {
    this.#sim = site.sim;
    this.#node = site.node;
    this.#first = site.firstInstance;
    this.#count = count;
    this.#data = data;
    this.reads = reads;
    this.#outAt = new Float64Array(count).fill(NEVER);
  }

  /** Writes go to the leader; reads in turn to those that the preference names and the caller's driver trusts. -1: to nobody. */
  route(row: number): number {
    const r = this.#sim.requests;
    const origin = r.ints[row + ORIGIN]!;
    const spread = !r.has(row, WRITE) && this.reads !== 'primary';
    if (spread) {
      const i = this.#next(origin);
      if (i >= 0) return this.#first + i;
    }
    const alone = this.#alone(origin);
    if (alone >= 0) return this.#first + alone;
    const { leader } = this.#data;
    if (leader >= 0 && this.#trusts(origin, leader)) return this.#first + leader;
    r.ints[row + CAUSE] = causeOf(spread ? NO_HEALTHY_TARGET : NO_LEADER, this.#node);
    return -1;
  }

  /** To be told when instances or the network may have changed. */
  look(): void {
    for (let i = 0; i < this.#count; i++) this.#outAt[i] = this.#since(!this.#data.standing.fit(i), this.#outAt[i]!);
    const any = this.#sim.knobs.cuts.length > 0;
    if (any || this.#cut) this.#lookAtCuts();
    this.#cut = any;
  }

  /** An old leader that goes on beside the new one keeps the connections of all who reach it: nothing told them otherwise. -1: none. */
  #alone(origin: number): number {
    const { rogue } = this.#data.failover.comeback;
    for (let i = 0; i < this.#count; i++) if (rogue[i] === 1 && this.#trusts(origin, i)) return i;
    return -1;
  }

  #next(origin: number): number {
    for (let k = 0; k < this.#count; k++) {
      const i = (this.#turn + k) % this.#count;
      if ((this.reads === 'replicas' && i === this.#data.leader) || !this.#trusts(origin, i)) continue;
      this.#turn = (i + 1) % this.#count;
      return i;
    }
    return -1;
  }

  /** Whether a driver at instance `origin` of the simulation would send a call to instance `i`. */
  #trusts(origin: number, i: number): boolean {
    const { now } = this.#sim;
    if (this.#data.failover.comeback.fenced[i] === 1 || now >= this.#outAt[i]!) return false;
    return this.#cutAt === undefined || now < this.#cutAt[origin * this.#count + i]!;
  }

  #lookAtCuts(): void {
    const { knobs, shape } = this.#sim;
    const callers = shape.nodeOf.length;
    this.#cutAt ??= new Float64Array(callers * this.#count).fill(NEVER);
    for (let origin = 0; origin < callers; origin++) {
      for (let i = 0; i < this.#count; i++) {
        const at = origin * this.#count + i;
        this.#cutAt[at] = this.#since(knobs.parted(origin, this.#first + i), this.#cutAt[at]!);
      }
    }
  }

  #since(lost: boolean, before: number): number {
    if (!lost) return NEVER;
    return before === NEVER ? this.#data.failover.suspicionOf(this.#sim.now) : before;
  }
}
