/**
 * Consensus store: members that agree on every write by majority (Raft). Calls take a worker for their own work; then a write waits for
 * disks and a majority, a read for what its setting asks. The protocol is a mechanism of its own; here is what serves calls.
 */
import { causeOf, NO_HEALTHY_TARGET, NO_LEADER, OK, QUEUE_FULL, REJECTED, UNAVAILABLE } from '../../engine/outcome.ts';
import { CAUSE, INSTANCE, ORIGIN, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { Drivers } from '../../mechanisms/replicate/drivers.ts';
import { KeyedStore, type StoreCalls } from '../../mechanisms/replicate/raft/keyed-store.ts';
import { RAFT_EVENTS } from '../../mechanisms/replicate/raft/raft.ts';
import { DiskLuck, raftSettings } from '../../mechanisms/replicate/raft/raft-parameters.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, nanosFromMillis } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { CAP_SETTINGS } from './cap-settings.ts';
import { consensusEstimate } from './estimate.ts';
import { CONSENSUS_PARAMETERS, type ConsensusValues, regionsOf } from './parameters.ts';

const WORK_DONE = 0;
const LED_ON = 1;
const RAFT = 8;

/** Roles of INSTANCE_ROLES. */
const LEADER = 1;
const FOLLOWER = 2;

class ConsensusStore implements Station, StoreCalls {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #store: KeyedStore;
  readonly #drivers: Drivers;
  readonly #disks: DiskLuck;
  readonly #reading: Stream;
  readonly #writing: Stream;
  /** Calls whose work fell due while their member hung. */
  readonly #stuck: number[][];
  #values: ConsensusValues;
  #readTime: Sampler;
  #writeTime: Sampler;
  #turn = 0;

  constructor(context: StationContext, values: ConsensusValues) {
    const { sim, node, firstInstance, instances, dataset } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    const name = sim.shape.streamNames[node]!;
    this.#reading = new Stream(sim.shape.seed, `${name}/read`);
    this.#writing = new Stream(sim.shape.seed, `${name}/write`);
    this.#readTime = new Sampler(values.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(values.writeTime, NS_PER_MS);
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    this.#drivers = new Drivers(context, instances, LED_ON, nanosFromMillis(values.patience));
    this.#disks = new DiskLuck(sim, firstInstance, instances, name);
    this.#stuck = Array.from({ length: instances }, () => []);
    const group = { sim, node, firstInstance, members: instances, dataset, wakes: RAFT, name };
    this.#store = new KeyedStore(group, raftSettings(values, leaseOf(values), this.#disks), this);
  }

  start(): void {
    this.#store.raft.start();
  }

  /** Reads at any member, and calls of callers who do not know the leader, go round; others to whom their driver takes for the leader. */
  route(row: number): number {
    const { requests } = this.#sim;
    const spread = this.#values.ask === 'any' || (this.#values.reads === 'follower' && !requests.has(row, WRITE));
    let i = this.#drivers.choose(row);
    if (spread && i >= 0) i = this.#next(requests.ints[row + ORIGIN]!);
    if (i >= 0) return this.#c.firstInstance + i;
    requests.ints[row + CAUSE] = causeOf(NO_HEALTHY_TARGET, this.#c.node);
    return -1;
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    if (this.#needsLeader(row) && !this.#store.raft.leads(i)) this.#leadOn(row, i);
    else if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  answered(): void {
    throw new Error('a store calls nobody');
  }

  wake(what: number, a: number): void {
    if (what >= RAFT && what < RAFT + RAFT_EVENTS) this.#store.raft.event(what - RAFT, a);
    else if (what === WORK_DONE) this.#worked(a);
    else this.#arriveLedOn(a);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#workers.clear(instance);
    this.#stuck[i] = [];
    this.#store.crash(i);
  }

  restart(instance: number): void {
    this.#store.raft.restart(instance - this.#c.firstInstance);
  }

  turned(): void {
    this.#drivers.look();
    this.#stuck.forEach((rows, i) => {
      if (rows.length === 0 || this.#sim.knobs.hung[this.#c.firstInstance + i] === 1) return;
      for (const row of rows.splice(0)) this.#worked(row);
    });
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as ConsensusValues;
    this.#values = next;
    this.#readTime = new Sampler(next.readTime, NS_PER_MS);
    this.#writeTime = new Sampler(next.writeTime, NS_PER_MS);
    this.#workers.settings = workersOf(next);
    this.#drivers.patience = nanosFromMillis(next.patience);
    this.#store.raft.settings = raftSettings(next, leaseOf(next), this.#disks);
    for (let i = 0; i < this.#c.instances; i++) this.#fill(this.#c.firstInstance + i);
  }

  forgetCounts(): void {
    this.#store.raft.elections.count = 0;
    this.#store.failovers = 0;
    this.#store.lostWrites = 0;
  }

  figures(out: Float64Array, at: number): void {
    const { raft, failovers, lostWrites } = this.#store;
    const leader = raft.leader();
    out[at] = leader < 0 ? Number.NaN : leader + 1;
    out[at + 1] = leader < 0 ? Number.NaN : raft.termOf(leader);
    out[at + 2] = raft.elections.count;
    out[at + 3] = failovers;
    out[at + 4] = this.#store.behind();
    out[at + 5] = lostWrites;
  }

  role(instance: number): number {
    return this.#store.raft.leads(instance - this.#c.firstInstance) ? LEADER : FOLLOWER;
  }

  done(row: number): void {
    this.#sim.calls.answer(row, OK, 0);
  }

  undecided(row: number): void {
    this.#sim.calls.answer(row, UNAVAILABLE, causeOf(NO_LEADER, this.#c.node));
  }

  #needsLeader(row: number): boolean {
    return this.#values.reads !== 'follower' || this.#sim.requests.has(row, WRITE);
  }

  /** The next member in turn that a caller's driver trusts. */
  #next(origin: number): number {
    for (let k = 0; k < this.#c.instances; k++) {
      const i = (this.#turn + k) % this.#c.instances;
      if (!this.#drivers.trusts(origin, i)) continue;
      this.#turn = (i + 1) % this.#c.instances;
      return i;
    }
    return -1;
  }

  /** A member that does not lead says who does, as far as it knows. */
  #leadOn(row: number, i: number): void {
    const leader = this.#store.raft.leaderFor(i);
    if (leader >= 0 && leader !== i && this.#drivers.redirect(row, this.#c.firstInstance + i, leader)) return;
    this.#drivers.passOver(row, i);
    this.undecided(row);
  }

  #arriveLedOn(row: number): void {
    const i = this.#drivers.arrive(row);
    if (i >= 0) this.arrive(row);
    else if (i === -1) this.undecided(row);
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
    const { requests, knobs } = this.#sim;
    const instance = requests.ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    if (knobs.hung[instance] === 1) {
      this.#stuck[i]!.push(row);
      return;
    }
    this.#workers.worked(row, instance);
    const next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
    if (!this.#needsLeader(row)) this.#store.readHere(row, i);
    else if (!this.#store.raft.leads(i)) this.undecided(row);
    else if (requests.has(row, WRITE)) this.#store.write(row, i);
    else this.#store.read(row, i);
  }
}

function workersOf({ workers, queueLimit }: ConsensusValues) {
  return { workers, queueLimit, discipline: 'fifo' } as const;
}

function leaseOf({ reads, lease }: ConsensusValues): number {
  return reads === 'lease' ? nanosFromMillis(lease) : 0;
}

export const consensusStore = defineKind({
  id: 'consensus-store',
  name: 'Consensus store',
  group: 'data',
  role: 'store',
  summary: 'Members agree on every write by majority (Raft): nothing confirmed is lost, and a minority cannot write.',
  about:
    'As etcd, Consul and the groups inside many databases do it. Members elect a leader; it appends each write to its log, sends it to the others ' +
    'and confirms it when a majority has it on disk. When the leader is lost or cut off, those who are left elect another with all that was confirmed, ' +
    'if they are a majority; a minority answers nothing but old reads. Reads go to the leader, which first makes sure that it still leads, or ' +
    'trusts its lease for that, or to any member, which may be behind. Without waiting for the disk, members that crash together lose what they had ' +
    'confirmed. Left out: changes of membership, watches, transactions.',
  params: CONSENSUS_PARAMETERS,
  capSettings: CAP_SETTINGS,
  choosesInstance: true,
  regions: (values) => regionsOf(values.places),
  links: { in: true, out: false },
  abilities: ['leader', 'clock'],
  face: ['rate', 'term'],
  figures: [
    { id: 'leader', label: 'Leader', unit: 'count', help: 'Which member leads; none while nobody does.' },
    { id: 'term', label: 'Term', unit: 'count', help: 'The term of the leader; each election begins one.' },
    { id: 'elections', label: 'Elections', unit: 'count', help: 'How often a member stood for election.' },
    { id: 'failovers', label: 'New leaders', unit: 'count', help: 'How often another member took over.' },
    { id: 'behind', label: 'Entries behind', unit: 'count', help: 'Committed entries that the slowest running member has not applied.' },
    {
      id: 'lostWrites',
      label: 'Lost writes',
      unit: 'count',
      help: 'Confirmed writes that a new leader did not have: none while disks are waited for.',
    },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'database', each: 'instance' }],
  estimate: consensusEstimate,
  build: (context, values) => new ConsensusStore(context, values),
});
