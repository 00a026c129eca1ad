/**
 * What a Raft group stands in when its members are instances of a simulation: placement, cuts, crashes, hangs and clocks of these, and
 * what befalls the network of their part. A message that is lost is not sent again by itself: heartbeats make it good.
 */
import { UP } from '../../../engine/knobs.ts';
import type { Sim } from '../../../engine/sim.ts';
import { Stream } from '../../../std/random.ts';
import type { Surroundings } from './protocol.ts';

export class InSim implements Surroundings {
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #wakes: number;
  readonly #luck: Stream;

  /** `first`: the instance that is member 0; `wakes`: what the station's wakes begin with that are the group's events. */
  constructor(sim: Sim, node: number, first: number, wakes: number, name = sim.shape.streamNames[node]!) {
    this.#sim = sim;
    this.#node = node;
    this.#first = first;
    this.#wakes = wakes;
    this.#luck = new Stream(sim.shape.seed, `${name}/messages`);
  }

  now(): number {
    return this.#sim.now;
  }

  wake(delay: number, what: number, a: number): void {
    this.#sim.wake(this.#node, delay, this.#wakes + what, a);
  }

  way(from: number, to: number): number {
    const { knobs } = this.#sim;
    const [a, b] = [this.#first + from, this.#first + to];
    const way = this.#sim.distance(a, b);
    if (knobs.calm !== 0) return way;
    const loss = knobs.innerLoss[this.#node]!;
    if (knobs.strays(a, b, this.#luck) || (loss > 0 && this.#luck.uniform() < loss)) return -1;
    const jitter = knobs.innerJitter[this.#node]!;
    const late = jitter > 0 ? Math.round(jitter * this.#luck.exponential()) : 0;
    return way + knobs.innerDelay[this.#node]! + late + knobs.late(a, b, this.#luck);
  }

  isUp(i: number): boolean {
    return this.#sim.knobs.down[this.#first + i] === UP;
  }

  isAwake(i: number): boolean {
    return this.isUp(i) && this.#sim.knobs.hung[this.#first + i] === 0;
  }

  clock(i: number): number {
    return this.#sim.clockOf(this.#first + i);
  }
}
