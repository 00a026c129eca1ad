/**
 * Queue: keeps messages between producers and consumers. A call that reaches it is answered as soon as its message is
 * stored; from there the dispatcher hands it to a consumer. This file is the way in: storing takes a worker's time, and
 * a full queue rejects, lets producers wait, or drops what has waited longest.
 */
import { causeOf, OK, QUEUE_FULL, REJECTED } from '../../engine/outcome.ts';
import { CARRIES_POISON, CLASS, EXPECTED, FLAGS, KEY, POISON, SESSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { Dispatcher } from '../../mechanisms/deliver/dispatcher.ts';
import { Ledger } from '../../mechanisms/deliver/ledger.ts';
import { MessageStore } from '../../mechanisms/deliver/message-store.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { IntRing } from '../../std/ring.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { queueEstimate } from './estimate.ts';
import { QUEUE_PARAMETERS, type QueueValues } from './parameters.ts';

const STORED = 0;
const DUE = 1;

class Queue implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #instance: number;
  readonly #workers: Workers;
  readonly #store = new MessageStore();
  readonly #ledger: Ledger;
  readonly #dispatcher: Dispatcher;
  /** Producers that wait for room. */
  readonly #blocked = new IntRing();
  readonly #time: Stream;
  readonly #poison: Stream;
  #values: QueueValues;
  #work: Sampler;
  #dropped = 0;

  constructor(context: StationContext, values: QueueValues) {
    const { sim, node, firstInstance } = context;
    this.#c = context;
    this.#sim = sim;
    this.#instance = firstInstance;
    this.#values = values;
    this.#workers = new Workers(sim, firstInstance, 1, workersOf(values));
    const retried = context.incoming.some((link) => sim.links[link]!.retry !== undefined);
    this.#ledger = new Ledger(0, retried);
    this.#settle();
    for (const link of context.incoming) sim.links[link]!.numbered = 1;
    this.#dispatcher = new Dispatcher(context, context.far, values, this.#store, this.#ledger, DUE, () => this.#admit());
    this.#time = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/work`);
    this.#poison = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/poison`);
    this.#work = new Sampler(values.time, NS_PER_MS);
  }

  arrive(row: number): void {
    if (this.#workers.take(row, this.#instance)) this.#begin(row);
    else if (!this.#workers.enqueue(row, this.#instance)) this.#reject(row);
  }

  wake(what: number, a: number): void {
    if (what === DUE) {
      this.#dispatcher.due(a);
      return;
    }
    this.#workers.worked(a, this.#instance);
    const next = this.#workers.release(this.#instance);
    if (next >= 0) this.#begin(next);
    this.#publish(a);
    this.#dispatcher.go();
  }

  answered(_row: number, child: number): void {
    this.#dispatcher.answered(child);
  }

  crash(instance: number): void {
    this.#workers.clear(instance);
    this.#blocked.clear();
    const { durable } = this.#values;
    // What a consumer holds it will finish; what waits is lost with the memory it stood in.
    if (!durable) this.#dropped += this.#dispatcher.waiting;
    this.#dispatcher.crash(durable);
    if (durable) return;
    this.#store.clear();
    this.#ledger.clear();
  }

  restart(): void {}

  turned(): void {
    this.#dispatcher.turned();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as QueueValues;
    this.#settle();
    this.#work = new Sampler(this.#values.time, NS_PER_MS);
    this.#workers.settings = workersOf(this.#values);
    for (let row = this.#workers.next(this.#instance); row >= 0; row = this.#workers.next(this.#instance)) this.#begin(row);
    this.#admit();
    this.#dispatcher.configure(this.#values);
  }

  forgetCounts(): void {
    this.#dropped = 0;
    this.#ledger.forgetCounts();
    this.#dispatcher.forgetCounts();
  }

  backlog(): number {
    return this.#dispatcher.waiting;
  }

  figures(out: Float64Array, at: number): void {
    const { waiting, age, delay, redeliveries, duplicates, deadLettered, dropped } = this.#dispatcher;
    out[at] = waiting;
    out[at + 1] = age / NS_PER_MS;
    out[at + 2] = delay.count === 0 ? Number.NaN : delay.quantile(0.99) / NS_PER_MS;
    out[at + 3] = redeliveries;
    out[at + 4] = duplicates;
    out[at + 5] = deadLettered;
    out[at + 6] = this.#dropped + dropped;
    out[at + 7] = this.#store.count - waiting;
    out[at + 8] = this.#ledger.reordered;
    out[at + 9] = this.#ledger.repeated;
    out[at + 10] = this.#ledger.suppressed;
  }

  #settle(): void {
    this.#ledger.exact = this.#values.guarantee === 'effectively-once';
    this.#ledger.window = Math.round(this.#values.window * NS_PER_MS);
  }

  #begin(row: number): void {
    this.#sim.workTakes(this.#instance, this.#work, this.#time);
    this.#sim.wakeRow(this.#c.node, STORED, row);
  }

  #reject(row: number): void {
    const { retryAfter } = this.#values;
    if (retryAfter > 0) this.#sim.calls.comeAgain.say(row, retryAfter * NS_PER_MS);
    this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  /** A message is ready to be stored: it is, or there is no room for it. */
  #publish(row: number): void {
    const { capacity, full, queueLimit } = this.#values;
    const known = this.#ledger.knows(this.#sim.requests.ints[row + EXPECTED]!, this.#sim.now);
    if (this.#store.count < capacity || known) this.#keep(row);
    else if (full === 'drop-oldest' && this.#dispatcher.dropOldest()) {
      this.#dropped++;
      this.#keep(row);
    } else if (full === 'block' && this.#sim.meter.queued.now(this.#instance) < queueLimit && this.#blocked.push(row)) {
      this.#sim.meter.queued.up(this.#instance);
    } else this.#reject(row);
  }

  /** Stores a message and answers its producer. */
  #keep(row: number): void {
    const r = this.#sim.requests;
    const { now } = this.#sim;
    const number = r.ints[row + EXPECTED]!;
    if (!this.#ledger.takes(number, now)) {
      this.#sim.calls.answer(row, OK, 0);
      return;
    }
    const poison = this.#sim.knobs.poison[this.#c.node]!;
    const poisoned = (poison > 0 && this.#poison.chance(poison)) || r.has(row, CARRIES_POISON);
    const marks = (r.ints[row + FLAGS]! & WRITE) | (poisoned ? POISON : 0);
    const key = r.ints[row + KEY]!;
    const order = this.#ledger.order.next(key);
    this.#dispatcher.take(this.#store.put(r.ints[row + CLASS]!, key, r.ints[row + SESSION]!, marks, now, number, order));
    this.#sim.calls.answer(row, OK, 0);
  }

  /** There may be room for producers that wait. */
  #admit(): void {
    while (this.#blocked.length > 0 && this.#store.count < this.#values.capacity) {
      this.#sim.meter.queued.down(this.#instance);
      this.#keep(this.#blocked.shift());
    }
  }
}

