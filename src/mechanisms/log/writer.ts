/**
 * The way into a log: records for a partition wait at its leader until a batch of them is full, or the first has lingered, or simply
 * until the batch before is written; a batch costs a time of its own and the time for its bytes, and a broker writes so many batches
 * at a time. (Producers gather their batches on their own side; here they wait at the broker, which takes as long and is the same for
 * all who produce.) What is gathered when a broker dies is lost.
 */
import { UP } from '../../engine/knobs.ts';
import { NO_LEADER } from '../../engine/outcome.ts';
import { GENERATION, THERE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { IntRing } from '../../std/ring.ts';
import type { Site } from '../replicate/standing.ts';
import { Workers } from '../work/workers.ts';
import type { Cluster } from './cluster.ts';
import type { Partition } from './partition.ts';
import { LINGER, WRITTEN } from './settings.ts';

export interface WriterSettings {
  /** Bytes of a full batch, and how long the first record of one may wait for it to be full, ns. */
  readonly batchBytes: number;
  readonly linger: number;
  /** Time that a batch takes besides its bytes; bytes a ns; batches that a broker writes at a time. */
  readonly time: Sampler;
  readonly rate: number;
  readonly parallel: number;
}

/** What a leader of a partition has gathered, and what it is writing. (One that is cut off may still lead for those on its side.) */
class Gathered {
  readonly partition: Partition;
  readonly slot: number;
  readonly broker: number;
  readonly index: number;
  readonly waiting = new IntRing();
  readonly batch: number[] = [];
  bytes = 0;
  /** When the first one came, ns; when the batch will be written, or −1. */
  since = 0;
  due = -1;
  /** The batch is written, and its broker hangs. */
  stuck = false;
  inLine = false;

  constructor(partition: Partition, slot: number, index: number) {
    this.partition = partition;
    this.slot = slot;
    this.broker = partition.brokers[slot]!;
    this.index = index;
  }
}

const NO_LIMIT = 1 << 30;

export class Writer {
  settings: WriterSettings;
  readonly #sim: Sim;
  readonly #site: Site;
  readonly #cluster: Cluster;
  readonly #gathered: Gathered[] = [];
  readonly #slots: number;
  readonly #workers: Workers;
  readonly #luck: Stream;
  readonly #refused: (record: number, reason: number) => void;
  /** Per broker: batches that it writes, and partitions that wait for their turn. */
  readonly #writing: Int32Array;
  readonly #lines: readonly IntRing[];

  constructor(site: Site, brokers: number, cluster: Cluster, settings: WriterSettings, refused: (record: number, reason: number) => void) {
    this.#sim = site.sim;
    this.#site = site;
    this.#cluster = cluster;
    this.settings = settings;
    this.#refused = refused;
    this.#slots = Math.max(1, ...cluster.partitions.map(({ slots }) => slots));
    for (const partition of cluster.partitions) {
      for (let slot = 0; slot < this.#slots; slot++) {
        if (slot < partition.slots) this.#gathered.push(new Gathered(partition, slot, this.#gathered.length));
      }
    }
    this.#workers = new Workers(site.sim, site.firstInstance, brokers, { workers: NO_LIMIT, queueLimit: NO_LIMIT, discipline: 'fifo' });
    this.#luck = new Stream(site.sim.shape.seed, `${site.sim.shape.streamNames[site.node]}/write`);
    this.#writing = new Int32Array(brokers);
    this.#lines = Array.from({ length: brokers }, () => new IntRing());
  }

  /** A record waits to be written by the leader of its partition. */
  take(partition: Partition, slot: number, record: number): void {
    const gathered = this.#gathered[partition.index * this.#slots + slot]!;
    const { records } = this.#cluster;
    gathered.waiting.push(record);
    records.came[record] = this.#sim.now;
    gathered.bytes += records.bytes[record]!;
    if (records.row[record]! >= 0) this.#sim.meter.queued.up(this.#site.firstInstance + gathered.broker);
    if (gathered.waiting.length === 1) this.#first(gathered);
    this.#go(gathered);
  }

  wake(what: number, index: number): void {
    const gathered = this.#gathered[index]!;
    if (what === LINGER) this.#go(gathered);
    else if (what === WRITTEN && gathered.due === this.#sim.now) this.#written(gathered);
  }

  /** It leads no more: whatever waits is not written. */
  resigned(partition: Partition, slot: number): void {
    const gathered = this.#gathered[partition.index * this.#slots + slot]!;
    const { broker } = gathered;
    const instance = this.#site.firstInstance + broker;
    while (gathered.waiting.length > 0) {
      const record = gathered.waiting.shift();
      if (this.#isHere(record)) this.#sim.meter.queued.down(instance);
      this.#refuse(record);
    }
    if (gathered.due >= 0) {
      for (const record of gathered.batch) {
        if (this.#isHere(record)) this.#workers.release(instance);
        this.#refuse(record);
      }
      this.#writing[broker] = this.#writing[broker]! - 1;
    }
    this.#reset(gathered);
    this.#next(broker);
  }

  /** A broker died: what it had gathered is lost, and who waits for that is told by the engine. */
  crash(broker: number): void {
    for (const gathered of this.#gathered) {
      if (gathered.broker !== broker) continue;
      while (gathered.waiting.length > 0) this.#cluster.dropUnwritten(gathered.waiting.shift());
      if (gathered.due >= 0) for (const record of gathered.batch) this.#cluster.dropUnwritten(record);
      this.#reset(gathered);
    }
    this.#writing[broker] = 0;
    this.#lines[broker]!.clear();
    this.#workers.clear(this.#site.firstInstance + broker);
  }

  /** Faults began or ended: what a hung broker has written counts when it goes on. */
  turned(): void {
    for (const gathered of this.#gathered) {
      if (gathered.stuck && this.#responds(gathered.broker)) this.#written(gathered);
      else this.#go(gathered);
    }
  }

  /** The first one that waits may have come while the batch before was written: it has waited since then. */
  #first(gathered: Gathered): void {
    gathered.since = this.#cluster.records.came[gathered.waiting.at(0)]!;
    const left = gathered.since + this.settings.linger - this.#sim.now;
    if (left > 0) this.#sim.wake(this.#site.node, left, LINGER, gathered.index);
  }

  /** Begins with the next batch when there is one and its turn has come. */
  #go(gathered: Gathered): void {
    if (gathered.due >= 0 || gathered.inLine || gathered.waiting.length === 0) return;
    const { batchBytes, linger, parallel } = this.settings;
    if (gathered.bytes < batchBytes && this.#sim.now - gathered.since < linger) return;
    const { broker } = gathered;
    if (!this.#responds(broker)) return;
    if (this.#writing[broker]! >= parallel) {
      gathered.inLine = true;
      this.#lines[broker]!.push(gathered.index);
      return;
    }
    this.#begin(gathered);
  }

  #begin(gathered: Gathered): void {
    const { records } = this.#cluster;
    const { broker } = gathered;
    const { batchBytes, rate, time } = this.settings;
    const instance = this.#site.firstInstance + broker;
    let bytes = 0;
    while (gathered.waiting.length > 0) {
      const size = records.bytes[gathered.waiting.at(0)]!;
      if (bytes > 0 && bytes + size > batchBytes) break;
      const record = gathered.waiting.shift();
      bytes += size;
      gathered.batch.push(record);
      if (!this.#isHere(record)) continue;
      this.#sim.meter.queued.down(instance);
      this.#workers.take(records.row[record]!, instance);
    }
    gathered.bytes -= bytes;
    this.#writing[broker] = this.#writing[broker]! + 1;
    const ns = this.#sim.work(instance, time.sampleNanos(this.#luck) + Math.round(bytes / rate));
    gathered.due = this.#sim.now + ns;
    this.#sim.wake(this.#site.node, ns, WRITTEN, gathered.index);
  }

  #written(gathered: Gathered): void {
    const { broker } = gathered;
    const instance = this.#site.firstInstance + broker;
    gathered.stuck = !this.#responds(broker);
    if (gathered.stuck) return;
    const { records } = this.#cluster;
    for (const record of gathered.batch) {
      if (!this.#isHere(record)) continue;
      this.#workers.worked(records.row[record]!, instance);
      this.#workers.release(instance);
    }
    gathered.due = -1;
    this.#writing[broker] = this.#writing[broker]! - 1;
    const batch = gathered.batch.splice(0);
    if (gathered.waiting.length > 0) this.#first(gathered);
    this.#cluster.write(gathered.partition, gathered.slot, batch);
    this.#go(gathered);
    this.#next(broker);
  }

  /** Whose turn it is at a broker that has written a batch. */
  #next(broker: number): void {
    const line = this.#lines[broker]!;
    while (line.length > 0 && this.#writing[broker]! < this.settings.parallel) {
      const gathered = this.#gathered[line.shift()]!;
      if (!gathered.inLine) continue;
      gathered.inLine = false;
      if (gathered.due < 0 && gathered.waiting.length > 0) this.#begin(gathered);
    }
  }

  #refuse(record: number): void {
    if (this.#isHere(record)) this.#refused(record, NO_LEADER);
    this.#cluster.dropUnwritten(record);
  }

  #reset(gathered: Gathered): void {
    gathered.batch.length = 0;
    gathered.bytes = 0;
    gathered.due = -1;
    gathered.stuck = false;
    gathered.inLine = false;
  }

  /** Whether the call that brought a record is still held here, and is counted. */
  #isHere(record: number): boolean {
    const { requests } = this.#sim;
    const { row, generation } = this.#cluster.records;
    const at = row[record]!;
    return at >= 0 && requests.ints[at + GENERATION] === generation[record] && requests.has(at, THERE);
  }

  #responds(broker: number): boolean {
    const { down, hung } = this.#sim.knobs;
    const instance = this.#site.firstInstance + broker;
    return down[instance] === UP && hung[instance] === 0;
  }
}
