/**
 * What a chain, or its master, stands in when its members are instances of a simulation. What gets lost on the network of their part is
 * sent again after a while, as TCP does, and messages between two members do not overtake each other.
 */
import { either, UP } from '../../../engine/knobs.ts';
import { FIRST_RESEND } from '../../../engine/link.ts';
import type { Sim } from '../../../engine/sim.ts';
import type { Sampler } from '../../../std/distribution.ts';
import { Stream } from '../../../std/random.ts';
import type { ChainSurroundings } from './chain.ts';
import type { MasterSurroundings } from './membership.ts';

export class ChainInSim implements ChainSurroundings, MasterSurroundings {
  apply: Sampler;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #wakes: number;
  readonly #streams: readonly Stream[];
  readonly #luck: Stream;
  /** When the last message between each two members arrives, ns. */
  readonly #arrivals: Float64Array;
  readonly #members: number;

  /** `wakes`: what the station's wakes begin with that are events of whom this is made for. */
  constructor(sim: Sim, place: { readonly node: number; readonly first: number; readonly members: number }, wakes: number, apply: Sampler) {
    this.#sim = sim;
    this.#node = place.node;
    this.#first = place.first;
    this.#wakes = wakes;
    this.apply = apply;
    this.#members = place.members;
    this.#arrivals = new Float64Array(place.members * place.members);
    const { seed, streamNames } = sim.shape;
    this.#luck = new Stream(seed, `${streamNames[place.node]}/messages/${wakes}`);
    this.#streams = Array.from({ length: place.members }, (_, i) => new Stream(seed, `${streamNames[place.node]}/apply/${i}`));
  }

  now(): number {
    return this.#sim.now;
  }

  wake(delay: number, what: number, a: number): void {
    this.#sim.wake(this.#node, delay, this.#wakes + what, a);
  }

  way(from: number, to: number): number {
    const { knobs, now } = this.#sim;
    const [a, b] = [this.#first + from, this.#first + to];
    let way = this.#sim.distance(a, b);
    if (knobs.calm === 0) {
      if (knobs.parted(a, b)) return -1;
      way += knobs.innerDelay[this.#node]! + this.#extra(a, b) + knobs.late(a, b, this.#luck);
    }
    const at = from * this.#members + to;
    const arrival = Math.max(now + way, this.#arrivals[at]!);
    this.#arrivals[at] = arrival;
    return arrival - now;
  }

  connected(i: number, j: number): boolean {
    const { knobs } = this.#sim;
    const [a, b] = [this.#first + i, this.#first + j];
    return !knobs.parted(a, b) && !knobs.parted(b, a);
  }

  isAwake(i: number): boolean {
    const { down, hung } = this.#sim.knobs;
    return down[this.#first + i] === UP && hung[this.#first + i] === 0;
  }

  applyTime(i: number): number {
    return this.#sim.work(this.#first + i, this.apply.sampleNanos(this.#streams[i]!));
  }

  /** ns that jitter adds, and sending again what gets lost. */
  #extra(a: number, b: number): number {
    const { knobs } = this.#sim;
    const jitter = knobs.innerJitter[this.#node]!;
    const loss = either(knobs.innerLoss[this.#node]!, knobs.lossBetween(a, b));
    let ns = jitter > 0 ? Math.round(jitter * this.#luck.exponential()) : 0;
    for (let wait = FIRST_RESEND; loss > 0 && this.#luck.uniform() < loss; wait *= 2) ns += wait;
    return ns;
  }
}
