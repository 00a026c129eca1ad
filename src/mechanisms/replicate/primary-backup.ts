/**
 * Primary-backup replication as a whole: one leader commits to a log, followers receive and apply it, writes are answered
 * when enough of them have it, and failover moves the leadership. It joins the parts beside it, each of which can be read
 * alone; queries, workers and routes are its station's business. Instances are counted from 0 here.
 */
import { CALLER_HOLDS, FILL, GENERATION, KEY, THERE, VERSION } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Alone } from './alone.ts';
import { APPLIED, Applier } from './applier.ts';
import { Copies } from './copies.ts';
import { Failover, type FailoverListener, type FailoverSettings, SUSPECTED } from './failover.ts';
import { Feed } from './feed.ts';
import { ReplicatedLog } from './replicated-log.ts';
import { type Acknowledgement, LOG_ARRIVES, Shipping } from './shipping.ts';
import { SNAPSHOT_DUE, type SnapshotSettings, Snapshots } from './snapshots.ts';
import { type Site, Standing } from './standing.ts';

export interface ReplicationSettings {
  readonly acknowledgement: Acknowledgement;
  /** Added to each record's way, and what applying one takes; in ns. */
  readonly delay: Sampler;
  readonly apply: Sampler;
  readonly failover: FailoverSettings;
  readonly snapshots: SnapshotSettings;
}

/** The station's side: what becomes of the calls that wait for their acknowledgement, and who else looks at standing. */
export interface Replicas {
  /** The write that this call asked for is done. */
  done(row: number): void;
  /** Its leader gave up leading before it was done; it may survive all the same. */
  undecided(row: number): void;
  reviewed(): void;
}

/** Events from here on are the replication's; a station's own lie below. */
export const REPLICATION_EVENTS = LOG_ARRIVES;

export class PrimaryBackup implements FailoverListener {
  readonly standing: Standing;
  readonly failover: Failover;
  /** By which other parts follow it: from the leader, while it is well. */
  readonly feed: Feed;
  /** Writes that their writers were told were done, and that a new leader did not have. */
  lostWrites = 0;
  readonly #sim: Sim;
  readonly #dataset: number;
  readonly #count: number;
  readonly #station: Replicas;
  readonly #log: ReplicatedLog;
  readonly #copies: Copies;
  readonly #shipping: Shipping;
  readonly #applier: Applier;
  readonly #alone: Alone;
  readonly #snapshots: Snapshots;

  /** `dataset`: the data set of the history that it holds; `kept`: records of the log kept at most. */
  constructor(site: Site, count: number, dataset: number, kept: number, settings: ReplicationSettings, station: Replicas) {
    this.#sim = site.sim;
    this.#dataset = dataset;
    this.#count = count;
    this.#station = station;
    const standing = new Standing(site, count);
    const log = new ReplicatedLog(kept);
    const copies = new Copies(log, count);
    const applier = new Applier(site, copies, standing, settings.apply);
    const shipping = new Shipping(site, log, copies, standing, settings.acknowledgement, settings.delay);
    this.standing = standing;
    this.#log = log;
    this.#copies = copies;
    this.#applier = applier;
    this.#shipping = shipping;
    const parts = { log, copies, standing, shipping, applier };
    this.failover = new Failover(site, parts, settings.failover, this);
    this.feed = new Feed(log, {
      ask: () => (this.leader >= 0 && standing.fit(this.leader) ? site.firstInstance + this.leader : -1),
      reach: () => log.end,
      applied: (instance) => copies.applied[instance - site.firstInstance]!,
      snapshot: (instance) => copies.snapshot(instance - site.firstInstance),
    });
    this.#alone = new Alone(copies, site.sim.history, dataset);
    this.#snapshots = new Snapshots(site, parts, this.failover.comeback, settings.snapshots);
    if (!settings.failover.streaming) for (let i = 1; i < count; i++) shipping.disconnect(i);
  }

  /** Whether an instance takes writes: the leader, and one that knows of no other. */
  leads(i: number): boolean {
    return i === this.leader || this.failover.comeback.rogue[i] === 1;
  }

  get leader(): number {
    return this.#shipping.leader;
  }

  /** Whether an instance takes queries. */
  serves(i: number): boolean {
    return this.failover.comeback.serves(i);
  }

  /** The version of a key that an instance would answer. */
  version(i: number, key: number): number {
    return this.#copies.version(i, key);
  }

  configure(settings: ReplicationSettings): void {
    this.#applier.time = settings.apply;
    this.#shipping.delay = settings.delay;
    this.#shipping.require(settings.acknowledgement);
    this.failover.configure(settings.failover);
    this.#snapshots.settings = settings.snapshots;
    this.#snapshots.schedule();
    this.#release();
  }

  /** The leader `i` commits the write of a call; `done` follows, perhaps at once. One that leads on its own waits for nobody. */
  commit(row: number, i: number): void {
    const r = this.#sim.requests;
    const log = this.#log;
    const key = r.ints[row + KEY]!;
    if (log.full) this.#makeRoom();
    // A write that was taken elsewhere first (behind a cache) brings the version that it made there.
    const version = r.has(row, FILL) ? r.ints[row + VERSION]! : this.#sim.history.make(this.#dataset, key);
    r.ints[row + VERSION] = version;
    if (i !== this.leader) {
      // Where a write is done only once others have it, it never is.
      const alone = this.#shipping.acknowledgement === 'async' || !this.failover.comeback.settings.streaming;
      this.#alone.write(i, key, version, alone && r.has(row, CALLER_HOLDS));
      if (alone) this.#station.done(row);
      else this.#alone.wait(i, row, r.ints[row + GENERATION]!);
      return;
    }
    this.#copies.received[this.leader] = log.append(key, version, this.#sim.now, row, r.ints[row + GENERATION]!);
    this.#shipping.ship();
    this.feed.grew();
    this.#release();
  }