function workersOf(values: QueueValues): { workers: number; queueLimit: number; discipline: 'fifo' } {
  return { workers: values.workers, queueLimit: values.queueLimit, discipline: 'fifo' };
}

export const queue = defineKind({
  id: 'queue',
  name: 'Queue',
  group: 'messages',
  role: 'broker',
  summary: 'Keeps messages until a consumer has dealt with them.',
  about:
    'A message broker such as RabbitMQ or SQS. Producers call it and are answered as soon as their message is stored; it then delivers each ' +
    'message to one of the consumers that its links lead to, to whoever has most credit left. An answer acknowledges; a failure or a visibility ' +
    'timeout leads to another delivery. A link to another queue is where dead letters go. Spikes become depth and delay instead of errors. ' +
    'Order by key, priorities, a delay and effectively-once delivery are off until they are set. ' +
    'Left out here: replicas; of its links only classes, weight 0, network and policy count.',
  params: QUEUE_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['messages'],
  choosesTarget: true,
  face: ['depth', 'ageMs'],
  figures: [
    { id: 'depth', label: 'depth', unit: 'count', help: 'Messages that no consumer holds now.' },
    { id: 'ageMs', label: 'age', unit: 'ms', help: 'How long the first visible message has been waiting; 0 when none does.' },
    { id: 'delayMs', label: 'delay p99', unit: 'ms', help: 'From stored to acknowledged (at most once: to sent), p99 since the warm-up.' },
    { id: 'redeliveries', label: 'redelivered', unit: 'count', help: 'Deliveries beyond the first of a message.' },
    {
      id: 'duplicates',
      label: 'duplicates',
      unit: 'count',
      help: 'Acknowledgements for messages that were gone by then: work done twice.',
      ofData: true,
    },
    { id: 'deadLettered', label: 'dead letters', unit: 'count', help: 'Messages given up after too many deliveries.' },
    {
      id: 'dropped',
      label: 'dropped',
      unit: 'count',
      help: 'Messages lost: dropped to make room, lost in a crash, or failed when delivered at most once.',
    },
    { id: 'unacknowledged', label: 'held', unit: 'count', help: 'Messages that consumers hold now.' },
    { id: 'reordered', label: 'reordered', unit: 'count', help: 'Messages done after a later one of their key.' },
    { id: 'repeated', label: 'sent again', unit: 'count', help: 'Messages done twice because their producer sent them again.' },
    { id: 'suppressed', label: 'suppressed', unit: 'count', help: 'Copies not taken, and work done twice that did not count.' },
  ],
  slots: (values) => values.workers,
  // Three calls a message: sent, received, acknowledged.
  costs: () => [{ price: 'messages', each: 'call', amount: 3 }],
  estimate: queueEstimate,
  build: (context, values) => new Queue(context, values),
});
