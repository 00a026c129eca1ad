/**
 * Coordination: a few instances that agree by majority, and the locks they keep for others. A call by which a request takes a lock is
 * answered when it has it; when the request is done it writes its result with its token and gives the lock back. A lease that its
 * holder's process no longer renews runs out by the leader's clock, and the next gets the lock; with fencing the old token is refused from then on.
 */
import { UP } from '../../engine/knobs.ts';
import { CALLER_GAVE_UP, CANCELLED, CONFLICT, causeOf, ERROR, LOCK_LOST, NO_LEADER, OK, UNAVAILABLE } from '../../engine/outcome.ts';
import {
  CALLER_HOLDS,
  CAUSE,
  DETACHED,
  GENERATION,
  INSTANCE,
  INVALIDATE,
  KEY,
  ORIGIN,
  PARENT,
  PARENT_GENERATION,
  THERE,
} from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { InSim } from '../../mechanisms/replicate/raft/in-sim.ts';
import { PLAIN, type RaftOwner } from '../../mechanisms/replicate/raft/protocol.ts';
import { Raft } from '../../mechanisms/replicate/raft/raft.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { type Holder, Locks } from './locks.ts';
import { COORDINATION_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof COORDINATION_PARAMETERS>;

const LEASE = 0;
/** Events from here on are Raft's. */
const RAFT = 1;
const LEADS = 1;
const FOLLOWS = 2;

class Coordination implements Station, RaftOwner {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #raft: Raft;
  readonly #locks = new Locks();
  /** Calls whose entries are not committed, by index: row and generation. */
  readonly #proposed = new Map<number, { readonly row: number; readonly generation: number }>();
  #values: Values;
  #grants = 0;
  #lapses = 0;
  #fenced = 0;
  #overlaps = 0;
  #conflicts = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, firstInstance, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    const stream = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/elections`);
    this.#raft = new Raft(instances, new InSim(sim, node, firstInstance, RAFT), raftOf(values), stream, this);
  }

  start(): void {
    this.#raft.start();
  }

  route(row: number): number {
    const leader = this.#raft.leader();
    if (leader >= 0) return this.#c.firstInstance + leader;
    this.#sim.requests.ints[row + CAUSE] = causeOf(NO_LEADER, this.#c.node);
    return -1;
  }

  arrive(row: number): void {
    const { ints } = this.#sim.requests;
    const i = ints[row + INSTANCE]! - this.#c.firstInstance;
    if (!this.#raft.leads(i)) {
      this.#sim.calls.answer(row, UNAVAILABLE, causeOf(NO_LEADER, this.#c.node));
      return;
    }
    const generation = ints[row + GENERATION]!;
    this.#proposed.set(this.#raft.propose(i, ints[row + KEY]!, row, generation), { row, generation });
    this.#raft.settle(i);
  }

  wake(what: number, a: number): void {
    if (what === LEASE) this.#look(a);
    else this.#raft.event(what - RAFT, a);
  }

  answered(): void {}

  cancelled(row: number): void {
    if (!this.#locks.leave(row)) return;
    this.#sim.meter.queued.down(this.#sim.requests.ints[row + INSTANCE]!);
    this.#sim.calls.answer(row, CANCELLED, causeOf(CALLER_GAVE_UP, this.#c.node));
  }

  crash(instance: number): void {
    const { requests } = this.#sim;
    for (const [index, { row }] of this.#proposed) if (requests.ints[row + INSTANCE] === instance) this.#proposed.delete(index);
    // Who waited at a leader that died is told so by the engine, and asks the next one.
    for (let row = this.#waitsAt(instance); row >= 0; row = this.#waitsAt(instance)) this.#locks.leave(row);
    while (this.#sim.meter.queued.now(instance) > 0) this.#sim.meter.queued.down(instance);
    this.#raft.crash(instance - this.#c.firstInstance);
  }

  restart(instance: number): void {
    this.#raft.restart(instance - this.#c.firstInstance);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#raft.settings = raftOf(this.#values);
  }

  committed(index: number): void {
    const call = this.#proposed.get(index);
    this.#proposed.delete(index);
    const { requests } = this.#sim;
    if (call === undefined || requests.ints[call.row + GENERATION] !== call.generation || !requests.has(call.row, THERE)) return;
    if (requests.ints[call.row + PARENT]! < 0) this.#sim.calls.answer(call.row, OK, 0);
    else if (requests.has(call.row, INVALIDATE)) this.#giveBack(call.row);
    else this.#ask(call.row);
  }

  deposed(i: number): void {
    const { requests, calls } = this.#sim;
    const instance = this.#c.firstInstance + i;
    for (const [index, { row, generation }] of this.#proposed) {
      if (requests.ints[row + GENERATION] !== generation || requests.ints[row + INSTANCE] !== instance) continue;
      this.#proposed.delete(index);
      if (this.#sim.knobs.down[instance] === UP) calls.answer(row, UNAVAILABLE, causeOf(NO_LEADER, this.#c.node));
    }
  }

  role(instance: number): number {
    return this.#raft.leads(instance - this.#c.firstInstance) ? LEADS : FOLLOWS;
  }

  forgetCounts(): void {
    this.#grants = 0;
    this.#lapses = 0;
    this.#fenced = 0;
    this.#overlaps = 0;
    this.#conflicts = 0;
    this.#raft.elections.count = 0;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = this.#locks.held();
    out[at + 1] = this.#locks.waiting();
    out[at + 2] = this.#lapses;
    out[at + 3] = this.#overlaps;
    out[at + 4] = this.#fenced;
    out[at + 5] = this.#conflicts;
    out[at + 6] = this.#grants;
    out[at + 7] = this.#raft.elections.count;
  }

  /** A request wants a lock, or to read what it will write. */
  #ask(row: number): void {
    const { ints } = this.#sim.requests;
    const lock = this.#lockOf(row);
    if (this.#values.control === 'optimistic') {
      this.#locks.see(lock, ints[row + PARENT]!, ints[row + PARENT_GENERATION]!);
      this.#sim.calls.answer(row, OK, 0);
    } else if (this.#locks.isFree(lock, this.#values.permits)) this.#grant(lock, row);
    else {
      this.#locks.wait(lock, row, ints[row + GENERATION]!);
      this.#sim.meter.queued.up(ints[row + INSTANCE]!);
    }
  }

  #grant(lock: number, row: number): void {
    const { ints } = this.#sim.requests;
    const holder = this.#locks.grant(
      lock,
      ints[row + PARENT]!,
      ints[row + PARENT_GENERATION]!,
      ints[row + ORIGIN]!,
      this.#sim.clockOf(ints[row + INSTANCE]!),
    );
    this.#grants++;
    this.#watch(holder);
    this.#sim.calls.answer(row, OK, 0);
  }

  /** A request is done: it writes with its token and gives the lock back. */
  #giveBack(row: number): void {
    const { requests, calls } = this.#sim;
    const lock = this.#lockOf(row);
    const parent = requests.ints[row + PARENT]!;
    const generation = requests.ints[row + PARENT_GENERATION]!;
    const gaveUp = requests.has(row, DETACHED);
    if (this.#values.control === 'optimistic') {
      if (gaveUp) this.#locks.forget(lock, parent, generation);
      const written = gaveUp || this.#locks.write(lock, parent, generation);
      if (!written) this.#conflicts++;
      calls.answer(row, written ? OK : ERROR, written ? 0 : causeOf(CONFLICT, this.#c.node));
      return;
    }
    const ending = this.#locks.release(lock, parent, generation);
    const late = ending === 'lapsed' && !gaveUp;
    if (late && this.#values.fencing) this.#fenced++;
    else if (late) this.#overlaps++;
    const refused = late && this.#values.fencing;
    calls.answer(row, refused ? ERROR : OK, refused ? causeOf(LOCK_LOST, this.#c.node) : 0);
    if (ending === 'released') this.#passOn(lock);
  }

  /** Whoever waits gets the lock; those who hung up are passed over. */
  #passOn(lock: number): void {
    const { requests, meter, calls } = this.#sim;
    while (this.#locks.isFree(lock, this.#values.permits)) {
      const waiter = this.#locks.next(lock);
      if (waiter === undefined) return;
      if (requests.ints[waiter.row + GENERATION] !== waiter.generation) continue;
      meter.queued.down(requests.ints[waiter.row + INSTANCE]!);
      if (requests.has(waiter.row, CALLER_HOLDS)) this.#grant(lock, waiter.row);
      else calls.answer(waiter.row, CANCELLED, causeOf(CALLER_GAVE_UP, this.#c.node));
    }
  }

  #watch(holder: Holder): void {
    this.#sim.wake(this.#c.node, Math.max(1, Math.round((this.#values.lease * NS_PER_MS) / 3)), LEASE, holder.token);
  }

  /** Three times a lease a holder's process renews it; a lease that was not renewed for all its length has run out. */
  #look(token: number): void {
    const holder = this.#locks.holder(token);
    if (holder === undefined) return;
    const { knobs } = this.#sim;
    const leader = this.#raft.leader();
    const clock = leader < 0 ? 0 : this.#sim.clockOf(this.#c.firstInstance + leader);
    const alive = knobs.down[holder.origin] === UP && knobs.hung[holder.origin] === 0;
    if (alive && this.#values.renew && leader >= 0 && this.#isOn(holder) && !knobs.parted(holder.origin, this.#c.firstInstance + leader)) {
      holder.heardAt = clock;
    }
    // Without a leader no lease can end.
    if (leader < 0 || clock - holder.heardAt < Math.round(this.#values.lease * NS_PER_MS) - 3) {
      this.#watch(holder);
      return;
    }
    this.#lapses++;
    this.#locks.lapse(holder);
    this.#passOn(holder.lock);
  }

  /** The request for which it is held is still under way. */
  #isOn(holder: Holder): boolean {
    return this.#sim.requests.ints[holder.parent + GENERATION] === holder.generation;
  }

  #waitsAt(instance: number): number {
    return this.#locks.firstWaiting((row) => this.#sim.requests.ints[row + INSTANCE] === instance);
  }

  #lockOf(row: number): number {
    return this.#values.locks === 'key' ? this.#sim.requests.ints[row + KEY]! : 0;
  }
}

function raftOf({ heartbeat, electionLeast, electionMost }: Values) {
  return {
    ...PLAIN,
    heartbeat: Math.round(heartbeat * NS_PER_MS),
    least: Math.round(electionLeast * NS_PER_MS),
    most: Math.round(Math.max(electionLeast, electionMost) * NS_PER_MS),
  };
}

export const coordination = defineKind({
  id: 'coordination',
  name: 'Coordination',
  group: 'operations',
  role: 'relay',
  summary: 'Elects a leader by majority and keeps locks with leases for others.',
  about:
    'A service such as ZooKeeper, etcd or Consul. Its instances elect a leader (Raft) and agree on every change by majority; without a majority ' +
    'nothing goes on. A service whose link leads here takes a lock at that step, does its later steps, and gives the lock back with its result. ' +
    'Leases go by the leader’s clock and are renewed while the holder’s process lives; a holder that stands still for longer loses the lock without knowing. Fencing refuses ' +
    'what it writes then. With several permits it is a semaphore; optimistic control holds nothing and fails whoever comes second. A call that a ' +
    'client makes itself is a plain agreed change. Left out here: watches, sessions that outlive requests, detection of deadlocks.',
  params: COORDINATION_PARAMETERS,
  links: { in: true, out: false },
  abilities: ['clock'],
  face: ['held', 'waiters'],
  figures: [
    { id: 'held', label: 'Held', unit: 'count', help: 'Locks, or permits of them, that are held now.' },
    { id: 'waiters', label: 'Waiting', unit: 'count', help: 'Requests that wait for a lock.' },
    { id: 'lapsed', label: 'Leases run out', unit: 'count', help: 'Holders that were not heard for the length of their lease.' },
    {
      id: 'overlaps',
      label: 'Two at once',
      unit: 'count',
      help: 'Results written by a holder whose lease had run out: nobody stopped it.',
    },
    { id: 'fenced', label: 'Fenced', unit: 'count', help: 'Results refused because the token was old.' },
    { id: 'conflicts', label: 'Conflicts', unit: 'count', help: 'Optimistic writes that failed because another came first.' },
    { id: 'grants', label: 'Granted', unit: 'count', help: 'Times that a lock was given to somebody.' },
    { id: 'elections', label: 'Elections', unit: 'count', help: 'Times that an instance stood for election.' },
  ],
  choosesInstance: true,
  locks: true,
  estimate: {
    send: () => [],
    serve: (given) => ({
      mean: new Float64Array(given.classes.length),
      variance: new Float64Array(given.classes.length),
      utilisation: Number.NaN,
      wait: Number.NaN,
      resources: [],
      accepted: 1,
      scv: 1,
      miss: 0,
      missed: undefined,
      p99: undefined,
      doubts: [{ text: 'Waiting for locks is left out of this estimate.', hides: 'time' }],
      figures: {},
    }),
  },
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  build: (context, values) => new Coordination(context, values),
});