  /** What an instance holds now. */
  snapshot(i: number): Int32Array {
    return this.#copies.snapshot(i);
  }

  /**
   * All data is what a copy of it holds, taken long ago; undefined: nothing. What was written since is lost. Instance `i` has it, as
   * soon as it serves again, and the others copy it from there. Calls that waited there must have ended before.
   */
  restore(i: number, versions: Int32Array | undefined): void {
    const now = this.#copies.snapshot(i);
    const then = versions ?? new Int32Array(now.length);
    for (let key = 0; key < now.length; key++) {
      const survived = key < then.length ? then[key]! : 0;
      if (now[key]! > survived) this.#loseSince(key, survived);
    }
    this.#copies.load(i, then, this.#log.end);
    for (let j = 0; j < this.#count; j++) if (j !== i) this.#copies.blank[j] = 1;
    this.feed.reset();
  }

  /** What an instance held is gone: it has to copy everything, where there is somebody to copy from. */
  wipe(i: number): void {
    this.#copies.blank[i] = 1;
  }

  /** Whether somebody else has the data too. */
  elsewhere(i: number): boolean {
    for (let j = 0; j < this.#count; j++) if (j !== i && this.standing.fit(j) && !this.#copies.outrun(j)) return true;
    return false;
  }

  #loseSince(key: number, survived: number): void {
    const before = this.#sim.history.lostWrites;
    this.#sim.history.lose(this.#dataset, key, survived);
    this.lostWrites += this.#sim.history.lostWrites - before;
  }

  found(i: number): void {
    this.lostWrites += this.#alone.undo(i, this.leader);
    const r = this.#sim.requests;
    for (const { row, generation } of this.#alone.take(i)) {
      if (r.ints[row + GENERATION] === generation && r.has(row, THERE)) this.#station.undecided(row);
    }
  }

  wake(what: number, a: number): void {
    if (what >= SNAPSHOT_DUE) {
      if (this.#snapshots.wake(what, a)) this.failover.review();
      return;
    }
    if (what >= SUSPECTED) {
      this.failover.wake(what, a);
      return;
    }
    const i = what === APPLIED ? this.#applier.finish(a) : this.#shipping.arrive(what, a);
    if (i < 0) return;
    if (what === APPLIED) {
      this.#shipping.applied(i);
      this.failover.applied(i);
    }
    this.#applier.go(i);
    this.#release();
  }

  /** ns since the commit of the oldest write in force that some serving follower has not applied; 0: there is none. */
  lag(): number {
    let oldest = this.#sim.now;
    for (let i = 0; i < this.#count; i++) {
      if (i === this.leader || !this.serves(i) || !this.standing.responds(i)) continue;
      oldest = Math.min(oldest, this.#copies.oldestMissing(i));
    }
    return this.#sim.now - oldest;
  }

  steppedDown(i: number): void {
    const log = this.#log;
    for (let p = Math.max(this.#copies.applied[i]!, log.base) + 1; p <= log.end; p++) {
      const row = this.#takeWaiting(log.place(p));
      if (row >= 0) this.#station.undecided(row);
    }
  }

  began(i: number, first: number): void {
    const log = this.#log;
    this.feed.dropped(first);
    for (let p = first; p <= log.end; p++) {
      const at = log.place(p);
      if (log.dropped[at] !== log.epoch) continue;
      this.lostWrites += log.confirmed[at]!;
      const survived = this.#copies.version(i, log.key[at]!);
      this.#sim.history.lose(this.#dataset, log.key[at]!, survived);
      this.#alone.counted(log.key[at]!, survived);
    }
  }

  reviewed(): void {
    this.feed.changed();
    this.#station.reviewed();
  }

  /** The log is full: what everybody has goes; an instance that needs more than is kept must copy everything. */
  #makeRoom(): void {
    const needed = Math.min(this.#copies.needed(), this.feed.needed());
    this.#log.makeRoom(needed, this.#copies.applied[this.leader]! + 1);
    if (this.#log.base >= needed) this.failover.review();
  }

  /** Writes that enough instances have become visible at the leader, in order, and their calls are done. */
  #release(): void {
    const log = this.#log;
    const { leader } = this;
    if (leader < 0) return;
    const upTo = this.failover.comeback.settings.streaming ? this.#shipping.done() : log.end;
    while (leader === this.leader && this.#copies.next(leader) <= upTo) {
      const at = log.place(this.#copies.apply(leader));
      const row = this.#takeWaiting(at);
      if (row < 0) continue;
      log.confirmed[at] = this.#sim.requests.has(row, CALLER_HOLDS) ? 1 : 0;
      this.#station.done(row);
    }
  }

  /** The call that waits for the record at this place, which it does no longer; -1 when it ended meanwhile. */
  #takeWaiting(at: number): number {
    const r = this.#sim.requests;
    const row = this.#log.row[at]!;
    this.#log.row[at] = -1;
    return row >= 0 && r.ints[row + GENERATION] === this.#log.generation[at] && r.has(row, THERE) ? row : -1;
  }
}
