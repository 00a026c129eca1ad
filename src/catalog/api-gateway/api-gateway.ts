/**
 * API gateway: the front door of an application. Each request is matched to a route, counted by the limiter, worked on
 * (authentication, transformation) by a worker, and passed over a link of its route; the answer is passed back as it is.
 * The worker is free while the far end is busy (an event loop). A request without a route ends as unavailable (a 404),
 * one without a token as rejected (a 429); both cost no work and take no token.
 */
import { SPAN } from '../../engine/clock.ts';
import { causeOf, NO_ROUTE, QUEUE_FULL, RATE_LIMITED, REJECTED, UNAVAILABLE } from '../../engine/outcome.ts';
import { CAUSE, CLASS, INSTANCE, OUTCOME, SESSION, THERE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd, Station, StationContext } from '../../engine/station.ts';
import { reweighed } from '../../mechanisms/balance/reweigh.ts';
import { linkAt, type Route, routeFor } from '../../mechanisms/relay/routes.ts';
import { type WorkerSettings, Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { mix32, Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { gatewayEstimate } from './estimate.ts';
import { Limiter, type LimitSettings } from './limiter.ts';
import { AUTHENTICATION, GATEWAY_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof GATEWAY_PARAMETERS>;

/** Keeps the split of sessions apart from other uses of their numbers (chosen), and turns a hash into a share. */
const SPLIT_SALT = 0xab;
const TWO_32 = 4_294_967_296;

class ApiGateway implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  #far: readonly FarEnd[];
  #routes: readonly Route[];
  readonly #limiter: Limiter;
  readonly #time: Stream;
  readonly #split: Stream;
  #values: Values;
  #overhead: Sampler;
  #authentication: Sampler;
  /** Since the warm-up: requests seen, let in, and turned away by the limiter; and when that began. */
  #seen = 0;
  #admitted = 0;
  #limited = 0;
  #since = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, firstInstance, instances } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#time = new Stream(sim.shape.seed, `${name}/work`);
    this.#split = new Stream(sim.shape.seed, `${name}/split`);
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    this.#far = context.far;
    this.#routes = context.classes.map((_, cls) => routeFor(cls, context.far));
    this.#limiter = new Limiter(limitOf(values), values.limitCounting === 'each' ? instances : 1);
    this.#overhead = new Sampler(values.overhead, NS_PER_MS);
    this.#authentication = authenticationOf(values);
  }

  arrive(row: number): void {
    const r = this.#sim.requests;
    const instance = r.ints[row + INSTANCE]!;
    this.#seen++;
    if (this.#routes[r.ints[row + CLASS]!]!.links.length === 0) this.#refuse(row, UNAVAILABLE, NO_ROUTE);
    else if (!this.#limiter.admits(instance - this.#c.firstInstance, r.ints[row + SESSION]!, this.#sim.now)) {
      this.#limited++;
      this.#refuse(row, REJECTED, RATE_LIMITED);
    } else {
      this.#admitted++;
      if (this.#workers.take(row, instance)) this.#begin(row, instance);
      else if (!this.#workers.enqueue(row, instance)) this.#refuse(row, REJECTED, QUEUE_FULL);
    }
  }

  wake(_what: number, row: number): void {
    const r = this.#sim.requests;
    const instance = r.ints[row + INSTANCE]!;
    this.#workers.worked(row, instance);
    const next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
    const child = this.#sim.calls.open(this.#linkFor(row), row, instance);
    if (child >= 0) this.#sim.calls.send(child);
  }

  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    if (row < 0 || !r.has(row, THERE)) return;
    this.#sim.calls.relay(row, child);
    this.#sim.calls.answer(row, r.ints[child + OUTCOME]!, r.ints[child + CAUSE]!);
  }

  crash(instance: number): void {
    this.#workers.clear(instance);
  }

  restart(instance: number): void {
    this.#limiter.forget(instance - this.#c.firstInstance, this.#sim.now);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#values = next;
    this.#overhead = new Sampler(next.overhead, NS_PER_MS);
    this.#authentication = authenticationOf(next);
    this.#limiter.configure(limitOf(next), this.#sim.now);
    this.#workers.settings = workersOf(next);
    for (let i = 0; i < this.#c.instances; i++) this.#fill(this.#c.firstInstance + i);
  }

  reweigh(link: number, weight: number): void {
    this.#far = reweighed(this.#far, link, weight);
    this.#routes = this.#c.classes.map((_, cls) => routeFor(cls, this.#far));
  }

  forgetCounts(): void {
    this.#seen = 0;
    this.#admitted = 0;
    this.#limited = 0;
    this.#since = this.#sim.now;
  }

  figures(out: Float64Array, at: number): void {
    const seconds = (this.#sim.now - this.#since) / NS_PER_S;
    out[at] = this.#seen > 0 ? this.#limited / this.#seen : Number.NaN;
    out[at + 1] = seconds > 0 ? this.#admitted / seconds : Number.NaN;
    out[at + 2] = this.#limited;
  }

  #begin(row: number, instance: number): void {
    const ns = this.#overhead.sampleNanos(this.#time) + this.#authentication.sampleNanos(this.#time);
    this.#sim.clock[SPAN] = this.#sim.work(instance, ns);
    this.#sim.wakeRow(this.#c.node, 0, row);
  }

  /** Waiting requests for workers that came free all at once. */
  #fill(instance: number): void {
    for (let row = this.#workers.next(instance); row >= 0; row = this.#workers.next(instance)) this.#begin(row, instance);
  }

  #refuse(row: number, outcome: number, reason: number): void {
    this.#sim.calls.answer(row, outcome, causeOf(reason, this.#c.node));
  }

  #linkFor(row: number): number {
    const r = this.#sim.requests;
    const route = this.#routes[r.ints[row + CLASS]!]!;
    if (route.links.length === 1) return route.links[0]!;
    const bySession = this.#values.splitBy === 'session';
    return linkAt(route, bySession ? mix32(r.ints[row + SESSION]!, SPLIT_SALT) / TWO_32 : this.#split.uniform());
  }
}

function authenticationOf(values: Values): Sampler {
  return new Sampler(AUTHENTICATION[values.authentication] ?? { type: 'constant', value: 0 }, NS_PER_MS);
}

function workersOf(values: Values): WorkerSettings {
  return { workers: values.workers, queueLimit: values.queueLimit, discipline: 'fifo' };
}

function limitOf(values: Values): LimitSettings {
  return { scope: values.limit as LimitSettings['scope'], rate: values.limitRate, burst: values.limitBurst };
}

export const apiGateway = defineKind({
  id: 'api-gateway',
  name: 'API gateway',
  group: 'balance',
  role: 'relay',
  summary: 'One front door: routes requests by class, authenticates, limits their rate, and passes them on.',
  about:
    'A request is matched to a route first: links that name its class, else links for all classes; several share it by their weights (canary, A/B). ' +
    'Then a token bucket may turn it away, and a worker authenticates and transforms it. While the far end is busy no worker is held. No route is ' +
    'answered as unavailable (404), no token as rejected (429), both at once and without work. Which copy of the far end serves it is chosen by the ' +
    'link. Left out here: caching of answers, merging several calls into one answer, quotas by tier, invalid credentials.',
  params: GATEWAY_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['rate', 'limitedShare'],
  figures: [
    { id: 'limitedShare', label: 'Turned away by the limit', unit: 'ratio', help: 'Share of requests that found no token.' },
    { id: 'admittedRate', label: 'Let in', unit: 'perSecond', help: 'Requests per second that the limiter let in, on average.' },
    { id: 'limited', label: 'Requests limited', unit: 'count', help: 'How many requests found no token.' },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'gateway-requests', each: 'call' }],
  estimate: gatewayEstimate,
  build: (context, values) => new ApiGateway(context, values),
});
