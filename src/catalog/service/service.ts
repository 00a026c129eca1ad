/**
 * Service: takes a worker, does its own work, then calls what its links lead to, step by step, and answers. While it waits
 * for the calls it holds its worker (a thread a request) or frees it (asynchronous). If a call it waits for fails in the
 * end, it answers with an error that names the first cause.
 */

import type { PlainPlan, PlainWork } from '../../engine/express/plain.ts';
import { CALLER_GAVE_UP, CANCELLED, causeOf, ERROR, OK, QUEUE_FULL, REJECTED } from '../../engine/outcome.ts';
import {
  CACHED,
  CAUSE,
  CLASS,
  DETACHED,
  FILL,
  FLAGS,
  GENERATION,
  GIVEN_UP,
  INSTANCE,
  INVALIDATE,
  MISS,
  OUTCOME,
  SCRATCH_A,
  SCRATCH_B,
  TAG,
  THERE,
  VERSION,
  WRITE,
} from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { type Discipline, Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind, instancesSpec, reserveSpec } from '../kind.ts';
import { serviceEstimate } from './estimate.ts';
import { type Plan, type PlanCall, planFor } from './plan.ts';

const PARAMETERS = {
  instances: instancesSpec(2),
  reserve: reserveSpec,
  workers: {
    type: 'number',
    label: 'Workers',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 10_000,
    default: 16,
    whole: true,
    live: true,
    source: 'chosen; Tomcat ships 200 threads, Puma 5',
    help: 'Requests that one instance works on at a time.',
  },
  queueLimit: {
    type: 'number',
    label: 'Queue limit',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 100,
    whole: true,
    live: true,
    source: 'Tomcat: backlog 100',
    help: 'Requests that may wait at one instance; more are rejected.',
  },
  discipline: {
    type: 'choice',
    label: 'Order',
    group: 'Work',
    default: 'fifo',
    live: true,
    source: 'chosen',
    help: 'Which waiting request is next.',
    options: [
      { value: 'fifo', label: 'first come, first served', help: 'Fair; under overload everybody waits.' },
      { value: 'lifo', label: 'last come, first served', help: 'Under overload some get quick answers and the rest time out.' },
    ],
  },
  work: {
    type: 'distribution',
    label: 'Own work',
    group: 'Work',
    default: { type: 'lognormal', p50: 5, p99: 20 },
    live: true,
    source: 'chosen',
    help: 'Time a worker is busy with a request, calls not counted.',
  },
  waiting: {
    type: 'choice',
    label: 'While calls are out',
    group: 'Work',
    default: 'held',
    live: false,
    source: 'a thread a request: servlet containers',
    help: 'What its worker does until the answers are back.',
    options: [
      { value: 'held', label: 'the worker waits', help: 'A thread for each request: slow callees use up all workers.' },
      { value: 'freed', label: 'the worker is freed', help: 'Asynchronous: waiting costs nothing.' },
    ],
  },
} as const satisfies ParamSpecs;

type Values = ValuesOf<typeof PARAMETERS>;

const WORK_DONE = 0;

/** A child's tag: which call of the plan, which part of it, how many of its repetitions are still to come. */
const PLAIN = 0;
const LOOK_UP = 1;
const LOAD = 2;
const STORE = 3;
const DROP = 4;
const PHASES = 8;
const MOST_REPEATS = 256;

/** `a` of a row: its step, or that it has answered already, or that a worker is at it. */
const ANSWERED = -1;
const AT_WORK = -2;

