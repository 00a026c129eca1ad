/**
 * SQL database: one leader takes the writes, replicas apply its log, and each answers reads with what it holds. Queries take
 * a connection and a worker; a commit that waits for replicas keeps its connection and frees its worker. Replication and
 * failover are a mechanism of their own; here is what serves calls.
 */
import {
  causeOf,
  NO_HEALTHY_TARGET,
  NO_LEADER,
  OK,
  QUEUE_FULL,
  REJECTED,
  TOO_MANY_CONNECTIONS,
  UNAVAILABLE,
} from '../../engine/outcome.ts';
import { INSTANCE, KEY, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import { PrimaryBackup, REPLICATION_EVENTS, type Replicas } from '../../mechanisms/replicate/primary-backup.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { CAP_SETTINGS } from './cap-settings.ts';
import { databaseEstimate } from './estimate.ts';
import { replicationOf, SQL_PARAMETERS, type SqlValues, workersOf } from './parameters.ts';
import { type ReadPreference, Router } from './router.ts';
import { StuckCalls } from './stuck-calls.ts';

const WORK_DONE = 0;

/** Roles of INSTANCE_ROLES. */
const LEADER = 1;
const FOLLOWER = 2;
const STANDBY = 3;

class SqlDatabase implements Station, Replicas {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #data: PrimaryBackup;
  readonly #router: Router;
  readonly #reading: Stream;
  readonly #writing: Stream;
  /** Calls that an instance holds. */
  readonly #open: Int32Array;
  /** Calls whose work fell due while their instance hung. */
  readonly #stuck: StuckCalls;
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
  }

  route(row: number): number {
    return this.#router.route(row);
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    const refusal = this.#refusal(row, i);
    if (refusal !== 0) this.#turnAway(row, UNAVAILABLE, refusal);
    else if (this.#open[i]! >= this.#values.connections) this.#turnAway(row, REJECTED, TOO_MANY_CONNECTIONS);
    else if (this.#workers.take(row, instance)) {
      this.#open[i] = this.#open[i]! + 1;
      this.#begin(row, instance);
    } else if (this.#workers.enqueue(row, instance)) this.#open[i] = this.#open[i]! + 1;
    else this.#turnAway(row, REJECTED, QUEUE_FULL);
  }

  answered(): void {
    throw new Error('a database calls nobody');
  }

  wake(what: number, a: number): void {
    if (what >= REPLICATION_EVENTS) this.#data.wake(what, a);
    else this.#worked(a);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#workers.clear(instance);
    this.#open[i] = 0;
    this.#stuck.clear(i);
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

  /** The leader's process is killed and starts again; with failover, another instance takes over at once. */
  strike(ability: Ability, instance: number): void {
    const i = instance - this.#c.firstInstance;
    if (ability !== 'leader' || i !== this.#data.leader || !this.#data.standing.fit(i)) return;
    this.#sim.crash(instance);
    this.#data.failover.killed(i);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as SqlValues;
    this.#values = next;
    this.#readTime = new Sampler(next.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(next.writeTime, NS_PER_MS);
    this.#workers.settings = workersOf(next);
    this.#router.reads = next.reads as ReadPreference;
    this.#data.configure(replicationOf(next));
    for (let i = 0; i < this.#c.instances; i++) this.#fill(this.#c.firstInstance + i);
  }

  figures(out: Float64Array, at: number): void {
    const { leader, lostWrites, failover } = this.#data;
    out[at] = this.#c.instances === 1 ? Number.NaN : this.#data.lag() / NS_PER_MS;
    out[at + 1] = lostWrites;
    out[at + 2] = failover.count;
    out[at + 3] = leader < 0 ? Number.NaN : leader + 1;
  }

  role(instance: number): number {
    const i = instance - this.#c.firstInstance;
    const { leader, failover } = this.#data;
    if (!this.#data.serves(i) || i === failover.promoting) return STANDBY;
    return i === leader ? LEADER : FOLLOWER;
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

  /** Why an instance would not serve this call; 0 when it would. */
  #refusal(row: number, i: number): number {
    const serves = this.#data.serves(i);
    if (this.#sim.requests.has(row, WRITE)) return serves && i === this.#data.leader ? 0 : NO_LEADER;
    return serves ? 0 : NO_HEALTHY_TARGET;
  }

  #turnAway(row: number, outcome: number, reason: number): void {
    this.#sim.calls.answer(row, outcome, causeOf(reason, this.#c.node));
  }

  #begin(row: number, instance: number): void {
    const write = this.#sim.requests.has(row, WRITE);
    this.#sim.workTakes(instance, write ? this.#writeTime : this.#readTime, write ? this.#writing : this.#reading);
    this.#sim.wakeRow(this.#c.node, WORK_DONE, row);
  }

  /** Waiting calls for workers that are free. */
  #fill(instance: number): void {
    for (let row = this.#workers.next(instance); row >= 0; row = this.#workers.next(instance)) this.#begin(row, instance);
  }

  /** A query's own work is over; at a hung instance nothing comes of it until it goes on. */
  #worked(row: number): void {
    const r = this.#sim.requests;
    const instance = r.ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    if (this.#sim.knobs.hung[instance] === 1) {
      this.#stuck.put(row, i);
      return;
    }
    this.#workers.worked(row, instance);
    const next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
    const refusal = this.#refusal(row, i);
    if (refusal !== 0) this.#end(row, UNAVAILABLE, causeOf(refusal, this.#c.node));
    else if (r.has(row, WRITE)) this.#data.commit(row);
    else {
      r.ints[row + VERSION] = this.#data.version(i, r.ints[row + KEY]!);
      this.#end(row, OK, 0);
    }
  }

  #end(row: number, outcome: number, cause: number): void {
    const i = this.#sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance;
    this.#open[i] = this.#open[i]! - 1;
    this.#sim.calls.answer(row, outcome, cause);
  }
}

export const sqlDatabase = defineKind({
  id: 'sql-database',
  name: 'SQL database',
  group: 'data',
  role: 'store',
  summary: 'Keeps the data: a leader takes writes, replicas follow its log and may answer reads.',
  about:
    'Every write makes a version; replicas receive and apply them in order, so a read may be old and a lost leader may take writes with it. ' +
    'Asynchronous writes are done at the leader, semi-synchronous ones when a replica has received them, synchronous ones when all replicas have ' +
    'applied them: then a replica that is down or cut off blocks writes until it is back or their callers give up, as in PostgreSQL. When the leader ' +
    'is lost or cut off from most of the others, it is fenced and the longest log takes over; writes in between fail, and what the new leader lacks is ' +
    'lost. A single database is out until it restarts; what it committed is kept. ' +
    'Left out here: locks, isolation, indexes, sharding, several leaders, the cost of connections that are not in use.',
  params: SQL_PARAMETERS,
  capSettings: CAP_SETTINGS,
  countInstances: (values) => 1 + values.replicas,
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: ['leader', 'replication'],
  face: ['rate', 'lagMs'],
  figures: [
    { id: 'lagMs', label: 'Lag', unit: 'ms', help: 'Age of the oldest write that some replica in service has not applied.', ofData: true },
    {
      id: 'lostWrites',
      label: 'Lost writes',
      unit: 'count',
      help: 'Writes confirmed to their callers that a new leader did not have, since the start.',
      ofData: true,
    },
    { id: 'failovers', label: 'Failovers', unit: 'count', help: 'How often another instance took over, since the start.' },
    { id: 'leader', label: 'Leader', unit: 'count', help: 'Which instance leads; none while nobody does.' },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'database', each: 'instance' }],
  estimate: databaseEstimate,
  build: (context, values) => new SqlDatabase(context, values),
});
