/**
 * Knobs: everything about instances, links and sources that a fault may turn. They are recomputed as a whole from the
 * faults active at a moment, so overlapping faults compose and the end of one never heals another. A knob says what
 * is wrong, never what happens then: symptoms emerge where stations and links read their knobs.
 */

import type { Stream } from '../std/random.ts';

/** Ways of being down: reached processes say so at once, a dead machine says nothing. */
export const UP = 0;
export const DOWN_REFUSING = 1;
export const DOWN_SILENT = 2;

/** What an instance tells health checks. */
export const HONEST = 0;
export const SAYS_WELL = 1;
export const SAYS_ILL = 2;

/** Where the records of a name lead: to the right place, to where nobody is, to a machine that knows nothing of it. */
export const RIGHT = 0;
export const NOWHERE = 1;
export const STRANGER = 2;

/** Bits of `severed`: the directions of a link in which nothing passes. */
export const WAY_THERE = 1;
export const WAY_BACK = 2;
export const BOTH_WAYS = WAY_THERE | WAY_BACK;

/** Where the knobs of one direction of a link stand: `back` 0 is the way of requests, 1 that of answers. */
export function directionOf(link: number, back: number): number {
  return 2 * link + back;
}

/** What messages feel that instances on one side of something send to the other: ns added, mean ns of an exponential delay, share lost. */
export interface Stretch {
  /** The side of every instance: 0 not concerned, 1 or 2. */
  readonly sides: Uint8Array;
  /** The side that sends, 1 or 2. */
  readonly from: number;
  readonly delay: number;
  readonly jitter: number;
  readonly loss: number;
}

export class Knobs {
  /** Per instance: UP, DOWN_REFUSING or DOWN_SILENT. */
  readonly down: Uint8Array;
  /** Per instance: 1 while it accepts calls and never answers them. */
  readonly hung: Uint8Array;
  /** Per instance: factor on every duration of work, ≥ 0; 1 is healthy. */
  readonly slow: Float64Array;
  /** Per instance: ns added to every piece of work. */
  readonly added: Float64Array;
  /** Per instance: share of calls answered with an error, 0…1. */
  readonly errors: Float64Array;
  /** Per instance: share of answers that are wrong and look right, 0…1. */
  readonly wrong: Float64Array;
  /** Per instance: 1 while it refuses new calls and goes on with those it has. */
  readonly refusing: Uint8Array;
  /** Per instance: 1 while it cannot write. */
  readonly diskFull: Uint8Array;
  /** Per instance: what it tells health checks: the truth (HONEST), that it is well, that it is not. */
  readonly health: Uint8Array;
  /** Per instance: ns by which its clock is ahead at 0 ms, and how much it gains on the true time, as a share of it. */
  readonly skew: Float64Array;
  readonly drift: Float64Array;
  /** Per instance: factor on the time of its disk, ≥ 1; and 1 while its certificate is past its day. */
  readonly slowDisk: Float64Array;
  readonly expired: Uint8Array;
  /** Per node: what is left of its limits and quotas, as a factor; and where the records that its servers give out lead. */
  readonly allowance: Float64Array;
  readonly misled: Uint8Array;
  /** Per node: 1 while replication out of it is paused. */
  readonly replicationPaused: Uint8Array;
  /** Per node: factor on the rate of a traffic source, ≥ 0. */
  readonly traffic: Float64Array;
  /** By class: factor on how many requests of it sources send, ≥ 0; absent: 1. */
  readonly surges = new Map<number, number>();
  /** Per node: requests per second that a traffic source sends besides its own; share of all its requests about one key, 0…1. */
  readonly flood: Float64Array;
  readonly hotKey: Float64Array;
  /** Per node: share of the messages a broker takes in that make whoever works on them fail, 0…1. */
  readonly poison: Float64Array;
  /**
   * Per node, for the messages that its instances send each other: share lost, ns added to each one-way delay, mean of an exponential
   * delay in ns. Faults of a whole part turn them as they turn its links.
   */
  readonly innerLoss: Float64Array;
  readonly innerDelay: Float64Array;
  readonly innerJitter: Float64Array;
  /** Per direction of a link (`directionOf`): share of messages lost in addition to the link's own loss, 0…1. */
  readonly loss: Float64Array;
  /** Per direction: ns added to the delay. */
  readonly delay: Float64Array;
  /** Per direction: mean of an exponential delay in ns added to each message (jitter). */
  readonly jitter: Float64Array;
  /** Per direction: bytes per ns that pass at most; Infinity: no limit. */
  readonly bandwidth: Float64Array;
  /** Per link: share of requests that arrive twice, 0…1, and ns after which the second one sets out. */
  readonly twice: Float64Array;
  readonly twiceAfter: Float64Array;
  /** Per direction: share of messages that are held up on the way, 0…1, and for how many ns. */
  readonly heldUp: Float64Array;
  readonly heldUpBy: Float64Array;
  /** Per link: connections of each caller's pool that are lost. */
  readonly leaked: Float64Array;
  /** Per link: WAY_THERE and WAY_BACK, or both, where no message passes. */
  readonly severed: Uint8Array;
  /**
   * Active cuts: for each, the side of every instance (0 not concerned, 1 or 2); no message passes between 1 and 2, or where
   * the cut is `oneWay` from 1 to 2.
   */
  readonly cuts: Uint8Array[] = [];
  readonly oneWay: Uint8Array[] = [];
  /** What lies between places: every message of an instance on one side to one on the other feels it, whichever link it takes. */
  readonly between: Stretch[] = [];
  /** 1 when no knob is turned, so that none needs to be read; 0 is always safe. Set through `Sim.calm`. */
  calm = 0;

