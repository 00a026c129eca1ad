/**
 * The log at work: takes records in at the brokers that lead their partitions, and lets each of its links' readers follow as a group
 * of their own. What is written, copied and agreed is in `mechanisms/log`.
 */

import type { Chooser } from '../../engine/link.ts';
import { NUMBER_STEP } from '../../engine/link.ts';
import { causeOf, NO_LEADER, OK, QUEUE_FULL, REJECTED, UNAVAILABLE } from '../../engine/outcome.ts';
import {
  CARRIES_POISON,
  CAUSE,
  CLASS,
  EXPECTED,
  FLAGS,
  GENERATION,
  INSTANCE,
  KEY,
  LINK,
  ORIGIN,
  POISON,
  SESSION,
  STARTED,
  TAG,
  THERE,
  WRITE,
} from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd, Station, StationContext } from '../../engine/station.ts';
import { KeyOrder } from '../../mechanisms/deliver/key-order.ts';
import { Cluster, type ClusterOwner } from '../../mechanisms/log/cluster.ts';
import { Group } from '../../mechanisms/log/group.ts';
import { Known } from '../../mechanisms/log/known.ts';
import type { Partition } from '../../mechanisms/log/partition.ts';
import { placeCopies } from '../../mechanisms/log/placement.ts';
import { GROUP_EVENTS, LINGER, WRITTEN } from '../../mechanisms/log/settings.ts';
import { Writer } from '../../mechanisms/log/writer.ts';
import { mix32, Stream } from '../../std/random.ts';
import { figuresOf } from './figures.ts';
import type { LogValues } from './parameters.ts';
import { groupOf, logOf, writerOf } from './settings.ts';

const LEADER = 1;
const FOLLOWER = 2;

export class LogStation implements Station, ClusterOwner, Chooser {
  readonly cluster: Cluster;
  readonly groups: readonly Group[];
  readonly listens = 0;
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #writer: Writer;
  readonly #known = new Known();
  readonly #order = new KeyOrder();
  readonly #poison: Stream;
  /** Calls about a record that is written, or being written, already: they hear what the first one hears. */
  readonly #also = new Map<number, { readonly row: number; readonly generation: number }[]>();
  #values: LogValues;

  constructor(context: StationContext, values: LogValues) {
    const { sim, node, firstInstance, instances, places, classes, far } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    const zones = Array.from({ length: instances }, (_, i) => `${places[firstInstance + i]!.region}/${places[firstInstance + i]!.zone}`);
    const topics = values.topics === 'class' ? classes.length : 1;
    const copies = placeCopies(topics * values.partitions, values.replication, zones);
    this.cluster = new Cluster(context, instances, copies, (p) => Math.floor(p / values.partitions), logOf(values), this);
    this.#writer = new Writer(context, instances, this.cluster, writerOf(values), (record, reason) => this.settled(record, reason));
    this.#poison = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/poison`);
    this.groups = this.#groupsOf(far.filter(({ role, plan }) => role !== 'broker' && plan.weight > 0));
    for (const link of context.incoming) sim.links[link]!.numbered = 1;
    for (const link of context.outgoing) sim.links[link]!.chooser = this;
  }

  #groupsOf(readers: readonly FarEnd[]): Group[] {
    const { classes, far } = this.#c;
    const takes = (f: FarEnd, cls: number) => f.plan.classes.length === 0 || f.plan.classes.includes(cls);
    const all = classes.map((_, cls) => cls);
    const deadLetters = all.map((cls) => far.find((f) => f.role === 'broker' && takes(f, cls)));
    return readers.map((f, group) => {
      const taken = all.map((cls) => takes(f, cls));
      const topics = this.#values.topics === 'class' ? all.filter((cls) => taken[cls]) : [0];
      const reading = { far: f, takes: taken, deadLetters, topics, group, groups: readers.length };
      return new Group(this.#c, this.cluster, reading, groupOf(this.#values));
    });
  }

  start(): void {
    this.cluster.start();
  }

