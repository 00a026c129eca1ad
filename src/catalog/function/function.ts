/**
 * Function: code that a provider runs, one instance for each call at a time. A call takes an instance that is warm, the one used last;
 * if none is, a new one starts cold first; if there are as many as may be, the call is throttled. Nobody waits in a line.
 */
import { causeOf, OK, REJECTED, THROTTLED } from '../../engine/outcome.ts';
import { BEGUN, CLASS, INSTANCE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { PlanRunner } from '../../mechanisms/serve/plan-runner.ts';
import { WarmPool } from '../../mechanisms/work/warm-pool.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { functionEstimate } from './estimate.ts';
import { FUNCTION_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof FUNCTION_PARAMETERS>;

const WARM = 0;
const WORK_DONE = 1;
const BYTES_PER_GB = 1e9;

class CloudFunction implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #plans: PlanRunner;
  readonly #pool = new WarmPool();
  readonly #time: Stream;
  readonly #starts: Stream;
  #values: Values;
  #work: Sampler;
  #coldStart: Sampler;
  #invocations = 0;
  #coldStarts = 0;
  #throttled = 0;
  #gigabyteSeconds = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, firstInstance, instances } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#time = new Stream(sim.shape.seed, `${name}/work`);
    this.#starts = new Stream(sim.shape.seed, `${name}/cold-starts`);
    this.#workers = new Workers(sim, firstInstance, instances, settingsOf(values));
    this.#plans = new PlanRunner(context, this);
    this.#work = new Sampler(values.work, NS_PER_MS);
    this.#coldStart = new Sampler(values.coldStart, NS_PER_MS);
    this.#pool.keep(keptOf(values), values.provisioned);
  }

  arrive(row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    if (!this.#workers.take(row, instance)) {
      this.#throttled++;
      this.#sim.calls.answer(row, REJECTED, causeOf(THROTTLED, this.#c.node));
      return;
    }
    this.#invocations++;
    this.#plans.hold(row);
    if (this.#pool.take(this.#sim.now)) {
      this.#begin(row, instance);
      return;
    }
    this.#coldStarts++;
    this.#sim.workTakes(instance, this.#coldStart, this.#starts);
    this.#sim.wakeRow(this.#c.node, WARM, row);
  }

  wake(what: number, row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    if (what === WARM) {
      this.#begin(row, instance);
      return;
    }
    this.#workers.worked(row, instance);
    if (this.#plans.isEmpty(ints[row + CLASS]!)) this.finish(row, OK, 0);
    else this.#plans.begin(row);
  }

  answered(row: number, child: number): void {
    this.#plans.answered(row, child);
  }

  finish(row: number, outcome: number, cause: number): void {
    const { ints, times } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    const seconds = (this.#sim.now - times[(row >> 1) + BEGUN]!) / NS_PER_S;
    this.#gigabyteSeconds += seconds * (this.#values.memory / BYTES_PER_GB);
    this.#pool.give(this.#sim.now);
    this.#workers.release(instance);
    this.#sim.calls.answer(row, outcome, cause);
  }

  cancelled(row: number): void {
    this.#plans.cancel(row);
  }

  /** All its instances are lost: whoever calls next starts cold, save what is always warm. */
  crash(instance: number): void {
    this.#workers.clear(instance);
    this.#pool.clear();
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#workers.settings = settingsOf(this.#values);
    this.#work = new Sampler(this.#values.work, NS_PER_MS);
    this.#coldStart = new Sampler(this.#values.coldStart, NS_PER_MS);
    this.#pool.keep(keptOf(this.#values), this.#values.provisioned);
  }

  forgetCounts(): void {
    this.#invocations = 0;
    this.#coldStarts = 0;
    this.#throttled = 0;
    this.#gigabyteSeconds = 0;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = this.#invocations === 0 ? Number.NaN : this.#coldStarts / this.#invocations;
    out[at + 1] = this.#pool.size(this.#sim.now);
    out[at + 2] = this.#throttled;
    out[at + 3] = this.#coldStarts;
    out[at + 4] = this.#invocations;
    out[at + 5] = this.#gigabyteSeconds;
  }

  #begin(row: number, instance: number): void {
    this.#sim.workTakes(instance, this.#work, this.#time);
    this.#sim.wakeRow(this.#c.node, WORK_DONE, row);
  }
}

function settingsOf({ concurrency }: Values): { workers: number; queueLimit: number; discipline: 'fifo' } {
  return { workers: concurrency, queueLimit: 0, discipline: 'fifo' };
}

function keptOf({ keepAlive }: Values): number {
  return Math.round(keepAlive * NS_PER_MS);
}

export const cloudFunction = defineKind({
  id: 'function',
  name: 'Function',
  group: 'compute',
  role: 'compute',
  summary: 'Code that a provider runs for each call: nothing to keep running, a cold start now and then.',
  about:
    'A serverless function. Each call has an instance of its own: a warm one if there is any, else a new one that starts cold. Instances ' +
    'that are not used are taken away after a while. It scales without being asked, up to its limit, where calls are throttled; there is no line. ' +
    'Paid for by call and by memory × time. Links say what it calls, as with a service, and the instance waits for the answers. ' +
    'Left out here: limits on how fast instances may be added, work outside calls.',
  params: FUNCTION_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['rate', 'coldShare'],
  figures: [
    { id: 'coldShare', label: 'Cold', unit: 'ratio', help: 'Share of calls that waited for an instance to start.' },
    { id: 'warm', label: 'Warm', unit: 'count', help: 'Instances that are warm and have no call now.' },
    { id: 'throttled', label: 'Throttled', unit: 'count', help: 'Calls that were turned away because too many ran.' },
    { id: 'coldStarts', label: 'Cold starts', unit: 'count', help: 'Instances that were started for a call.' },
    { id: 'invocations', label: 'Calls', unit: 'count', help: 'Calls that it began.' },
    { id: 'gigabyteSeconds', label: 'GB-seconds', unit: 'count', help: 'Memory × time of its calls, starts included.' },
  ],
  slots: (values) => values.concurrency,
  estimate: functionEstimate,
  costs: () => [
    { price: 'invocations', each: { figure: 'invocations' } },
    { price: 'function-seconds', each: { figure: 'gigabyteSeconds' } },
  ],
  build: (context, values) => new CloudFunction(context, values),
});