class Service implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #plans: readonly Plan[];
  readonly #time: Stream;
  readonly #choice: Stream;
  readonly #held: boolean;
  #work: Sampler;
  #plain: PlainWork | undefined;
  /** Undefined when the plan of some class is more than one plain call a step. */
  readonly #plainPlans: readonly PlainPlan[] | undefined;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#sim = context.sim;
    const name = context.sim.shape.streamNames[context.node];
    this.#time = new Stream(context.sim.shape.seed, `${name}/work`);
    this.#choice = new Stream(context.sim.shape.seed, `${name}/calls`);
    this.#workers = new Workers(context.sim, context.firstInstance, context.instances, workersOf(values));
    this.#plans = context.classes.map((_, cls) => planFor(cls, context.far));
    const plain = this.#plans.map(plainPlan);
    this.#plainPlans = plain.every((plan) => plan !== undefined) ? plain : undefined;
    this.#held = values.waiting === 'held';
    this.#work = new Sampler(values.work, NS_PER_MS);
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  wake(_what: number, row: number): void {
    const r = this.#sim.requests;
    const instance = r.ints[row + INSTANCE]!;
    this.#workers.worked(row, instance);
    if (r.has(row, GIVEN_UP)) {
      this.#calledOff(row, instance);
      return;
    }
    r.ints[row + SCRATCH_A] = 0;
    const idle = this.#plans[r.ints[row + CLASS]!]!.calls.length === 0;
    if (!this.#held || idle) this.#releaseWorker(instance);
    if (idle) this.#sim.calls.answer(row, OK, 0);
    else this.#runSteps(row);
  }

  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    if (row < 0 || !r.has(row, THERE) || r.ints[row + SCRATCH_A] === ANSWERED) return;
    const tag = r.ints[child + TAG]!;
    const phase = tag % PHASES;
    const repeats = Math.floor(tag / PHASES) % MOST_REPEATS;
    const index = Math.floor(tag / (PHASES * MOST_REPEATS));
    const call = this.#plans[r.ints[row + CLASS]!]!.calls[index]!;
    if (!this.#follow(row, child, call, phase, index, repeats)) return;
    if (repeats > 0) {
      this.#make(row, call, index, repeats - 1);
      return;
    }
    r.ints[row + SCRATCH_B] = r.ints[row + SCRATCH_B]! - 1;
    if (r.ints[row + SCRATCH_B] === 0) {
      r.ints[row + SCRATCH_A] = r.ints[row + SCRATCH_A]! + 1;
      this.#runSteps(row);
    }
  }

  /** Plain while the line is first come, first served, if every plan is one plain call a step. */
  plain(): PlainWork | undefined {
    if (this.#workers.settings.discipline !== 'fifo' || this.#plainPlans === undefined) return undefined;
    this.#plain ??= {
      kind: 'work',
      done: WORK_DONE,
      atWork: AT_WORK,
      line: this.#workers,
      work: this.#work,
      time: this.#time,
      choice: this.#choice,
      held: this.#held,
      plans: this.#plainPlans,
    };
    return this.#plain;
  }

  cancelled(row: number): void {
    const r = this.#sim.requests;
    const instance = r.ints[row + INSTANCE]!;
    // Work that has begun is not broken off; what comes after it is.
    if (this.#workers.leave(row, instance)) this.#sim.calls.answer(row, CANCELLED, causeOf(CALLER_GAVE_UP, this.#c.node));
    else if (r.ints[row + SCRATCH_A]! >= 0) {
      this.#sim.calls.givingUp.abandonAll(row);
      this.#finish(row, CANCELLED, causeOf(CALLER_GAVE_UP, this.#c.node));
    }
  }

  crash(instance: number): void {
    this.#workers.clear(instance);
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#workers.settings = workersOf(next);
    this.#work = new Sampler(next.work, NS_PER_MS);
    this.#plain = undefined;
    for (let i = 0; i < this.#c.instances; i++) this.#fill(this.#c.firstInstance + i);
  }

  #begin(row: number, instance: number): void {
    this.#sim.requests.ints[row + SCRATCH_A] = AT_WORK;
    this.#sim.workTakes(instance, this.#work, this.#time);
    this.#sim.wakeRow(this.#c.node, WORK_DONE, row);
  }

  #releaseWorker(instance: number): void {
    let next = this.#workers.release(instance);
    while (next >= 0 && this.#sim.calls.givingUp.lapsed(next)) next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
  }

  /** Its caller gave up while it was worked on. */
  #calledOff(row: number, instance: number): void {
    this.#sim.calls.answer(row, CANCELLED, causeOf(CALLER_GAVE_UP, this.#c.node));
    this.#releaseWorker(instance);
  }

  /** Waiting calls for workers that came free all at once. */
  #fill(instance: number): void {
    for (let row = this.#workers.next(instance); row >= 0; row = this.#workers.next(instance)) this.#begin(row, instance);
  }

  /** Runs steps from the row's present one until calls are out, or answers when there are no more. */
  #runSteps(row: number): void {
    const r = this.#sim.requests;
    const generation = r.ints[row + GENERATION]!;
    const plan = this.#plans[r.ints[row + CLASS]!]!;
    for (;;) {
      const step = r.ints[row + SCRATCH_A]!;
      if (step >= plan.steps.length - 1) {
        this.#finish(row, OK, 0);
        return;
      }
      // One more than is out, so that answers that come at once do not end the step before it has begun.
      r.ints[row + SCRATCH_B] = 1;
      for (let i = plan.steps[step]!; i < plan.steps[step + 1]!; i++) {
        this.#startCall(row, plan.calls[i]!, i);
        if (r.ints[row + GENERATION] !== generation || r.ints[row + SCRATCH_A] === ANSWERED || !r.has(row, THERE)) return;
      }
      r.ints[row + SCRATCH_B] = r.ints[row + SCRATCH_B]! - 1;
      if (r.ints[row + SCRATCH_B]! > 0) return;
      r.ints[row + SCRATCH_A] = step + 1;
    }
  }

  #startCall(row: number, call: PlanCall, index: number): void {
    if (!this.#choice.chance(call.probability)) return;
    const r = this.#sim.requests;
    const generation = r.ints[row + GENERATION]!;
    const parallel = call.together || call.async;
    const first = parallel ? call.count : 1;
    for (let k = 0; k < first; k++) {
      if (!call.async) r.ints[row + SCRATCH_B] = r.ints[row + SCRATCH_B]! + 1;
      this.#make(row, call, index, parallel ? 0 : call.count - 1);
      if (r.ints[row + GENERATION] !== generation || r.ints[row + SCRATCH_A] === ANSWERED || !r.has(row, THERE)) return;
    }
  }

  /** Sends one call of the plan; through the cache when one stands before it. */
  #make(row: number, call: PlanCall, index: number, repeats: number): void {
    const write = this.#sim.requests.has(row, WRITE);
    if (call.cache < 0) this.#send(row, call.link, PLAIN, index, repeats, call.async ? DETACHED : 0);
    else if (write) this.#send(row, call.link, STORE, index, repeats, 0);
    else this.#send(row, call.cache, LOOK_UP, index, repeats, 0);
  }

  #send(row: number, link: number, phase: number, index: number, repeats: number, flags: number): void {
    const r = this.#sim.requests;
    const child = this.#sim.calls.open(link, row, r.ints[row + INSTANCE]!);
    if (child < 0) return;
    r.ints[child + TAG] = (index * MOST_REPEATS + repeats) * PHASES + phase;
    r.ints[child + FLAGS] = r.ints[child + FLAGS]! | flags;
    if ((flags & FILL) !== 0) r.ints[child + VERSION] = r.ints[row + VERSION]!;
    this.#sim.calls.send(child);
  }

  /** What a call's end leads to: false when the call goes on (to the store, to the cache) or the request has failed. */
  #follow(row: number, child: number, call: PlanCall, phase: number, index: number, repeats: number): boolean {
    const r = this.#sim.requests;
    const outcome = r.ints[child + OUTCOME]!;
    if (phase === LOOK_UP) {
      // A cache that fails counts as a miss: the store is asked, which is how a lost cache becomes the store's problem.
      if (outcome !== OK || r.has(child, MISS)) {
        this.#send(row, call.link, LOAD, index, repeats, 0);
        return false;
      }
      r.ints[row + VERSION] = r.ints[child + VERSION]!;
      r.ints[row + FLAGS] = r.ints[row + FLAGS]! | CACHED;
      return true;
    }
    if (phase === DROP) return true;
    if (outcome !== OK) {
      this.#finish(row, ERROR, r.ints[child + CAUSE]!);
      return false;
    }
    if (r.ints[child + VERSION]! > 0 || phase === LOAD) r.ints[row + VERSION] = r.ints[child + VERSION]!;
    if (phase === LOAD) this.#send(row, call.cache, PLAIN, index, 0, FILL | DETACHED);
    if (phase === STORE) {
      this.#send(row, call.cache, DROP, index, repeats, INVALIDATE);
      return false;
    }
    return true;
  }

  #finish(row: number, outcome: number, cause: number): void {
    const r = this.#sim.requests;
    r.ints[row + SCRATCH_A] = ANSWERED;
    const instance = r.ints[row + INSTANCE]!;
    this.#sim.calls.answer(row, outcome, cause);
    if (this.#held) this.#releaseWorker(instance);
  }
}

