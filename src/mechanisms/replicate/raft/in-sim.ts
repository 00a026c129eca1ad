/** What a Raft group stands in when its members are instances of a simulation: placement, cuts, crashes and hangs of these. */
import { UP } from '../../../engine/knobs.ts';
import type { Sim } from '../../../engine/sim.ts';
import type { Surroundings } from './protocol.ts';

export class InSim implements Surroundings {
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #wakes: number;

  /** `first`: the instance that is member 0; `wakes`: what the station's wakes begin with that are the group's events. */
  constructor(sim: Sim, node: number, first: number, wakes: number) {
    this.#sim = sim;
    this.#node = node;
    this.#first = first;
    this.#wakes = wakes;
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

  isUp(i: number): boolean {
    return this.#sim.knobs.down[this.#first + i] === UP;
  }

  isAwake(i: number): boolean {
    return this.isUp(i) && this.#sim.knobs.hung[this.#first + i] === 0;
  }

  clock(_i: number): number {
    return this.#sim.now;
  }
}
