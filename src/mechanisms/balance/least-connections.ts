/** Least connections: the eligible target with the fewest open calls; equals take turns, so that idle targets share. */
import type { Balancer, Targets } from './balancer.ts';

export class LeastConnections implements Balancer {
  #from = 0;

  pick(targets: Targets): number {
    const { count, eligible, open } = targets;
    let best = -1;
    for (let k = 0; k < count; k++) {
      const i = (this.#from + k) % count;
      if (eligible[i] === 1 && (best < 0 || open[i]! < open[best]!)) best = i;
    }
    if (best >= 0) this.#from = (best + 1) % count;
    return best;
  }
}
