/**
 * Firewall: compares each request with its rules and passes on what none of them denies. When it is stateful, what belongs to a
 * known connection skips the rules; a connection is a user, the link it came over and a class. What finds no place in the table of
 * connections, no room before the cores or none in its throughput is dropped without a word, as packets are.
 */
import { SPAN } from '../../engine/clock.ts';
import { BLOCKED_BY_RULE, causeOf, REJECTED } from '../../engine/outcome.ts';
import { CAUSE, CLASS, INSTANCE, OUTCOME, SCRATCH_A, SCRATCH_B } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { FlowTable } from '../../mechanisms/limit/flow-table.ts';
import { Pipe } from '../../mechanisms/limit/pipe.ts';
import { SessionBuckets } from '../../mechanisms/limit/session-buckets.ts';
import { Relay } from '../../mechanisms/relay/relay.ts';
import { Sources } from '../../mechanisms/relay/sources.ts';
import type { WorkerSettings } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { firewallEstimate } from './estimate.ts';
import { FIREWALL_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof FIREWALL_PARAMETERS>;

const LOOKED = 0;
const THROUGH = 1;
const BACK = 2;
/** Longest wait for room in the throughput, ns (chosen). */
const BUFFERED = 100e6;
/** In a row's scratch: whether its connection was known when a core looked at it. */
const KNOWN = 1;

class Firewall implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #relay: Relay;
  readonly #sources: Sources;
  readonly #time: Stream;
  /** For each copy; none where connections are not remembered. */
  readonly #tables: readonly FlowTable[];
  readonly #there: Pipe;
  readonly #back: Pipe;
  #limits: SessionBuckets | undefined;
  #values: Values;
  #work: Sampler;
  #blocked: readonly boolean[];
  /** Since the warm-up: denied by a rule, of those for opening too much; dropped without a word for want of room. */
  #denied = 0;
  #tooFast = 0;
  #dropped = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#sources = new Sources(context);
    this.#time = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/work`);
    this.#relay = new Relay(context, workersOf(values), (row, instance) => this.#begin(row, instance));
    const tables = values.mode === 'stateful' ? instances : 0;
    this.#tables = Array.from({ length: tables }, () => new FlowTable(values.connections, values.idle * NS_PER_MS));
    this.#there = new Pipe(instances);
    this.#back = new Pipe(instances);
    this.#work = new Sampler(values.time, NS_PER_MS);
    this.#blocked = context.classes.map(({ id }) => values.blocked.includes(id));
    this.#limits = limitsOf(values);
    this.#widen();
  }

  arrive(row: number): void {
    if (!this.#relay.takes(row)) this.#drop(row);
  }

  wake(what: number, row: number): void {
    const { ints } = this.#sim.requests;
    if (what === LOOKED) {
      this.#relay.release(row);
      this.#decide(row);
    } else if (what === THROUGH) this.#relay.pass(row);
    else this.#sim.calls.answer(row, ints[row + SCRATCH_A]!, ints[row + SCRATCH_B]!);
  }

  answered(row: number, child: number): void {
    if (!this.#relay.awaits(row)) return;
    const { ints } = this.#sim.requests;
    this.#tableOf(row)?.uses(this.#flowOf(row), this.#sim.now);
    const bytes = this.#sim.shape.bytesDown[ints[row + CLASS]!]!;
    // Answers wait for their turn, however long: what was let in is not lost on its way out.
    const ns = this.#back.put(ints[row + INSTANCE]! - this.#c.firstInstance, this.#sim.now, bytes);
    if (ns === 0) {
      this.#relay.passBack(row, child);
      return;
    }
    this.#sim.calls.relay(row, child);
    ints[row + SCRATCH_A] = ints[child + OUTCOME]!;
    ints[row + SCRATCH_B] = ints[child + CAUSE]!;
    this.#sim.clock[SPAN] = ns;
    this.#sim.wakeRow(this.#c.node, BACK, row);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#relay.crash(instance);
    this.#tables[i]?.clear();
    this.#there.clear(i);
    this.#back.clear(i);
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    const before = this.#values;
    const next = values as Values;
    this.#values = next;
    this.#work = new Sampler(next.time, NS_PER_MS);
    this.#blocked = this.#c.classes.map(({ id }) => next.blocked.includes(id));
    if (next.sourceRate !== before.sourceRate) this.#limits = limitsOf(next);
    for (const table of this.#tables) table.idle = next.idle * NS_PER_MS;
    this.#widen();
    this.#relay.configure(workersOf(next));
  }

  forgetCounts(): void {
    this.#denied = 0;
    this.#tooFast = 0;
    this.#dropped = 0;
  }

  figures(out: Float64Array, at: number): void {
    let known = 0;
    for (const table of this.#tables) {
      table.expire(this.#sim.now);
      known += table.size;
    }
    out[at] = this.#denied;
    out[at + 1] = this.#tooFast;
    out[at + 2] = this.#dropped;
    out[at + 3] = this.#tables.length === 0 ? Number.NaN : known;
  }

  #begin(row: number, instance: number): void {
    const known = this.#tableOf(row)?.uses(this.#flowOf(row), this.#sim.now) === true;
    this.#sim.requests.ints[row + SCRATCH_A] = known ? KNOWN : 0;
    const compared = known ? 0 : this.#values.rules * this.#values.ruleTime * NS_PER_MS;
    this.#sim.clock[SPAN] = this.#sim.work(instance, this.#work.sampleNanos(this.#time) + Math.floor(compared + 0.5));
    this.#sim.wakeRow(this.#c.node, LOOKED, row);
  }

  #decide(row: number): void {
    const r = this.#sim.requests;
    if (r.ints[row + SCRATCH_A] !== KNOWN) {
      const blocked = this.#blocked[r.ints[row + CLASS]!] === true;
      const tooFast = !blocked && this.#limits?.take(this.#sources.of(row), this.#sim.now) === false;
      if (blocked || tooFast) {
        if (tooFast) this.#tooFast++;
        this.#deny(row);
        return;
      }
      if (this.#tableOf(row)?.opens(this.#flowOf(row), this.#sim.now) === false) {
        this.#drop(row);
        return;
      }
    }
    const i = r.ints[row + INSTANCE]! - this.#c.firstInstance;
    const ns = this.#there.put(i, this.#sim.now, this.#sim.shape.bytesUp[r.ints[row + CLASS]!]!);
    if (ns < 0) this.#drop(row);
    else if (ns === 0) this.#relay.pass(row);
    else {
      this.#sim.clock[SPAN] = ns;
      this.#sim.wakeRow(this.#c.node, THROUGH, row);
    }
  }

  #deny(row: number): void {
    this.#denied++;
    if (this.#values.denial === 'silence') this.#sim.calls.carriage.drop(row);
    else this.#sim.calls.answer(row, REJECTED, causeOf(BLOCKED_BY_RULE, this.#c.node));
  }

  #drop(row: number): void {
    this.#dropped++;
    this.#sim.calls.carriage.drop(row);
  }

  #tableOf(row: number): FlowTable | undefined {
    return this.#tables[this.#sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance];
  }

  #flowOf(row: number): number {
    return (Math.imul(this.#sources.of(row), this.#c.classes.length) + this.#sim.requests.ints[row + CLASS]!) | 0;
  }

  #widen(): void {
    this.#there.rate = this.#values.throughput / NS_PER_S;
    this.#back.rate = this.#values.throughput / NS_PER_S;
    this.#there.room = BUFFERED;
  }
}

