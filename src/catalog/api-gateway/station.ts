/**
 * API gateway at work: each request is matched to a route, counted by limits and quotas, worked on by a worker (parsing, signatures,
 * rules, translation), checked with whoever knows its user, and answered from memory or passed over the links of its route; what
 * comes back is merged where several were asked. No worker is held while anything is asked of others (an event loop).
 */
import { SPAN } from '../../engine/clock.ts';
import {
  causeOf,
  NO_ROUTE,
  NOT_AUTHENTICATED,
  NOT_AUTHORISED,
  OK,
  QUEUE_FULL,
  QUOTA_USED_UP,
  RATE_LIMITED,
  REJECTED,
  UNAVAILABLE,
} from '../../engine/outcome.ts';
import {
  CACHED,
  CAUSE,
  CLASS,
  FLAGS,
  GENERATION,
  HELD_OUT,
  INSTANCE,
  KEY,
  OUTCOME,
  SCRATCH_A,
  SCRATCH_B,
  SESSION,
  TAG,
  THERE,
  VERSION,
  WRITE,
} from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd, Station, StationContext } from '../../engine/station.ts';
import { reweighed } from '../../mechanisms/balance/reweigh.ts';
import { linkAt, type Route, routeFor } from '../../mechanisms/relay/routes.ts';
import { type WorkerSettings, Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { mix32, Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { Access } from './access.ts';
import { Admission } from './admission.ts';
import { Answers } from './answers.ts';
import { AUTHENTICATION } from './parameters.ts';
import { identityLink, routesAmong, storeLink, type Values } from './settings.ts';

/** Keeps the split of sessions apart from other uses of their numbers (chosen), and turns a hash into a share. */
const SPLIT_SALT = 0xab;
const TWO_32 = 4_294_967_296;
const BYTES_PER_KB = 1024;

/** Our events: work is done, a shaped request may go on, a second factor is confirmed. */
const WORKED = 0;
const SHAPED = 1;
const CONFIRMED = 2;

/** What a call of ours is about: TAG of the child. */
const PASSED = 0;
const COUNTED = 1;
const CHECKED = 2;

export class ApiGateway implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #admission: Admission;
  readonly #access: Access;
  readonly #answers: Answers;
  readonly #store: number;
  readonly #identity: number;
  readonly #time: Stream;
  readonly #split: Stream;
  readonly #human: Stream;
  #far: readonly FarEnd[];
  #routes: readonly Route[];
  #values: Values;
  #overhead: Sampler;
  #authentication: Sampler;
  #mfa: Sampler;
  /** Since the warm-up: requests seen, let in, and turned away by limits and by quotas; and when that began. */
  #seen = 0;
  #admitted = 0;
  #limited = 0;
  #overQuota = 0;
  #since = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, firstInstance, instances, far } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#time = new Stream(sim.shape.seed, `${name}/work`);
    this.#split = new Stream(sim.shape.seed, `${name}/split`);
    this.#human = new Stream(sim.shape.seed, `${name}/second-factor`);
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    this.#far = routesAmong(far);
    this.#routes = context.classes.map((_, cls) => routeFor(cls, this.#far));
    this.#store = storeLink(far);
    this.#identity = identityLink(far);
    this.#admission = new Admission(context, values);
    this.#access = new Access(context, values);
    this.#answers = new Answers(context, values);
    this.#overhead = new Sampler(values.overhead, NS_PER_MS);
    this.#authentication = authenticationOf(values);
    this.#mfa = new Sampler(values.mfaTime, NS_PER_MS);
  }

  arrive(row: number): void {
    const r = this.#sim.requests;
    this.#seen++;
    if (this.#routes[r.ints[row + CLASS]!]!.links.length === 0) this.#refuse(row, UNAVAILABLE, NO_ROUTE);
    else if (this.#values.limitCounting === 'store' && this.#store >= 0 && this.#admission.counts) this.#ask(row, this.#store, COUNTED);
    else this.#count(row);
  }

  wake(what: number, row: number): void {
    if (what === SHAPED) this.#work(row);
    else if (what === CONFIRMED) this.#serve(row);
    else {
      const instance = this.#sim.requests.ints[row + INSTANCE]!;
      this.#workers.worked(row, instance);
      const next = this.#workers.release(instance);
      if (next >= 0) this.#begin(next, instance);
      this.#check(row);
    }
  }

  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    // One that hangs keeps its first answer, whatever else comes in.
    if (row < 0 || !r.has(row, THERE) || r.has(row, HELD_OUT)) return;
    const outcome = r.ints[child + OUTCOME]!;
    const about = r.ints[child + TAG]!;
    if (about === COUNTED) {
      if (outcome === OK) this.#count(row);
      else if (this.#values.limitFails === 'open') {
        this.#admitted++;
        this.#work(row);
      } else this.#answer(row, child);
    } else if (about === CHECKED) {
      if (outcome !== OK) this.#answer(row, child);
      else this.#known(row);
    } else this.#merge(row, child, outcome);
  }

  crash(instance: number): void {
    this.#workers.clear(instance);
  }

  restart(instance: number): void {
    const copy = instance - this.#c.firstInstance;
    this.#admission.forget(copy);
    this.#access.forget(copy);
    this.#answers.forget(copy);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#values = next;
    this.#overhead = new Sampler(next.overhead, NS_PER_MS);
    this.#authentication = authenticationOf(next);
    this.#mfa = new Sampler(next.mfaTime, NS_PER_MS);
    this.#admission.configure(next);
    this.#access.configure(next);
    this.#answers.configure(next);
    this.#workers.settings = workersOf(next);
    for (let i = 0; i < this.#c.instances; i++) this.#fill(this.#c.firstInstance + i);
  }

  reweigh(link: number, weight: number): void {
    this.#far = reweighed(this.#far, link, weight);
    this.#routes = this.#c.classes.map((_, cls) => routeFor(cls, this.#far));
  }

  turned(): void {
    this.#admission.turned();
  }

  forgetCounts(): void {
    this.#seen = 0;
    this.#admitted = 0;
    this.#limited = 0;
    this.#overQuota = 0;
    this.#since = this.#sim.now;
    this.#access.forgetCounts();
    this.#answers.forgetCounts();
  }

  figures(out: Float64Array, at: number): void {
    const seconds = (this.#sim.now - this.#since) / NS_PER_S;
    out[at] = this.#seen > 0 ? this.#limited / this.#seen : Number.NaN;
    out[at + 1] = seconds > 0 ? this.#admitted / seconds : Number.NaN;
    out[at + 2] = this.#limited;
    out[at + 3] = this.#overQuota;
    out[at + 4] = this.#access.refused;
    out[at + 5] = this.#answers.hitRatio;
  }

  /** Limits and quotas decide, here and now. */
  #count(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    const wait = this.#admission.admits(row, instance - this.#c.firstInstance);
    if (wait < 0) {
      const overQuota = wait === -QUOTA_USED_UP;
      if (overQuota) this.#overQuota++;
      else this.#limited++;
      this.#refuse(row, REJECTED, overQuota ? QUOTA_USED_UP : RATE_LIMITED);
      return;
    }
    this.#admitted++;
    if (wait === 0) this.#work(row);
    else {
      this.#sim.clock[SPAN] = wait;
      this.#sim.wakeRow(this.#c.node, SHAPED, row);
    }
  }

  #work(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#refuse(row, REJECTED, QUEUE_FULL);
  }

  #begin(row: number, instance: number): void {
    let ns = this.#overhead.sampleNanos(this.#time) + this.#authentication.sampleNanos(this.#time);
    ns += Math.round(this.#values.authorisation * NS_PER_MS);
    if (this.#values.translation > 0) {
      const { bytesUp, bytesDown } = this.#sim.shape;
      const cls = this.#sim.requests.ints[row + CLASS]!;
      ns += Math.round((this.#values.translation * NS_PER_MS * (bytesUp[cls]! + bytesDown[cls]!)) / BYTES_PER_KB);
    }
    this.#sim.clock[SPAN] = this.#sim.work(instance, ns);
    this.#sim.wakeRow(this.#c.node, WORKED, row);
  }

  /** Waiting requests for workers that came free all at once. */
  #fill(instance: number): void {
    for (let row = this.#workers.next(instance); row >= 0; row = this.#workers.next(instance)) this.#begin(row, instance);
  }

  /** Who is it? Some ways need to ask somebody, unless the answer is remembered. */
  #check(row: number): void {
    const { authentication } = this.#values;
    const link = authentication === 'session-store' ? this.#store : authentication === 'identity' ? this.#identity : -1;
    if (link >= 0 && !this.#access.remembers(row)) this.#ask(row, link, CHECKED);
    else this.#decide(row);
  }

  /** Whoever was asked knows the user; some must confirm with a second factor. */
  #known(row: number): void {
    if (!this.#access.isGenuine(row)) {
      this.#decide(row);
      return;
    }
    this.#access.remember(row);
    const { mfaShare } = this.#values;
    if (mfaShare === 0 || this.#human.uniform() >= mfaShare || !this.#access.allows(row)) {
      this.#decide(row);
      return;
    }
    this.#sim.clock[SPAN] = this.#mfa.sampleNanos(this.#human);
    this.#sim.wakeRow(this.#c.node, CONFIRMED, row);
  }

  #decide(row: number): void {
    if (this.#values.authentication !== 'none' && !this.#access.isGenuine(row)) {
      this.#access.refused++;
      this.#refuse(row, REJECTED, NOT_AUTHENTICATED);
    } else if (!this.#access.allows(row)) {
      this.#access.refused++;
      this.#refuse(row, REJECTED, NOT_AUTHORISED);
    } else this.#serve(row);
  }

  /** From memory, or over the links of its route. */
  #serve(row: number): void {
    const r = this.#sim.requests;
    const version = this.#answers.look(row);
    if (version >= 0) {
      r.ints[row + VERSION] = version;
      r.ints[row + FLAGS] = r.ints[row + FLAGS]! | CACHED;
      this.#sim.calls.answer(row, OK, 0);
      return;
    }
    const route = this.#routes[r.ints[row + CLASS]!]!;
    const instance = r.ints[row + INSTANCE]!;
    if (route.links.length === 0) this.#refuse(row, UNAVAILABLE, NO_ROUTE);
    else if (this.#values.aggregate === 'one') {
      r.ints[row + SCRATCH_A] = 1;
      r.ints[row + SCRATCH_B] = 1;
      this.#pass(row, this.#linkFor(row, route), instance);
    } else {
      const generation = r.ints[row + GENERATION]!;
      const { links } = route;
      r.ints[row + SCRATCH_A] = links.length;
      r.ints[row + SCRATCH_B] = this.#values.aggregate === 'all' ? links.length : Math.min(this.#values.enough, links.length);
      // One that fails at once may end the request before the others are sent.
      for (const link of links) if (r.ints[row + GENERATION] === generation && r.has(row, THERE)) this.#pass(row, link, instance);
    }
  }

  /** An answer of those that were asked: SCRATCH_A are still awaited, SCRATCH_B of them are needed. */
  #merge(row: number, child: number, outcome: number): void {
    const { ints } = this.#sim.requests;
    const awaited = ints[row + SCRATCH_A]! - 1;
    const needed = ints[row + SCRATCH_B]! - (outcome === OK ? 1 : 0);
    ints[row + SCRATCH_A] = awaited;
    ints[row + SCRATCH_B] = needed;
    if (needed > awaited) this.#answer(row, child);
    else if (needed === 0) {
      this.#answers.keep(row, child);
      this.#answer(row, child);
    }
  }

  #pass(row: number, link: number, instance: number): void {
    const child = this.#sim.calls.open(link, row, instance);
    if (child >= 0) this.#sim.calls.send(child);
  }

  /** Asks for something on behalf of a request: a read, about its user. */
  #ask(row: number, link: number, about: number): void {
    const r = this.#sim.requests;
    const child = this.#sim.calls.open(link, row, r.ints[row + INSTANCE]!);
    if (child < 0) return;
    r.ints[child + TAG] = about;
    r.ints[child + KEY] = r.ints[row + SESSION]!;
    r.ints[child + FLAGS] = r.ints[child + FLAGS]! & ~WRITE;
    this.#sim.calls.send(child);
  }

  #answer(row: number, child: number): void {
    const r = this.#sim.requests;
    if (r.ints[child + TAG] === PASSED) this.#sim.calls.relay(row, child);
    this.#sim.calls.answer(row, r.ints[child + OUTCOME]!, r.ints[child + CAUSE]!);
  }

  #refuse(row: number, outcome: number, reason: number): void {
    this.#sim.calls.answer(row, outcome, causeOf(reason, this.#c.node));
  }

  #linkFor(row: number, route: Route): number {
    if (route.links.length === 1) return route.links[0]!;
    const bySession = this.#values.splitBy === 'session';
    return linkAt(route, bySession ? mix32(this.#sim.requests.ints[row + SESSION]!, SPLIT_SALT) / TWO_32 : this.#split.uniform());
  }
}

function authenticationOf(values: Values): Sampler {
  return new Sampler(AUTHENTICATION[values.authentication] ?? { type: 'constant', value: 0 }, NS_PER_MS);
}

function workersOf(values: Values): WorkerSettings {
  return { workers: values.workers, queueLimit: values.queueLimit, discipline: 'fifo' };
}