  constructor(instances: number, nodes: number, links: number) {
    this.down = new Uint8Array(instances);
    this.hung = new Uint8Array(instances);
    this.slow = new Float64Array(instances);
    this.added = new Float64Array(instances);
    this.errors = new Float64Array(instances);
    this.wrong = new Float64Array(instances);
    this.refusing = new Uint8Array(instances);
    this.diskFull = new Uint8Array(instances);
    this.health = new Uint8Array(instances);
    this.skew = new Float64Array(instances);
    this.drift = new Float64Array(instances);
    this.slowDisk = new Float64Array(instances);
    this.expired = new Uint8Array(instances);
    this.allowance = new Float64Array(nodes);
    this.misled = new Uint8Array(nodes);
    this.twice = new Float64Array(links);
    this.twiceAfter = new Float64Array(links);
    this.heldUp = new Float64Array(2 * links);
    this.heldUpBy = new Float64Array(2 * links);
    this.flood = new Float64Array(nodes);
    this.hotKey = new Float64Array(nodes);
    this.poison = new Float64Array(nodes);
    this.bandwidth = new Float64Array(2 * links);
    this.leaked = new Float64Array(links);
    this.replicationPaused = new Uint8Array(nodes);
    this.traffic = new Float64Array(nodes);
    this.innerLoss = new Float64Array(nodes);
    this.innerDelay = new Float64Array(nodes);
    this.innerJitter = new Float64Array(nodes);
    this.loss = new Float64Array(2 * links);
    this.delay = new Float64Array(2 * links);
    this.jitter = new Float64Array(2 * links);
    this.severed = new Uint8Array(links);
    this.rest();
  }

  /** All healthy: the start of every recomputation. */
  rest(): void {
    this.down.fill(UP);
    this.hung.fill(0);
    this.slow.fill(1);
    this.added.fill(0);
    this.errors.fill(0);
    this.wrong.fill(0);
    this.refusing.fill(0);
    this.diskFull.fill(0);
    this.health.fill(HONEST);
    this.skew.fill(0);
    this.drift.fill(0);
    this.slowDisk.fill(1);
    this.expired.fill(0);
    this.allowance.fill(1);
    this.misled.fill(RIGHT);
    this.twice.fill(0);
    this.twiceAfter.fill(0);
    this.heldUp.fill(0);
    this.heldUpBy.fill(0);
    this.flood.fill(0);
    this.hotKey.fill(0);
    this.poison.fill(0);
    this.bandwidth.fill(Number.POSITIVE_INFINITY);
    this.leaked.fill(0);
    this.replicationPaused.fill(0);
    this.traffic.fill(1);
    this.innerLoss.fill(0);
    this.innerDelay.fill(0);
    this.innerJitter.fill(0);
    this.loss.fill(0);
    this.delay.fill(0);
    this.jitter.fill(0);
    this.severed.fill(0);
    this.surges.clear();
    this.cuts.length = 0;
    this.oneWay.length = 0;
    this.between.length = 0;
    this.calm = 0;
  }

  /** ns that a message of one instance to another takes longer for what lies between their places, jitter apart. */
  delayBetween(a: number, b: number): number {
    let ns = 0;
    for (let i = 0; i < this.between.length; i++) if (lies(this.between[i]!, a, b)) ns += this.between[i]!.delay;
    return ns;
  }

  /** The chance that such a message is lost there. */
  lossBetween(a: number, b: number): number {
    let loss = 0;
    for (let i = 0; i < this.between.length; i++) if (lies(this.between[i]!, a, b)) loss = either(loss, this.between[i]!.loss);
    return loss;
  }

  /** Whole ns that such a message takes longer, with its jitter; nothing is drawn where there is none. */
  late(a: number, b: number, luck: Stream): number {
    let ns = 0;
    let jitter = 0;
    for (let i = 0; i < this.between.length; i++) {
      const one = this.between[i]!;
      if (!lies(one, a, b)) continue;
      ns += one.delay;
      jitter += one.jitter;
    }
    return jitter > 0 ? ns + Math.floor(luck.exponential() * jitter) : ns;
  }

  /** Whether a cut stops a message of one instance to another, or what lies between their places loses it. */
  strays(a: number, b: number, luck: Stream): boolean {
    if (this.parted(a, b)) return true;
    if (this.between.length === 0) return false;
    const loss = this.lossBetween(a, b);
    return loss > 0 && luck.uniform() < loss;
  }

  /** Whether a cut keeps messages of one instance from another. */
  parted(a: number, b: number): boolean {
    for (let i = 0; i < this.oneWay.length; i++) {
      const side = this.oneWay[i]!;
      if (side[a] === 1 && side[b] === 2) return true;
    }
    for (let i = 0; i < this.cuts.length; i++) {
      const side = this.cuts[i]!;
      if (side[a]! + side[b]! === 3 && side[a] !== 0 && side[b] !== 0) return true;
    }
    return false;
  }
}

/** Whether a stretch lies on the way of a message. */
function lies({ sides, from }: Stretch, a: number, b: number): boolean {
  return sides[a] === from && sides[b] === 3 - from;
}

/** Two independent chances combined: the share that at least one of them hits. */
export function either(a: number, b: number): number {
  return a + b - a * b;
}
