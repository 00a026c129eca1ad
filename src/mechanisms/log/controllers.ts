/**
 * The controllers of a log: what has been agreed about its partitions, and who decides. They stand beside the brokers, and whichever
 * side of a cut has most of the brokers that run has them too (as in `replicate/standing`). A broker that they have not heard of for
 * its session leads nothing from then on: copies in sync take over, or with unclean elections any copy at all. Brokers hear of
 * decisions one message later, and those who are cut off do not hear of them.
 */
import type { Sim } from '../../engine/sim.ts';
import { type Site, Standing } from '../replicate/standing.ts';
import { count, type Partition } from './partition.ts';
import { CHANGE, FENCE, LEARN, type LogSettings } from './settings.ts';

/** What the log does when something was decided. */
export interface Governed {
  /** Another copy leads a partition; `before` led last. */
  elected(partition: Partition, before: number): void;
  /** A slot's broker hears what was agreed about a partition. */
  learns(partition: Partition, slot: number): void;
}

const NEVER = Number.POSITIVE_INFINITY;

export class Controllers {
  settings: LogSettings;
  elections = 0;
  unclean = 0;
  readonly standing: Standing;
  readonly #sim: Sim;
  readonly #site: Site;
  readonly #partitions: readonly Partition[];
  readonly #slots: number;
  readonly #owner: Governed;
  /** Per broker: since when it is not heard of, and whether that was too long. */
  readonly #silentSince: Float64Array;
  readonly #fenced: Uint8Array;
  /** Who led each partition last. */
  readonly #last: Int32Array;
  /** Changes of who is in sync that are on their way: what the leader of a partition asks for, in which epoch. */
  readonly #asked: Int32Array;
  readonly #askedIn: Int32Array;

  constructor(site: Site, brokers: number, partitions: readonly Partition[], settings: LogSettings, owner: Governed) {
    this.#site = site;
    this.#sim = site.sim;
    this.#partitions = partitions;
    this.#slots = Math.max(1, ...partitions.map(({ slots }) => slots));
    this.settings = settings;
    this.#owner = owner;
    this.standing = new Standing(site, brokers);
    this.#silentSince = new Float64Array(brokers).fill(NEVER);
    this.#fenced = new Uint8Array(brokers);
    this.#last = new Int32Array(partitions.length);
    this.#asked = new Int32Array(partitions.length).fill(-1);
    this.#askedIn = new Int32Array(partitions.length);
  }

  /** Partitions that nobody leads, as agreed. */
  get leaderless(): number {
    return this.#partitions.reduce((sum, { leader }) => sum + (leader < 0 ? 1 : 0), 0);
  }

  /** Who led a partition last, or leads it. */
  lastLeader(p: number): number {
    return this.#last[p]!;
  }

