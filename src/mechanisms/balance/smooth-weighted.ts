/**
 * Smooth weighted round robin (I. Sysoev, nginx 1.3.1, 2012): with every call each eligible target gains its weight, the one
 * that has most is chosen and pays the sum of all. Over a whole round each target is chosen in proportion to its weight, and
 * the heavy ones are spread over the round instead of coming in a row. Whole-number weights keep it free of rounding.
 */
import type { Balancer, Targets } from './balancer.ts';

export class SmoothWeighted implements Balancer {
  #credit = new Float64Array(0);

  pick(targets: Targets): number {
    const { count, eligible, weight } = targets;
    if (this.#credit.length !== count) this.#credit = new Float64Array(count);
    const credit = this.#credit;
    let total = 0;
    let best = -1;
    for (let i = 0; i < count; i++) {
      if (eligible[i] === 0) continue;
      total += weight[i]!;
      credit[i] = credit[i]! + weight[i]!;
      if (best < 0 || credit[i]! > credit[best]!) best = i;
    }
    if (best >= 0) credit[best] = credit[best]! - total;
    return best;
  }
}
