/**
 * Publish/subscribe: each message goes to every subscriber that takes its class. Each link is a subscription with a queue of its own;
 * a publisher is answered when its message is kept for all of them, unless one that is full makes it wait.
 */
import { SPAN } from '../../engine/clock.ts';
import { causeOf, OK, QUEUE_FULL, REJECTED } from '../../engine/outcome.ts';
import { CARRIES_POISON, CLASS, EXPECTED, FLAGS, KEY, LINK, POISON, SESSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import type { DispatchValues } from '../../mechanisms/deliver/dispatcher.ts';
import { Subscription } from '../../mechanisms/deliver/subscription.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { IntRing } from '../../std/ring.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { pubsubEstimate } from './estimate.ts';
import { PUBSUB_FIGURES } from './figures.ts';
import { PUBSUB_PARAMETERS, type PubsubValues } from './parameters.ts';

const TAKEN = 0;
/** Events from here on are those of the subscriptions. */
const DUE = 1;
/** More than anybody holds: what is pushed asks for no credit. */
const NO_LIMIT = 1 << 30;

class Pubsub implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #instance: number;
  readonly #workers: Workers;
  readonly #subscriptions: readonly Subscription[];
  readonly #byLink = new Map<number, Subscription>();
  /** Publishers that wait for room. */
  readonly #blocked = new IntRing();
  readonly #time: Stream;
  readonly #poison: Stream;
  #values: PubsubValues;
  #take: Sampler;
  #copy: Sampler;

  constructor(context: StationContext, values: PubsubValues) {
    const { sim, node, firstInstance } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#instance = firstInstance;
    this.#values = values;
    this.#workers = new Workers(sim, firstInstance, 1, workersOf(values));
    this.#time = new Stream(sim.shape.seed, `${name}/work`);
    this.#poison = new Stream(sim.shape.seed, `${name}/poison`);
    this.#take = new Sampler(values.time, NS_PER_MS);
    this.#copy = new Sampler(values.copyTime, NS_PER_MS);
    this.#subscriptions = context.far
      .filter(({ plan }) => plan.weight > 0)
      .map((far, i) => new Subscription(context, far, dispatchOf(values), DUE + i, () => this.#admit()));
    for (const one of this.#subscriptions) this.#byLink.set(one.far.link, one);
    for (const link of context.incoming) sim.links[link]!.numbered = 1;
  }

  arrive(row: number): void {
    if (this.#workers.take(row, this.#instance)) this.#begin(row);
    else if (!this.#workers.enqueue(row, this.#instance)) this.#reject(row);
  }

  wake(what: number, a: number): void {
    if (what >= DUE) {
      this.#subscriptions[what - DUE]!.dispatcher.due(a);
      return;
    }
    this.#workers.worked(a, this.#instance);
    const next = this.#workers.release(this.#instance);
    if (next >= 0) this.#begin(next);
    if (this.#hasRoom(a)) this.#publish(a);
    else if (this.#sim.meter.queued.now(this.#instance) < this.#values.queueLimit && this.#blocked.push(a)) {
      this.#sim.meter.queued.up(this.#instance);
    } else this.#reject(a);
  }

  answered(_row: number, child: number): void {
    this.#byLink.get(this.#sim.requests.ints[child + LINK]!)?.dispatcher.answered(child);
  }

  crash(instance: number): void {
    this.#workers.clear(instance);
    this.#blocked.clear();
    for (const one of this.#subscriptions) one.crash(this.#values.durable);
  }

  restart(): void {}

  turned(): void {
    for (const one of this.#subscriptions) one.dispatcher.turned();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as PubsubValues;
    this.#take = new Sampler(this.#values.time, NS_PER_MS);
    this.#copy = new Sampler(this.#values.copyTime, NS_PER_MS);
    this.#workers.settings = workersOf(this.#values);
    for (let row = this.#workers.next(this.#instance); row >= 0; row = this.#workers.next(this.#instance)) this.#begin(row);
    this.#admit();
    for (const one of this.#subscriptions) one.dispatcher.configure(dispatchOf(this.#values));
  }

  forgetCounts(): void {
    for (const one of this.#subscriptions) one.forgetCounts();
  }

  backlog(consumer: number): number {
    const own = this.#subscriptions.filter(({ far }) => far.node === consumer);
    return Math.max(0, ...(own.length > 0 ? own : this.#subscriptions).map(({ dispatcher }) => dispatcher.waiting));
  }

  figures(out: Float64Array, at: number): void {
    const sum = (of: (one: Subscription) => number) => this.#subscriptions.reduce((total, one) => total + of(one), 0);
    const most = (of: (one: Subscription) => number) => this.#subscriptions.reduce((worst, one) => Math.max(worst, of(one)), 0);
    const delays = this.#subscriptions.flatMap(({ dispatcher: { delay } }) => (delay.count === 0 ? [] : [delay.quantile(0.99)]));
    out[at] = most(({ dispatcher }) => dispatcher.waiting);
    out[at + 1] = most(({ dispatcher }) => dispatcher.age) / NS_PER_MS;
    out[at + 2] = delays.length === 0 ? Number.NaN : Math.max(...delays) / NS_PER_MS;
    out[at + 3] = sum(({ dispatcher }) => dispatcher.redeliveries);
    out[at + 4] = sum(({ dispatcher }) => dispatcher.duplicates);
    out[at + 5] = sum(({ dispatcher }) => dispatcher.deadLettered);
    out[at + 6] = sum(({ dropped, dispatcher }) => dropped + dispatcher.dropped);
    out[at + 7] = sum(({ missed }) => missed);
    out[at + 8] = sum(({ ledger }) => ledger.reordered);
    out[at + 9] = sum(({ dispatcher }) => dispatcher.waiting);
    out[at + 10] = sum(({ count, dispatcher }) => count - dispatcher.waiting);
  }

  #begin(row: number): void {
    const { clock } = this.#sim;
    const cls = this.#sim.requests.ints[row + CLASS]!;
    this.#sim.workTakes(this.#instance, this.#take, this.#time);
    let span = clock[SPAN]!;
    for (const one of this.#subscriptions) {
      if (!one.takes(cls)) continue;
      this.#sim.workTakes(this.#instance, this.#copy, this.#time);
      span += clock[SPAN]!;
    }
    clock[SPAN] = span;
    this.#sim.wakeRow(this.#c.node, TAKEN, row);
  }

  #reject(row: number): void {
    this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  /** Whether it can be kept for all who want it, or no one makes its publisher wait. */
  #hasRoom(row: number): boolean {
    if (this.#values.full !== 'block') return true;
    const cls = this.#sim.requests.ints[row + CLASS]!;
    return this.#subscriptions.every((one) => !one.takes(cls) || one.count < this.#values.capacity);
  }

  /** Keeps a copy for each subscriber, then answers the publisher; deliveries begin after that. */
  #publish(row: number): void {
    const { ints } = this.#sim.requests;
    const poison = this.#sim.knobs.poison[this.#c.node]!;
    const poisoned = (poison > 0 && this.#poison.chance(poison)) || this.#sim.requests.has(row, CARRIES_POISON);
    const marks = (ints[row + FLAGS]! & WRITE) | (poisoned ? POISON : 0);
    const [cls, key, session, number] = [ints[row + CLASS]!, ints[row + KEY]!, ints[row + SESSION]!, ints[row + EXPECTED]!];
    for (const one of this.#subscriptions) {
      if (!one.takes(cls)) continue;
      if (!this.#values.durable && !one.listens) one.missed++;
      else if (one.count < this.#values.capacity || (this.#values.full === 'drop-oldest' && this.#dropOldest(one))) {
        one.put(cls, key, session, marks, number);
      } else one.dropped++;
    }
    this.#sim.calls.answer(row, OK, 0);
    for (const one of this.#subscriptions) one.dispatcher.go();
  }

  #dropOldest(one: Subscription): boolean {
    const dropped = one.dispatcher.dropOldest();
    if (dropped) one.dropped++;
    return dropped;
  }

  /** There may be room for publishers that wait. */
  #admit(): void {
    while (this.#blocked.length > 0 && this.#hasRoom(this.#blocked.at(0))) {
      this.#sim.meter.queued.down(this.#instance);
      this.#publish(this.#blocked.shift());
    }
  }
}

function workersOf(values: PubsubValues): { workers: number; queueLimit: number; discipline: 'fifo' } {
  return { workers: values.workers, queueLimit: values.queueLimit, discipline: 'fifo' };
}

function dispatchOf(values: PubsubValues): DispatchValues {
  const { guarantee, visibility, redelivery, maxDeliveries } = values;
  const prefetch = values.mode === 'push' ? NO_LIMIT : values.prefetch;
  return { guarantee, visibility, redelivery, maxDeliveries, prefetch, order: 'none', priority: false, delay: 0 };
}

export const pubsub = defineKind({
  id: 'pubsub',
  name: 'Publish/subscribe',
  group: 'messages',
  role: 'broker',
  summary: 'Gives every message to every subscriber, each at its own pace.',
  about:
    'A topic such as SNS, Google Pub/Sub or MQTT. Each link is a subscription with a queue of its own; classes on a link are its filter. ' +
    'Pushed, a message is sent at once; pulled, when the subscriber has asked for it. A slow subscriber has its own backlog: when that is full it misses ' +
    'messages, or makes publishers wait and slows down everybody. A subscription that is not durable misses what comes while no copy is up. Link it to ' +
    'queues to have each subscriber behind a queue. Left out here: replicas, order between subscribers, filters by content.',
  params: PUBSUB_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['messages'],
  choosesTarget: true,
  face: ['depth', 'ageMs'],
  figures: PUBSUB_FIGURES,
  slots: (values) => values.workers,
  costs: () => [{ price: 'messages', each: 'call', amount: 1 }],
  estimate: pubsubEstimate,
  build: (context, values) => new Pubsub(context, values),
});
