/**
 * A replicated log at work: brokers that lead partitions write records, followers copy them, and what all copies in sync hold is safe.
 * Here is what a leader does; what is agreed is in `controllers`, how copies follow in `replication`, who reads in `group`. A record
 * whose producer was told that it is safe and that the agreed leader does not have is lost, and counted when that becomes so; should
 * a copy that has it lead later on, it is found again.
 */
import { NO_LEADER, TOO_FEW_REPLICAS } from '../../engine/outcome.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Site } from '../replicate/standing.ts';
import { Controllers, type Governed } from './controllers.ts';
import { count, Partition } from './partition.ts';
import { Records } from './records.ts';
import type { Replica } from './replica.ts';
import { type Followed, Replication } from './replication.ts';
import { CHANGE, COMPACT, FENCE, LAGS, LEARN, type LogSettings } from './settings.ts';

export interface ClusterOwner {
  /** A producer's call is over: safe (0), or for this reason not known to be. */
  settled(record: number, reason: number): void;
  /** Consumers may read further in a partition, or from another copy of it. */
  readable(partition: Partition): void;
  /** A broker no longer leads a partition: what waits to be written there is not. */
  resigned(partition: Partition, slot: number): void;
}

export class Cluster implements Governed, Followed {
  readonly records = new Records();
  readonly partitions: readonly Partition[];
  readonly controllers: Controllers;
  readonly replication: Replication;
  /** Records whose producer was told that they are safe, and how many of those are lost. */
  confirmed = 0;
  lost = 0;
  /** Records of which leaders have kept the place only, since the warm-up. */
  compacted = 0;
  readonly #sim: Sim;
  readonly site: Site;
  readonly #owner: ClusterOwner;
  readonly #slots: number;
  /** By partition × slot: a look at who lags is due. */
  readonly #looks: Uint8Array;
  #settings: LogSettings;
  #compacts = false;

  constructor(
    site: Site,
    brokers: number,
    copies: readonly (readonly number[])[],
    topicOf: (p: number) => number,
    settings: LogSettings,
    owner: ClusterOwner,
  ) {
    this.#sim = site.sim;
    this.site = site;
    this.#settings = settings;
    this.#owner = owner;
    this.partitions = copies.map((slots, p) => new Partition(p, topicOf(p), slots, this.records));
    this.#slots = Math.max(1, ...copies.map((slots) => slots.length));
    this.#looks = new Uint8Array(copies.length * this.#slots);
    this.controllers = new Controllers(site, brokers, this.partitions, settings, this);
    this.replication = new Replication(site, this.partitions, this.records, this.controllers.standing, settings, this);
  }

  start(): void {
    for (const partition of this.partitions) {
      for (let slot = 1; slot < partition.slots; slot++) this.replication.begin(partition, slot);
    }
    this.#compactLater();
  }

  /** Bytes that all copies hold. */
  stored(): number {
    return this.partitions.reduce((sum, { copies }) => sum + copies.reduce((bytes, { size }) => bytes + size, 0), 0);
  }

  configure(settings: LogSettings): void {
    this.#settings = settings;
    this.controllers.settings = settings;
    this.replication.settings = settings;
    this.#compactLater();
  }

  /** Why a leader takes no record now; 0 when it does. */
  refusal(partition: Partition, slot: number): number {
    if (slot < 0 || !partition.leads(slot)) return NO_LEADER;
    return this.#settings.acks === 'all' && count(partition.view[slot]!) < this.#settings.minInSync ? TOO_FEW_REPLICAS : 0;
  }

