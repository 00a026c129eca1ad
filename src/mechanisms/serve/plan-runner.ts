/**
 * Follows plans: makes the calls of a request step by step, repeats them, goes through the cache that stands before a store, and
 * says when the last is back or the first has failed. What a request's own work is, and what it holds meanwhile, is its station's
 * business.
 */
import type { PlainLine, PlainPlan, PlainWork } from '../../engine/express/plain.ts';
import { CALLER_GAVE_UP, CANCELLED, causeOf, ERROR, OK } from '../../engine/outcome.ts';
import {
  ABSENT,
  CACHED,
  CAUSE,
  CLASS,
  DETACHED,
  FILL,
  FLAGS,
  GENERATION,
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
import type { StationContext } from '../../engine/station.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import type { LocalCache } from './local-cache.ts';
import { type Plan, type PlanCall, planFor } from './plan.ts';

/** Whoever serves the requests whose plans are followed: a plan is over when its request can be answered. */
export interface Finisher {
  finish(row: number, outcome: number, cause: number): void;
}

/** A child's tag: which call of the plan, which part of it, how many of its repetitions are still to come. */
const PLAIN = 0;
const LOOK_UP = 1;
const LOAD = 2;
const STORE = 3;
const DROP = 4;
const UNLOCK = 5;
const PHASES = 8;
const MOST_REPEATS = 256;

/** `a` of a row: its step, or that it has answered already, or that its own work is not done. */
const ANSWERED = -1;
const AT_WORK = -2;

export class PlanRunner {
  readonly #sim: Sim;
  readonly #node: number;
  readonly #plans: readonly Plan[];
  readonly #choice: Stream;
  readonly #finisher: Finisher;
  /** Some plan takes locks. */
  readonly #takesLocks: boolean;
  /** What its instances remember of what they read; absent: nothing. */
  local: LocalCache | undefined;

  constructor(context: StationContext, finisher: Finisher) {
    const { sim, node, classes, far } = context;
    this.#sim = sim;
    this.#node = node;
    this.#finisher = finisher;
    this.#choice = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/calls`);
    this.#plans = classes.map((_, cls) => planFor(cls, far));
    this.#takesLocks = far.some((f) => f.locks === true);
  }

  /** What a station says of itself that works like this and follows these plans; undefined when they ask for more than plain calls. */
  plain(line: PlainLine, work: Sampler, time: Stream, held: boolean, done: number): PlainWork | undefined {
    if (this.local !== undefined) return undefined;
    const plans: PlainPlan[] = [];
    for (const { calls, steps } of this.#plans) {
      const plain = calls.every(
        (call, i) => call.count === 1 && !call.async && call.cache < 0 && call.locks !== true && steps[i + 1] === i + 1,
      );
      if (!plain) return undefined;
      plans.push({ links: Int32Array.from(calls, (call) => call.link), chances: Float64Array.from(calls, (call) => call.probability) });
    }
    return { kind: 'work', done, atWork: AT_WORK, line, work, time, choice: this.#choice, held, plans };
  }

  /** Whether requests of this class make no calls. */
  isEmpty(cls: number): boolean {
    return this.#plans[cls]!.calls.length === 0;
  }

  /** A request's own work begins: its plan comes after it. */
  hold(row: number): void {
    this.#sim.requests.ints[row + SCRATCH_A] = AT_WORK;
  }

  forgetCounts(): void {
    if (this.local === undefined) return;
    this.local.hits = 0;
    this.local.misses = 0;
  }

  /** The caller of a request gave up: what its plan still asks for is asked for no more. False when it follows none. */
  cancel(row: number): boolean {
    if (this.#sim.requests.ints[row + SCRATCH_A]! < 0) return false;
    this.#sim.calls.givingUp.abandonAll(row);
    if (this.#takesLocks) this.#letGo(row);
    this.#finish(row, CANCELLED, causeOf(CALLER_GAVE_UP, this.#node));
    return true;
  }

  /** Begins to follow the plan of a request whose own work is done. */
  begin(row: number): void {
    this.#sim.requests.ints[row + SCRATCH_A] = 0;
    this.#runSteps(row);
  }

  /** A call came to its end. */
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

  /** Runs steps from the row's present one until calls are out, or answers when there are no more. */
  #runSteps(row: number): void {
    const r = this.#sim.requests;
    const generation = r.ints[row + GENERATION]!;
    const plan = this.#plans[r.ints[row + CLASS]!]!;
    for (;;) {
      const step = r.ints[row + SCRATCH_A]!;
      if (step >= plan.steps.length - 1) {
        if (step > plan.steps.length || !this.#takesLocks || !this.#giveBack(row, plan)) this.#finish(row, OK, 0);
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

  /** All steps are done: gives back the locks they took, with the result; false when there are none. */
  #giveBack(row: number, plan: Plan): boolean {
    const r = this.#sim.requests;
    const locks = plan.calls.reduce((count, call) => count + (call.locks === true ? 1 : 0), 0);
    if (locks === 0) return false;
    const generation = r.ints[row + GENERATION]!;
    r.ints[row + SCRATCH_A] = plan.steps.length;
    r.ints[row + SCRATCH_B] = locks;
    // The lock taken last is given back first.
    for (let i = plan.calls.length - 1; i >= 0; i--) {
      if (plan.calls[i]!.locks !== true) continue;
      this.#send(row, plan.calls[i]!.link, UNLOCK, i, 0, INVALIDATE);
      if (r.ints[row + GENERATION] !== generation || r.ints[row + SCRATCH_A] === ANSWERED || !r.has(row, THERE)) return true;
    }
    return true;
  }

  /** A request fails: whatever locks it holds go back, and nobody waits for that. */
  #letGo(row: number): void {
    const plan = this.#plans[this.#sim.requests.ints[row + CLASS]!]!;
    plan.calls.forEach((call, i) => {
      if (call.locks === true) this.#send(row, call.link, UNLOCK, i, 0, INVALIDATE | DETACHED);
    });
  }

  #startCall(row: number, call: PlanCall, index: number): void {
    if (!this.#choice.chance(call.probability)) return;
    const r = this.#sim.requests;
    if (this.local !== undefined && !call.async && !r.has(row, WRITE) && this.local.answers(row, call.link)) return;
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
      this.local?.keep(row, call.link, r.ints[child + VERSION]!);
      return true;
    }
    if (phase === DROP) return true;
    if (outcome !== OK) {
      if (this.#takesLocks && phase !== UNLOCK) this.#letGo(row);
      this.#finish(row, ERROR, r.ints[child + CAUSE]!);
      return false;
    }
    if (phase === UNLOCK) return true;
    if (r.ints[child + VERSION]! > 0 || phase === LOAD) r.ints[row + VERSION] = r.ints[child + VERSION]!;
    if (this.local !== undefined && r.has(row, WRITE)) this.local.drop(row, call.link);
    else this.local?.keep(row, call.link, r.ints[child + VERSION]!);
    if (phase === LOAD) this.#send(row, call.cache, PLAIN, index, 0, FILL | DETACHED | (r.ints[child + FLAGS]! & ABSENT));
    if (phase === STORE) {
      this.#send(row, call.cache, DROP, index, repeats, INVALIDATE);
      return false;
    }
    return true;
  }

  #finish(row: number, outcome: number, cause: number): void {
    this.#sim.requests.ints[row + SCRATCH_A] = ANSWERED;
    this.#finisher.finish(row, outcome, cause);
  }
}
