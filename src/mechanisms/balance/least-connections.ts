/**
 * Least connections: the eligible target with the fewest open calls; equals take turns, so that idle targets share. The
 * weighted form takes the lowest (open calls + 1) / weight, as Envoy's least request does: a target of twice the weight
 * gets the next call while it has up to twice as many.
 */
import type { Balancer, Targets } from './balancer.ts';

export class LeastConnections implements Balancer {
  readonly counts = true;
  readonly #weighted: boolean;
  #from = 0;

  constructor(weighted: boolean) {
    this.#weighted = weighted;
  }

  pick(targets: Targets): number {
    const { count, eligible } = targets;
    let best = -1;
    let i = this.#from;
    for (let k = 0; k < count; k++) {
      if (eligible[i] === 1 && (best < 0 || this.#idler(targets, i, best))) best = i;
      i = i + 1 === count ? 0 : i + 1;
    }
    if (best >= 0) this.#from = best + 1 === count ? 0 : best + 1;
    return best;
  }

  #idler({ open, weight }: Targets, a: number, b: number): boolean {
    if (!this.#weighted) return open[a]! < open[b]!;
    return (open[a]! + 1) * weight[b]! < (open[b]! + 1) * weight[a]!;
  }
}
