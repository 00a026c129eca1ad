/**
 * The station of a read replica: what serves calls from the copies that it keeps (`following`). Without a store to follow it knows
 * nothing but what was there before the run. It takes no writes until it is promoted.
 */
import { causeOf, NO_HEALTHY_TARGET, NO_LEADER, OK, QUEUE_FULL, REJECTED, UNAVAILABLE } from '../../engine/outcome.ts';
import { ABSENT, CLASS, FILL, FLAGS, INSTANCE, KEY, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import { Access } from '../../mechanisms/access/access.ts';
import { type Feed, feedOf } from '../../mechanisms/replicate/feed.ts';
import { FOLLOWING_EVENTS, Following } from '../../mechanisms/replicate/following.ts';
import { isAbsent } from '../../mechanisms/store/absent.ts';
import { StuckCalls } from '../../mechanisms/work/stuck-calls.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { followingOf, type ReplicaValues, workersOf } from './parameters.ts';

const WORK_DONE = 0;

/** Roles of INSTANCE_ROLES. */
const LEADER = 1;
const FOLLOWER = 2;
const STANDBY = 3;

export class ReplicaStation implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #access: Access;
  readonly #reading: Stream;
  readonly #writing: Stream;
  /** Calls whose work fell due while their instance hung. */
  readonly #stuck: StuckCalls;
  #values: ReplicaValues;
  #readTime: Sampler;
  #writeTime: Sampler;
  #following: Following | undefined;
  #from: Feed | undefined;
  #joined = false;

  constructor(context: StationContext, values: ReplicaValues) {
    const { sim, node, firstInstance, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    const name = sim.shape.streamNames[node]!;
    this.#reading = new Stream(sim.shape.seed, `${name}/read`);
    this.#writing = new Stream(sim.shape.seed, `${name}/write`);
    this.#readTime = new Sampler(values.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(values.writeTime, NS_PER_MS);
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    this.#access = new Access(context.classes, values);
    this.#stuck = new StuckCalls(sim.requests, instances);
  }

  /** What other replicas follow it by. */
  get feed(): Feed | undefined {
    this.#join();
    return this.#following?.feed;
  }

  start(): void {
    this.#join();
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    const refusal = this.#refusal(row, instance - this.#c.firstInstance);
    if (refusal !== 0) this.#end(row, UNAVAILABLE, refusal);
    else if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#end(row, REJECTED, QUEUE_FULL);
  }

  answered(): void {
    throw new Error('a read replica calls nobody');
  }

  wake(what: number, a: number): void {
    if (what >= FOLLOWING_EVENTS) this.#following?.wake(what, a);
    else if (what === WORK_DONE) this.#worked(a);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#workers.clear(instance);
    this.#stuck.clear(i);
    this.#following?.crash(i);
  }

  restart(instance: number): void {
    this.#following?.restart(instance - this.#c.firstInstance);
  }

  turned(): void {
    this.#following?.review();
    for (let i = 0; i < this.#c.instances; i++) {
      if (this.#sim.knobs.hung[this.#c.firstInstance + i] === 1) continue;
      for (let row = this.#stuck.take(i); row >= 0; row = this.#stuck.take(i)) this.#worked(row);
    }
  }

  strike(ability: Ability, instance: number): void {
    if (ability === 'promotion') this.#following?.promote(instance - this.#c.firstInstance);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as ReplicaValues;
    this.#values = next;
    this.#readTime = new Sampler(next.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(next.writeTime, NS_PER_MS);
    this.#workers.settings = workersOf(next);
    this.#access.configure(next);
    this.#following?.configure(followingOf(next));
    for (let i = 0; i < this.#c.instances; i++) this.#fill(this.#c.firstInstance + i);
  }

  /** In the order of the kind's figures. */
  figures(out: Float64Array, at: number): void {
    const following = this.#following;
    out[at] = following === undefined ? Number.NaN : following.lag() / NS_PER_MS;
    out[at + 1] = following === undefined ? Number.NaN : following.behind();
    out[at + 2] = following?.leaders() ?? Number.NaN;
    out[at + 3] = following?.missed ?? Number.NaN;
  }

  role(instance: number): number {
    const i = instance - this.#c.firstInstance;
    if (this.#following === undefined || !this.#following.serves(i)) return STANDBY;
    return this.#following.leads(i) ? LEADER : FOLLOWER;
  }

  /** Finds whom it follows, once. Asking on the way may lead back here, where replicas follow each other in a circle. */
  #join(): void {
    if (this.#joined) return;
    this.#joined = true;
    const { sim, incoming, instances } = this.#c;
    for (const l of incoming) {
      const link = sim.links[l]!;
      const feed = feedOf(sim.stations[link.from]);
      if (feed === undefined) continue;
      this.#from = feed;
      this.#following = new Following(this.#c, instances, feed, link, followingOf(this.#values));
      return;
    }
  }

  /** Why an instance would not serve this call; 0 when it would. */
  #refusal(row: number, i: number): number {
    const following = this.#following;
    if (following !== undefined && !following.serves(i)) return NO_HEALTHY_TARGET;
    return this.#sim.requests.has(row, WRITE) && following?.leads(i) !== true ? NO_LEADER : 0;
  }

  #begin(row: number, instance: number): void {
    const { requests } = this.#sim;
    const write = requests.has(row, WRITE);
    this.#sim.workTakes(instance, write ? this.#writeTime : this.#readTime, write ? this.#writing : this.#reading);
    if (!write) this.#access.add(this.#sim, instance, requests.ints[row + CLASS]!, 1);
    this.#sim.wakeRow(this.#c.node, WORK_DONE, row);
  }

  /** Waiting calls for workers that are free. */
  #fill(instance: number): void {
    for (let row = this.#workers.next(instance); row >= 0; row = this.#workers.next(instance)) this.#begin(row, instance);
  }

  /** A query's work is over; at a hung instance nothing comes of it until it goes on. */
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
    if (refusal !== 0) {
      this.#end(row, UNAVAILABLE, refusal);
      return;
    }
    if (r.has(row, WRITE)) this.#write(row, i);
    else this.#read(row, i);
    this.#sim.calls.answer(row, OK, 0);
  }

  #write(row: number, i: number): void {
    const { ints } = this.#sim.requests;
    const key = ints[row + KEY]!;
    // A write that was taken elsewhere first (behind a cache) brings the version that it made there.
    const brought = this.#sim.requests.has(row, FILL);
    if (!brought) ints[row + VERSION] = this.#sim.history.make(this.#c.dataset, key);
    this.#following!.copies.set(i, key, ints[row + VERSION]!);
  }

  #read(row: number, i: number): void {
    const { ints } = this.#sim.requests;
    const key = ints[row + KEY]!;
    const version = this.#following?.copies.version(i, key) ?? 0;
    ints[row + VERSION] = version;
    if (version === 0 && isAbsent(key, this.#from?.absent ?? 0)) ints[row + FLAGS] = ints[row + FLAGS]! | ABSENT;
  }

  #end(row: number, outcome: number, reason: number): void {
    this.#sim.calls.answer(row, outcome, causeOf(reason, this.#c.node));
  }
}
