/**
 * A store of blocks at work: servers that know where everything is, and data nodes that have it. A call is looked up at a server,
 * which takes a worker; then its blocks are moved, by the client itself or through the server; then it is answered. The first
 * instances are the servers, the others the data nodes.
 */
import { causeOf, DATA_LOST, ERROR, NO_HEALTHY_TARGET, NO_LEADER, OK, QUEUE_FULL, REJECTED, UNAVAILABLE } from '../../engine/outcome.ts';
import { CAUSE, GENERATION, INSTANCE, KEY, ORIGIN, THERE, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { type WorkerSettings, Workers } from '../work/workers.ts';
import { ARRIVES, DataNodes, type DiskSettings, LAST_OF_NODES } from './data-nodes.ts';
import { Groups } from './groups.ts';
import { Losses } from './losses.ts';
import { Metadata, type MetadataSettings, TAKES_OVER } from './metadata.ts';
import { CHUNK_DUE, GIVEN_UP, Repair, type RepairSettings } from './repair.ts';
import { DECODED, payloadOf, type TransferListener, type TransferSettings, Transfers } from './transfers.ts';

export interface BlockStoreSettings {
  readonly servers: number;
  /** All servers answer; else one does, and another stands by. */
  readonly allServe: boolean;
  /** Clients move blocks to and from data nodes themselves; else the server does. */
  readonly direct: boolean;
  readonly workers: WorkerSettings;
  readonly lookUp: Sampler;
  readonly width: number;
  readonly need: number;
  /** Pieces are dealt over the zones in which data nodes stand. */
  readonly spread: boolean;
  /** ns of silence until a node is asked for nothing. */
  readonly suspicion: number;
  readonly disk: DiskSettings;
  readonly transfer: TransferSettings;
  readonly repair: RepairSettings;
  readonly metadata: MetadataSettings;
}

const LOOKED_UP = 0;

export class BlockStore implements Station, TransferListener {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #nodes: DataNodes;
  readonly #groups: Groups;
  readonly #transfers: Transfers;
  readonly #repair: Repair;
  readonly #losses: Losses;
  readonly #metadata: Metadata;
  readonly #luck: Stream;
  /** Per data node: from when on (ns) it is known to be silent. */
  readonly #silentAt: Float64Array;
  /** Per server: from when on (ns) it is known to be cut off from most data nodes. */
  readonly #aloneAt: Float64Array;
  /** Calls whose look-up was over while their server hung, and their generations. */
  readonly #stuck: { readonly row: number; readonly generation: number }[] = [];
  #settings: BlockStoreSettings;
  #turn = 0;

  constructor(context: StationContext, settings: BlockStoreSettings) {
    const { sim, node, firstInstance, instances, places } = context;
    const { servers } = settings;
    this.#c = context;
    this.#sim = sim;
    this.#settings = settings;
    this.#luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/look-up`);
    this.#workers = new Workers(sim, firstInstance, servers, settings.workers);
    const count = instances - servers;
    const zones = new Map<string, number>();
    const racks = Array.from({ length: count }, (_, i) => {
      const place = places[firstInstance + servers + i];
      const zone = settings.spread && place !== undefined ? `${place.region}/${place.zone}` : '';
      return zones.get(zone) ?? zones.set(zone, zones.size).size - 1;
    });
    this.#nodes = new DataNodes(sim, node, firstInstance + servers, count, settings.disk);
    this.#groups = new Groups(count, { width: Math.min(settings.width, count), need: Math.min(settings.need, count) }, racks);
    this.#losses = new Losses(this.#groups);
    this.#transfers = new Transfers(sim, node, this.#groups, this.#nodes, settings.transfer, this);
    this.#repair = new Repair(sim, node, this.#groups, this.#nodes, settings.repair, (group) => this.#losses.has(group));
    this.#metadata = new Metadata(context, servers, settings.metadata, (server) => settings.allServe || this.#responds(server));
    this.#silentAt = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.#aloneAt = new Float64Array(servers).fill(Number.POSITIVE_INFINITY);
  }

  start(): void {
    this.#metadata.start();
  }

  route(row: number): number {
    const server = this.#settings.allServe ? this.#nextServer() : this.#metadata.active;
    if (server >= 0) return this.#c.firstInstance + server;
    this.#sim.requests.ints[row + CAUSE] = causeOf(this.#settings.allServe ? NO_HEALTHY_TARGET : NO_LEADER, this.#c.node);
    return -1;
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#fail(row, REJECTED, QUEUE_FULL);
  }

  answered(): void {
    throw new Error('a store of blocks calls nobody');
  }

  wake(what: number, a: number): void {
    if (what === LOOKED_UP) this.#lookedUp(a);
    else if (what >= TAKES_OVER) this.#metadata.wake(what, a);
    else if (what === GIVEN_UP || what === CHUNK_DUE) this.#repair.wake(what, a);
    else if (what === DECODED) this.#transfers.wake(a);
    else if (what >= ARRIVES && what <= LAST_OF_NODES) this.#nodes.wake(what, a);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    if (i >= this.#settings.servers) {
      this.#nodes.crash(i - this.#settings.servers);
      return;
    }
    this.#workers.clear(instance);
    this.#metadata.review();
  }

  restart(): void {
    this.#metadata.review();
  }

  turned(): void {
    for (let node = 0; node < this.#nodes.count; node++) {
      if (this.#reached(node)) this.#silentAt[node] = Number.POSITIVE_INFINITY;
      else if (this.#silentAt[node] === Number.POSITIVE_INFINITY) this.#silentAt[node] = this.#sim.now + this.#settings.suspicion;
    }
    for (let server = 0; server < this.#settings.servers; server++) {
      if (!this.#alone(server)) this.#aloneAt[server] = Number.POSITIVE_INFINITY;
      else if (this.#aloneAt[server] === Number.POSITIVE_INFINITY) this.#aloneAt[server] = this.#sim.now + this.#settings.suspicion;
    }
    this.#nodes.turned();
    this.#repair.turned((node) => this.#reached(node));
    this.#metadata.review();
    const stuck = this.#stuck.splice(0);
    for (const { row, generation } of stuck) {
      const r = this.#sim.requests;
      if (r.ints[row + GENERATION] === generation && r.has(row, THERE)) this.#lookedUp(row);
    }
  }

  /** A disk is lost with all that is on it; the machine goes on with an empty one. */
  strike(ability: Ability, instance: number): void {
    const node = instance - this.#c.firstInstance - this.#settings.servers;
    if (ability !== 'disk-loss' || node < 0) return;
    this.#repair.wiped(node);
    const found: number[] = [];
    this.#losses.look((group) => found.push(group));
    if (found.length === 0) return;
    const gone = (key: number) => found.some((group) => this.#lies(key, group));
    this.#losses.forget(gone);
    this.#metadata.drop(gone);
    for (const group of found) this.#repair.anew(group);
  }

  reconfigure(settings: BlockStoreSettings): void {
    this.#settings = settings;
    this.#workers.settings = settings.workers;
    this.#nodes.settings = settings.disk;
    this.#transfers.settings = settings.transfer;
    this.#repair.settings = settings.repair;
    this.#metadata.settings = settings.metadata;
    for (let i = 0; i < settings.servers; i++) this.#fill(this.#c.firstInstance + i);
    this.#repair.look();
  }

  forgetCounts(): void {
    this.#nodes.forgetCounts();
    this.#repair.bytes = 0;
    this.#transfers.decoded = 0;
    this.#metadata.takeovers = 0;
  }

  /** Shares of groups that have fewer pieces than they should, and fewer than a read needs; disks' use; MB repaired; more. */
  figuresInto(out: Float64Array, at: number): void {
    let [thin, dark] = [0, 0];
    const well = (node: number) => this.#nodes.responds(node) && this.#repair.dead[node] === 0;
    for (let g = 0; g < this.#groups.count; g++) {
      const whole = this.#groups.whole(g, well);
      if (whole < this.#groups.width) thin++;
      if (whole < this.#groups.need || this.#losses.has(g)) dark++;
    }
    out[at] = thin / this.#groups.count;
    out[at + 1] = dark / this.#groups.count;
    out[at + 2] = this.#nodes.utilisation();
    out[at + 3] = this.#repair.bytes;
    out[at + 4] = this.#settings.allServe ? this.#transfers.decoded : this.#metadata.takeovers;
  }

  /** 1 leader, 2 follower, 3 standby, 0 none. */
  role(instance: number): number {
    const i = instance - this.#c.firstInstance;
    if (this.#settings.allServe || i >= this.#settings.servers) return 0;
    return i === this.#metadata.active ? 1 : 3;
  }

  trusts(node: number): boolean {
    return this.#sim.now < this.#silentAt[node]!;
  }

  missed(group: number, piece: number, bytes: number): void {
    this.#repair.missed(group, piece, bytes);
  }

  transferred(row: number): void {
    const r = this.#sim.requests;
    if (r.has(row, WRITE)) {
      if (!this.#settings.allServe && this.#metadata.active < 0) {
        this.#fail(row, UNAVAILABLE, NO_LEADER);
        return;
      }
      const key = r.ints[row + KEY]!;
      r.ints[row + VERSION] = this.#metadata.commit(key);
      this.#losses.written(key);
    }
    this.#sim.calls.answer(row, OK, 0);
  }

  failed(row: number): void {
    this.#fail(row, UNAVAILABLE, NO_HEALTHY_TARGET);
  }

  #begin(row: number, instance: number): void {
    this.#sim.workTakes(instance, this.#settings.lookUp, this.#luck);
    this.#sim.wakeRow(this.#c.node, LOOKED_UP, row);
  }

  #fill(instance: number): void {
    for (let row = this.#workers.next(instance); row >= 0; row = this.#workers.next(instance)) this.#begin(row, instance);
  }

  #lookedUp(row: number): void {
    const r = this.#sim.requests;
    const instance = r.ints[row + INSTANCE]!;
    if (this.#sim.knobs.hung[instance] === 1) {
      this.#stuck.push({ row, generation: r.ints[row + GENERATION]! });
      return;
    }
    this.#workers.worked(row, instance);
    const next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
    const write = r.has(row, WRITE);
    const bytes = payloadOf(this.#sim, row, write);
    if (!write && this.#gone(r.ints[row + KEY]!, bytes)) {
      this.#fail(row, ERROR, DATA_LOST);
      return;
    }
    if (!write) r.ints[row + VERSION] = this.#metadata.version(r.ints[row + KEY]!);
    this.#transfers.begin(row, this.#settings.direct ? r.ints[row + ORIGIN]! : instance, bytes, write);
  }

  #gone(key: number, bytes: number): boolean {
    if (this.#losses.count === 0) return false;
    const blocks = this.#transfers.blocksOf(bytes);
    for (let block = 0; block < blocks; block++) if (this.#losses.gone(key, this.#transfers.groupOf(key, block))) return true;
    return false;
  }

  /** Whether some block of a key lies in a group, by the largest payload there is. */
  #lies(key: number, group: number): boolean {
    const { bytesDown, bytesUp } = this.#sim.shape;
    const blocks = this.#transfers.blocksOf(Math.max(...bytesDown, ...bytesUp));
    for (let block = 0; block < blocks; block++) if (this.#transfers.groupOf(key, block) === group) return true;
    return false;
  }

  #fail(row: number, outcome: number, reason: number): void {
    this.#sim.calls.answer(row, outcome, causeOf(reason, this.#c.node));
  }

  #responds(server: number): boolean {
    const { down, hung } = this.#sim.knobs;
    const instance = this.#c.firstInstance + server;
    return down[instance] === 0 && hung[instance] === 0;
  }

  #nextServer(): number {
    const { servers } = this.#settings;
    for (let k = 0; k < servers; k++) {
      const server = (this.#turn + k) % servers;
      if (!this.#responds(server) || this.#sim.now >= this.#aloneAt[server]!) continue;
      this.#turn = (server + 1) % servers;
      return server;
    }
    return -1;
  }

  /** Cut off from more than half of the data nodes. */
  #alone(server: number): boolean {
    let parted = 0;
    for (let node = 0; node < this.#nodes.count; node++) {
      if (this.#sim.knobs.parted(this.#c.firstInstance + server, this.#nodes.instanceOf(node))) parted++;
    }
    return 2 * parted > this.#nodes.count;
  }

  /** Whether some server that responds hears of a node. */
  #reached(node: number): boolean {
    if (!this.#nodes.responds(node)) return false;
    for (let server = 0; server < this.#settings.servers; server++) {
      if (this.#responds(server) && !this.#sim.knobs.parted(this.#nodes.instanceOf(node), this.#c.firstInstance + server)) return true;
    }
    return false;
  }
}
