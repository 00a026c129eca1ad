/** Requests that were made and cannot set out yet: their sender's radio sleeps, or it is out of coverage. Known by place and generation. */
import { GENERATION, SENT } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';

/** In a request's moment of being sent: it has not been. */
const NOT_SENT = -1;

export class Postponed {
  readonly #sim: Sim;
  readonly #node: number;
  readonly #rows: number[] = [];
  readonly #generations: number[] = [];
  readonly #free: number[] = [];

  constructor(sim: Sim, node: number) {
    this.#sim = sim;
    this.#node = node;
  }

  /** Keeps a request for so many ns; then its source hears of the event `what` with its place. */
  hold(row: number, ns: number, what: number): void {
    const place = this.#free.pop() ?? this.#rows.length;
    this.#sim.requests.times[(row >> 1) + SENT] = NOT_SENT;
    this.#rows[place] = row;
    this.#generations[place] = this.#sim.requests.ints[row + GENERATION]!;
    this.#sim.wake(this.#node, ns, what, place);
  }

  /** The request at a place, which is free again; -1 when it is gone. */
  take(place: number): number {
    const row = this.#rows[place]!;
    this.#free.push(place);
    return this.#sim.requests.ints[row + GENERATION] === this.#generations[place] ? row : -1;
  }
}
