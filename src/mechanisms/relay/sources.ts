/**
 * Who asks, as a part in between can know it: a user, by the link over which the request came. Users of two clients are two,
 * though both count theirs from 0.
 */
import { LINK, SESSION } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { StationContext } from '../../engine/station.ts';

export class Sources {
  readonly #sim: Sim;
  readonly #ways: number;
  /** For each incoming link, its place among them. */
  readonly #way: Int32Array;

  constructor({ sim, incoming }: StationContext) {
    this.#sim = sim;
    this.#ways = Math.max(1, incoming.length);
    this.#way = new Int32Array(sim.links.length);
    incoming.forEach((link, i) => {
      this.#way[link] = i;
    });
  }

  /** A whole number that stands for the user who asks. */
  of(row: number): number {
    const { ints } = this.#sim.requests;
    return (Math.imul(ints[row + SESSION]!, this.#ways) + this.#way[ints[row + LINK]!]!) | 0;
  }
}