function workersOf(values: Values): WorkerSettings {
  return { workers: values.cores, queueLimit: values.backlog, discipline: 'fifo' };
}

function limitsOf({ sourceRate }: Values): SessionBuckets | undefined {
  return sourceRate > 0 ? new SessionBuckets(Math.max(0.001, sourceRate), Math.max(1, Math.ceil(sourceRate))) : undefined;
}

export const firewall = defineKind({
  id: 'firewall',
  name: 'Firewall',
  group: 'edge',
  role: 'relay',
  summary: 'Compares requests with rules, remembers connections, and drops what is denied or finds no room.',
  about:
    'A packet filter before a network. A core compares each request with the rules in turn; rules deny classes of requests, and users who open too many ' +
    'connections. When it remembers connections, only the first request of one is compared: a connection is a user, a link and a class, and takes a place ' +
    'in a table until it has been idle. A flood of new users fills the table, and then everybody new is dropped without a word, good or bad. So is what ' +
    'finds no room before the cores or in the throughput; the caller tries again, as TCP does. Left out here: addresses and ports, address translation, ' +
    'a table shared by the copies.',
  params: FIREWALL_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['rate', 'blocked'],
  figures: [
    { id: 'blocked', label: 'Blocked by a rule', unit: 'count', help: 'Requests that a rule denied, since the warm-up.' },
    { id: 'tooFast', label: 'Opened too much', unit: 'count', help: 'Of those, requests of users who opened too many connections.' },
    {
      id: 'dropped',
      label: 'Dropped for want of room',
      unit: 'count',
      help: 'Times that a request was dropped without a word since a table, line or pipe was full.',
    },
    { id: 'connections', label: 'Connections', unit: 'count', help: 'Connections in its tables now.' },
  ],
  slots: (values) => values.cores,
  costs: (values) => [{ price: 'vcpu', each: 'instance', amount: values.cores }],
  estimate: firewallEstimate,
  build: (context, values) => new Firewall(context, values),
});
