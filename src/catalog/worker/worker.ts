/**
 * Worker: consumes messages that a queue hands to it, in batches: what is the same for one as for many is done once for all of them. A
 * batch begins when it is full or when its first message has waited for a while, and all of it is done, or lost, together.
 */
import { SPAN } from '../../engine/clock.ts';
import { causeOf, OK, QUEUE_FULL, REJECTED } from '../../engine/outcome.ts';
import { ARRIVED, CLASS, GENERATION, INSTANCE, THERE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { PlanRunner } from '../../mechanisms/serve/plan-runner.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { IntRing } from '../../std/ring.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind, instancesSpec, reserveSpec } from '../kind.ts';
import { workerEstimate } from './estimate.ts';
import { WORKER_PARAMETERS } from './parameters.ts';

const PARAMETERS = { instances: instancesSpec(2), reserve: reserveSpec, ...WORKER_PARAMETERS } as const satisfies ParamSpecs;
type Values = ValuesOf<typeof PARAMETERS>;

const DONE = 0;
const LINGERED = 1;

/** Messages of one instance that wait for their batch, and since when the first of them has waited. */
class Waiting {
  readonly rows = new IntRing();
  since = 0;
  running = 0;
}

class Worker implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #plans: PlanRunner;
  readonly #waiting: readonly Waiting[];
  /** Messages of each batch that runs, with their generations, by the number of the batch; free numbers. */
  readonly #batches: IntRing[] = [];
  readonly #free: number[] = [];
  readonly #instanceOf: number[] = [];
  readonly #time: Stream;
  #values: Values;
  #perBatch: Sampler;
  #perMessage: Sampler;
  #count = 0;
  #messages = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, firstInstance, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#workers = new Workers(sim, firstInstance, instances, settingsOf(values));
    this.#plans = new PlanRunner(context, this);
    this.#waiting = Array.from({ length: instances }, () => new Waiting());
    this.#time = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/work`);
    this.#perBatch = new Sampler(values.perBatch, NS_PER_MS);
    this.#perMessage = new Sampler(values.perMessage, NS_PER_MS);
  }

  arrive(row: number): void {
    const { meter, requests } = this.#sim;
    const instance = requests.ints[row + INSTANCE]!;
    if (meter.queued.now(instance) >= this.#values.queueLimit + this.#values.batch) {
      this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
      return;
    }
    const waiting = this.#waiting[instance - this.#c.firstInstance]!;
    this.#plans.hold(row);
    waiting.rows.push(row);
    meter.queued.up(instance);
    if (waiting.rows.length === 1) this.#first(waiting, instance);
    this.#go(instance);
  }

  wake(what: number, a: number): void {
    if (what === LINGERED) this.#go(a);
    else this.#done(a);
  }

  answered(row: number, child: number): void {
    this.#plans.answered(row, child);
  }

  finish(row: number, outcome: number, cause: number): void {
    this.#sim.calls.answer(row, outcome, cause);
  }

  cancelled(row: number): void {
    this.#plans.cancel(row);
  }

  crash(instance: number): void {
    const waiting = this.#waiting[instance - this.#c.firstInstance]!;
    waiting.rows.clear();
    waiting.running = 0;
    this.#workers.clear(instance);
    this.#instanceOf.forEach((of, batch) => {
      if (of === instance) this.#batches[batch]!.clear();
    });
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    const { linger } = this.#values;
    this.#values = values as Values;
    this.#workers.settings = settingsOf(this.#values);
    this.#perBatch = new Sampler(this.#values.perBatch, NS_PER_MS);
    this.#perMessage = new Sampler(this.#values.perMessage, NS_PER_MS);
    for (let i = 0; i < this.#c.instances; i++) this.#go(this.#c.firstInstance + i);
    if (linger !== this.#values.linger) this.#lingerAnew();
  }

  forgetCounts(): void {
    this.#count = 0;
    this.#messages = 0;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = this.#count === 0 ? Number.NaN : this.#messages / this.#count;
    out[at + 1] = this.#count;
  }

  /** What waits for its batch was to begin by another time, and does so by the new one. */
  #lingerAnew(): void {
    const { node, firstInstance } = this.#c;
    this.#waiting.forEach(({ rows, since }, i) => {
      if (rows.length === 0) return;
      const begins = since + Math.round(this.#values.linger * NS_PER_MS);
      this.#sim.wake(node, Math.max(0, begins - this.#sim.now), LINGERED, firstInstance + i);
    });
  }

  /** Begins batches while one is full, or has lingered, and there is room for it. */
  #go(instance: number): void {
    const waiting = this.#waiting[instance - this.#c.firstInstance]!;
    const { batch, linger, concurrency } = this.#values;
    while (waiting.rows.length > 0 && waiting.running < concurrency) {
      const late = this.#sim.now - waiting.since >= Math.round(linger * NS_PER_MS);
      if (waiting.rows.length < batch && !late) return;
      this.#begin(waiting, instance);
    }
  }

  /** The first one that waits may have been left over from the batch before: it has waited since it came. */
  #first(waiting: Waiting, instance: number): void {
    const { now, requests } = this.#sim;
    waiting.since = requests.times[(waiting.rows.at(0) >> 1) + ARRIVED]!;
    const left = waiting.since + Math.round(this.#values.linger * NS_PER_MS) - now;
    if (left >= 0) this.#sim.wake(this.#c.node, left, LINGERED, instance);
  }

  #begin(waiting: Waiting, instance: number): void {
    const { clock, meter, requests } = this.#sim;
    const number = this.#free.pop() ?? this.#batches.push(new IntRing()) - 1;
    const rows = this.#batches[number]!;
    this.#sim.workTakes(instance, this.#perBatch, this.#time);
    let sum = clock[SPAN]!;
    const size = Math.min(this.#values.batch, waiting.rows.length);
    for (let k = 0; k < size; k++) {
      const row = waiting.rows.shift();
      meter.queued.down(instance);
      this.#workers.begin(row, instance);
      rows.push(row);
      rows.push(requests.ints[row + GENERATION]!);
      this.#sim.workTakes(instance, this.#perMessage, this.#time);
      sum += clock[SPAN]!;
    }
    if (waiting.rows.length > 0) this.#first(waiting, instance);
    waiting.running++;
    this.#instanceOf[number] = instance;
    this.#count++;
    this.#messages += size;
    clock[SPAN] = sum;
    this.#sim.wakeLater(this.#c.node, DONE, number);
  }

  #done(number: number): void {
    const { ints } = this.#sim.requests;
    const rows = this.#batches[number]!;
    const instance = this.#instanceOf[number]!;
    const waiting = this.#waiting[instance - this.#c.firstInstance]!;
    this.#free.push(number);
    // A crash has emptied it: its messages went with their instance.
    if (rows.length === 0) return;
    waiting.running--;
    const done: number[] = [];
    while (rows.length > 0) {
      const row = rows.shift();
      if (rows.shift() !== ints[row + GENERATION] || !this.#sim.requests.has(row, THERE)) continue;
      this.#workers.worked(row, instance);
      this.#workers.release(instance);
      done.push(row);
    }
    this.#go(instance);
    for (const row of done) {
      if (this.#plans.isEmpty(ints[row + CLASS]!)) this.#sim.calls.answer(row, OK, 0);
      else this.#plans.begin(row);
    }
  }
}

