/**
 * A consumer group: the copies at the far end of one link share the partitions among them, each partition with one reader. When who
 * belongs to the group changes, partitions change hands: they rest for a while, whoever read them finishes what it has and commits it,
 * and the next one goes on there. A reader that died has committed nothing since its last commit, so the next one does some of its
 * work again. Eager groups rest altogether, cooperative ones only where a partition moves.
 */
import { TAG } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Site } from '../replicate/standing.ts';
import { dealOut, keepMost } from './assignment.ts';
import type { Cluster } from './cluster.ts';
import { Members } from './members.ts';
import type { Partition } from './partition.ts';
import { Reader, type ReaderSettings, type Reading } from './reader.ts';
import { GROUP_EVENTS } from './settings.ts';

export interface GroupSettings extends ReaderSettings {
  /** ns after which a silent member is given up; for which partitions that change hands rest at least. */
  readonly session: number;
  readonly pause: number;
  readonly cooperative: boolean;
}

/** Events of each group, behind GROUP_EVENTS. */
const RETRY = 0;
const COMMIT = 1;
const SESSION_OVER = 2;
const REBALANCED = 3;

export class Group {
  settings: GroupSettings;
  rebalances = 0;
  readonly reading: Reading;
  readonly reader: Reader;
  readonly members: Members;
  readonly #sim: Sim;
  readonly #node: number;
  #committing = false;
  /** When partitions may change hands, ns; −1: none do. */
  #readyAt = -1;
  #next: readonly number[] = [];

  constructor(site: Site, cluster: Cluster, reading: Reading, settings: GroupSettings) {
    this.#sim = site.sim;
    this.#node = site.node;
    this.reading = reading;
    this.settings = settings;
    this.members = new Members(
      site.sim,
      reading.far,
      () => this.#regroup(),
      (member) => this.#died(member),
    );
    this.reader = new Reader(
      site,
      cluster,
      reading,
      this.members,
      settings,
      (ns) => this.#wake(RETRY, ns),
      () => this.#commitLater(),
    );
    const owners = dealOut(this.reader.cursors.length, this.members.list());
    this.reader.cursors.forEach((cursor, j) => {
      cursor.owner = owners[j]!;
    });
  }

  configure(settings: GroupSettings): void {
    this.settings = settings;
    this.reader.settings = settings;
  }

  totalLag(): number {
    let sum = 0;
    for (let j = 0; j < this.reader.cursors.length; j++) sum += this.reader.lag(j);
    return sum;
  }

  worstLag(): number {
    let worst = 0;
    for (let j = 0; j < this.reader.cursors.length; j++) worst = Math.max(worst, this.reader.lag(j));
    return worst;
  }

  /** Records that its readers have in work. */
  held(): number {
    return this.reader.cursors.reduce((sum, { out }) => sum + out, 0);
  }

  forgetCounts(): void {
    this.rebalances = 0;
    this.reader.forgetCounts();
  }

  /** More of a partition may be read. */
  pump(partition: Partition): void {
    const j = this.reader.partitions.indexOf(partition);
    if (j >= 0) this.reader.pump(j);
  }

  choose(row: number): number {
    return this.reader.choose(this.#delivery(row));
  }

  answered(child: number): void {
    this.reader.answered(child, this.#delivery(child));
    this.#complete();
  }

  wake(sort: number): void {
    if (sort === RETRY) this.reader.again();
    else if (sort === COMMIT) {
      this.#committing = false;
      this.reader.commit();
    } else if (sort === SESSION_OVER) {
      if (this.members.expire(this.settings.session)) this.#regroup();
    } else this.#complete();
  }

  /** Faults began or ended somewhere. */
  turned(): void {
    if (this.members.look(() => this.#wake(SESSION_OVER, this.settings.session))) this.#regroup();
    this.reader.again();
    this.#complete();
    for (let j = 0; j < this.reader.cursors.length; j++) this.reader.pump(j);
  }

  crash(instance: number): void {
    this.reader.crash(instance);
    this.#complete();
  }

  #delivery(row: number): number {
    return Math.floor(this.#sim.requests.ints[row + TAG]! / this.reading.groups);
  }

  /** Its memory is gone, and with it what it had done since its last commit. */
  #died(member: number): void {
    for (const cursor of this.reader.cursors) if (cursor.owner === member) cursor.broken = true;
  }

  #commitLater(): void {
    if (this.#committing) return;
    this.#committing = true;
    this.#wake(COMMIT, this.settings.commitEvery);
  }

  /** Who belongs to it has changed. */
  #regroup(): void {
    const { cursors } = this.reader;
    const members = this.members.list();
    this.rebalances++;
    this.#next = this.settings.cooperative
      ? keepMost(
          cursors.map(({ owner }) => owner),
          members,
        )
      : dealOut(cursors.length, members);
    cursors.forEach((cursor, j) => {
      if (!this.settings.cooperative || cursor.broken || cursor.owner !== this.#next[j]) cursor.paused = true;
    });
    this.#readyAt = this.#sim.now + this.settings.pause;
    this.#wake(REBALANCED, this.settings.pause);
  }

  /** Partitions change hands when they have rested and their readers, those that live, have finished. */
  #complete(): void {
    if (this.#readyAt < 0 || this.#sim.now < this.#readyAt) return;
    const { cursors } = this.reader;
    if (cursors.some(({ paused, out, owner, broken }) => paused && !broken && out > 0 && owner >= 0 && this.members.lives(owner))) return;
    this.#readyAt = -1;
    cursors.forEach((cursor, j) => {
      if (!cursor.paused) return;
      if (!cursor.broken) cursor.committed = Math.max(cursor.committed, cursor.done);
      this.reader.restart(j, cursor.broken ? cursor.committed : cursor.done);
      cursor.broken = false;
      cursor.owner = this.#next[j] ?? -1;
      cursor.paused = false;
    });
    for (let j = 0; j < cursors.length; j++) this.reader.pump(j);
  }

  #wake(sort: number, ns: number): void {
    this.#sim.wake(this.#node, ns, GROUP_EVENTS + sort, this.reading.group);
  }
}