  /** Instances or the network may have changed. */
  review(): void {
    for (let b = 0; b < this.standing.count; b++) {
      if (!this.#reaches(b)) {
        if (this.#silentSince[b] !== NEVER) continue;
        this.#silentSince[b] = this.#sim.now;
        this.#sim.wake(this.#site.node, this.settings.session, FENCE, b);
      } else if (this.#silentSince[b] !== NEVER) {
        this.#silentSince[b] = NEVER;
        this.#returns(b);
      }
    }
    this.#fenceAll();
  }

  /** A broker's session may be over. */
  fence(): void {
    this.#fenceAll();
  }

  /** A leader asks that others be in sync with it; false when it reaches nobody to ask. */
  ask(partition: Partition, slot: number, bits: number): boolean {
    const controller = this.#controller();
    const broker = partition.brokers[slot]!;
    if (controller < 0 || !this.#reaches(broker)) return false;
    this.#asked[partition.index] = bits;
    this.#askedIn[partition.index] = partition.knownEpoch[slot]!;
    this.#sim.wake(this.#site.node, this.#apart(controller, broker), CHANGE, partition.index);
    return true;
  }

  /** The copies in sync that a leader has asked for and not heard of, as bits. */
  pending(p: number): number {
    return Math.max(0, this.#asked[p]!);
  }

  /** Such a wish has arrived. */
  change(p: number): void {
    const partition = this.#partitions[p]!;
    const bits = this.#asked[p]!;
    this.#asked[p] = -1;
    if (bits < 0 || this.#askedIn[p] !== partition.epoch || partition.leader < 0 || this.#controller() < 0) return;
    let allowed = 0;
    partition.brokers.forEach((broker, slot) => {
      const bit = 1 << slot;
      if ((bits & bit) !== 0 && (this.#fenced[broker] === 0 || (partition.inSync & bit) !== 0)) allowed |= bit;
    });
    partition.inSync = allowed | (1 << partition.leader);
    this.#tell(partition);
  }

  /** What a broker is told has arrived; it hears how things stand by now, unless it is gone or cut off. */
  learn(a: number): void {
    const partition = this.#partitions[Math.floor(a / this.#slots)]!;
    const slot = a % this.#slots;
    if (this.#reaches(partition.brokers[slot]!)) this.#owner.learns(partition, slot);
  }

  #reaches(broker: number): boolean {
    return this.standing.fit(broker) && this.standing.hasMajority(broker);
  }

  /** A broker beside which a controller stands that can decide, or -1. */
  #controller(): number {
    for (let b = 0; b < this.standing.count; b++) if (this.#reaches(b)) return b;
    return -1;
  }

  #fenceAll(): void {
    if (this.#controller() < 0) return;
    for (let b = 0; b < this.standing.count; b++) {
      if (this.#fenced[b] === 0 && this.#silentSince[b]! + this.settings.session <= this.#sim.now) this.#fence(b);
    }
  }

  #fence(broker: number): void {
    this.#fenced[broker] = 1;
    for (const partition of this.#partitions) {
      const slot = partition.slotOf(broker);
      if (slot < 0) continue;
      const bit = 1 << slot;
      if ((partition.inSync & bit) !== 0 && count(partition.inSync) > 1) partition.inSync &= ~bit;
      if (partition.leader === slot) this.#elect(partition);
      this.#tell(partition);
    }
  }

  /** A broker is heard of again: it may lead what nobody leads, and hears what it has missed. */
  #returns(broker: number): void {
    this.#fenced[broker] = 0;
    for (const partition of this.#partitions) {
      if (partition.leader < 0) {
        this.#elect(partition);
        if (partition.leader >= 0) this.#tell(partition);
      }
      const slot = partition.slotOf(broker);
      if (slot >= 0) this.#tellSlot(partition, slot);
    }
  }

  #elect(partition: Partition): void {
    const { brokers, inSync, leader } = partition;
    const may = (slot: number) => this.#fenced[brokers[slot]!] === 0 && this.#reaches(brokers[slot]!);
    let next = brokers.findIndex((_, slot) => (inSync & (1 << slot)) !== 0 && may(slot));
    if (next < 0 && this.settings.unclean) {
      next = brokers.findIndex((_, slot) => may(slot));
      if (next >= 0) {
        this.unclean++;
        partition.inSync = 1 << next;
      }
    }
    if (leader >= 0) this.#last[partition.index] = leader;
    partition.leader = next;
    partition.epoch++;
    if (next < 0) return;
    this.elections++;
    const before = this.#last[partition.index]!;
    this.#last[partition.index] = next;
    this.#owner.elected(partition, before);
  }

  #tell(partition: Partition): void {
    for (let slot = 0; slot < partition.slots; slot++) this.#tellSlot(partition, slot);
  }

  #tellSlot(partition: Partition, slot: number): void {
    const controller = this.#controller();
    const broker = partition.brokers[slot]!;
    if (controller < 0 || !this.#reaches(broker)) return;
    this.#sim.wake(this.#site.node, this.#apart(controller, broker), LEARN, partition.index * this.#slots + slot);
  }

  #apart(a: number, b: number): number {
    return a === b ? 0 : this.#sim.apart(this.#site.firstInstance + a, this.#site.firstInstance + b);
  }
}
