/**
 * Least response time: the target with the lowest expected cost of one more call, its smoothed response time × (open calls + 1),
 * as Finagle's "peak EWMA" balancer has it (2015). One of whom nothing is known is tried at once.
 */
import { type Clock, NOW } from '../../engine/clock.ts';
import type { Balancer, Targets } from './balancer.ts';

export class LeastResponseTime implements Balancer {
  readonly counts = true;
  readonly #window: number;
  readonly #clock: Clock;
  #from = 0;

  constructor(window: number, clock: Clock) {
    this.#window = window;
    this.#clock = clock;
  }

  pick(targets: Targets): number {
    const { count, eligible } = targets;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    let i = this.#from;
    for (let k = 0; k < count; k++) {
      if (eligible[i] === 1) {
        const cost = this.#cost(targets, i);
        if (best < 0 || cost < least) {
          best = i;
          least = cost;
        }
      }
      i = i + 1 === count ? 0 : i + 1;
    }
    if (best >= 0) this.#from = best + 1 === count ? 0 : best + 1;
    return best;
  }

  /** One of whom nothing is known is tried at once, and then left alone until it answers. */
  #cost({ open, times }: Targets, i: number): number {
    if (!times.knows(i)) return open[i] === 0 ? -1 : Number.MAX_VALUE;
    return times.of(i, this.#clock[NOW]!, this.#window) * (open[i]! + 1);
  }
}
