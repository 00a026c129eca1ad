/**
 * Reading a log for a consumer group: hands records of each partition to its reader in order, from a copy that leads, and hears how
 * that ends. What failed is handed out again after a while and holds up its partition until it is done or given up; what is done is
 * committed now and then. Who reads which partition is the group's business (`group`).
 */
import { OK } from '../../engine/outcome.ts';
import { CARRIES_POISON, CLASS, FLAGS, KEY, LINK, OUTCOME, POISON, SESSION, TAG } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd } from '../../engine/station.ts';
import { Histogram } from '../../stats/histogram.ts';
import { NS_PER_S } from '../../std/units.ts';
import { tellAge } from '../deliver/age.ts';
import { Deliveries } from '../deliver/deliveries.ts';
import { DueList } from '../deliver/due-list.ts';
import { KeyOrder } from '../deliver/key-order.ts';
import { Seen } from '../deliver/seen.ts';
import type { Site } from '../replicate/standing.ts';
import type { Cluster } from './cluster.ts';
import { Cursor } from './cursor.ts';
import type { Members } from './members.ts';
import type { Partition } from './partition.ts';
import type { Replica } from './replica.ts';
import { readFrom, sourceOf } from './source.ts';

export interface ReaderSettings {
  /** Records of one partition in work at a time. */
  readonly inWork: number;
  /** Whether what is handed out is committed at once, before it is done. */
  readonly before: boolean;
  /** ns between commits; 0: each at once. */
  readonly commitEvery: number;
  /** ns before a failed record is handed out again; how often at most, 0: for ever. */
  readonly retryAfter: number;
  readonly most: number;
}

/** What a group reads and who reads it. */
export interface Reading {
  readonly far: FarEnd;
  /** Per class: whether its readers take it, and where its dead letters go. */
  readonly takes: readonly boolean[];
  readonly deadLetters: readonly (FarEnd | undefined)[];
  readonly topics: readonly number[];
  /** A call's tag is its delivery times the number of groups, plus the group's own. */
  readonly group: number;
  readonly groups: number;
}

/** A dead record that was not taken is offered again after this long, ns (chosen; as the queue does). */
const OFFERED_AGAIN = NS_PER_S;
const NEVER = Number.POSITIVE_INFINITY;

export class Reader {
  settings: ReaderSettings;
  /** Counts since the warm-up. `skipped` counts records that were committed before they were done, and were not done. */
  done = 0;
  redeliveries = 0;
  duplicates = 0;
  repeated = 0;
  reordered = 0;
  deadLettered = 0;
  expired = 0;
  skipped = 0;
  /** Records that it never did, since a newer one of their key was there when it came by. */
  compacted = 0;
  readonly delay = new Histogram();
  readonly partitions: readonly Partition[];
  readonly cursors: readonly Cursor[];
  readonly #sim: Sim;
  readonly #site: Site;
  readonly #cluster: Cluster;
  readonly #reading: Reading;
  readonly #members: Members;
  readonly #deliveries = new Deliveries();
  /** Deliveries that are out, and the instance that each was made by. */
  readonly #out = new Map<number, number>();
  /** Records that failed, by cursor × window; records that are dead and not taken yet. */
  readonly #later = new DueList();
  readonly #dead = new Set<number>();
  readonly #window: number;
  readonly #order = new KeyOrder();
  readonly #seen = new Seen(NEVER);
  readonly #wakeAfter: (ns: number) => void;
  #wakesAt = NEVER;
  /** Something was done since the last commit. */
  readonly #dirty: () => void;

  constructor(
    site: Site,
    cluster: Cluster,
    reading: Reading,
    members: Members,
    settings: ReaderSettings,
    wakeAfter: (ns: number) => void,
    dirty: () => void,
  ) {
    this.#sim = site.sim;
    this.#site = site;
    this.#cluster = cluster;
    this.#reading = reading;
    this.#members = members;
    this.#window = settings.inWork;
    this.#wakeAfter = wakeAfter;
    this.#dirty = dirty;
    this.settings = settings;
    this.partitions = cluster.partitions.filter(({ topic }) => reading.topics.includes(topic));
    this.cursors = this.partitions.map(() => new Cursor(settings.inWork));
  }