  /** A leader writes records, in this order. */
  write(partition: Partition, slot: number, batch: readonly number[]): void {
    const copy = partition.copies[slot]!;
    partition.writes(slot, this.#sim.now);
    for (const record of batch) {
      this.records.offset[record] = copy.end;
      copy.append(record);
      if (this.#settings.acks !== 'all') this.confirm(partition, slot, record);
    }
    this.#trim(partition, slot);
    this.replication.appended(partition, slot);
    this.#advance(partition, slot);
    this.#lookLater(partition, slot);
  }

  /** A producer hears that its record is safe. */
  confirm(partition: Partition, slot: number, record: number): void {
    if (this.records.confirmed[record] === 0) {
      this.records.confirmed[record] = 1;
      this.confirmed++;
    }
    // Whoever leads by now does not have it.
    if (this.records.lost[record] === 0 && this.controllers.lastLeader(partition.index) !== slot) this.#lose(record);
    this.#owner.settled(record, 0);
  }

  /** A producer is told so at once, before its record is written. */
  confirmUnwritten(record: number): void {
    this.records.confirmed[record] = 1;
    this.confirmed++;
  }

  /** A record that was said to be safe was never written. */
  dropUnwritten(record: number): void {
    if (this.records.confirmed[record] === 1) this.lost++;
    this.records.free(record);
  }

  forgetCounts(): void {
    this.confirmed = 0;
    this.compacted = 0;
  }

  /** Whether the agreed leader of a partition has a record. */
  has(partition: Partition, record: number): boolean {
    const copy = partition.copies[this.controllers.lastLeader(partition.index)]!;
    const offset = this.records.offset[record]!;
    return copy.has(offset) && copy.at(offset) === record;
  }

  wake(what: number, a: number): void {
    if (what === FENCE) this.controllers.fence();
    else if (what === LEARN) this.controllers.learn(a);
    else if (what === CHANGE) this.controllers.change(a);
    else if (what === LAGS) this.#look(a);
    else if (what === COMPACT) this.#compact();
    else this.replication.wake(what, a);
  }

  /** A broker's process died. What it holds is on its disk. */
  crash(broker: number): void {
    this.controllers.standing.gone[broker] = 1;
    for (const partition of this.partitions) {
      const slot = partition.slotOf(broker);
      if (slot < 0) continue;
      this.replication.stop(partition, slot);
      if (partition.leads(slot)) this.replication.lost(partition, slot);
    }
    this.controllers.review();
  }

  restart(broker: number): void {
    this.controllers.standing.gone[broker] = 0;
    this.controllers.review();
  }

  /** Faults began or ended: brokers may be heard of again, or no more. */
  turned(): void {
    this.controllers.review();
    for (const partition of this.partitions) {
      for (let slot = 0; slot < partition.slots; slot++) if (partition.leads(slot)) this.#lookLater(partition, slot);
    }
  }

  elected(partition: Partition, before: number): void {
    const [old, next] = [partition.copies[before]!, partition.copies[partition.leader]!];
    const fork = next.fork(old);
    for (let offset = Math.max(fork, old.base); offset < old.end; offset++) {
      const record = old.at(offset);
      if (record < 0) continue;
      if (this.records.confirmed[record] === 1 && this.records.lost[record] === 0) this.#lose(record);
    }
    for (let offset = Math.max(fork, next.base); offset < next.end; offset++) {
      const record = next.at(offset);
      if (record < 0 || this.records.lost[record] === 0) continue;
      this.records.lost[record] = 0;
      this.lost--;
    }
  }

  learns(partition: Partition, slot: number): void {
    const { epoch, leader } = partition;
    const news = partition.knownEpoch[slot] !== epoch;
    const led = partition.leads(slot);
    partition.knownEpoch[slot] = epoch;
    partition.knownLeader[slot] = leader;
    if (leader === slot) {
      if (news) {
        this.replication.stop(partition, slot);
        partition.begin(slot, this.#sim.now);
      }
      partition.view[slot] = partition.inSync | (news ? 0 : this.controllers.pending(partition.index));
      this.#advance(partition, slot);
      this.#lookLater(partition, slot);
      this.#owner.readable(partition);
      return;
    }
    if (led) this.#resign(partition, slot);
    if (news || this.replication.idle(partition, slot)) this.replication.begin(partition, slot);
  }

  asked(partition: Partition, leader: number, follower: number): void {
    const bit = 1 << follower;
    const { index } = partition;
    if ((partition.inSync & bit) === 0 && partition.mayJoin(leader, follower) && (this.controllers.pending(index) & bit) === 0) {
      partition.view[leader] = partition.view[leader]! | bit;
      this.controllers.ask(partition, leader, partition.view[leader]!);
    }
    this.#advance(partition, leader);
  }

  cut(partition: Partition, record: number): void {
    if (this.records.confirmed[record] === 1 && this.records.lost[record] === 0 && !this.has(partition, record)) this.#lose(record);
  }

  #lose(record: number): void {
    this.records.lost[record] = 1;
    this.lost++;
  }

  /** What all copies in sync hold is safe: its producers hear so, if they wait for that, and consumers may read it. */
  #advance(partition: Partition, leader: number): void {
    const copy = partition.copies[leader]!;
    const safe = partition.safe(leader);
    if (safe <= copy.high) return;
    const enough = count(partition.view[leader]!) >= this.#settings.minInSync;
    for (; copy.high < safe; copy.high++) {
      const record = copy.at(copy.high);
      if (this.records.row[record]! < 0) continue;
      if (enough || this.#settings.acks !== 'all') this.confirm(partition, leader, record);
      else this.#owner.settled(record, TOO_FEW_REPLICAS);
    }
    this.#owner.readable(partition);
  }

  /** It leads no more: who waits for its records to be safe will not hear of it. */
  #resign(partition: Partition, slot: number): void {
    const copy = partition.copies[slot]!;
    this.replication.lost(partition, slot);
    for (let offset = Math.max(copy.high, copy.base); offset < copy.end; offset++) {
      const record = copy.at(offset);
      if (this.records.row[record]! >= 0) this.#owner.settled(record, NO_LEADER);
    }
    this.#owner.resigned(partition, slot);
  }

  /** Forgets what is too old or too much, of what is safe. */
  #trim(partition: Partition, slot: number): void {
    const copy = partition.copies[slot]!;
    const { keepBytes, keepTime, compactEvery } = this.#settings;
    if (compactEvery > 0) return;
    const oldest = this.#sim.now - keepTime;
    while (copy.base < copy.high && (copy.size > keepBytes || this.records.made[copy.at(copy.base)]! <= oldest)) copy.trim(copy.base + 1);
  }

