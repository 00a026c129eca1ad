/**
 * Standing: which instances of a replicated store can take part now, and who reaches whom. Votes are counted among those
 * that can take part: a dead instance has no vote, so one that is left alone by crashes may lead, and of two sides of a
 * cut at most one has more than half. (As with a failover manager that lives beside the instances and not on the canvas.)
 * Instances are counted from 0 here.
 */
import { UP } from '../../engine/knobs.ts';
import type { Sim } from '../../engine/sim.ts';

/** Where a replicated store stands in the simulation: its node, and the first of its instances. */
export interface Site {
  readonly sim: Sim;
  readonly node: number;
  readonly firstInstance: number;
}

export class Standing {
  readonly count: number;
  /** 1 from a crash to the restart. */
  readonly gone: Uint8Array;
  /** 1 while it recovers or copies and takes part in nothing. */
  readonly stopped: Uint8Array;
  readonly #sim: Sim;
  readonly #first: number;

  constructor(site: Site, count: number) {
    this.#sim = site.sim;
    this.#first = site.firstInstance;
    this.count = count;
    this.gone = new Uint8Array(count);
    this.stopped = new Uint8Array(count);
  }

  /** Whether its process runs and responds. */
  responds(i: number): boolean {
    const { down, hung } = this.#sim.knobs;
    return this.gone[i] === 0 && down[this.#first + i] === UP && hung[this.#first + i] === 0;
  }

  /** Whether it can take part. */
  fit(i: number): boolean {
    return this.stopped[i] === 0 && this.responds(i);
  }

  /** Whether messages pass between two instances, both ways, were both there: who hears no answer is as good as alone. */
  connected(i: number, j: number): boolean {
    const { knobs } = this.#sim;
    return !knobs.parted(this.#first + i, this.#first + j) && !knobs.parted(this.#first + j, this.#first + i);
  }

  /** It reaches, with itself, at least half of those that can take part: enough to go on leading. */
  hasHalf(i: number): boolean {
    return 2 * this.#reached(i) >= this.#fit();
  }

  /** It reaches, with itself, more than half of them: enough to begin to lead. */
  hasMajority(i: number): boolean {
    return 2 * this.#reached(i) > this.#fit();
  }

  #fit(): number {
    let count = 0;
    for (let j = 0; j < this.count; j++) if (this.fit(j)) count++;
    return count;
  }

  #reached(i: number): number {
    let count = 0;
    for (let j = 0; j < this.count; j++) if (this.fit(j) && this.connected(i, j)) count++;
    return count;
  }
}
