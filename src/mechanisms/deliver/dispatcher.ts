/**
 * A queue's way out: hands messages to consumers with credit, hears how deliveries end, and sees to it that what failed or
 * took too long is delivered again, up to the number of deliveries after which a message is dead. It also stands as the
 * chooser on the queue's links, so that a delivery which its link tries again stays with its consumer.
 */

import { UP } from '../../engine/knobs.ts';
import type { Chooser } from '../../engine/link.ts';
import { CRASHED, causeOf, OK, REFUSED } from '../../engine/outcome.ts';
import { CARRIES_POISON, CAUSE, CLASS, FLAGS, KEY, OUTCOME, POISON, SESSION, TAG } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd, StationContext } from '../../engine/station.ts';
import { Histogram } from '../../stats/histogram.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { tellAge } from './age.ts';
import { Consumers } from './consumers.ts';
import { Deliveries, NOBODYS } from './deliveries.ts';
import { DueList } from './due-list.ts';
import { Groups } from './groups.ts';
import type { Ledger } from './ledger.ts';
import { Lines } from './lines.ts';
import type { MessageStore } from './message-store.ts';
import { type Routes, routesOf } from './routes.ts';

/** What is set about deliveries; times in ms, 0: none, at once, without limit. */
export interface DispatchValues {
  readonly guarantee: string;
  readonly order: string;
  readonly priority: boolean;
  readonly delay: number;
  readonly prefetch: number;
  readonly visibility: number;
  readonly redelivery: number;
  readonly maxDeliveries: number;
}

/** Instead of a consumer's number: the delivery goes to the dead letters' queue. */
const DEAD_LETTERS = -1;
/** A dead letter that was not taken is offered again after this long, ns (chosen). */
const OFFERED_AGAIN = NS_PER_S;
/** The two lists that something falls due in, as numbers for their timers. */
const VISIBILITY = 0;
const WAITS = 1;

export class Dispatcher implements Chooser {
  values: DispatchValues;
  /** Counts since the warm-up; `dropped` counts here what at-most-once lost. */
  redeliveries = 0;
  duplicates = 0;
  deadLettered = 0;
  dropped = 0;
  /** From stored to acknowledged, ns. */
  readonly delay = new Histogram();
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #instance: number;
  /** What a wake of the station means that is for the dispatcher; its `a` goes to `due`. */
  readonly #wakes: number;
  readonly #store: MessageStore;
  /** Called when a message is gone and there is room for another. */
  readonly #freed: () => void;
  readonly #routes: Routes;
  readonly #consumers: Consumers;
  readonly #lines: Lines;
  /** Which messages wait for others of their group; undefined where none do. */
  readonly #groups: Groups | undefined;
  readonly #ledger: Ledger;
  readonly #deliveries = new Deliveries();
  /** Deliveries by the end of their visibility, and messages that wait before they may be delivered again. */
  readonly #out = new DueList();
  readonly #later = new DueList();
  /** When the next wake for each of the two lists comes, ns. */
  readonly #wakesAt = new Float64Array(2).fill(Number.POSITIVE_INFINITY);
  #pumping = false;