function settingsOf({ concurrency, batch }: Values): { workers: number; queueLimit: number; discipline: 'fifo' } {
  return { workers: concurrency * batch, queueLimit: 0, discipline: 'fifo' };
}

export const worker = defineKind({
  id: 'worker',
  name: 'Worker',
  group: 'compute',
  role: 'compute',
  summary: 'Consumes what a queue hands to it, in batches.',
  about:
    'A process behind a queue. Link the queue to it; the queue hands it as many messages as it may hold at a time (its prefetch), and the worker ' +
    'puts them together: a batch begins when it is full or when its first message has waited long enough. What a batch costs once is shared by ' +
    'its messages, which is why batches raise throughput and add delay. After the batch each message follows the links, and is acknowledged ' +
    'when that is done. A crash loses the batch, and the queue hands its messages to others. Left out here: messages of a batch that fail alone.',
  params: PARAMETERS,
  links: { in: true, out: true },
  abilities: ['disk'],
  face: ['rate', 'batchSize'],
  figures: [
    { id: 'batchSize', label: 'Batch', unit: 'count', help: 'Messages in a batch, on average.' },
    { id: 'batches', label: 'Batches', unit: 'count', help: 'Batches that began.' },
  ],
  countInstances: (values) => values.instances + values.reserve,
  runs: (values) => values.instances,
  slots: (values) => values.concurrency * values.batch,
  estimate: workerEstimate,
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  build: (context, values) => new Worker(context, values),
});