  /** Records that are safe and that it has not done, of the partition at a place. */
  lag(j: number): number {
    const copy = this.#newest(j);
    return Math.max(0, copy.high - Math.max(this.cursors[j]!.done, copy.base));
  }

  /** How long the oldest record that it has not done has been there, ns. */
  age(): number {
    let oldest = this.#sim.now;
    for (let j = 0; j < this.cursors.length; j++) {
      const copy = this.#newest(j);
      const next = copy.next(Math.max(this.cursors[j]!.done, copy.base));
      if (next < copy.high) oldest = Math.min(oldest, this.#cluster.records.made[copy.at(next)]!);
    }
    return this.#sim.now - oldest;
  }

  /** Records that were gone before they were read: those that it has come upon, and those that it will. */
  gone(): number {
    return this.cursors.reduce(
      (sum, { position, everDone }, j) => sum + Math.max(0, this.#newest(j).base - Math.max(position, everDone)),
      this.expired,
    );
  }

  forgetCounts(): void {
    this.done = 0;
    this.redeliveries = 0;
    this.duplicates = 0;
    this.repeated = 0;
    this.reordered = 0;
    this.deadLettered = 0;
    this.expired = 0;
    this.skipped = 0;
    this.compacted = 0;
    this.delay.clear();
  }

  /** Hands out what may be handed out of the partition at a place. */
  pump(j: number): void {
    const cursor = this.cursors[j]!;
    if (cursor.paused || cursor.owner < 0 || !this.#members.serves(cursor.owner)) return;
    const partition = this.partitions[j]!;
    const source = sourceOf(this.#cluster, partition, cursor, this.#members.all[cursor.owner]!.first);
    if (source < 0) return;
    readFrom(partition, cursor, source);
    this.#cluster.expire(partition, source);
    const copy = partition.copies[source]!;
    if (cursor.position < copy.base && cursor.position === cursor.done) this.expired += cursor.advance(copy.base);
    const { generation } = cursor;
    while (cursor.hasRoom && cursor.position >= copy.base && cursor.position < copy.high && this.#sim.halted === undefined) {
      const record = copy.at(cursor.position);
      if (record < 0) {
        if (!cursor.wasDone(cursor.position)) this.compacted++;
        cursor.skip();
      } else if (!this.#reading.takes[this.#cluster.records.class[record]!]) cursor.skip();
      else this.#hand(j, source, record, cursor.position);
      if (cursor.generation !== generation || cursor.paused) return;
    }
  }

  /** Hands out what has waited long enough since it failed. */
  again(): void {
    const { now } = this.#sim;
    while (this.#later.next() <= now) {
      const place = this.#later.first();
      this.#later.remove(place);
      const j = Math.floor(place / this.#window);
      this.#retry(j, this.#offsetAt(j, place % this.#window));
    }
    this.#schedule();
  }

  /** The instance that a delivery goes to, for the link. */
  choose(delivery: number): number {
    const { owner } = this.cursors[this.#deliveries.message[delivery]!]!;
    return owner < 0 ? -1 : this.#members.all[owner]!.first;
  }

  /** A delivery ended, at its reader or at the dead letters; the place of its partition. */
  answered(child: number, delivery: number): number {
    const { ints } = this.#sim.requests;
    const j = this.#deliveries.message[delivery]!;
    const offset = this.#deliveries.target[delivery]!;
    const number = this.#deliveries.number[delivery]!;
    const cursor = this.cursors[j]!;
    const current = cursor.generation === this.#deliveries.generation[delivery];
    const dead = ints[child + LINK] !== this.#reading.far.link;
    const ok = ints[child + OUTCOME] === OK;
    this.#deliveries.free(delivery);
    this.#out.delete(delivery);
    if (!current) {
      if (ok && !dead && !this.settings.before && cursor.finishElsewhere(offset)) this.duplicates++;
      return j;
    }
    if (ok) this.#finish(j, offset, number, ints[child + KEY]!, dead);
    else if (this.settings.before) this.#skip(j, offset);
    else this.#failed(j, offset, dead);
    this.pump(j);
    return j;
  }

  /** A broker died: nobody hears any more of what it had handed out. */
  crash(instance: number): void {
    for (const [delivery, maker] of this.#out) {
      if (maker !== instance) continue;
      this.#out.delete(delivery);
      const cursor = this.cursors[this.#deliveries.message[delivery]!]!;
      if (cursor.generation === this.#deliveries.generation[delivery]) {
        this.restart(this.#deliveries.message[delivery]!, this.settings.before ? cursor.committed : cursor.done);
      }
      this.#deliveries.free(delivery);
    }
  }

  /** Goes on with a partition from an offset; what is in work there is not waited for. */
  restart(j: number, from: number): void {
    for (let w = 0; w < this.#window; w++) {
      this.#later.remove(j * this.#window + w);
      this.#dead.delete(j * this.#window + w);
    }
    const cursor = this.cursors[j]!;
    if (this.settings.before) this.skipped += Math.max(0, Math.min(from, cursor.position) - cursor.done);
    cursor.restart(from);
  }

  /** All that is done counts as committed, but for readers that died. */
  commit(): void {
    for (const cursor of this.cursors) if (!cursor.broken) cursor.committed = Math.max(cursor.committed, cursor.done);
  }

  // ---- one record

  #hand(j: number, source: number, record: number, offset: number): void {
    const cursor = this.cursors[j]!;
    const child = this.#open(j, source, record, offset, this.#reading.far);
    if (child < 0) return;
    if (cursor.hand()) this.redeliveries++;
    if (this.settings.before) cursor.committed = Math.max(cursor.committed, cursor.position);
    this.#sim.calls.send(child);
  }

  #retry(j: number, offset: number): void {
    const cursor = this.cursors[j]!;
    if (!cursor.waits(offset) || cursor.owner < 0) return;
    const place = j * this.#window + (offset % this.#window);
    const dead = this.#dead.has(place);
    const source = sourceOf(this.#cluster, this.partitions[j]!, cursor, this.#members.all[cursor.owner]!.first);
    if (source < 0 || cursor.paused || (!dead && !this.#members.serves(cursor.owner))) {
      this.#later.add(place, this.#sim.now + OFFERED_AGAIN);
      return;
    }
    const copy = this.partitions[j]!.copies[source]!;
    if (!copy.has(offset)) return;
    const record = copy.at(offset);
    if (record < 0) {
      if (!this.#dead.delete(place)) this.compacted++;
      cursor.drop(offset);
      this.pump(j);
      return;
    }
    const { records } = this.#cluster;
    const far = dead ? this.#reading.deadLetters[records.class[record]!] : this.#reading.far;
    const child = far === undefined ? -1 : this.#open(j, source, record, offset, far);
    if (child < 0) return;
    cursor.retry(offset, !dead);
    if (dead) {
      const { ints } = this.#sim.requests;
      const poisoned = (records.flags[record]! & POISON) !== 0;
      ints[child + FLAGS] = (ints[child + FLAGS]! & ~POISON) | (poisoned ? CARRIES_POISON : 0);
    } else this.redeliveries++;
    this.#sim.calls.send(child);
  }

  #open(j: number, source: number, record: number, offset: number, far: FarEnd): number {
    const { records } = this.#cluster;
    const maker = this.#site.firstInstance + this.partitions[j]!.brokers[source]!;
    const child = this.#sim.calls.open(far.link, -1, maker);
    if (child < 0) return -1;
    const { ints } = this.#sim.requests;
    ints[child + CLASS] = records.class[record]!;
    ints[child + KEY] = records.key[record]!;
    ints[child + SESSION] = records.session[record]!;
    ints[child + FLAGS] = ints[child + FLAGS]! | records.flags[record]!;
    const delivery = this.#deliveries.take(j, this.cursors[j]!.generation, offset, records.number[record]!);
    this.#out.set(delivery, maker);
    ints[child + TAG] = delivery * this.#reading.groups + this.#reading.group;
    tellAge(this.#sim, child, records.made[record]!);
    return child;
  }

  #finish(j: number, offset: number, number: number, key: number, dead: boolean): void {
    const cursor = this.cursors[j]!;
    const place = j * this.#window + (offset % this.#window);
    const { records } = this.#cluster;
    const copy = cursor.source < 0 ? undefined : this.partitions[j]!.copies[cursor.source];
    const record = copy?.has(offset) === true ? copy.at(offset) : -1;
    const again = cursor.finish(offset);
    this.#dead.delete(place);
    if (!dead && again) this.duplicates++;
    else if (!dead) {
      this.done++;
      if (record >= 0) {
        this.delay.record(this.#sim.now - records.made[record]!);
        if (this.#order.done(key, records.order[record]!)) this.reordered++;
      }
      if (!this.#seen.add(number, this.#sim.now)) this.repeated++;
    }
    if (this.settings.commitEvery === 0) cursor.committed = Math.max(cursor.committed, cursor.done);
    else if (cursor.committed < cursor.done) this.#dirty();
  }

  /** Committed beforehand: whoever fails loses it. */
  #skip(j: number, offset: number): void {
    this.cursors[j]!.finish(offset);
    this.skipped++;
  }

  #failed(j: number, offset: number, dead: boolean): void {
    const cursor = this.cursors[j]!;
    const attempts = cursor.fail(offset);
    const place = j * this.#window + (offset % this.#window);
    if (dead) this.#later.add(place, this.#sim.now + OFFERED_AGAIN);
    else if (!this.#members.serves(cursor.owner)) this.#later.add(place, this.#sim.now + OFFERED_AGAIN);
    else if (this.settings.most > 0 && attempts >= this.settings.most) this.#giveUp(j, offset, place);
    else this.#later.add(place, this.#sim.now + this.settings.retryAfter);
    this.#schedule();
  }

  /** It has failed too often: it goes to the dead letters, or is dropped. */
  #giveUp(j: number, offset: number, place: number): void {
    this.deadLettered++;
    const cursor = this.cursors[j]!;
    const copy = cursor.source < 0 ? undefined : this.partitions[j]!.copies[cursor.source];
    const record = copy?.has(offset) === true ? copy.at(offset) : -1;
    if (record < 0 || this.#reading.deadLetters[this.#cluster.records.class[record]!] === undefined) {
      cursor.retry(offset, false);
      this.#finish(j, offset, 0, 0, true);
      return;
    }
    this.#dead.add(place);
    this.#later.add(place, this.#sim.now);
  }

  /** The offset whose place in the window this is. */
  #offsetAt(j: number, w: number): number {
    const { done } = this.cursors[j]!;
    return done + ((((w - done) % this.#window) + this.#window) % this.#window);
  }

  #schedule(): void {
    const due = this.#later.next();
    if (due >= this.#wakesAt && this.#wakesAt > this.#sim.now) return;
    if (due === NEVER) return;
    this.#wakesAt = Math.max(due, this.#sim.now);
    this.#wakeAfter(this.#wakesAt - this.#sim.now);
  }

  #newest(j: number): Replica {
    const partition = this.partitions[j]!;
    return partition.copies[this.#cluster.controllers.lastLeader(partition.index)]!;
  }
}
