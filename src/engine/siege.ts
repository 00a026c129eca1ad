/**
 * What becomes of floods that nobody serves, at the machine where they end. Junk is thrown away on arrival: what it costs is the wire it came
 * over. A half-open connection takes a place of its instance's backlog until it is forgotten; while there is no place, nobody else can
 * open a connection there either, and tries again as TCP does. Nothing here is looked at before the first such connection arrives.
 */
import { type Calls, FORGOTTEN } from './calls.ts';
import { BACKLOG_FULL, causeOf, NEVER_COMPLETED, REJECTED, THROWN_AWAY, TIMEOUT } from './outcome.ts';
import { GENERATION, HALF_OPEN, INSTANCE, JUNK } from './requests.ts';
import { ENGINE, type Sim } from './sim.ts';

export class Siege {
  /** Places of an instance's backlog, and ns after which a half-open connection is forgotten: as the attack says. */
  places = 1024;
  forgottenAfter = 63e9;
  readonly #sim: Sim;
  readonly #open: Int32Array;

  constructor(sim: Sim) {
    this.#sim = sim;
    this.#open = new Int32Array(sim.shape.nodeOf.length);
  }

  get #calls(): Calls {
    return this.#sim.calls;
  }

  /** Half-open connections at an instance. */
  halfOpen(instance: number): number {
    return this.#open[instance]!;
  }

  /** Junk has reached an instance: relays pass it on (false), elsewhere it ends. */
  takes(row: number): boolean {
    const sim = this.#sim;
    const r = sim.requests;
    const instance = r.ints[row + INSTANCE]!;
    const node = sim.shape.nodeOf[instance]!;
    if (sim.shape.passesJunk?.[node] === 1) return false;
    if (!r.has(row, HALF_OPEN)) this.#calls.answer(row, REJECTED, causeOf(THROWN_AWAY, node));
    else if (this.#open[instance]! >= this.places) this.#calls.answer(row, REJECTED, causeOf(BACKLOG_FULL, node));
    else {
      this.#open[instance] = this.#open[instance]! + 1;
      this.#besiege(node);
      sim.queue.push(sim.now + this.forgottenAfter, ENGINE, FORGOTTEN, row, r.ints[row + GENERATION]!);
    }
    return true;
  }

  /** Whether a request cannot reach its instance now, since no connection can be opened there. Junk gets there and is counted. */
  shuts(row: number): boolean {
    const r = this.#sim.requests;
    return this.#open[r.ints[row + INSTANCE]!]! >= this.places && !r.has(row, JUNK);
  }

  /** A half-open connection was never completed. */
  forgets(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    this.#open[instance] = this.#open[instance]! - 1;
    this.#calls.answer(row, TIMEOUT, causeOf(NEVER_COMPLETED, this.#sim.shape.nodeOf[instance]!));
  }

  /** An instance went down, and its backlog with it. */
  forget(instance: number): void {
    this.#open[instance] = 0;
  }

  #besiege(node: number): void {
    for (const link of this.#sim.links) {
      if (link.to !== node || link.besieged) continue;
      link.besieged = true;
      link.settle();
    }
  }
}
