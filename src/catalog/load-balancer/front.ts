/**
 * The balancer as a machine of its own: its clients' connections, the cores that pass requests on and do TLS handshakes, and the wire
 * that all bytes cross twice. Without limits and TLS there is no front: requests pass as if it were not there.
 * TLS costs (RSA 1 ms, ECDSA 0.12 ms, resumed 0.2 ms of a core; 0.3 s a gigabyte): NGINX SSL paper 2014, jbp.io 2019, OpenSSL speed.
 */
import { SPAN } from '../../engine/clock.ts';
import { CERTIFICATE_EXPIRED, causeOf, QUEUE_FULL, REFUSED, REJECTED, TOO_MANY_CONNECTIONS } from '../../engine/outcome.ts';
import { CAUSE, CLASS, INSTANCE, OUTCOME, ROW, SCRATCH_A, THERE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { StationContext } from '../../engine/station.ts';
import { widenFloats } from '../../engine/widen.ts';
import { type ConnectionSettings, Connections } from '../../mechanisms/balance/connections.ts';
import { Sources } from '../../mechanisms/relay/sources.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import type { BALANCER_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof BALANCER_PARAMETERS>;

/** ns of a core for a full handshake, for a resumed one, and for a byte in either direction. */
export const HANDSHAKE: Readonly<Record<string, number>> = { rsa: 1e6, ecdsa: 0.12e6 };
export const RESUMED = 0.2e6;
const CIPHER_PER_BYTE = 0.3;

const WORKED = 0;
const CROSSED = 1;
const CROSSED_BACK = 2;

/** Whether a balancer with these settings has anything to do itself. */
function hasFront({ capacity, throughput, maxConnections, tls, layer }: Values): boolean {
  return capacity > 0 || throughput > 0 || maxConnections > 0 || layer === 'connection' || tls !== 'none';
}

export function endsTls({ tls, layer }: Values): boolean {
  return tls !== 'none' && layer === 'request';
}

export class Front {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  /** By copy; one for all where they share. */
  readonly #connections: readonly Connections[];
  /** Moment at which each copy's wire is free, there and back. */
  readonly #freeAt: Float64Array;
  readonly #sources: Sources;
  readonly #luck: Stream;
  readonly #base: number;
  readonly #pass: (row: number) => void;
  /** ns of a core, by row. */
  #need: Float64Array = new Float64Array(0);
  #values: Values;
  #on: boolean;

  constructor(context: StationContext, values: Values, base: number, pass: (row: number) => void) {
    const { sim, node, firstInstance, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#base = base;
    this.#pass = pass;
    this.#on = hasFront(values);
    this.#sources = new Sources(context);
    this.#luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/tls`);
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    const tables = Array.from({ length: values.sharesState ? 1 : instances }, () => new Connections(connectionsOf(values)));
    this.#connections = tables;
    this.#freeAt = new Float64Array(instances * 2);
  }

  /** A request reaches the balancer. */
  arrive(row: number): void {
    const { ints } = this.#sim.requests;
    ints[row + SCRATCH_A] = -1;
    if (!this.#on) {
      this.#pass(row);
      return;
    }
    const instance = ints[row + INSTANCE]!;
    const table = this.#tableOf(instance);
    const { now } = this.#sim;
    const who = this.#sources.of(row);
    let slot = table.find(who, now);
    if (slot < 0) slot = table.connect(who, now);
    if (slot < 0) {
      this.#sim.calls.answer(row, REJECTED, causeOf(TOO_MANY_CONNECTIONS, this.#c.node));
      return;
    }
    const opens = table.isNew(slot);
    const resumes = opens && this.#resumes();
    if (opens && !resumes && this.#sim.knobs.expired[instance] === 1 && endsTls(this.#values)) {
      table.abort(slot);
      this.#sim.calls.answer(row, REFUSED, causeOf(CERTIFICATE_EXPIRED, this.#c.node));
      return;
    }
    const ns = this.#work(ints[row + CLASS]!, opens, resumes);
    table.begin(slot, now);
    ints[row + SCRATCH_A] = slot;
    this.#needs(row, ns);
    if (ns === 0) this.#cross(row, instance);
    else if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#end(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  event(what: number, row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    if (what - this.#base === WORKED) {
      this.#workers.worked(row, instance);
      const next = this.#workers.release(instance);
      if (next >= 0) this.#begin(next, instance);
      this.#cross(row, instance);
    } else if (what - this.#base === CROSSED) this.#pass(row);
    else this.#end(row, ints[row + OUTCOME]!, ints[row + CAUSE]!);
  }

  /** The answer of a request is there: it crosses the wire back. */
  answer(row: number, outcome: number, cause: number): void {
    const { ints } = this.#sim.requests;
    if (ints[row + SCRATCH_A]! < 0 || this.#values.throughput === 0) {
      this.#end(row, outcome, cause);
      return;
    }
    ints[row + OUTCOME] = outcome;
    ints[row + CAUSE] = cause;
    this.#transmit(row, 1, this.#sim.shape.bytesDown[ints[row + CLASS]!]!, CROSSED_BACK);
  }

  /** What a request's connection leads to, or -1 when it has none or leads nowhere yet. */
  targetOf(row: number): number {
    const { ints } = this.#sim.requests;
    const slot = ints[row + SCRATCH_A]!;
    return slot < 0 ? -1 : this.#tableOf(ints[row + INSTANCE]!).targetOf(slot);
  }

  leadTo(row: number, target: number): void {
    const { ints } = this.#sim.requests;
    const slot = ints[row + SCRATCH_A]!;
    if (slot >= 0) this.#tableOf(ints[row + INSTANCE]!).leadTo(slot, target);
  }

  forgetTarget(target: number): void {
    for (const table of this.#connections) table.forgetTarget(target);
  }

  /** A copy went down: its connections are gone, unless others know them too. */
  crash(instance: number): void {
    this.#workers.clear(instance);
    this.#freeAt.fill(0, (instance - this.#c.firstInstance) * 2, (instance - this.#c.firstInstance) * 2 + 2);
    const table = this.#tableOf(instance);
    if (!this.#values.sharesState) {
      table.clear();
      return;
    }
    const r = this.#sim.requests;
    for (let row = 0; row < r.end; row += ROW) {
      if (!r.has(row, THERE) || r.ints[row + INSTANCE] !== instance || r.ints[row + SCRATCH_A]! < 0) continue;
      table.end(r.ints[row + SCRATCH_A]!, this.#sim.now);
      r.ints[row + SCRATCH_A] = -1;
    }
  }

  configure(values: Values): void {
    this.#values = values;
    this.#on = hasFront(values);
    this.#workers.settings = workersOf(values);
    for (const table of this.#connections) table.settings = connectionsOf(values);
    const { firstInstance, instances } = this.#c;
    for (let i = firstInstance; i < firstInstance + instances; i++) {
      for (let row = this.#workers.next(i); row >= 0; row = this.#workers.next(i)) this.#begin(row, i);
    }
  }

  forgetCounts(): void {
    for (const table of this.#connections) {
      table.opened = 0;
      table.refused = 0;
    }
  }

  /** Connections open now, and opened since the counts were forgotten; NaN without a front. */
  get open(): number {
    return this.#on ? this.#connections.reduce((sum, table) => sum + table.open, 0) : Number.NaN;
  }

  get opened(): number {
    return this.#on ? this.#connections.reduce((sum, table) => sum + table.opened, 0) : Number.NaN;
  }

  /** ns of a core that a request takes: passing it on, its bytes' cipher, and the handshake of a new connection. */
  #work(cls: number, opens: boolean, resumes: boolean): number {
    const { capacity, cores, tls } = this.#values;
    let ns = capacity > 0 ? (cores / capacity) * NS_PER_S : 0;
    if (endsTls(this.#values)) {
      const { bytesUp, bytesDown } = this.#sim.shape;
      ns += CIPHER_PER_BYTE * (bytesUp[cls]! + bytesDown[cls]!);
      const full = HANDSHAKE[tls] ?? 0;
      if (opens) ns += resumes ? Math.min(full, RESUMED) : full;
    }
    return Math.round(ns);
  }

  /** Whether a new connection continues an earlier session. */
  #resumes(): boolean {
    const { tlsResumed } = this.#values;
    return tlsResumed > 0 && endsTls(this.#values) && this.#luck.uniform() < tlsResumed;
  }

  /** Writes down how long a request will keep a core: with a low capacity longer than 32 bits of ns can say. */
  #needs(row: number, ns: number): void {
    const at = row / ROW;
    if (at >= this.#need.length) this.#need = widenFloats(this.#need, this.#sim.requests.capacity);
    this.#need[at] = ns;
  }

  #begin(row: number, instance: number): void {
    this.#sim.clock[SPAN] = this.#sim.work(instance, this.#need[row / ROW]!);
    this.#sim.wakeRow(this.#c.node, this.#base + WORKED, row);
  }

  #cross(row: number, instance: number): void {
    if (this.#values.throughput === 0) this.#pass(row);
    else this.#transmit(row, 0, this.#sim.shape.bytesUp[this.#sim.requests.ints[row + CLASS]!]!, CROSSED, instance);
  }

  /** Waits for the wire of this direction, and takes it for as long as the bytes need. */
  #transmit(row: number, back: 0 | 1, bytes: number, what: number, instance = this.#sim.requests.ints[row + INSTANCE]!): void {
    const at = (instance - this.#c.firstInstance) * 2 + back;
    const { now } = this.#sim;
    const free = Math.max(now, this.#freeAt[at]!) + Math.ceil((bytes * NS_PER_S) / this.#values.throughput);
    this.#freeAt[at] = free;
    this.#sim.clock[SPAN] = free - now;
    this.#sim.wakeRow(this.#c.node, this.#base + what, row);
  }

  #end(row: number, outcome: number, cause: number): void {
    const { ints } = this.#sim.requests;
    const slot = ints[row + SCRATCH_A]!;
    if (slot >= 0) this.#tableOf(ints[row + INSTANCE]!).end(slot, this.#sim.now);
    this.#sim.calls.answer(row, outcome, cause);
  }

  #tableOf(instance: number): Connections {
    return this.#connections[this.#values.sharesState ? 0 : instance - this.#c.firstInstance]!;
  }
}

function workersOf({ cores, backlog }: Values) {
  return { workers: cores, queueLimit: backlog, discipline: 'fifo' } as const;
}

function connectionsOf({ connectionIdle, connectionLife, connectionRequests, maxConnections }: Values): ConnectionSettings {
  return {
    idle: Math.round(connectionIdle * NS_PER_MS),
    life: Math.round(connectionLife * NS_PER_MS),
    requests: connectionRequests,
    most: maxConnections,
  };
}
