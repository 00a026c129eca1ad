/**
 * Consistent hash: the target of a session or key is found on a ring; a target that may not be used is passed over for the next
 * one on the ring, so only its own share moves. With a bound c, a target that has c times the mean of open calls is passed
 * over too (Mirrokni, Thorup & Zadimoghaddam 2016, "Consistent hashing with bounded loads"), which keeps one hot key
 * from drowning its target.
 */
import { mix32 } from '../../std/random.ts';
import type { HashRing } from '../ring/hash-ring.ts';
import type { Balancer, Targets } from './balancer.ts';

export interface Hashing {
  /** One owner for every target, in their order. */
  readonly ring: HashRing;
  readonly by: 'session' | 'key';
  /** Open calls of one target over the mean, at most; 0: no bound. */
  readonly bound: number;
}

/** Keeps this use of a number apart from others (chosen). */
const SALT = 0xc0de;

export class ConsistentHash implements Balancer {
  readonly counts = true;
  readonly #hashing: Hashing;

  constructor(hashing: Hashing) {
    this.#hashing = hashing;
  }

  pick(targets: Targets, session: number, key: number): number {
    const { ring, by, bound } = this.#hashing;
    const usable = targets.usable;
    if (usable === 0) return -1;
    const most = bound > 0 ? Math.ceil((bound * (openAt(targets) + 1)) / usable) : Number.POSITIVE_INFINITY;
    const first = ring.first(mix32(by === 'session' ? session : key, SALT));
    for (let i = first; i < first + ring.points; i++) {
      const target = ring.ownerAt(i);
      if (targets.eligible[target] === 1 && targets.open[target]! < most) return target;
    }
    return -1;
  }
}

/** Open calls at all targets that may be used. */
function openAt({ count, eligible, open }: Targets): number {
  let sum = 0;
  for (let i = 0; i < count; i++) if (eligible[i] === 1) sum += open[i]!;
  return sum;
}
