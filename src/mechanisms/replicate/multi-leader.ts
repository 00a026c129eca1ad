/**
 * Several leaders, one in each region say: each takes reads and writes by itself, and they tell each other afterwards. Two writes of a
 * key of which neither leader had seen the other's are a conflict, found by version vectors when they meet. Every leader keeps both and
 * shows what the rule says: the one with the later time stamp, that of the leader that comes first, both together, or both side by
 * side until somebody decides by hand. The next write replaces all that its leader holds. (One that gave way must be kept until then:
 * were it dropped at once, leaders that heard of a successor of the other first could end up with different values.)
 */
import { SPAN } from '../../engine/clock.ts';
import { causeOf, OK, QUEUE_FULL, REJECTED } from '../../engine/outcome.ts';
import { FILL, GENERATION, KEY, THERE, VERSION, WRITE as WRITES } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { Membership, type MembershipSettings, TELLS } from '../detect/membership.ts';
import { ExchangeLog } from './exchange-log.ts';
import { MESH_EVENTS, Mesh, type MeshOwner, type MeshSettings, type Message } from './mesh.ts';
import { ReplicaWork, type ReplicaWorkSettings } from './replica-work.ts';
import type { Site } from './standing.ts';
import { type Dot, join, NOTHING, put, type Value } from './values.ts';

export type Resolution = 'later' | 'first' | 'merge' | 'hand';

export interface MultiLeaderSettings {
  readonly resolution: Resolution;
  /** ns between two exchanges; 0: at once. */
  readonly every: number;
  /** How long somebody takes to settle a conflict by hand. */
  readonly byHand: Sampler;
  readonly mesh: MeshSettings;
  readonly work: ReplicaWorkSettings & { readonly read: Sampler; readonly write: Sampler; readonly apply: Sampler };
  readonly members: MembershipSettings;
}

/** Sorts of messages: a caller's read or write to its leader itself; writes for another, and that it has them. */
const READ = 0;
const WRITE = 1;
const TELL = 2;
const TOLD = 3;

const WORKED = MESH_EVENTS;
const ROUND = MESH_EVENTS + 1;
const EXCHANGE = MESH_EVENTS + 2;
const BY_HAND = MESH_EVENTS + 3;

/** ns after which writes that were not confirmed are told again (chosen). */
const TELL_AGAIN = 1000e6;
/** Versions of one key, at most, to tell dropped writes apart. */
const VERSIONS = 16_777_216;

export class MultiLeader implements MeshOwner {
  readonly members: Membership;
  /** Who could tell others when knobs were last turned. */
  readonly #able: Uint8Array;
  /** Conflicts met; writes that gave way to one they had not seen; conflicts open now; reads that returned several values. */
  conflicts = 0;
  overwritten = 0;
  forked = 0;
  /** Writes that are not everywhere yet; of those that are: how many, the sum and the longest of the times it took, ns. */
  pending = 0;
  spread = 0;
  spreadSum = 0;
  spreadMost = 0;
  readonly #site: Site;
  readonly #sim: Sim;
  readonly #count: number;
  readonly #dataset: number;
  readonly #mesh: Mesh;
  readonly #work: ReplicaWork;
  readonly #values: readonly Map<number, Value>[];
  readonly #logs: readonly ExchangeLog[];
  /** Owner × count + other: when writes were told last that are not confirmed, ns; -1: none are under way. */
  readonly #toldAt: Float64Array;
  readonly #met = new Set<number>();
  readonly #open = new Set<number>();
  /** Conflicts about which somebody is deciding. */
  readonly #asked = new Set<number>();
  readonly #reading: Stream;
  readonly #writing: Stream;
  readonly #hands: Stream;
  #late: { readonly what: number; readonly a: number }[] = [];
  #settings: MultiLeaderSettings;

