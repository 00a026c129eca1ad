/**
 * What becomes of work that nobody waits for: servers are told where a link says so, over the wire; a station that hears of it
 * ends the call and what it had called on its behalf; work whose time is over, or whose caller is gone, is not begun.
 */
import type { Calls } from '../calls.ts';
import { CANCEL } from '../calls.ts';
import type { Link } from '../link.ts';
import { CALLER_GAVE_UP, CANCELLED, causeOf, DEADLINE_PASSED, ERROR, POISONED, TIMEOUT } from '../outcome.ts';
import {
  CALLER_HOLDS,
  DETACHED,
  FLAGS,
  GENERATION,
  GIVEN_UP,
  HELD_IN,
  HELD_OUT,
  INSTANCE,
  JUNK,
  LINK,
  LOOKED_AT,
  ORIGIN,
  PARENT,
  PARENT_GENERATION,
  POISON,
  type Requests,
  ROW,
  SERVER_HOLDS,
  TELLS_DEADLINE,
  THERE,
} from '../requests.ts';
import { ENGINE, type Sim } from '../sim.ts';
import { isPast } from './deadline.ts';

export class GivingUp {
  readonly #sim: Sim;
  readonly #calls: Calls;
  readonly #requests: Requests;

  constructor(sim: Sim, calls: Calls) {
    this.#sim = sim;
    this.#calls = calls;
    this.#requests = sim.requests;
  }

  /** Tells the server, over the wire, that nobody waits for its answer any more. The message may be lost. */
  tell(row: number, link: Link): void {
    const r = this.#requests;
    const sim = this.#sim;
    if (!r.has(row, SERVER_HOLDS)) return;
    const from = r.ints[row + ORIGIN]!;
    const to = r.ints[row + INSTANCE]!;
    if (to < 0) {
      // A name holds it, at its caller's own place.
      sim.queue.push(sim.now, ENGINE, CANCEL, row, r.ints[row + GENERATION]!);
      return;
    }
    const { knobs } = sim;
    if (link.loses(knobs, 0, link.notices) || knobs.strays(from, to, link.notices)) return;
    const delay = link.delay(sim.now, sim.distance(from, to), 0, 0, knobs, link.notices) + knobs.late(from, to, link.notices);
    link.carries(sim.now, sim.queue);
    sim.queue.push(sim.now + delay, ENGINE, CANCEL, row, r.ints[row + GENERATION]!);
  }

  /** The news that its caller gave up reached the server's side of a call, which may be on its way there or back yet. */
  heard(row: number): void {
    const r = this.#requests;
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! | GIVEN_UP;
    const link = this.#sim.links[r.ints[row + LINK]!]!;
    link.cancelled++;
    if (r.ints[row + INSTANCE]! < 0) {
      this.#sim.stations[link.to]!.cancelled?.(row);
      return;
    }
    if (!r.has(row, THERE) || r.has(row, HELD_IN | HELD_OUT)) return;
    this.#sim.stations[this.#nodeOf(row)]!.cancelled?.(row);
  }

  /** Abandons all calls made on behalf of another one whose answers it waits for. */
  abandonAll(parent: number): void {
    const r = this.#requests;
    const generation = r.ints[parent + GENERATION]!;
    const made: number[] = [];
    for (let row = 0; row < r.end; row += ROW) {
      if (!r.has(row, CALLER_HOLDS) || r.has(row, DETACHED)) continue;
      if (r.ints[row + PARENT] === parent && r.ints[row + PARENT_GENERATION] === generation) made.push(row);
    }
    for (const row of r.inTurn(made)) this.#calls.abandon(row);
  }

  /** Whether nobody has use for the answer to a call that a station holds; then it is ended. To be asked before work begins. */
  lapsed(row: number): boolean {
    const r = this.#requests;
    if (!r.has(row, LOOKED_AT)) return false;
    if (r.has(row, JUNK)) return this.#sim.siege.takes(row);
    const node = this.#nodeOf(row);
    if (r.has(row, GIVEN_UP)) this.#calls.answer(row, CANCELLED, causeOf(CALLER_GAVE_UP, node));
    else if (r.has(row, TELLS_DEADLINE) && isPast(r, row, this.#sim.now)) this.#calls.answer(row, TIMEOUT, causeOf(DEADLINE_PASSED, node));
    else if (r.has(row, POISON)) this.#calls.answer(row, ERROR, causeOf(POISONED, node));
    else return false;
    return true;
  }

  #nodeOf(row: number): number {
    return this.#sim.shape.nodeOf[this.#requests.ints[row + INSTANCE]!]!;
  }
}
