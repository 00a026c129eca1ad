/** What a chain, or its master, stands in when its members are instances of a simulation. */
import { UP } from '../../../engine/knobs.ts';
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

  /** `wakes`: what the station's wakes begin with that are events of whom this is made for. */
  constructor(sim: Sim, place: { readonly node: number; readonly first: number; readonly members: number }, wakes: number, apply: Sampler) {
    this.#sim = sim;
    this.#node = place.node;
    this.#first = place.first;
    this.#wakes = wakes;
    this.apply = apply;
    const { seed, streamNames } = sim.shape;
    this.#streams = Array.from({ length: place.members }, (_, i) => new Stream(seed, `${streamNames[place.node]}/apply/${i}`));
  }

  now(): number {
    return this.#sim.now;
  }

  wake(delay: number, what: number, a: number): void {
    this.#sim.wake(this.#node, delay, this.#wakes + what, a);
  }

  way(from: number, to: number): number {
    const [a, b] = [this.#first + from, this.#first + to];
    return this.#sim.knobs.parted(a, b) ? -1 : this.#sim.distance(a, b);
  }

  connected(i: number, j: number): boolean {
    return this.way(i, j) >= 0 && this.way(j, i) >= 0;
  }

  isAwake(i: number): boolean {
    const { down, hung } = this.#sim.knobs;
    return down[this.#first + i] === UP && hung[this.#first + i] === 0;
  }

  applyTime(i: number): number {
    return this.#sim.work(this.#first + i, this.apply.sampleNanos(this.#streams[i]!));
  }
}