  /** To the broker that leads the record's partition, as far as the caller can know. */
  route(row: number): number {
    const { ints } = this.#sim.requests;
    const partition = this.#partitionOf(row);
    const origin = ints[row + ORIGIN]!;
    let best = -1;
    let reached = false;
    for (let slot = 0; slot < partition.slots; slot++) {
      if (!partition.leads(slot)) continue;
      const there = !this.#sim.knobs.parted(origin, this.#c.firstInstance + partition.brokers[slot]!);
      const newer = best < 0 || partition.knownEpoch[slot]! > partition.knownEpoch[best]!;
      if ((there && !reached) || (there === reached && newer)) best = slot;
      reached ||= there;
    }
    if (best >= 0) return this.#c.firstInstance + partition.brokers[best]!;
    ints[row + CAUSE] = causeOf(NO_LEADER, this.#c.node);
    return -1;
  }

  arrive(row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    const partition = this.#partitionOf(row);
    const slot = partition.slotOf(instance - this.#c.firstInstance);
    const refusal = this.cluster.refusal(partition, slot);
    if (refusal !== 0) this.#sim.calls.answer(row, UNAVAILABLE, causeOf(refusal, this.#c.node));
    else if (this.#values.idempotent && this.#joins(row, partition, slot)) return;
    else if (this.#sim.meter.queued.now(instance) >= this.#values.queueLimit) {
      this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
    } else this.#take(row, partition, slot);
  }

  wake(what: number, a: number): void {
    if (what >= GROUP_EVENTS) this.groups[a]!.wake(what - GROUP_EVENTS);
    else if (what === WRITTEN || what === LINGER) this.#writer.wake(what, a);
    else this.cluster.wake(what, a);
  }

  answered(_row: number, child: number): void {
    const { ints } = this.#sim.requests;
    this.groups[ints[child + TAG]! % this.groups.length]!.answered(child);
  }

  crash(instance: number): void {
    const broker = instance - this.#c.firstInstance;
    this.#writer.crash(broker);
    this.cluster.crash(broker);
    for (const group of this.groups) group.crash(instance);
  }

  restart(instance: number): void {
    this.cluster.restart(instance - this.#c.firstInstance);
  }

  turned(): void {
    this.cluster.turned();
    this.#writer.turned();
    for (const group of this.groups) group.turned();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as LogValues;
    this.cluster.configure(logOf(this.#values));
    this.#writer.settings = writerOf(this.#values);
    for (const group of this.groups) group.configure(groupOf(this.#values));
  }

  forgetCounts(): void {
    this.cluster.forgetCounts();
    for (const group of this.groups) group.forgetCounts();
  }

  backlog(consumer: number): number {
    const own = this.groups.filter(({ reading }) => reading.far.node === consumer);
    return Math.max(0, ...(own.length > 0 ? own : this.groups).map((group) => group.totalLag()));
  }

  figures(out: Float64Array, at: number): void {
    figuresOf(this.cluster, this.groups, out, at);
  }

  role(instance: number): number {
    const broker = instance - this.#c.firstInstance;
    if (!this.cluster.controllers.standing.responds(broker)) return 0;
    return this.cluster.partitions.some((partition) => partition.brokers[partition.leader] === broker) ? LEADER : FOLLOWER;
  }

  // ---- as the chooser on its links

  choose(row: number): number {
    const { ints } = this.#sim.requests;
    const link = ints[row + LINK]!;
    const group = this.groups[ints[row + TAG]! % this.groups.length]!;
    if (group.reading.far.link !== link) return group.reading.deadLetters[ints[row + CLASS]!]?.firstInstance ?? -1;
    return group.choose(row);
  }

  opened(): void {}
  closed(): void {}

  // ---- as the owner of its cluster

  settled(record: number, reason: number): void {
    const { records } = this.cluster;
    const also = this.#also.get(record);
    this.#also.delete(record);
    const [row, generation] = [records.row[record]!, records.generation[record]!];
    records.row[record] = -1;
    this.#tell(row, generation, reason);
    for (const other of also ?? []) this.#tell(other.row, other.generation, reason);
  }

  readable(partition: Partition): void {
    for (const group of this.groups) group.pump(partition);
  }

  resigned(partition: Partition, slot: number): void {
    this.#writer.resigned(partition, slot);
  }

  #tell(row: number, generation: number, reason: number): void {
    const { requests } = this.#sim;
    if (row < 0 || requests.ints[row + GENERATION] !== generation || !requests.has(row, THERE)) return;
    this.#sim.calls.answer(row, reason === 0 ? OK : UNAVAILABLE, reason === 0 ? 0 : causeOf(reason, this.#c.node));
  }

  /** Which partition a record goes to: by its key, or each in turn, by the number of the call, which its further attempts share. */
  #partitionOf(row: number): Partition {
    const { ints } = this.#sim.requests;
    const { partitions, partitioning, topics } = this.#values;
    const by = partitioning === 'key' ? mix32(ints[row + KEY]!, 0) : Math.floor((ints[row + EXPECTED]! >>> 0) / NUMBER_STEP);
    const topic = topics === 'class' ? ints[row + CLASS]! : 0;
    return this.cluster.partitions[topic * partitions + (by % partitions)]!;
  }

  /** A producer sends a record again that is here already: it hears of that one. False when it is not. */
  #joins(row: number, partition: Partition, slot: number): boolean {
    const { ints } = this.#sim.requests;
    const { records } = this.cluster;
    const record = this.#known.find(ints[row + EXPECTED]!, records);
    if (record < 0) return false;
    const offset = records.offset[record]!;
    const copy = partition.copies[slot]!;
    const written = copy.has(offset) && copy.at(offset) === record;
    if (offset >= 0 && !written) return false;
    if (written && (records.confirmed[record] === 1 || offset < copy.high || this.#values.acks !== 'all')) {
      if (records.confirmed[record] === 0) this.cluster.confirm(partition, slot, record);
      this.#sim.calls.answer(row, OK, 0);
      return true;
    }
    const also = this.#also.get(record) ?? [];
    this.#also.set(record, [...also, { row, generation: ints[row + GENERATION]! }]);
    return true;
  }

  #take(row: number, partition: Partition, slot: number): void {
    const { ints } = this.#sim.requests;
    const { records } = this.cluster;
    const poison = this.#sim.knobs.poison[this.#c.node]!;
    const poisoned = (poison > 0 && this.#poison.chance(poison)) || this.#sim.requests.has(row, CARRIES_POISON);
    const record = records.take();
    const key = ints[row + KEY]!;
    const cls = ints[row + CLASS]!;
    records.class[record] = cls;
    records.key[record] = key;
    records.session[record] = ints[row + SESSION]!;
    records.flags[record] = (ints[row + FLAGS]! & WRITE) | (poisoned ? POISON : 0);
    records.number[record] = ints[row + EXPECTED]!;
    records.order[record] = this.#order.next(key);
    records.made[record] = this.#sim.requests.times[(row >> 1) + STARTED]!;
    records.bytes[record] = Math.max(1, this.#sim.shape.bytesUp[cls]!);
    if (this.#values.idempotent) this.#known.add(ints[row + EXPECTED]!, record);
    if (this.#values.acks === 'none') {
      this.cluster.confirmUnwritten(record);
      this.#sim.calls.answer(row, OK, 0);
    } else {
      records.row[record] = row;
      records.generation[record] = ints[row + GENERATION]!;
    }
    this.#writer.take(partition, slot, record);
  }
}
