/**
 * A search engine at work. Any node takes a request in and coordinates it. A write goes to the shard's leader, which passes it on to
 * the copies that are current; a request by key asks one copy of one shard; every other asks one copy of each shard, and ends
 * with the slowest of them.
 */
import { causeOf, NO_HEALTHY_TARGET, NO_LEADER, OK, UNAVAILABLE } from '../../engine/outcome.ts';
import { CAUSE, CLASS, DEGRADED, FLAGS, GENERATION, INSTANCE, KEY, THERE, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { accessTime } from '../../mechanisms/access/access.ts';
import { ARRIVES, DataNodes, type DiskSettings, LAST_OF_NODES } from '../../mechanisms/blocks/data-nodes.ts';
import type { Asker, Op } from '../../mechanisms/blocks/op.ts';
import { type SearchJob, SearchJobs } from '../../mechanisms/search/search-jobs.ts';
import { Shards } from '../../mechanisms/search/shards.ts';
import { Sampler } from '../../std/distribution.ts';
import type { Query } from '../../std/query.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S, nanosFromMillis } from '../../std/units.ts';
import type { SearchValues } from './parameters.ts';

const MERGED = 0;
const ACKNOWLEDGED = 1;
const REFRESHES = 2;
const SUSPECTS = 3;
const CAUGHT_UP = 4;
const STAGES = 512;

/** Extra work is told to the nodes as bytes at this rate: one is a nanosecond. */
const NS_A_SECOND = NS_PER_S;

function threadsOf(values: SearchValues): DiskSettings {
  return {
    seek: new Sampler(values.shardTime, NS_PER_MS),
    bytesPerSecond: NS_A_SECOND,
    parallel: values.threads,
    patience: nanosFromMillis(values.patience),
  };
}

export class SearchStation implements Station, Asker {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #nodes: DataNodes;
  readonly #shards: Shards;
  readonly #jobs = new SearchJobs();
  readonly #luck: Stream;
  readonly #silentAt: Float64Array;
  #values: SearchValues;
  #merge: Sampler;
  /** Per class: extra work of a request, ns. */
  #extra: readonly number[];
  #turn = 0;

  constructor(context: StationContext, values: SearchValues) {
    const { sim, node, firstInstance, instances, classes } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/merge`);
    this.#nodes = new DataNodes(sim, node, firstInstance, instances, threadsOf(values));
    this.#shards = new Shards(instances, values.shards, 1 + values.replicas);
    this.#silentAt = new Float64Array(instances).fill(Number.POSITIVE_INFINITY);
    this.#merge = new Sampler(values.merge, NS_PER_MS);
    this.#extra = classes.map((cls) => Math.round(accessTime(cls, values) * NS_PER_MS));
  }

  route(row: number): number {
    const { instances, firstInstance, node } = this.#c;
    for (let k = 0; k < instances; k++) {
      const i = (this.#turn + k) % instances;
      if (!this.#trusts(i)) continue;
      this.#turn = (i + 1) % instances;
      return firstInstance + i;
    }
    this.#sim.requests.ints[row + CAUSE] = causeOf(NO_HEALTHY_TARGET, node);
    return -1;
  }

  arrive(row: number): void {
    const r = this.#sim.requests;
    const write = r.has(row, WRITE);
    const at = this.#jobs.take(row, r.ints[row + GENERATION]!, r.ints[row + INSTANCE]!, r.ints[row + KEY]!, write);
    const job = this.#jobs.all[at]!;
    if (write) this.#write(job, at);
    else this.#read(job, at, this.#c.classes[r.ints[row + CLASS]!]!.query ?? 'key');
  }

  answered(): void {
    throw new Error('a search engine calls nobody');
  }

  wake(what: number, a: number): void {
    if (what >= ARRIVES && what <= LAST_OF_NODES) this.#nodes.wake(what, a);
    else if (what === REFRESHES) this.#shards.refresh(Math.floor(a / this.#shards.copies), a % this.#shards.copies);
    else if (what === SUSPECTS) this.#lead();
    else if (what === CAUGHT_UP) this.#catchUp(a);
    else {
      const at = Math.floor(a / STAGES);
      const job = this.#jobs.all[at]!;
      if (job.row < 0 || job.stage % STAGES !== a % STAGES || !this.#lives(job, at)) return;
      const { row } = job;
      if (job.failed > 0) this.#sim.requests.ints[row + FLAGS] = this.#sim.requests.ints[row + FLAGS]! | DEGRADED;
      this.#sim.requests.ints[row + VERSION] = job.version;
      this.#jobs.release(at);
      this.#sim.calls.answer(row, OK, 0);
    }
  }

  crash(instance: number): void {
    this.#nodes.crash(instance - this.#c.firstInstance);
  }

  restart(): void {}

  turned(): void {
    for (let i = 0; i < this.#c.instances; i++) {
      const well = this.#nodes.responds(i) && !this.#alone(i);
      if (well && this.#silentAt[i] !== Number.POSITIVE_INFINITY) {
        this.#silentAt[i] = Number.POSITIVE_INFINITY;
        this.#sim.wake(this.#c.node, nanosFromMillis(this.#values.recovery), CAUGHT_UP, i);
      } else if (!well && this.#silentAt[i] === Number.POSITIVE_INFINITY) {
        const wait = nanosFromMillis(this.#values.suspicion);
        this.#silentAt[i] = this.#sim.now + wait;
        this.#sim.wake(this.#c.node, wait, SUSPECTS, i);
      }
    }
    this.#nodes.turned();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as SearchValues;
    this.#values = next;
    this.#merge = new Sampler(next.merge, NS_PER_MS);
    this.#extra = this.#c.classes.map((cls) => Math.round(accessTime(cls, next) * NS_PER_MS));
    this.#nodes.settings = threadsOf(next);
    this.#nodes.turned();
  }

  forgetCounts(): void {
    this.#nodes.forgetCounts();
  }

  figures(out: Float64Array, at: number): void {
    let [dark, behind] = [0, 0];
    for (let shard = 0; shard < this.#shards.count; shard++) {
      let alive = false;
      for (let copy = 0; copy < this.#shards.copies; copy++) {
        if (!this.#shards.isCurrent(shard, copy)) behind++;
        else alive ||= this.#nodes.responds(this.#shards.nodeOf(shard, copy));
      }
      if (!alive) dark++;
    }
    out[at] = this.#nodes.utilisation();
    out[at + 1] = dark / this.#shards.count;
    out[at + 2] = behind;
  }

  opDone(op: Op): void {
    if (op.write) this.#tookIn(op);
    const job = this.#jobOf(op);
    if (job === undefined) return;
    job.out--;
    if (op.write) {
      job.version = op.version;
      this.#written(job, op.job, op.group);
    } else {
      job.have++;
      this.#gathered(job, op.job);
    }
  }

  opFailed(op: Op): void {
    if (op.write && op.version > 0) this.#fallBehind(op.group, op.piece);
    const job = this.#jobOf(op);
    if (job === undefined) return;
    job.out--;
    if (!op.write) {
      job.failed++;
      this.#gathered(job, op.job);
    } else if (op.version === 0) this.#fail(job, op.job, NO_LEADER);
    else this.#written(job, op.job, op.group);
  }

  /** A copy has done a write, whoever still waits for it: the leader gives it its version and passes it on. */
  #tookIn(op: Op): void {
    if (op.version > 0) {
      this.#take(op.group, op.piece, op.key, op.version);
      return;
    }
    op.version = this.#sim.history.make(this.#c.dataset, op.key);
    this.#take(op.group, op.piece, op.key, op.version);
    this.#passOn(op);
  }

  #write(job: SearchJob, at: number): void {
    const shard = this.#shards.shardOf(job.key);
    const copy = this.#shards.leader[shard]!;
    const way = this.#nodes.way(job.from, this.#shards.nodeOf(shard, copy));
    job.out++;
    // The answer of the leader is at the leader: it passes the write on from there.
    const op = this.#ask(at, shard, copy, job.from, way, 0, 0);
    op.write = true;
    op.key = job.key;
    op.version = 0;
  }

  /** The leader sends a write to the other copies that are current. */
  #passOn(done: Op): void {
    const leader = this.#nodes.instanceOf(done.node);
    const job = this.#jobOf(done);
    const { group: shard, piece, key, version } = done;
    for (let copy = 0; copy < this.#shards.copies; copy++) {
      if (copy === piece || !this.#shards.isCurrent(shard, copy)) continue;
      const node = this.#shards.nodeOf(shard, copy);
      if (!this.#trusts(node)) {
        this.#fallBehind(shard, copy);
        continue;
      }
      const op = this.#ask(done.job, shard, copy, leader, this.#nodes.way(leader, node), this.#nodes.wayBack(leader, node), 0);
      op.stageOfJob = done.stageOfJob;
      op.write = true;
      op.key = key;
      op.version = version;
      if (job !== undefined) job.out++;
    }
  }

  /** Once all copies have it, the leader tells the coordinator. */
  #written(job: SearchJob, at: number, shard: number): void {
    if (job.out > 0) return;
    const node = this.#shards.nodeOf(shard, this.#shards.leader[shard]!);
    this.#sim.wake(this.#c.node, this.#nodes.wayBack(job.from, node), ACKNOWLEDGED, at * STAGES + (job.stage % STAGES));
  }

  #read(job: SearchJob, at: number, query: Query): void {
    const home = this.#shards.shardOf(job.key);
    const extra = Math.round(this.#extra[this.#sim.requests.ints[job.row + CLASS]!]! / this.#shards.count);
    for (let shard = 0; shard < this.#shards.count; shard++) {
      if (query === 'key' && shard !== home) continue;
      const copy = this.#copyOf(shard);
      if (copy < 0) {
        job.failed++;
        continue;
      }
      // By its key a document is found as soon as it was taken in; a search sees what was refreshed.
      if (shard === home)
        job.version = query === 'key' ? this.#shards.taken(shard, copy, job.key) : this.#shards.shown(shard, copy, job.key);
      const node = this.#shards.nodeOf(shard, copy);
      job.out++;
      this.#ask(at, shard, copy, job.from, this.#nodes.way(job.from, node), this.#nodes.wayBack(job.from, node), extra).write = false;
    }
    if (job.out === 0) this.#gathered(job, at);
  }

  #ask(at: number, shard: number, copy: number, from: number, there: number, back: number, extra: number): Op {
    const op = this.#nodes.begin(this, this.#shards.nodeOf(shard, copy), from, extra, there, back);
    op.job = at;
    op.stageOfJob = this.#jobs.all[at]!.stage;
    op.group = shard;
    op.piece = copy;
    return op;
  }

  /** All shards have answered or failed. */
  #gathered(job: SearchJob, at: number): void {
    if (job.out > 0) return;
    if (job.have === 0 || (job.failed > 0 && !this.#values.partial)) {
      this.#fail(job, at, NO_HEALTHY_TARGET);
      return;
    }
    const ns = this.#sim.work(job.from, this.#merge.sampleNanos(this.#luck));
    this.#sim.wake(this.#c.node, ns, MERGED, at * STAGES + (job.stage % STAGES));
  }

  /** A copy takes a write in, and shows it at its next refresh; copies refresh at different moments. */
  #take(shard: number, copy: number, key: number, version: number): void {
    if (!this.#shards.take(shard, copy, key, version)) return;
    const every = nanosFromMillis(this.#values.refresh);
    const number = shard * this.#shards.copies + copy;
    const phase = Math.floor((every * number) / (this.#shards.count * this.#shards.copies));
    this.#sim.wake(this.#c.node, every - ((this.#sim.now + phase) % every), REFRESHES, number);
  }

  /** A copy missed a write; if its node is there, it catches up. */
  #fallBehind(shard: number, copy: number): void {
    this.#shards.fallBehind(shard, copy);
    this.#sim.wake(this.#c.node, nanosFromMillis(this.#values.recovery), CAUGHT_UP, this.#shards.nodeOf(shard, copy));
  }

  /** A copy of a shard that is current and whose node is trusted, in turn; -1: none. */
  #copyOf(shard: number): number {
    const { copies } = this.#shards;
    this.#turn++;
    for (let k = 0; k < copies; k++) {
      const copy = (this.#turn + k) % copies;
      if (this.#shards.isCurrent(shard, copy) && this.#trusts(this.#shards.nodeOf(shard, copy))) return copy;
    }
    return -1;
  }

  /** Shards whose leader is silent are led by another copy that is current. */
  #lead(): void {
    for (let shard = 0; shard < this.#shards.count; shard++) {
      const leader = this.#shards.leader[shard]!;
      if (this.#trusts(this.#shards.nodeOf(shard, leader))) continue;
      const next = this.#copyOf(shard);
      if (next >= 0) this.#shards.leader[shard] = next;
    }
  }

  #catchUp(node: number): void {
    if (!this.#trusts(node) || !this.#nodes.responds(node)) return;
    for (let shard = 0; shard < this.#shards.count; shard++) {
      for (let copy = 0; copy < this.#shards.copies; copy++) {
        if (this.#shards.nodeOf(shard, copy) !== node || this.#shards.isCurrent(shard, copy)) continue;
        if (this.#trusts(this.#shards.nodeOf(shard, this.#shards.leader[shard]!))) this.#shards.catchUp(shard, copy);
      }
    }
  }

  #fail(job: SearchJob, at: number, reason: number): void {
    const { row } = job;
    this.#jobs.release(at);
    this.#sim.calls.answer(row, UNAVAILABLE, causeOf(reason, this.#c.node));
  }

  #jobOf(op: Op): SearchJob | undefined {
    const job = this.#jobs.all[op.job]!;
    return job.row >= 0 && job.stage === op.stageOfJob && this.#lives(job, op.job) ? job : undefined;
  }

  #lives(job: SearchJob, at: number): boolean {
    const r = this.#sim.requests;
    if (r.ints[job.row + GENERATION] === job.generation && r.has(job.row, THERE)) return true;
    this.#jobs.release(at);
    return false;
  }

  #trusts(node: number): boolean {
    return this.#sim.now < this.#silentAt[node]!;
  }

  /** Cut off from more than half of the other nodes. */
  #alone(node: number): boolean {
    const { instances, firstInstance } = this.#c;
    let parted = 0;
    for (let j = 0; j < instances; j++) if (this.#sim.knobs.parted(firstInstance + node, firstInstance + j)) parted++;
    return 2 * parted > instances;
  }
}
