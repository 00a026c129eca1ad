/**
 * The contract of a balancing algorithm: from the targets that may be used, which one gets the next call. Targets are
 * numbered 0 … n-1; what they stand for is the owner's business.
 */
import { ResponseTimes } from './response-times.ts';

/** What an algorithm may know of its targets. */
export class Targets {
  readonly count: number;
  /** 1 while the target may be used (healthy, not ejected, not draining); `allow` writes it. */
  readonly eligible: Uint8Array;
  /** Calls of this chooser now open at the target. */
  readonly open: Int32Array;
  /** Relative capacity, > 0. */
  readonly weight: Float64Array;
  /** How long it takes to answer. */
  readonly times: ResponseTimes;
  #usable: number;

  /** With `like`, another view of the same targets: who may be used is its own, open calls and weights are shared. */
  constructor(count: number, like?: Targets) {
    this.count = count;
    this.eligible = new Uint8Array(count).fill(1);
    this.open = like?.open ?? new Int32Array(count);
    this.weight = like?.weight ?? new Float64Array(count).fill(1);
    this.times = like?.times ?? new ResponseTimes(count);
    this.#usable = count;
  }

  /** How many may be used. */
  get usable(): number {
    return this.#usable;
  }

  /** Says whether a target may be used. */
  allow(target: number, may: boolean): void {
    const bit = may ? 1 : 0;
    this.#usable += bit - this.eligible[target]!;
    this.eligible[target] = bit;
  }

  /** The usable target with `k` usable ones before it, or -1. */
  nth(k: number): number {
    if (this.#usable === this.count) return k < this.count ? k : -1;
    for (let i = 0, left = k; i < this.count; i++) if (this.eligible[i] === 1 && left-- === 0) return i;
    return -1;
  }
}

export interface Balancer {
  /** Whose turn it is, for one that takes all that may be used in turn and looks at nothing else. */
  readonly turn?: { next: number };
  /** True when it goes by the calls that are open. */
  readonly counts?: boolean;
  /** A target for a call of this session about this key, or -1 when none is eligible. */
  pick(targets: Targets, session: number, key: number): number;
}
