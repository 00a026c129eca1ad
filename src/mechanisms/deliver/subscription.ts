/**
 * A subscription: what one subscriber of a topic is still to get. It is a queue of its own, so that subscribers neither see nor wait
 * for each other; a subscriber that is itself a broker takes its copy as any message.
 */
import { UP } from '../../engine/knobs.ts';
import { CARRIES_POISON, POISON } from '../../engine/requests.ts';
import type { FarEnd, StationContext } from '../../engine/station.ts';
import { Dispatcher, type DispatchValues } from './dispatcher.ts';
import { Ledger } from './ledger.ts';
import { MessageStore } from './message-store.ts';

export class Subscription {
  readonly far: FarEnd;
  readonly dispatcher: Dispatcher;
  /** Copies dropped since the warm-up because there was no room; missed because no copy of the subscriber was up. */
  dropped = 0;
  missed = 0;
  readonly #c: StationContext;
  readonly #store = new MessageStore();
  readonly ledger = new Ledger(Number.POSITIVE_INFINITY, false);
  readonly #takes: readonly boolean[];
  readonly #broker: boolean;

  /** `wakes`: what a wake of the station means that is for this one. */
  constructor(context: StationContext, far: FarEnd, values: DispatchValues, wakes: number, freed: () => void) {
    this.#c = context;
    this.far = far;
    this.#broker = far.role === 'broker';
    this.#takes = context.classes.map((_, cls) => far.plan.classes.length === 0 || far.plan.classes.includes(cls));
    this.dispatcher = new Dispatcher(context, [{ ...far, role: 'compute' }], values, this.#store, this.ledger, wakes, freed);
  }

  /** Messages kept for it. */
  get count(): number {
    return this.#store.count;
  }

  takes(cls: number): boolean {
    return this.#takes[cls]!;
  }

  /** Whether somebody is there to receive anything. */
  get listens(): boolean {
    const { firstInstance, instances } = this.far;
    for (let i = firstInstance; i < firstInstance + instances; i++) if (this.#c.sim.knobs.down[i] === UP) return true;
    return false;
  }

  /** Keeps a copy of a message. */
  put(cls: number, key: number, session: number, flags: number, number: number): void {
    const marks = this.#broker && (flags & POISON) !== 0 ? (flags & ~POISON) | CARRIES_POISON : flags;
    this.dispatcher.take(this.#store.put(cls, key, session, marks, this.#c.sim.now, number, this.ledger.order.next(key)));
  }

  /** The topic's memory is gone: copies that wait, and those that a subscriber holds, which nobody will hear of. */
  crash(durable: boolean): void {
    if (!durable) this.dropped += this.#store.count;
    this.dispatcher.crash(durable);
    if (!durable) this.#store.clear();
  }

  forgetCounts(): void {
    this.dropped = 0;
    this.missed = 0;
    this.ledger.forgetCounts();
    this.dispatcher.forgetCounts();
  }
}
