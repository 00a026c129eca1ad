/**
 * The station of an SQL database: what serves calls. A call takes a connection, waits for its locks where transactions are set, takes
 * a worker for its work, then the disk where disks are set; a commit that waits for replicas keeps its connection and frees its
 * worker. Replication and failover, transactions, disks and backups are parts of their own.
 */
import { SPAN } from '../../engine/clock.ts';
import {
  causeOf,
  ERROR,
  NO_HEALTHY_TARGET,
  NO_LEADER,
  OK,
  QUEUE_FULL,
  REJECTED,
  TOO_MANY_CONNECTIONS,
  UNAVAILABLE,
} from '../../engine/outcome.ts';
import { ABSENT, CLASS, FLAGS, INSTANCE, KEY, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import { Access } from '../../mechanisms/access/access.ts';
import type { Feed } from '../../mechanisms/replicate/feed.ts';
import { PrimaryBackup, REPLICATION_EVENTS, type Replicas } from '../../mechanisms/replicate/primary-backup.ts';
import { isAbsent } from '../../mechanisms/store/absent.ts';
import { addCost, type CostSettings } from '../../mechanisms/store/query-cost.ts';
import { StuckCalls } from '../../mechanisms/work/stuck-calls.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, nanosFromMillis } from '../../std/units.ts';
import { DEADLOCK_LOOK, DISK_DONE, DISK_REBUILT, LOCK_EXPIRES, WORK_DONE } from './events.ts';
import { costOf, isCostly, replicationOf, type SqlValues, workersOf } from './parameters.ts';
import { type ReadPreference, Router } from './router.ts';
import { Storage } from './storage.ts';

import { COMMIT, type TransactionListener, Transactions, WAIT, WORK } from './transactions.ts';
import { Upkeep } from './upkeep.ts';

/** Roles of INSTANCE_ROLES. */
const LEADER = 1;
const FOLLOWER = 2;
const STANDBY = 3;

export class SqlStation implements Station, Replicas, TransactionListener {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #data: PrimaryBackup;
  readonly #router: Router;
  readonly #upkeep: Upkeep;
  readonly #reading: Stream;
  readonly #writing: Stream;
  /** Calls that an instance holds. */
  readonly #open: Int32Array;
  /** Calls whose work fell due while their instance hung. */
  readonly #stuck: StuckCalls;
  /** Only where they are set. */
  readonly #transactions: Transactions | undefined;
  readonly #storage: Storage | undefined;
  readonly #access: Access;
  #cost: CostSettings | undefined;
  #values: SqlValues;
  #readTime: Sampler;
  #writeTime: Sampler;

  constructor(context: StationContext, values: SqlValues) {
    const { sim, node, firstInstance, instances, dataset } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    const name = sim.shape.streamNames[node];
    this.#reading = new Stream(sim.shape.seed, `${name}/read`);
    this.#writing = new Stream(sim.shape.seed, `${name}/write`);
    this.#readTime = new Sampler(values.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(values.writeTime, NS_PER_MS);
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    this.#open = new Int32Array(instances);
    this.#stuck = new StuckCalls(sim.requests, instances);
    this.#data = new PrimaryBackup(context, instances, dataset, values.logKept, replicationOf(values), this);
    this.#router = new Router(context, instances, this.#data, values.reads as ReadPreference);
    this.#upkeep = new Upkeep(context, this.#data, values);
    this.#access = new Access(context.classes, values);
    this.#cost = isCostly(values) ? costOf(values, context.classes) : undefined;
    this.#transactions = values.control === 'off' ? undefined : new Transactions(context, values, this);
    this.feed.absent = values.absent;
    this.#storage = values.disks === 0 ? undefined : new Storage(context, values, (row) => this.#processed(row));
  }

  /** What other parts follow it by. */
  get feed(): Feed {
    return this.#data.feed;
  }

  route(row: number): number {
    return this.#router.route(row);
  }

  arrive(row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    const refusal = this.#refusal(row, i);
    if (refusal !== 0) this.#turnAway(row, UNAVAILABLE, refusal);
    else if (this.#open[i]! >= this.#values.connections) this.#turnAway(row, REJECTED, TOO_MANY_CONNECTIONS);
    else {
      this.#open[i] = this.#open[i]! + 1;
      if (this.#transactions?.begin(row, this.#data.version(i, ints[row + KEY]!)) === WAIT) return;
      this.goOn(row);
    }
  }

  answered(): void {
    throw new Error('a database calls nobody');
  }

  wake(what: number, a: number): void {
    if (what >= REPLICATION_EVENTS) this.#data.wake(what, a);
    else if (what === WORK_DONE) this.#worked(a);
    else if (what === DISK_DONE || what === DISK_REBUILT) this.#storage?.disks.wake(what, a);
    else if (what === DEADLOCK_LOOK || what === LOCK_EXPIRES) this.#transactions?.wake(what, a);
    else this.#upkeep.wake(what, a);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#workers.clear(instance);
    this.#open[i] = 0;
    this.#stuck.clear(i);
    this.#transactions?.clear(i);
    this.#storage?.crash(instance);
    this.#upkeep.crash(i);
    this.#data.failover.comeback.crash(i);
  }

  restart(instance: number): void {
    this.#data.failover.comeback.restart(instance - this.#c.firstInstance);
  }

  turned(): void {
    for (let i = 0; i < this.#c.instances; i++) {
      if (this.#sim.knobs.hung[this.#c.firstInstance + i] === 1) continue;
      for (let row = this.#stuck.take(i); row >= 0; row = this.#stuck.take(i)) this.#worked(row);
    }
    this.#data.failover.review();
  }

  strike(ability: Ability, instance: number): void {
    const i = instance - this.#c.firstInstance;
    const leads = i === this.#data.leader && this.#data.standing.fit(i);
    if (ability === 'leader' && leads) {
      // Its process is killed and starts again; with failover, another instance takes over at once.
      this.#sim.crash(instance);
      this.#data.failover.killed(i);
    } else if (ability === 'promotion') this.#data.failover.promote(i);
    else if (ability === 'restore' && i === this.#data.leader) this.#goBack(i);
    else if (ability === 'disk-loss' && this.#storage?.disks.fail(instance) !== true) this.#diskGone(i);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as SqlValues;
    this.#values = next;
    this.#readTime = new Sampler(next.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(next.writeTime, NS_PER_MS);
    this.#workers.settings = workersOf(next);
    this.#router.reads = next.reads as ReadPreference;
    this.#access.configure(next);
    this.#cost = isCostly(next) ? costOf(next, this.#c.classes) : undefined;
    this.#storage?.configure(next);
    if (this.#transactions !== undefined) this.#transactions.values = next;
    this.#upkeep.configure(next);
    this.#data.configure(replicationOf(next));
    this.feed.absent = next.absent;
    for (let i = 0; i < this.#c.instances; i++) this.#fill(this.#c.firstInstance + i);
  }

  forgetCounts(): void {
    this.#transactions?.forgetCounts();
    this.#storage?.forgetCounts();
  }

  /** In the order of the kind's figures. */
  figures(out: Float64Array, at: number): void {
    const { leader, lostWrites, failover } = this.#data;
    out[at] = this.#c.instances === 1 ? Number.NaN : this.#data.lag() / NS_PER_MS;
    out[at + 1] = lostWrites;
    out[at + 2] = failover.count;
    out[at + 3] = leader < 0 ? Number.NaN : leader + 1;
    out.fill(Number.NaN, at + 4, at + 12);
    const { fencing, backupEvery } = this.#values;
    if (!fencing) out[at + 4] = failover.comeback.rogue.reduce((sum, one) => sum + one, leader < 0 ? 0 : 1);
    if (this.#transactions !== undefined) {
      out[at + 5] = this.#transactions.waiting;
      out[at + 6] = this.#transactions.conflicts + this.#transactions.deadlocks;
      out[at + 7] = this.#transactions.lostUpdates;
    }
    this.#storage?.figures(out, at + 8);
    if (backupEvery > 0) out[at + 11] = this.#upkeep.backupAge() / NS_PER_MS;
  }

  role(instance: number): number {
    const i = instance - this.#c.firstInstance;
    if (!this.#data.serves(i) || i === this.#data.failover.promoting) return STANDBY;
    return this.#data.leads(i) ? LEADER : FOLLOWER;
  }

  done(row: number): void {
    this.#end(row, OK, 0);
  }

  undecided(row: number): void {
    this.#end(row, UNAVAILABLE, causeOf(NO_LEADER, this.#c.node));
  }

  reviewed(): void {
    this.#router.look();
  }

  // ---- transactions

  /** A call that has the locks it needs, and its connection, wants a worker. */
  goOn(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#end(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  commit(row: number): void {
    const i = this.#sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance;
    const refusal = this.#refusal(row, i);
    if (refusal !== 0) {
      this.#end(row, UNAVAILABLE, causeOf(refusal, this.#c.node));
      return;
    }
    this.#transactions?.committed(row);
    this.#data.commit(row, i);
  }

  abort(row: number, reason: number): void {
    this.#end(row, ERROR, causeOf(reason, this.#c.node));
  }

  // ---- a call

  /** Why an instance would not serve this call; 0 when it would. */
  #refusal(row: number, i: number): number {
    const serves = this.#data.serves(i);
    if (this.#sim.requests.has(row, WRITE)) return serves && this.#data.leads(i) ? 0 : NO_LEADER;
    return serves ? 0 : NO_HEALTHY_TARGET;
  }

  #turnAway(row: number, outcome: number, reason: number): void {
    this.#sim.calls.answer(row, outcome, causeOf(reason, this.#c.node));
  }

  #begin(row: number, instance: number): void {
    const { clock, requests } = this.#sim;
    const write = requests.has(row, WRITE);
    this.#sim.workTakes(instance, write ? this.#writeTime : this.#readTime, write ? this.#writing : this.#reading);
    if (this.#cost !== undefined && !this.#upkeep.views(row)) addCost(this.#sim, instance, requests.ints[row + CLASS]!, write, this.#cost);
    if (!write) this.#access.add(this.#sim, instance, requests.ints[row + CLASS]!, 1);
    const factor = this.#upkeep.burden(instance - this.#c.firstInstance) / (this.#transactions?.parts(row) ?? 1);
    if (factor !== 1) clock[SPAN] = Math.floor(clock[SPAN]! * factor + 0.5);
    this.#sim.wakeRow(this.#c.node, WORK_DONE, row);
  }

  /** Waiting calls for workers that are free. */
  #fill(instance: number): void {
    for (let row = this.#workers.next(instance); row >= 0; row = this.#workers.next(instance)) this.#begin(row, instance);
  }

  /** A query's own work is over, or a part of it; at a hung instance nothing comes of it until it goes on. */
  #worked(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#sim.knobs.hung[instance] === 1) {
      this.#stuck.put(row, instance - this.#c.firstInstance);
      return;
    }
    const next = this.#transactions?.next(row) ?? COMMIT;
    if (next !== COMMIT) {
      this.#letGo(row, instance);
      if (next === WORK) this.goOn(row);
    } else if (this.#storage === undefined || !this.#storage.wants(row)) this.#processed(row);
  }

  #letGo(row: number, instance: number): void {
    this.#workers.worked(row, instance);
    const next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
  }

  /** Its work is done, and what it needed from the disk is there. */
  #processed(row: number): void {
    const r = this.#sim.requests;
    const instance = r.ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    this.#letGo(row, instance);
    const refusal = this.#refusal(row, i);
    if (refusal !== 0) this.#end(row, UNAVAILABLE, causeOf(refusal, this.#c.node));
    else if (r.has(row, WRITE)) {
      const verdict = this.#transactions?.finish(row) ?? COMMIT;
      if (verdict === COMMIT) this.commit(row);
      else if (verdict !== WAIT) this.abort(row, verdict);
    } else this.#read(row, i);
  }

  #read(row: number, i: number): void {
    const r = this.#sim.requests;
    const key = r.ints[row + KEY]!;
    const early = this.#transactions?.version(row) ?? -1;
    const version = this.#upkeep.views(row) ? this.#upkeep.viewed(row) : early >= 0 ? early : this.#data.version(i, key);
    r.ints[row + VERSION] = version;
    if (version === 0 && isAbsent(key, this.#values.absent)) r.ints[row + FLAGS] = r.ints[row + FLAGS]! | ABSENT;
    this.#end(row, OK, 0);
  }

  #end(row: number, outcome: number, cause: number): void {
    const i = this.#sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance;
    this.#open[i] = this.#open[i]! - 1;
    // Before the answer: its row may be somebody else's when that returns.
    this.#transactions?.end(row);
    this.#sim.calls.answer(row, outcome, cause);
  }

  // ---- data that is gone

  /** All instances go back to the last backup. */
  #goBack(i: number): void {
    const { failover } = this.#data;
    this.#sim.crash(this.#c.firstInstance + i);
    this.#data.restore(i, this.#upkeep.backup);
    failover.comeback.restart(i);
    failover.comeback.stopFor(i, nanosFromMillis(this.#values.restoreTime));
    failover.review();
  }

  /** An instance lost more disks than its array can bear. */
  #diskGone(i: number): void {
    const { failover } = this.#data;
    const instance = this.#c.firstInstance + i;
    this.#storage?.disks.replace(instance);
    if (!this.#data.elsewhere(i)) {
      if (i === this.#data.leader || this.#data.leader < 0) this.#goBack(i);
      return;
    }
    this.#sim.crash(instance);
    this.#data.wipe(i);
    failover.comeback.restart(i);
    if (i === this.#data.leader) failover.giveUp();
    failover.review();
  }
}
