/**
 * Tracer: has a share of requests traced through the parts that its links lead to. A traced call's work takes a little longer at a part
 * that is instrumented, and every span is shipped; both are what sampling is for. Which requests are traced is decided where they begin
 * (head sampling) and by no draw. It carries nothing itself.
 */
import type { Station, StationContext } from '../../engine/station.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';

const PARAMETERS = {
  sampling: {
    type: 'number',
    label: 'Sampled',
    group: 'Traces',
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 0.01,
    whole: false,
    live: true,
    zero: 'none',
    source: 'Dapper 2010: from 1 in 1,000 for busy services; 1 % is common',
    help: 'Share of requests that are traced, decided where they begin.',
  },
  cost: {
    type: 'number',
    label: 'Added work',
    group: 'Traces',
    unit: 'ms',
    min: 0,
    max: 1000,
    default: 0.05,
    whole: false,
    live: true,
    zero: 'none',
    source: 'chosen; Dapper 2010: 0.0002 ms to make a span in memory, before it is sent',
    help: 'What a span costs the instrumented part that makes it, for traced requests.',
  },
  bytes: {
    type: 'number',
    label: 'Size of a span',
    group: 'Traces',
    unit: 'bytes',
    min: 1,
    max: 1_000_000,
    default: 500,
    whole: true,
    live: true,
    source: 'Dapper 2010: 426 bytes',
    help: 'What is sent to the tracing system for each span.',
  },
} as const satisfies ParamSpecs;

type Values = ValuesOf<typeof PARAMETERS>;

class TracerStation implements Station {
  readonly #c: StationContext;
  #values: Values;
  #spansBefore = 0;
  #tracesBefore = 0;
  #since = 0;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#values = values;
  }

  start(): void {
    this.#instrument();
  }

  arrive(): void {
    throw new Error('nothing calls a tracer');
  }

  answered(): void {}
  wake(): void {}
  crash(): void {}
  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#instrument();
  }

  forgetCounts(): void {
    const { tracer, now } = this.#c.sim;
    this.#spansBefore = tracer.spans;
    this.#tracesBefore = tracer.traces;
    this.#since = now;
  }

  figures(out: Float64Array, at: number): void {
    const { tracer, now } = this.#c.sim;
    const spans = tracer.spans - this.#spansBefore;
    const seconds = (now - this.#since) / NS_PER_S;
    out[at] = seconds > 0 ? spans / seconds : Number.NaN;
    out[at + 1] = tracer.traces - this.#tracesBefore;
    out[at + 2] = spans * this.#values.bytes;
  }

  #instrument(): void {
    const { sim, far } = this.#c;
    sim.tracer.sample(this.#values.sampling);
    for (const { firstInstance, instances } of far) {
      sim.tracer.burden.fill(Math.round(this.#values.cost * NS_PER_MS), firstInstance, firstInstance + instances);
    }
  }
}

export const tracer = defineKind({
  id: 'tracer',
  name: 'Tracer',
  group: 'operations',
  role: 'control',
  summary: 'Follows a share of requests through every part, at a price.',
  about:
    'Distributed tracing with head sampling. Traced requests are written down call by call and shown as waterfalls: where each one waited, worked and ' +
    'crossed the network. Parts that it is linked to are instrumented: a traced call takes a little longer there. Figures that come from a sample miss ' +
    'what is rare. Left out here: what becomes of spans after they were sent, tail sampling, clocks that disagree.',
  params: PARAMETERS,
  links: { in: false, out: true },
  abilities: [],
  face: ['spanRate', 'traces'],
  figures: [
    { id: 'spanRate', label: 'Spans', unit: 'perSecond', help: 'Spans written a second.' },
    { id: 'traces', label: 'Traces', unit: 'count', help: 'Requests traced to their end.' },
    { id: 'spanBytes', label: 'Shipped', unit: 'bytes', help: 'Bytes of all spans.' },
  ],
  costs: () => [{ price: 'egress', each: { figure: 'spanBytes' } }],
  build: (context, values) => new TracerStation(context, values),
});