function plainPlan({ calls, steps }: Plan): PlainPlan | undefined {
  const one = calls.every((call, i) => call.count === 1 && !call.async && call.cache < 0 && steps[i + 1] === i + 1);
  if (!one) return undefined;
  return { links: Int32Array.from(calls, (call) => call.link), chances: Float64Array.from(calls, (call) => call.probability) };
}

function workersOf(values: Values): { workers: number; queueLimit: number; discipline: Discipline } {
  return { workers: values.workers, queueLimit: values.queueLimit, discipline: values.discipline as Discipline };
}

export const service = defineKind({
  id: 'service',
  name: 'Service',
  group: 'compute',
  role: 'compute',
  summary: 'Does work with a limited number of workers, then calls what its links lead to.',
  about:
    'An application server. Each instance has workers and a bounded queue; a request takes a worker for its own work and then for its calls, ' +
    'unless workers are freed while waiting. Links say what is called, in which step, how often and with what probability. A store behind a ' +
    'cache-aside cache is read through that cache. Left out here: memory, garbage collection, more workers than cores.',
  params: PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['rate', 'p99'],
  figures: [],
  countInstances: (values) => values.instances + values.reserve,
  runs: (values) => values.instances,
  slots: (values) => values.workers,
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  estimate: serviceEstimate,
  build: (context, values) => new Service(context, values),
});