  constructor(
    context: StationContext,
    far: readonly FarEnd[],
    values: DispatchValues,
    store: MessageStore,
    ledger: Ledger,
    wakes: number,
    freed: () => void,
  ) {
    this.#c = context;
    this.#sim = context.sim;
    this.#instance = context.firstInstance;
    this.#store = store;
    this.#wakes = wakes;
    this.#freed = freed;
    this.values = values;
    this.#ledger = ledger;
    this.#groups = values.order === 'none' ? undefined : new Groups();
    this.#routes = routesOf(far, context.classes, values.priority);
    this.#consumers = new Consumers(this.#routes.consumers, this.#routes.members, values.prefetch);
    this.#lines = new Lines(this.#routes.members.length * this.#routes.ranks);
    for (const { link } of far) context.sim.links[link]!.chooser = this;
    this.#consumers.all.forEach((consumer, i) => {
      if (consumer.instances > 1) return;
      context.sim.rotation.watch(consumer.first, 1, (_, takes) => {
        this.#consumers.away[i] = takes ? 0 : 1;
        if (takes) this.go();
      });
    });
  }

  /** Messages that no consumer holds: visible ones, and those that wait before they are visible again. */
  get waiting(): number {
    return this.#lines.waiting + this.#later.size + (this.#groups?.waiting ?? 0);
  }

  /** How long the first of the visible messages has been visible, ns; 0 when there is none. */
  get age(): number {
    const oldest = this.#lines.oldest();
    return oldest < 0 ? 0 : this.#sim.now - this.#lines.since(oldest);
  }

  /** A message was stored: it becomes visible when its delay is over, and when those of its group before it are done. */
  take(slot: number): void {
    const group = this.values.order === 'fifo' ? 0 : this.#store.key[slot]!;
    if (this.#groups?.enter(slot, group) ?? true) this.#first(slot);
  }

  /** Nobody of its group is before it. */
  #first(slot: number): void {
    const { delay } = this.values;
    const due = this.#store.stored[slot]! + Math.round(delay * NS_PER_MS);
    if (delay > 0 && due > this.#sim.now) this.#later.add(slot, due);
    else this.show(slot);
  }

  /** A message becomes visible: it joins the line of its route and rank. */
  show(slot: number): void {
    this.#lines.append(this.#routes.lineOfClass[this.#store.class[slot]!]!, slot, this.#sim.now);
  }

  /** The next of a group may go: the one before it is done, dead or dropped. */
  #pass(slot: number): void {
    const next = this.#groups?.leave(slot) ?? -1;
    if (next >= 0) this.#first(next);
  }

  /** Forgets the message that has been visible longest; false when none is. */
  dropOldest(): boolean {
    const oldest = this.#lines.oldest();
    if (oldest < 0) return false;
    this.#lines.remove(oldest);
    this.#pass(oldest);
    this.#store.free(oldest);
    return true;
  }

  /** A delivery ended for the queue: acknowledged, failed, or let go by a consumer whose time had run out. */
  answered(child: number): void {
    const r = this.#sim.requests;
    const delivery = r.ints[child + TAG]!;
    const slot = this.#deliveries.message[delivery]!;
    const target = this.#deliveries.target[delivery]!;
    const kept = slot !== NOBODYS && this.#store.generation[slot] === this.#deliveries.generation[delivery];
    const current = kept && this.#store.delivery[slot] === delivery;
    const ok = r.ints[child + OUTCOME] === OK;
    const number = this.#deliveries.number[delivery]!;
    this.#deliveries.free(delivery);
    this.#out.remove(delivery);
    if (target !== DEAD_LETTERS) this.#letGo(target, r.ints[child + OUTCOME]!, r.ints[child + CAUSE]!);
    if (slot === NOBODYS) this.dropped += ok ? 0 : 1;
    else if (!ok && current) this.#failed(slot);
    else if (ok && kept && (current || this.#store.dead[slot] === 0)) this.#done(slot);
    else if (ok && !this.#ledger.hides(number, this.#sim.now)) this.duplicates++;
    this.go();
  }

  /** The queue went down. What consumers held is visible again when it comes back, if messages are kept at all. */
  crash(keep: boolean): void {
    for (let delivery = this.#out.first(); delivery >= 0; delivery = this.#out.first()) {
      this.#out.remove(delivery);
      const slot = this.#deliveries.message[delivery]!;
      this.#store.delivery[slot] = -1;
      if (this.#store.dead[slot] === 1) this.#later.add(slot, this.#sim.now);
      else this.show(slot);
    }
    this.#deliveries.clear();
    this.#consumers.clear();
    if (keep) return;
    this.#lines.clear();
    this.#later.clear();
    this.#groups?.clear();
  }

  /** Faults began or ended somewhere: a consumer that is back subscribes again, and the queue itself may go on. */
  turned(): void {
    const { all, gone } = this.#consumers;
    for (let i = 0; i < all.length; i++) if (gone[i] === 1 && this.#isUp(i)) gone[i] = 0;
    this.go();
  }

  configure(values: DispatchValues): void {
    this.values = values;
    this.#consumers.prefetch = values.prefetch;
    this.go();
  }

  /** A wake that it asked for has come. */
  due(list: number): void {
    if (this.#sim.now === this.#wakesAt[list]) this.#wakesAt[list] = Number.POSITIVE_INFINITY;
    this.go();
  }

  /** Does what fell due and hands out what can be handed out. While the queue is down or hangs nothing goes out. */
  go(): void {
    const { down, hung } = this.#sim.knobs;
    if (down[this.#instance] !== UP || hung[this.#instance] === 1) return;
    this.#expire();
    this.#pump();
    this.#schedule(VISIBILITY, this.#out.next());
    this.#schedule(WAITS, this.#later.next());
  }

  forgetCounts(): void {
    this.redeliveries = 0;
    this.duplicates = 0;
    this.deadLettered = 0;
    this.dropped = 0;
    this.delay.clear();
  }

  // ---- as the chooser on its links

  choose(row: number): number {
    const { requests } = this.#sim;
    const target = this.#deliveries.target[requests.ints[row + TAG]!]!;
    if (target !== DEAD_LETTERS) return this.#routes.consumers[target]!.first;
    return this.#routes.deadLetters[requests.ints[row + CLASS]!]!.firstInstance;
  }

  readonly listens = 0;

  opened(): void {}
  closed(): void {}

  // ---- handing out

  /** Hands out messages, those that have been visible longest first, until nobody who wants one has credit left. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    while (this.#sim.halted === undefined) {
      let slot = -1;
      let route = -1;
      let target = -1;
      let best = 0;
      const { ranks } = this.#routes;
      for (let line = 0; line < this.#lines.count; line++) {
        const head = this.#lines.head(line);
        const rank = line % ranks;
        if (head < 0 || (slot >= 0 && (rank > best || (rank === best && this.#lines.before(slot, head))))) continue;
        const consumer = this.#consumers.choose(Math.floor(line / ranks));
        if (consumer < 0) continue;
        slot = head;
        route = Math.floor(line / ranks);
        target = consumer;
        best = rank;
      }
      if (slot < 0) break;
      this.#consumers.hand(route);
      this.#lines.remove(slot);
      this.#deliver(slot, target);
    }
    this.#pumping = false;
  }

  #deliver(slot: number, target: number): void {
    const times = this.#store.deliveries[slot]! + 1;
    this.#store.deliveries[slot] = times;
    if (times > 1) this.redeliveries++;
    const { guarantee, visibility } = this.values;
    const once = guarantee === 'at-most-once';
    const child = this.#open(slot, this.#routes.consumers[target]!.link, once ? NOBODYS : slot, target);
    if (child < 0) return;
    if (once) this.#done(slot);
    else this.#out.add(this.#store.delivery[slot]!, this.#after(visibility === 0 ? Number.POSITIVE_INFINITY : visibility));
    this.#sim.calls.send(child);
  }

  /** Opens the call that carries a message; its row, or -1 when the simulation has halted. */
  #open(slot: number, link: number, message: number, target: number): number {
    const r = this.#sim.requests;
    const store = this.#store;
    const child = this.#sim.calls.open(link, -1, this.#instance);
    if (child < 0) return -1;
    r.ints[child + CLASS] = store.class[slot]!;
    r.ints[child + KEY] = store.key[slot]!;
    r.ints[child + SESSION] = store.session[slot]!;
    r.ints[child + FLAGS] = r.ints[child + FLAGS]! | store.flags[slot]!;
    const delivery = this.#deliveries.take(message, store.generation[slot]!, target, store.number[slot]!);
    store.delivery[slot] = delivery;
    r.ints[child + TAG] = delivery;
    tellAge(this.#sim, child, store.stored[slot]!);
    return child;
  }

  // ---- how it ends

  /** A consumer holds one message less; one that cannot be reached any more gets none until it is back. */
  #letGo(target: number, outcome: number, cause: number): void {
    this.#consumers.release(target);
    const broken = outcome === REFUSED || cause === causeOf(CRASHED, this.#routes.consumers[target]!.node);
    if (broken && !this.#isUp(target)) this.#consumers.gone[target] = 1;
  }

  #isUp(target: number): boolean {
    const { first, instances } = this.#routes.consumers[target]!;
    for (let i = first; i < first + instances; i++) if (this.#sim.knobs.down[i] === UP) return true;
    return false;
  }

  /** The queue is through with a message, wherever it is: acknowledged, sent once and for all, or buried. */
  #done(slot: number): void {
    if (this.#store.dead[slot] === 0) {
      const { stored, number, key, order } = this.#store;
      this.delay.record(this.#sim.now - stored[slot]!);
      this.#ledger.done(number[slot]!, key[slot]!, order[slot]!, this.#sim.now);
      this.#pass(slot);
    }
    if (this.#store.delivery[slot]! >= 0) this.#out.remove(this.#store.delivery[slot]!);
    this.#lines.remove(slot);
    this.#later.remove(slot);
    this.#store.free(slot);
    this.#freed();
  }

  /** The delivery that was out for a message failed, or its dead letter was not taken. */
  #failed(slot: number): void {
    this.#store.delivery[slot] = -1;
    if (this.#store.dead[slot] === 1) this.#later.add(slot, this.#sim.now + OFFERED_AGAIN);
    else if (!this.#buried(slot)) this.#later.add(slot, this.#after(this.values.redelivery));
  }

  /** Whether a message has been delivered too often; then it is on its way to the dead letters, or gone. */
  #buried(slot: number): boolean {
    const { maxDeliveries } = this.values;
    if (maxDeliveries === 0 || this.#store.deliveries[slot]! < maxDeliveries) return false;
    this.deadLettered++;
    this.#store.dead[slot] = 1;
    this.#pass(slot);
    if (this.#routes.deadLetters[this.#store.class[slot]!] === undefined) this.#done(slot);
    else this.#later.add(slot, this.#sim.now);
    return true;
  }

  // ---- time

  /** Deliveries that outlived their visibility, and messages whose wait is over. */
  #expire(): void {
    const { now } = this.#sim;
    while (this.#out.next() <= now) {
      const delivery = this.#out.first();
      const slot = this.#deliveries.message[delivery]!;
      this.#out.remove(delivery);
      this.#store.delivery[slot] = -1;
      if (!this.#buried(slot)) this.show(slot);
    }
    while (this.#later.next() <= now) {
      const slot = this.#later.first();
      this.#later.remove(slot);
      if (this.#store.dead[slot] === 1) this.#forward(slot);
      else this.show(slot);
    }
  }

  #forward(slot: number): void {
    const far = this.#routes.deadLetters[this.#store.class[slot]!];
    const child = far === undefined ? -1 : this.#open(slot, far.link, slot, DEAD_LETTERS);
    if (child < 0) return;
    this.#out.add(this.#store.delivery[slot]!, Number.POSITIVE_INFINITY);
    // Where dead letters are kept nobody works on them yet.
    const poisoned = (this.#store.flags[slot]! & POISON) !== 0;
    this.#sim.requests.ints[child + FLAGS] = (this.#sim.requests.ints[child + FLAGS]! & ~POISON) | (poisoned ? CARRIES_POISON : 0);
    this.#sim.calls.send(child);
  }

  /** The moment so many ms from now, ns. */
  #after(ms: number): number {
    return this.#sim.now + Math.round(ms * NS_PER_MS);
  }

  /** Sees to it that a wake comes when the next of a list falls due. */
  #schedule(list: number, due: number): void {
    if (due >= this.#wakesAt[list]!) return;
    this.#wakesAt[list] = due;
    this.#sim.wake(this.#c.node, due - this.#sim.now, this.#wakes, list);
  }
}
