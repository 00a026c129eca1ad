/**
 * Web application firewall: a worker inspects each request, the longer the more there is of it, and rejects what it takes for an
 * attack. It is wrong both ways: it misses attacks and blocks others, and being stricter trades the one for the other.
 */
import { SPAN } from '../../engine/clock.ts';
import { BLOCKED_AS_ATTACK, REJECTED } from '../../engine/outcome.ts';
import { CLASS } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { Inspector } from '../../mechanisms/inspect/inspector.ts';
import { Relay } from '../../mechanisms/relay/relay.ts';
import type { WorkerSettings } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { wafEstimate } from './estimate.ts';
import { ratesOf, WAF_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof WAF_PARAMETERS>;

const KILOBYTE = 1024;

class Waf implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #relay: Relay;
  readonly #inspector: Inspector;
  readonly #time: Stream;
  #values: Values;
  #work: Sampler;
  /** ns that the body of a request of each class takes. */
  #bodies: readonly number[];

  constructor(context: StationContext, values: Values) {
    const { sim, node } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#time = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/work`);
    this.#work = new Sampler(values.time, NS_PER_MS);
    this.#bodies = this.#bodyTimes();
    this.#inspector = new Inspector(context, ratesOf(values));
    this.#relay = new Relay(context, workersOf(values), (row, instance) => this.#begin(row, instance));
  }

  arrive(row: number): void {
    this.#relay.admit(row);
  }

  wake(_what: number, row: number): void {
    this.#relay.release(row);
    if (this.#inspector.suspects(row) && this.#values.mode === 'block') this.#relay.refuse(row, REJECTED, BLOCKED_AS_ATTACK);
    else this.#relay.pass(row);
  }

  answered(row: number, child: number): void {
    if (this.#relay.awaits(row)) this.#relay.passBack(row, child);
  }

  crash(instance: number): void {
    this.#relay.crash(instance);
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#values = next;
    this.#work = new Sampler(next.time, NS_PER_MS);
    this.#bodies = this.#bodyTimes();
    this.#inspector.configure(ratesOf(next));
    this.#relay.configure(workersOf(next));
  }

  forgetCounts(): void {
    this.#inspector.forgetCounts();
  }

  figures(out: Float64Array, at: number): void {
    const { found, missed, falseAlarms, cleared } = this.#inspector;
    const others = falseAlarms + cleared;
    out[at] = found;
    out[at + 1] = missed;
    out[at + 2] = falseAlarms;
    out[at + 3] = others > 0 ? falseAlarms / others : Number.NaN;
  }

  #begin(row: number, instance: number): void {
    const ns = this.#work.sampleNanos(this.#time) + this.#bodies[this.#sim.requests.ints[row + CLASS]!]!;
    this.#sim.clock[SPAN] = this.#sim.work(instance, ns);
    this.#sim.wakeRow(this.#c.node, 0, row);
  }

  #bodyTimes(): readonly number[] {
    const { kilobyteTime, bodyLimit } = this.#values;
    const { bytesUp } = this.#sim.shape;
    return this.#c.classes.map((_, cls) => Math.round((Math.min(bytesUp[cls]!, bodyLimit) / KILOBYTE) * kilobyteTime * NS_PER_MS));
  }
}

function workersOf({ workers, queueLimit }: Values): WorkerSettings {
  return { workers, queueLimit, discipline: 'fifo' };
}

export const waf = defineKind({
  id: 'waf',
  name: 'Web application firewall',
  group: 'edge',
  role: 'relay',
  summary: 'Inspects what requests say, and rejects what looks like an attack, rightly or not.',
  about:
    'A worker inspects each request, for longer the more bytes it has, and rejects those that it takes for attacks. The classes that are attacks are the ' +
    'truth of the simulation; the part finds each of their requests by its rate of detection and takes each other request for an attack by its rate of false ' +
    'alarms. Stricter levels find more and block more by mistake. In detect mode it counts and passes everything on. Left out here: inspection of answers, ' +
    'rules that learn, attackers who change what they send, what a missed attack does.',
  params: WAF_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['found', 'falseShare'],
  figures: [
    { id: 'found', label: 'Attacks found', unit: 'count', help: 'Attack requests taken for attacks; blocked unless it only detects.' },
    { id: 'missed', label: 'Attacks missed', unit: 'count', help: 'Attack requests that were passed on unnoticed.' },
    { id: 'falseAlarms', label: 'False alarms', unit: 'count', help: 'Other requests taken for attacks; blocked unless it only detects.' },
    { id: 'falseShare', label: 'False alarm rate', unit: 'ratio', help: 'Share of the other requests that were taken for attacks.' },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  estimate: wafEstimate,
  build: (context, values) => new Waf(context, values),
});
