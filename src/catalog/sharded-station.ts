/**
 * Sharded store: keys are divided among shards, each a group of members that agree by majority. A call goes to the leader of its key's
 * shard; some reads ask all shards. When the number of shards changes, keys move while calls go on. Here is what serves calls; how keys
 * are divided and moved, and how a group agrees, are mechanisms of their own.
 */
import { causeOf, NO_LEADER, OK, QUEUE_FULL, REJECTED, ROUTE_MOVED, UNAVAILABLE } from '../engine/outcome.ts';
import { CAUSE, CLASS, GENERATION, INSTANCE, KEY, THERE, WRITE } from '../engine/requests.ts';
import type { Sim } from '../engine/sim.ts';
import type { Station, StationContext } from '../engine/station.ts';
import { Access } from '../mechanisms/access/access.ts';
import { Drivers } from '../mechanisms/replicate/drivers.ts';
import { KeyedStore, type StoreCalls } from '../mechanisms/replicate/raft/keyed-store.ts';
import { RAFT_EVENTS } from '../mechanisms/replicate/raft/raft.ts';
import { DiskLuck, raftSettings } from '../mechanisms/replicate/raft/raft-parameters.ts';
import { Jobs } from '../mechanisms/shard/jobs.ts';
import { Partition, type Scheme } from '../mechanisms/shard/partition.ts';
import { type MoveOwner, Resharding } from '../mechanisms/shard/resharding.ts';
import { type Job, Slots } from '../mechanisms/shard/slots.ts';
import { TwoPhase } from '../mechanisms/shard/two-phase.ts';
import { Sampler } from '../std/distribution.ts';
import { Stream } from '../std/random.ts';
import { NS_PER_MS, nanosFromMillis } from '../std/units.ts';
import { ShardedCommit } from './sharded-commit.ts';
import { Gathering } from './sharded-gathering.ts';
import { type ShardedValues, twoPhaseOf } from './sharded-parameters.ts';

const WORK_DONE = 0;
const ASKED = 1;
const TOLD = 2;
const MOVE = 3;
const TWO_PHASE = 4;
/** The messages of two-phase commit. */
const MESH = 5;
/** Each shard's group has its events from here on, and its callers who are led on. */
const GROUPS = 8;
const LED_ON = 128;

const [LEADER, FOLLOWER, STANDBY] = [1, 2, 3];

export class ShardedStore implements Station, StoreCalls, MoveOwner {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #members: number;
  readonly #stores: readonly KeyedStore[];
  readonly #drivers: readonly Drivers[];
  readonly #disks: readonly DiskLuck[];
  readonly #slots: Slots;
  readonly #moves: Resharding;
  readonly #gathering = new Gathering();
  readonly #two: TwoPhase;
  readonly #scatters: Uint8Array;
  /** By class: whether its writes touch several shards. */
  readonly #spans: Uint8Array;
  readonly #reading: Stream;
  readonly #writing: Stream;
  /** Jobs and messages on their way; calls that wait for their key to move. */
  readonly #jobs = new Jobs();
  #held: { readonly row: number; readonly generation: number }[] = [];
  /** Calls of each shard, since the warm-up. */
  readonly #calls: Float64Array;
  #values: ShardedValues;
  #readTime: Sampler;
  #writeTime: Sampler;
  readonly #access: Access;

