/**
 * Chain store: writes pass from the head to the tail, which answers them. Calls take a worker for their own work; the chain and its
 * repair are mechanisms of their own. Here is what serves calls, and whom callers take for head and tail.
 */
import { SPAN } from '../../engine/clock.ts';
import { causeOf, NO_HEALTHY_TARGET, NO_LEADER, OK, QUEUE_FULL, REJECTED, UNAVAILABLE } from '../../engine/outcome.ts';
import { GENERATION, INSTANCE, KEY, ORIGIN, THERE, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { CHAIN_EVENTS, Chain, type ChainOwner, type Link } from '../../mechanisms/replicate/chain/chain.ts';
import { ChainInSim } from '../../mechanisms/replicate/chain/in-sim.ts';
import { MASTER_EVENTS, Master } from '../../mechanisms/replicate/chain/membership.ts';
import { handOver } from '../../mechanisms/replicate/hand-over.ts';
import { KeyVersions } from '../../mechanisms/replicate/key-versions.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, nanosFromMillis } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { CAP_SETTINGS } from './cap-settings.ts';
import { chainEstimate } from './estimate.ts';
import { CHAIN_PARAMETERS, type ChainValues } from './parameters.ts';

const WORK_DONE = 0;
const QUESTION = 1;
const REPLY = 2;
const CHAIN = 8;
const MASTER = 16;

/** Roles of INSTANCE_ROLES: the head leads, the tail and those between follow, who was left out stands by. */
const HEAD = 1;
const BEHIND = 2;
const OUT = 3;

class ChainStore implements Station, ChainOwner {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #chain: Chain;
  readonly #master: Master;
  readonly #reading: Stream;
  readonly #writing: Stream;
  readonly #around: ChainInSim;
  /** Calls whose work fell due while their member hung. */
  readonly #stuck: number[][];
  /** The chain as each caller's instance knows it, where that is not the present one. */
  readonly #views = new Map<number, readonly number[]>();
  #values: ChainValues;
  #readTime: Sampler;
  #writeTime: Sampler;
  #turn = 0;
  #asked = 0;

  constructor(context: StationContext, values: ChainValues) {
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
    this.#stuck = Array.from({ length: instances }, () => []);
    const place = { node, first: firstInstance, members: instances };
    const apply = new Sampler(values.applyTime, NS_PER_MS);
    this.#around = new ChainInSim(sim, place, CHAIN, apply);
    this.#chain = new Chain(instances, this.#around, this, new KeyVersions(instances), new KeyVersions(instances));
    this.#master = new Master(instances, new ChainInSim(sim, place, MASTER, apply), this.#chain, masterOf(values));
  }

  /** Writes go to the head, reads to the tail or to all in turn, as far as the caller knows the chain. */
  route(row: number): number {
    const { requests } = this.#sim;
    const origin = requests.ints[row + ORIGIN]!;
    const order = this.#orderFor(origin);
    let i = order.at(-1)!;
    if (requests.has(row, WRITE)) i = order[0]!;
    else if (this.#values.reads !== 'tail') i = order[this.#turn++ % order.length]!;
    return this.#c.firstInstance + i;
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (!this.#serves(row, instance - this.#c.firstInstance)) this.#turnAway(row);
    else if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  answered(): void {
    throw new Error('a store calls nobody');
  }

  wake(what: number, a: number): void {
    if (what >= MASTER && what < MASTER + MASTER_EVENTS) this.#master.event(what - MASTER, a);
    else if (what >= CHAIN && what < CHAIN + CHAIN_EVENTS) this.#chain.event(what - CHAIN, a);
    else if (what === WORK_DONE) this.#worked(a);
    else if (what === QUESTION) this.#question(a);
    else this.#reply(a);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#workers.clear(instance);
    this.#stuck[i] = [];
    this.#chain.crash(i);
    this.#master.review();
  }

  restart(): void {
    this.#master.review();
  }

  turned(): void {
    for (const origin of this.#sim.shape.nodeOf.keys()) if (!this.#views.has(origin)) this.#views.set(origin, this.#chain.order);
    this.#master.review();
    this.#stuck.forEach((rows, i) => {
      if (rows.length === 0 || this.#sim.knobs.hung[this.#c.firstInstance + i] === 1) return;
      for (const row of rows.splice(0)) this.#worked(row);
    });
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as ChainValues;
    this.#values = next;
    this.#readTime = new Sampler(next.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(next.writeTime, NS_PER_MS);
    this.#around.apply = new Sampler(next.applyTime, NS_PER_MS);
    this.#workers.settings = workersOf(next);
    this.#master.settings = masterOf(next);
    for (let i = 0; i < this.#c.instances; i++) this.#fill(this.#c.firstInstance + i);
  }

  forgetCounts(): void {
    this.#master.repairs = 0;
    this.#asked = 0;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = this.#chain.order.length;
    out[at + 1] = this.#chain.head + 1;
    out[at + 2] = this.#chain.tail + 1;
    out[at + 3] = this.#chain.pending;
    out[at + 4] = this.#master.repairs;
    out[at + 5] = this.#asked;
  }

  role(instance: number): number {
    const i = instance - this.#c.firstInstance;
    if (i === this.#chain.head) return HEAD;
    return this.#chain.order.includes(i) ? BEHIND : OUT;
  }

  // ---- what the chain says

  committed(tail: number, { row, generation, version }: Link): void {
    if (!this.#isOn(row, generation)) return;
    this.#sim.requests.ints[row + VERSION] = version;
    handOver(this.#sim, row, this.#c.firstInstance + tail);
    this.#sim.calls.answer(row, OK, 0);
  }

  dropped({ row, generation }: Link): void {
    if (this.#isOn(row, generation)) this.#turnAway(row);
  }

  // ----

  /** The chain as far as a caller knows it: one that does not reach the head has not heard of changes. */
  #orderFor(origin: number): readonly number[] {
    const { order, head } = this.#chain;
    if (this.#views.size === 0) return order;
    if (!this.#sim.knobs.parted(origin, this.#c.firstInstance + head)) {
      this.#views.set(origin, order);
      return order;
    }
    return this.#views.get(origin) ?? order;
  }

  /** Whether a member would serve a call: a write at the head, a read where its setting says, by those who take themselves to belong. */
  #serves(row: number, i: number): boolean {
    const { order, head, tail } = this.#chain;
    const alone = this.#master.isOnItsOwn(i);
    if (this.#sim.requests.has(row, WRITE)) return i === head && !alone;
    if (alone) return !this.#values.lease;
    return this.#values.reads === 'tail' ? i === tail : order.includes(i);
  }

  #turnAway(row: number): void {
    const reason = this.#sim.requests.has(row, WRITE) ? NO_LEADER : NO_HEALTHY_TARGET;
    this.#sim.calls.answer(row, UNAVAILABLE, causeOf(reason, this.#c.node));
  }

  #begin(row: number, instance: number): void {
    const write = this.#sim.requests.has(row, WRITE);
    this.#sim.workTakes(instance, write ? this.#writeTime : this.#readTime, write ? this.#writing : this.#reading);
    this.#sim.wakeRow(this.#c.node, WORK_DONE, row);
  }

  #fill(instance: number): void {
    for (let row = this.#workers.next(instance); row >= 0; row = this.#workers.next(instance)) this.#begin(row, instance);
  }

  /** A call's own work is over; at a hung member nothing comes of it until it goes on. */
  #worked(row: number): void {
    const { requests, knobs, history } = this.#sim;
    const { ints } = requests;
    const instance = ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    if (knobs.hung[instance] === 1) {
      this.#stuck[i]!.push(row);
      return;
    }
    this.#workers.worked(row, instance);
    const next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
    const key = ints[row + KEY]!;
    if (!this.#serves(row, i)) this.#turnAway(row);
    else if (!requests.has(row, WRITE)) this.#read(row, i, key);
    else this.#chain.append({ key, version: history.make(this.#c.dataset, key), row, generation: ints[row + GENERATION]! });
  }

  #read(row: number, i: number, key: number): void {
    const { requests, calls } = this.#sim;
    if (this.#values.reads === 'checked' && this.#chain.isDirty(i, key)) {
      this.#asked++;
      this.#send(row, i, this.#chain.tail, QUESTION);
      return;
    }
    requests.ints[row + VERSION] = this.#chain.version(i, key);
    calls.answer(row, OK, 0);
  }

  /** The tail says which version counts; who asked has that one too. */
  #question(row: number): void {
    const { ints } = this.#sim.requests;
    const { tail } = this.#chain;
    if (!this.#around.isAwake(tail)) return;
    ints[row + VERSION] = this.#chain.version(tail, ints[row + KEY]!);
    this.#send(row, tail, ints[row + INSTANCE]! - this.#c.firstInstance, REPLY);
  }

  #reply(row: number): void {
    this.#sim.calls.answer(row, OK, 0);
  }

  /** A message about a call; one that does not pass leaves the call without an answer until its caller gives up. */
  #send(row: number, from: number, to: number, what: number): void {
    const way = this.#around.way(from, to);
    if (way < 0) return;
    this.#sim.clock[SPAN] = way;
    this.#sim.wakeRow(this.#c.node, what, row);
  }

  #isOn(row: number, generation: number): boolean {
    return this.#sim.requests.ints[row + GENERATION] === generation && this.#sim.requests.has(row, THERE);
  }
}

function workersOf({ workers, queueLimit }: ChainValues) {
  return { workers, queueLimit, discipline: 'fifo' } as const;
}

function masterOf({ heartbeat, misses, copyTime }: ChainValues) {
  return { heartbeat: nanosFromMillis(heartbeat), misses, copying: nanosFromMillis(copyTime) };
}

export const chainStore = defineKind({
  id: 'chain-store',
  name: 'Chain store',
  group: 'data',
  role: 'store',
  summary: 'Writes pass through all members in a row and are confirmed by the last one, which also answers reads.',
  about:
    'Chain replication: a write goes to the head, from member to member, and the tail confirms it, so it takes the sum of all ways and all but one ' +
    'member may be lost. The tail answers reads with what it has; or any member does, asking the tail when a newer value is on its way (CRAQ). ' +
    'A configuration master leaves out who has missed some heartbeats: until then writes stand still. A new head lacks only what nobody was told ' +
    'of; a new tail confirms what it has. Who comes back copies everything and joins at the end. Left out: the master’s own failures and ' +
    'transactions.',
  params: CHAIN_PARAMETERS,
  capSettings: CAP_SETTINGS,
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: ['leader'],
  face: ['rate', 'length'],
  figures: [
    { id: 'length', label: 'Members', unit: 'count', help: 'How many belong to the chain now.' },
    { id: 'head', label: 'Head', unit: 'count', help: 'Which member takes writes.' },
    { id: 'tail', label: 'Tail', unit: 'count', help: 'Which member confirms them.' },
    { id: 'pending', label: 'On their way', unit: 'count', help: 'Writes that the head has and the tail has not.' },
    { id: 'repairs', label: 'Left out', unit: 'count', help: 'How often a member was left out.' },
    { id: 'asked', label: 'Asked the tail', unit: 'count', help: 'Reads for which a member had to ask the tail which version counts.' },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'database', each: 'instance' }],
  estimate: chainEstimate,
  build: (context, values) => new ChainStore(context, values),
});
