/** Round robin: each eligible target in turn. */
import type { Balancer, Targets } from './balancer.ts';

export class RoundRobin implements Balancer {
  readonly turn = { next: 0 };

  pick(targets: Targets): number {
    const { count, eligible } = targets;
    for (let tried = 0; tried < count; tried++) {
      const i = this.turn.next;
      this.turn.next = i + 1 === count ? 0 : i + 1;
      if (eligible[i] === 1) return i;
    }
    return -1;
  }
}