  constructor(site: Site, count: number, dataset: number, settings: MultiLeaderSettings) {
    const { sim, node } = site;
    this.#site = site;
    this.#sim = sim;
    this.#count = count;
    this.#dataset = dataset;
    this.#settings = settings;
    this.#mesh = new Mesh(site, count, 0, settings.mesh, this);
    this.#work = new ReplicaWork(site, count, this.#mesh, WORKED, settings.work, (message, instance) => this.#takes(message, instance));
    this.members = new Membership(site, count, this.#mesh, ROUND, settings.members, (by, i) => this.#tell(by, i));
    this.#values = Array.from({ length: count }, () => new Map<number, Value>());
    this.#logs = Array.from({ length: count }, (_, i) => new ExchangeLog(i, count));
    this.#toldAt = new Float64Array(count * count).fill(-1);
    this.#able = new Uint8Array(count).fill(1);
    const name = sim.shape.streamNames[node]!;
    this.#reading = new Stream(sim.shape.seed, `${name}/read`);
    this.#writing = new Stream(sim.shape.seed, `${name}/write`);
    this.#hands = new Stream(sim.shape.seed, `${name}/by-hand`);
  }

  /** Calls and writes of others that wait for a worker. */
  get waiting(): number {
    return this.#work.waiting;
  }

  /** Conflicts that nobody has settled yet. */
  get unsettled(): number {
    for (const key of this.#open) {
      let forked = false;
      for (let i = 0; i < this.#count; i++) forked ||= this.held(i, key).dots.length > 1;
      if (!forked) this.#open.delete(key);
    }
    return this.#open.size;
  }

  start(): void {
    this.members.start();
    for (let i = 0; i < this.#count; i++) this.#nextExchange(i);
  }

  configure(settings: MultiLeaderSettings): void {
    this.#settings = settings;
    this.#mesh.settings = settings.mesh;
    this.#work.settings = settings.work;
    this.members.configure(settings.members);
    for (let i = 0; i < this.#count; i++) this.#work.fill(i);
  }

  /** What a leader holds of a key. */
  held(i: number, key: number): Value {
    return this.#values[i]!.get(key) ?? NOTHING;
  }

  /** The version of a value that readers get: of the one that stands, or the newest of all of them. */
  shown(value: Value): number {
    const { resolution } = this.#settings;
    if (value.dots.length < 2 || resolution === 'merge' || resolution === 'hand') return value.version;
    return this.#winner(value)?.version ?? 0;
  }

  /** A call has reached a leader. */
  arrive(row: number, i: number): void {
    const { ints } = this.#sim.requests;
    const message = this.#mesh.take(this.#sim.requests.has(row, WRITES) ? WRITE : READ, i, i);
    message.op = row;
    message.run = ints[row + GENERATION]!;
    message.key = ints[row + KEY]!;
    message.arrived = this.#sim.now;
    if (this.#work.add(message)) return;
    this.#mesh.free(message);
    this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#site.node));
  }

  received(message: Message): void {
    if (message.sort >= TELLS) this.members.hear(message);
    else if (message.sort === TOLD) this.#confirmed(message);
    else if (!this.#work.add(message)) this.#mesh.free(message);
  }

  wake(what: number, a: number): void {
    const i = what === WORKED ? this.#mesh.at(a).to : -1;
    if (i >= 0 && this.#sim.knobs.hung[this.#site.firstInstance + i] === 1) this.#late.push({ what, a });
    else if (what < MESH_EVENTS) this.#mesh.event(what, a);
    else if (what === ROUND) this.members.round(a);
    else if (what === EXCHANGE) this.#exchange(a);
    else if (what === BY_HAND) this.#settle(a % this.#count, Math.floor(a / this.#count));
    else {
      const message = this.#work.done(a);
      if (message !== undefined) this.#worked(message);
    }
  }

  crash(i: number): void {
    this.#mesh.crash(i);
    this.#work.crash(i);
    for (let j = 0; j < this.#count; j++) this.#toldAt[i * this.#count + j] = -1;
  }

  restart(i: number): void {
    this.members.restart(i);
  }

  turned(): void {
    this.members.turned();
    for (const { what, a } of this.#late.splice(0)) this.wake(what, a);
    this.#mesh.turned();
    for (let i = 0; i < this.#count; i++) this.#turnedOf(i);
  }

  /** Who can tell others again does so at once; a boundary that changes nothing for it changes nothing. */
  #turnedOf(i: number): void {
    const { knobs } = this.#sim;
    const instance = this.#site.firstInstance + i;
    const able = knobs.down[instance] === 0 && knobs.hung[instance] === 0 && knobs.replicationPaused[this.#site.node] === 0 ? 1 : 0;
    const again = able === 1 && this.#able[i] === 0;
    this.#able[i] = able;
    if (again && this.#settings.every === 0) this.#tellAll(i);
  }

  forgetCounts(): void {
    this.members.forgetCounts();
    this.conflicts = 0;
    this.overwritten = 0;
    this.forked = 0;
    this.spread = 0;
    this.spreadSum = 0;
    this.spreadMost = 0;
  }

  #takes(message: Message, instance: number): void {
    const { read, write, apply } = this.#settings.work;
    if (message.sort === READ) this.#sim.workTakes(instance, read, this.#reading);
    else if (message.sort === WRITE) this.#sim.workTakes(instance, write, this.#writing);
    else {
      this.#sim.workTakes(instance, apply, this.#writing);
      this.#sim.clock[SPAN] = this.#sim.clock[SPAN]! * (message.high - message.low);
    }
  }

  #worked(message: Message): void {
    const { sort, op: row, run, to, key } = message;
    if (sort === TELL) {
      this.#apply(message);
      return;
    }
    this.#mesh.free(message);
    const { requests, calls } = this.#sim;
    if (requests.ints[row + GENERATION] !== run || !requests.has(row, THERE)) return;
    // A write that was taken elsewhere first (behind a cache) brings the version that it made there.
    const version = requests.has(row, FILL) ? requests.ints[row + VERSION]! : 0;
    const value = sort === WRITE ? this.#write(to, key, version) : this.held(to, key);
    if (sort === READ && value.dots.length > 1 && this.#settings.resolution === 'hand') this.forked++;
    requests.ints[row + VERSION] = this.shown(value);
    calls.answer(row, OK, 0);
  }

  /** A leader writes by itself: over all that it has seen. */
  #write(i: number, key: number, given = 0): Value {
    const version = given > 0 ? given : this.#sim.history.make(this.#dataset, key);
    const own = this.held(i, key);
    const value = put(own, own.seen, i, version, this.#sim.clockOf(this.#site.firstInstance + i));
    this.#values[i]!.set(key, value);
    if (this.#count > 1) {
      this.#logs[i]!.append(key, value, this.#sim.now);
      this.pending++;
      if (this.#settings.every === 0) this.#tellAll(i);
    }
    return value;
  }

  #nextExchange(i: number): void {
    this.#sim.wake(this.#site.node, this.#settings.every > 0 ? this.#settings.every : TELL_AGAIN, EXCHANGE, i);
  }

  #exchange(i: number): void {
    this.#nextExchange(i);
    this.#tellAll(i);
  }

  #tellAll(i: number): void {
    for (let j = 0; j < this.#count; j++) this.#tell(i, j);
  }

  /** A leader tells another what that one has not confirmed, one lot at a time; again when it hears nothing. */
  #tell(from: number, to: number): void {
    const { knobs, now } = this.#sim;
    const log = this.#logs[from]!;
    const pair = from * this.#count + to;
    const instance = this.#site.firstInstance + from;
    if (from === to || log.end === log.confirmed[to] || knobs.down[instance] !== 0 || knobs.hung[instance] === 1) return;
    if (knobs.replicationPaused[this.#site.node] === 1) return;
    if (this.#toldAt[pair]! >= 0 && now - this.#toldAt[pair]! < TELL_AGAIN) return;
    this.#toldAt[pair] = now;
    const message = this.#mesh.take(TELL, from, to);
    message.low = log.confirmed[to]!;
    message.high = log.end;
    this.#mesh.send(message);
  }

  /** A leader takes in what another has written. */
  #apply(message: Message): void {
    const { from, to, high } = message;
    this.#logs[from]!.deliver(
      to,
      high,
      (key, value) => this.#meet(to, key, value),
      (at) => this.#everywhere(at),
    );
    this.#mesh.reply(message, TOLD);
  }

  #confirmed(message: Message): void {
    const { from: other, to: i, high } = message;
    this.#mesh.free(message);
    this.#logs[i]!.confirm(other, high);
    this.#toldAt[i * this.#count + other] = -1;
    if (this.#settings.every === 0) this.#tell(i, other);
  }

  #everywhere(at: number): void {
    const ns = this.#sim.now - at;
    this.pending--;
    this.spread++;
    this.spreadSum += ns;
    this.spreadMost = Math.max(this.spreadMost, ns);
  }

  /** A write from elsewhere meets what a leader holds. */
  #meet(i: number, key: number, value: Value): void {
    const held = this.held(i, key);
    const both = join(held, value);
    if (both === held) return;
    this.#values[i]!.set(key, both);
    if (both.dots.length > 1) this.#conflict(i, key, both);
  }

  /** Writes that had not seen each other: each of them is a conflict once, however many leaders come upon it. */
  #conflict(i: number, key: number, both: Value): void {
    const { resolution } = this.#settings;
    const winner = this.#winner(both);
    for (const dot of both.dots) {
      const id = key * VERSIONS + dot.version;
      if (dot === winner || this.#met.has(id)) continue;
      this.#met.add(id);
      this.conflicts++;
      this.#sim.history.conflicts++;
      if (resolution === 'later' || resolution === 'first') this.overwritten++;
    }
    if (resolution === 'hand') this.#ask(i, key, both);
  }

  #winner(value: Value): Dot | undefined {
    const { resolution } = this.#settings;
    return value.dots.reduce<Dot | undefined>((a, b) => (a === undefined || wins(b, a, resolution) ? b : a), undefined);
  }

  /** One of those who wrote is asked to decide: the first in order. */
  #ask(i: number, key: number, both: Value): void {
    this.#open.add(key);
    if (both.dots.some((dot) => dot.by < i) || this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#sim.wake(this.#site.node, this.#settings.byHand.sampleNanos(this.#hands), BY_HAND, key * this.#count + i);
  }

  /** Somebody decided: that is a write that has seen both, at whichever leader has them. */
  #settle(asked: number, key: number): void {
    let at = asked;
    while (at < this.#count && this.held(at, key).dots.length < 2) at++;
    if (at === this.#count) at = this.#values.findIndex((values) => (values.get(key) ?? NOTHING).dots.length > 1);
    this.#asked.delete(key);
    if (at < 0) return;
    const { down, hung } = this.#sim.knobs;
    const instance = this.#site.firstInstance + at;
    if (down[instance] === 0 && hung[instance] === 0) {
      this.#write(at, key);
      return;
    }
    // Whoever decides cannot reach it now, and tries again.
    this.#asked.add(key);
    this.#sim.wake(this.#site.node, TELL_AGAIN, BY_HAND, key * this.#count + at);
  }
}

/** Whether a sibling is chosen over another. */
function wins(a: Dot, b: Dot, resolution: Resolution): boolean {
  if (resolution === 'first' && a.by !== b.by) return a.by < b.by;
  return a.stamp !== b.stamp ? a.stamp > b.stamp : a.version > b.version;
}