  constructor(context: StationContext, values: ShardedValues) {
    const { sim, node, firstInstance, instances, dataset, classes } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#members = values.copies;
    const name = sim.shape.streamNames[node]!;
    const room = Math.floor(instances / values.copies);
    this.#reading = new Stream(sim.shape.seed, `${name}/read`);
    this.#writing = new Stream(sim.shape.seed, `${name}/write`);
    this.#readTime = new Sampler(values.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(values.writeTime, NS_PER_MS);
    this.#access = new Access(classes, values);
    this.#scatters = Uint8Array.from(classes, ({ id, write }) => (values.scatter.includes(id) && !write ? 1 : 0));
    this.#spans = Uint8Array.from(classes, ({ id, write }) => (values.spans.includes(id) && write ? 1 : 0));
    this.#calls = new Float64Array(room);
    const shards = Array.from({ length: room }, (_, s) => ({ s, first: firstInstance + s * values.copies, name: `${name}/shard/${s}` }));
    this.#disks = shards.map((one) => new DiskLuck(sim, one.first, values.copies, one.name));
    this.#stores = shards.map((one, s) => {
      const wakes = GROUPS + s * RAFT_EVENTS;
      const group = { sim, node, firstInstance: one.first, members: values.copies, dataset, wakes, name: one.name };
      return new KeyedStore(group, this.#settingsOf(s, values), this);
    });
    this.#drivers = shards.map(
      ({ s, first }) => new Drivers({ sim, node, firstInstance: first }, values.copies, LED_ON + s, nanosFromMillis(values.patience)),
    );
    this.#slots = new Slots(sim, firstInstance, instances, values, (job) => this.#begin(job));
    const { keys, virtualNodes } = values;
    const partition = new Partition({ scheme: values.scheme as Scheme, keys, virtualNodes }, values.shards);
    const around = { wake: (delay: number, a: number) => sim.wake(node, delay, MOVE, a) };
    this.#moves = new Resharding(partition, { rate: values.moveRate, group: values.moveGroup }, around, this);
    const group = { firstInstance, dataset, members: values.copies, stores: this.#stores, resharding: this.#moves, slots: this.#slots };
    const sharding = new ShardedCommit(sim, group, {
      fail: (row, reason) => this.#fail(row, reason),
      resume: (row, instance) => this.#goOn(row, instance),
    });
    this.#two = new TwoPhase({ sim, node, firstInstance }, instances, { mesh: MESH, own: TWO_PHASE }, twoPhaseOf(values), sharding);
  }

  start(): void {
    for (const store of this.#stores) store.raft.start();
  }

  route(row: number): number {
    const { ints } = this.#sim.requests;
    const shard = this.#moves.of(ints[row + KEY]!);
    const i = this.#drivers[shard]!.choose(row);
    if (i >= 0) return this.#firstOf(shard) + i;
    ints[row + CAUSE] = causeOf(NO_LEADER, this.#c.node);
    return -1;
  }

  arrive(row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    const key = ints[row + KEY]!;
    const shard = this.#moves.of(key);
    if (this.#moves.holds(key)) this.#hold(row);
    else if (shard !== this.#shardOf(instance)) this.#leadTo(row, shard);
    else if (!this.#stores[shard]!.raft.leads(instance - this.#firstOf(shard))) this.#leadOn(row, shard, instance);
    else if (this.#slots.add(row, ints[row + GENERATION]!, instance, instance, this.#sim.requests.has(row, WRITE))) this.#count(shard);
    else this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  answered(): void {
    throw new Error('a store calls nobody');
  }

  wake(what: number, a: number): void {
    if (what >= LED_ON) this.#arriveLedOn(a, what - LED_ON);
    else if (what >= GROUPS) {
      const group = Math.floor((what - GROUPS) / RAFT_EVENTS);
      this.#stores[group]!.raft.event((what - GROUPS) % RAFT_EVENTS, a);
    } else if (what === MOVE) this.#moves.event(a);
    else if (what === TWO_PHASE) this.#two.event(a);
    else if (what >= MESH) this.#two.mesh.event(what, a);
    else {
      const job = this.#jobs.take(a);
      if (what === WORK_DONE) this.#worked(job);
      else if (what === ASKED) this.#askedHere(job);
      else this.#told(job);
    }
  }

  crash(instance: number): void {
    const shard = this.#shardOf(instance);
    this.#slots.clear(instance);
    this.#two.crash(instance);
    this.#stores[shard]!.crash(instance - this.#firstOf(shard));
  }

  restart(instance: number): void {
    const shard = this.#shardOf(instance);
    this.#stores[shard]!.raft.restart(instance - this.#firstOf(shard));
  }

  turned(): void {
    for (const drivers of this.#drivers) drivers.look();
    this.#two.mesh.turned();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as ShardedValues;
    this.#values = next;
    this.#access.configure(next);
    this.#readTime = new Sampler(next.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(next.writeTime, NS_PER_MS);
    this.#slots.settings = next;
    this.#two.settings = twoPhaseOf(next);
    this.#moves.settings = { rate: next.moveRate, group: next.moveGroup };
    for (let i = 0; i < this.#c.instances; i++) this.#slots.fill(this.#c.firstInstance + i);
    this.#stores.forEach((store, s) => {
      store.raft.settings = this.#settingsOf(s, next);
    });
    for (const drivers of this.#drivers) drivers.patience = nanosFromMillis(next.patience);
    this.#moves.resize(Math.min(next.shards, this.#stores.length));
  }

  forgetCounts(): void {
    this.#calls.fill(0);
    this.#moves.moved = 0;
    this.#moves.known = 0;
    this.#two.forgetCounts();
    for (const store of this.#stores) store.lostWrites = 0;
  }

  figures(out: Float64Array, at: number): void {
    const { shards, moved, known, left } = this.#moves;
    let [sum, most] = [0, 0];
    for (let s = 0; s < shards; s++) {
      sum += this.#calls[s]!;
      most = Math.max(most, this.#calls[s]!);
    }
    out[at] = shards;
    out[at + 1] = sum > 0 ? (most * shards) / sum : Number.NaN;
    out[at + 2] = this.#stores.slice(0, shards).filter((store) => store.raft.leader() >= 0).length;
    out[at + 3] = moved;
    out[at + 4] = known > 0 ? moved / known : Number.NaN;
    out[at + 5] = left;
    out[at + 6] = this.#stores.reduce((all, store) => all + store.lostWrites, 0);
    this.#two.figures(out, at + 7);
  }

  role(instance: number): number {
    const shard = this.#shardOf(instance);
    if (shard >= this.#moves.shards) return STANDBY;
    return this.#stores[shard]!.raft.leads(instance - this.#firstOf(shard)) ? LEADER : FOLLOWER;
  }

  // ---- what groups and moves say

  done(row: number): void {
    this.#sim.calls.answer(row, OK, 0);
  }

  undecided(row: number): void {
    this.#two.undecided(row);
    this.#fail(row, NO_LEADER);
  }

  deposed(instance: number): void {
    this.#two.waits.deposed(instance);
  }

  takenOver(key: number): void {
    this.#moves.arrived(key);
  }

  isQuiet(key: number): boolean {
    return !this.#two.holds(key) && !this.#stores.some((store) => store.isWriting(key));
  }

  transfer(key: number, from: number, to: number): boolean {
    const { raft } = this.#stores[from]!;
    const leader = raft.leader();
    if (leader < 0 || this.#stores[to]!.raft.leader() < 0) return false;
    this.#stores[to]!.takeOver(key, this.#stores[from]!.version(leader, key));
    return true;
  }

  changed(): void {
    const held = this.#held;
    this.#held = [];
    for (const { row, generation } of held) if (this.#isOn(row, generation)) this.arrive(row);
  }

  // ----

  #settingsOf(shard: number, values: ShardedValues) {
    const settings = raftSettings(values, nanosFromMillis(values.lease), this.#disks[shard]!);
    // Alone it need not wait for others.
    return values.copies > 1 ? settings : { ...settings, least: NS_PER_MS, most: NS_PER_MS, preVote: false };
  }

  #shardOf(instance: number): number {
    return Math.floor((instance - this.#c.firstInstance) / this.#members);
  }

  #firstOf(shard: number): number {
    return this.#c.firstInstance + shard * this.#members;
  }

  #count(shard: number): void {
    this.#calls[shard] = this.#calls[shard]! + 1;
  }

  /** Its key is held still while it moves. */
  #hold(row: number): void {
    if (this.#values.moving === 'refuse') this.#fail(row, ROUTE_MOVED);
    else this.#held.push({ row, generation: this.#sim.requests.ints[row + GENERATION]! });
  }

  /** Its key belongs to another shard by now. */
  #leadTo(row: number, shard: number): void {
    const leader = this.#stores[shard]!.raft.leader();
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (leader < 0 || !this.#drivers[shard]!.redirect(row, instance, leader)) this.#fail(row, NO_LEADER);
  }

  /** A member that does not lead says who does, as far as it knows. */
  #leadOn(row: number, shard: number, instance: number): void {
    const i = instance - this.#firstOf(shard);
    const leader = this.#stores[shard]!.raft.leaderFor(i);
    if (leader >= 0 && leader !== i && this.#drivers[shard]!.redirect(row, instance, leader)) return;
    this.#drivers[shard]!.passOver(row, i);
    this.#fail(row, NO_LEADER);
  }

  #arriveLedOn(row: number, shard: number): void {
    const i = this.#drivers[shard]!.arrive(row);
    if (i >= 0) this.arrive(row);
    else if (i === -1) this.#fail(row, NO_LEADER);
  }

  #begin(job: Job): void {
    const cls = this.#sim.requests.ints[job.row + CLASS]!;
    this.#sim.workTakes(job.instance, job.write ? this.#writeTime : this.#readTime, job.write ? this.#writing : this.#reading);
    if (!job.write) this.#access.add(this.#sim, job.instance, cls, this.#scatters[cls] === 1 ? this.#values.shards : 1);
    this.#sim.wakeLater(this.#c.node, WORK_DONE, this.#jobs.add(job));
  }

  /** A job's work is over: a call's own, or a part of a read that asks all shards. At a hung member it waits until that goes on. */
  #worked(job: Job): void {
    const { row, generation, instance } = job;
    if (!this.#slots.isOn(job)) return;
    if (this.#sim.knobs.hung[instance] === 1) {
      this.#sim.wake(this.#c.node, NS_PER_MS, WORK_DONE, this.#jobs.add(job));
      return;
    }
    this.#slots.done(job, this.#sim.now - job.since);
    if (job.ticket >= 0) this.#two.worked(job.ticket);
    else if (job.for !== instance) this.#send(job, instance, job.for, TOLD);
    else if (this.#isOn(row, generation)) this.#ownWorkDone(row, instance);
  }

  #ownWorkDone(row: number, instance: number): void {
    const { requests } = this.#sim;
    const scatters = this.#scatters[requests.ints[row + CLASS]!] === 1 && this.#moves.shards > 1;
    if (!scatters || requests.has(row, WRITE)) this.#goOn(row, instance);
    else if (this.#isHere(row, instance)) this.#scatter(row, instance, this.#shardOf(instance));
  }

  /** What a call needs besides its own key is done. */
  #goOn(row: number, instance: number): void {
    if (!this.#isHere(row, instance)) return;
    const { requests } = this.#sim;
    const shard = this.#shardOf(instance);
    const [store, i] = [this.#stores[shard]!, instance - this.#firstOf(shard)];
    if (requests.has(row, WRITE)) {
      if (!this.#two.takes(row, instance, this.#spans[requests.ints[row + CLASS]!] === 1)) store.write(row, i);
    } else if (!this.#two.keeps(row, instance)) store.read(row, i);
  }

  /** Whether a call's key is still in this shard, which is led from here; else the call is sent on, kept, or failed. */
  #isHere(row: number, instance: number): boolean {
    const key = this.#sim.requests.ints[row + KEY]!;
    const shard = this.#shardOf(instance);
    if (this.#moves.holds(key)) this.#hold(row);
    else if (this.#moves.of(key) !== shard) this.#leadTo(row, this.#moves.of(key));
    else if (!this.#stores[shard]!.raft.leads(instance - this.#firstOf(shard))) this.#fail(row, NO_LEADER);
    else return true;
    return false;
  }

  /** Asks the leaders of all other shards for their part. */
  #scatter(row: number, instance: number, own: number): void {
    const generation = this.#sim.requests.ints[row + GENERATION]!;
    const { shards } = this.#moves;
    this.#gathering.begin(row, generation, shards - 1);
    for (let shard = 0; shard < shards; shard++) {
      if (shard === own) continue;
      const leader = this.#stores[shard]!.raft.leader();
      if (leader < 0) {
        this.#missed(row, generation);
        return;
      }
      const to = this.#firstOf(shard) + leader;
      this.#send(
        { row, generation, instance: to, for: instance, write: false, since: this.#sim.now, run: 0, ticket: -1 },
        instance,
        to,
        ASKED,
      );
    }
  }

  #askedHere({ row, generation, instance, for: asker }: Job): void {
    const { knobs } = this.#sim;
    if (knobs.down[instance] !== 0 || !this.#slots.add(row, generation, instance, asker, false)) this.#missed(row, generation);
    else this.#count(this.#shardOf(instance));
  }

  /** A part of an answer came back. */
  #told({ row, generation }: Job): void {
    if (this.#gathering.took(row, generation) && this.#isOn(row, generation)) this.#goOn(row, this.#sim.requests.ints[row + INSTANCE]!);
  }

  #missed(row: number, generation: number): void {
    if (this.#gathering.fail(row, generation) && this.#isOn(row, generation)) this.#fail(row, NO_LEADER);
  }

  /** A question or an answer between two members; one that does not pass leaves the read without an answer. */
  #send(job: Job, from: number, to: number, what: number): void {
    if (this.#sim.knobs.parted(from, to)) return;
    this.#sim.wake(this.#c.node, this.#sim.apart(from, to), what, this.#jobs.add(job));
  }

  #fail(row: number, reason: number): void {
    this.#sim.calls.answer(row, UNAVAILABLE, causeOf(reason, this.#c.node));
  }

  #isOn(row: number, generation: number): boolean {
    return this.#sim.requests.ints[row + GENERATION] === generation && this.#sim.requests.has(row, THERE);
  }
}
