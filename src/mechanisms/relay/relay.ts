/**
 * What parts do that pass each request on: a worker takes it for a while, then it goes over the link of its class, and the answer
 * goes back as it is, while no worker is held. What the work is, and who is let through, is the business of the part.
 */
import { causeOf, NO_ROUTE, NO_TARGET, QUEUE_FULL, REJECTED, UNAVAILABLE } from '../../engine/outcome.ts';
import { CAUSE, CLASS, INSTANCE, OUTCOME, THERE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { StationContext } from '../../engine/station.ts';
import { Stream } from '../../std/random.ts';
import { type WorkerSettings, Workers } from '../work/workers.ts';
import { linkAt, type Route, routeFor } from './routes.ts';

export class Relay {
  readonly workers: Workers;
  readonly routes: readonly Route[];
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #split: Stream;
  readonly #begin: (row: number, instance: number) => void;

  /** `begin` starts the work on a call that has just got a worker. */
  constructor(context: StationContext, settings: WorkerSettings, begin: (row: number, instance: number) => void) {
    const { sim, node, firstInstance, instances, classes, far } = context;
    this.#c = context;
    this.#sim = sim;
    this.#begin = begin;
    this.workers = new Workers(sim, firstInstance, instances, settings);
    this.routes = classes.map((_, cls) => routeFor(cls, far));
    this.#split = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/split`);
  }

  /** Gives a call that arrived a worker, or a place in the line; false when there is none. */
  takes(row: number): boolean {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (!this.workers.take(row, instance)) return this.workers.enqueue(row, instance);
    this.#begin(row, instance);
    return true;
  }

  /** The same, for parts that say so when their line is full. */
  admit(row: number): void {
    if (!this.takes(row)) this.refuse(row, REJECTED, QUEUE_FULL);
  }

  /** The work on a call is done: its worker goes to the one that waits longest. */
  release(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    this.workers.worked(row, instance);
    const next = this.workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
  }

  /** A call to pass a request on with, yet to be sent; -1 when it was turned away since no link takes it. */
  open(row: number): number {
    const route = this.routes[this.#sim.requests.ints[row + CLASS]!]!;
    if (route.links.length === 0) {
      this.refuse(row, UNAVAILABLE, this.#c.outgoing.length === 0 ? NO_TARGET : NO_ROUTE);
      return -1;
    }
    const link = route.links.length === 1 ? route.links[0]! : linkAt(route, this.#split.uniform());
    return this.#sim.calls.open(link, row, this.#sim.requests.ints[row + INSTANCE]!);
  }

  /** Passes a request on. */
  pass(row: number): void {
    const child = this.open(row);
    if (child >= 0) this.#sim.calls.send(child);
  }

  /** Whether an answer is one to a request that is still here. */
  awaits(row: number): boolean {
    return row >= 0 && this.#sim.requests.has(row, THERE);
  }

  /** Passes the answer back as it is. */
  passBack(row: number, child: number): void {
    const { ints } = this.#sim.requests;
    this.#sim.calls.relay(row, child);
    this.#sim.calls.answer(row, ints[child + OUTCOME]!, ints[child + CAUSE]!);
  }

  refuse(row: number, outcome: number, reason: number): void {
    this.#sim.calls.answer(row, outcome, causeOf(reason, this.#c.node));
  }

  /** Takes new settings; those who wait get workers that came free. */
  configure(settings: WorkerSettings): void {
    this.workers.settings = settings;
    for (let i = this.#c.firstInstance; i < this.#c.firstInstance + this.#c.instances; i++) {
      for (let row = this.workers.next(i); row >= 0; row = this.workers.next(i)) this.#begin(row, i);
    }
  }

  crash(instance: number): void {
    this.workers.clear(instance);
  }
}