  /** A reader looks at a copy: what is too old by now is gone. */
  expire(partition: Partition, slot: number): void {
    this.#trim(partition, slot);
  }

  // ---- the newest of each key

  #compactLater(): void {
    if (this.#compacts || this.#settings.compactEvery === 0) return;
    this.#compacts = true;
    this.#sim.wake(this.site.node, this.#settings.compactEvery, COMPACT, 0);
  }

  /** Every broker that is well goes through its own copies, each up to what it knows to be safe. */
  #compact(): void {
    this.#compacts = false;
    this.#compactLater();
    if (this.#settings.compactEvery === 0) return;
    for (const partition of this.partitions) {
      for (let slot = 0; slot < partition.slots; slot++) {
        if (!this.controllers.standing.responds(partition.brokers[slot]!)) continue;
        const copy = partition.copies[slot]!;
        const went = copy.compact(this.#olderThan(copy, this.#sim.now - this.#settings.compactAfter));
        if (partition.leader === slot) this.compacted += went;
      }
    }
  }

  /** Up to where all that is safe was made by then; what was compacted before is. */
  #olderThan(copy: Replica, then: number): number {
    let upTo = copy.high;
    while (upTo > copy.base && copy.at(upTo - 1) >= 0 && this.records.made[copy.at(upTo - 1)]! > then) upTo--;
    return upTo;
  }

  // ---- who lags

  #lookLater(partition: Partition, slot: number): void {
    const at = partition.index * this.#slots + slot;
    if (this.#looks[at] === 1 || !this.#anyBehind(partition, slot)) return;
    this.#looks[at] = 1;
    this.#sim.wake(this.site.node, this.#settings.replicaLag, LAGS, at);
  }

  #look(at: number): void {
    this.#looks[at] = 0;
    const partition = this.partitions[Math.floor(at / this.#slots)]!;
    const slot = at % this.#slots;
    if (!partition.leads(slot) || !this.controllers.standing.responds(partition.brokers[slot]!)) return;
    const view = partition.view[slot]!;
    let kept = view;
    for (let f = 0; f < partition.slots; f++) {
      const place = slot * partition.slots + f;
      const late = partition.caughtUp[place]! + this.#settings.replicaLag <= this.#sim.now;
      if (f !== slot && late && partition.ends[place]! < partition.copies[slot]!.end) kept &= ~(1 << f);
    }
    if (kept !== view) this.controllers.ask(partition, slot, kept);
    this.#lookLater(partition, slot);
  }

  #anyBehind(partition: Partition, slot: number): boolean {
    const { end } = partition.copies[slot]!;
    for (let f = 0; f < partition.slots; f++) {
      const inView = f !== slot && (partition.view[slot]! & (1 << f)) !== 0;
      if (inView && partition.ends[slot * partition.slots + f]! < end) return true;
    }
    return false;
  }
}
