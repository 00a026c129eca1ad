/**
 * A partition: its copies, what the controllers have agreed about it (who leads, in which epoch, which copies are in sync) and what
 * each broker believes, which may be older. Whoever believes to lead keeps the score: how far each follower is, and from that the high
 * watermark, up to which all copies in sync hold everything. Copies are named by their slot, 0 being the preferred leader.
 *
 * The leader's own idea of who is in sync is never smaller than what was agreed, so whatever it confirms a copy that may be elected
 * holds (as Kafka's "maximal in-sync set").
 */

import type { Records } from './records.ts';
import { Replica } from './replica.ts';

export class Partition {
  readonly index: number;
  readonly topic: number;
  /** The broker of each slot. */
  readonly brokers: readonly number[];
  readonly copies: readonly Replica[];
  /** As agreed: the slot that leads or -1, its epoch, the slots in sync as bits. */
  leader = 0;
  epoch = 1;
  inSync: number;
  /** As believed at each slot: epoch, leader, and for a leader who is in sync and where its epoch began. */
  readonly knownEpoch: Int32Array;
  readonly knownLeader: Int32Array;
  readonly view: Int32Array;
  readonly began: Float64Array;
  /** By leader × follower: up to where the follower is known to hold everything, and when it last held all there was, ns. */
  readonly ends: Float64Array;
  readonly caughtUp: Float64Array;
  /** By leader × follower: when it last asked, and where the log ended then. */
  readonly askedAt: Float64Array;
  readonly endThen: Float64Array;
  readonly #slots: number;

  constructor(index: number, topic: number, brokers: readonly number[], records: Records) {
    const slots = brokers.length;
    this.#slots = slots;
    this.index = index;
    this.topic = topic;
    this.brokers = brokers;
    this.copies = brokers.map(() => new Replica(records));
    this.inSync = (1 << slots) - 1;
    this.knownEpoch = new Int32Array(slots).fill(1);
    this.knownLeader = new Int32Array(slots);
    this.view = new Int32Array(slots).fill(this.inSync);
    this.began = new Float64Array(slots);
    this.ends = new Float64Array(slots * slots);
    this.caughtUp = new Float64Array(slots * slots);
    this.askedAt = new Float64Array(slots * slots);
    this.endThen = new Float64Array(slots * slots);
  }

  get slots(): number {
    return this.#slots;
  }

  /** Whether the broker of a slot believes to lead. */
  leads(slot: number): boolean {
    return this.knownLeader[slot] === slot;
  }

  /** The slot whose broker this is, or -1. */
  slotOf(broker: number): number {
    return this.brokers.indexOf(broker);
  }

  /** A leader begins its epoch: it knows of nobody how far they are. */
  begin(leader: number, now: number): void {
    this.began[leader] = this.copies[leader]!.end;
    for (let f = 0; f < this.#slots; f++) {
      const at = leader * this.#slots + f;
      this.ends[at] = 0;
      this.caughtUp[at] = now;
      this.askedAt[at] = now;
      this.endThen[at] = Number.POSITIVE_INFINITY;
    }
  }

  /** A follower asks its leader for more and says how far it is. */
  asked(leader: number, follower: number, end: number, now: number): void {
    const at = leader * this.#slots + follower;
    const { end: last } = this.copies[leader]!;
    this.ends[at] = end;
    if (end >= last) this.caughtUp[at] = now;
    else if (end >= this.endThen[at]!) this.caughtUp[at] = this.askedAt[at]!;
    this.askedAt[at] = now;
    this.endThen[at] = last;
  }

  /** The leader is about to write more: who holds everything now was caught up until now. */
  writes(leader: number, now: number): void {
    const { end } = this.copies[leader]!;
    for (let f = 0; f < this.#slots; f++) {
      const at = leader * this.#slots + f;
      if (this.ends[at]! >= end) this.caughtUp[at] = now;
    }
  }

  /** Up to where all that the leader holds to be in sync have everything. */
  safe(leader: number): number {
    let least = this.copies[leader]!.end;
    for (let f = 0; f < this.#slots; f++) {
      if (f !== leader && (this.view[leader]! & (1 << f)) !== 0) least = Math.min(least, this.ends[leader * this.#slots + f]!);
    }
    return least;
  }

  /** A follower holds whatever was confirmed, so that it may count as in sync. */
  mayJoin(leader: number, follower: number): boolean {
    const least = Math.max(this.copies[leader]!.high, this.began[leader]!);
    return this.ends[leader * this.#slots + follower]! >= least;
  }
}

/** How many bits are set. */
export function count(bits: number): number {
  let n = 0;
  for (let left = bits; left !== 0; left &= left - 1) n++;
  return n;
}
