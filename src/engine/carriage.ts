/**
 * The carriage of messages: requests there, answers back. Delay, loss and cuts are felt here and nowhere else. A lost
 * message is sent again after a doubling wait, until the connection gives up (see `link`). While a message is on its way
 * the row counts as held by the server's side.
 */
import { type Calls, DELIVER, RESEND, RESEND_BACK, RETURN } from './calls.ts';
import { SPAN } from './clock.ts';
import { mayArriveTwice } from './echo.ts';
import { DOWN_SILENT, UP } from './knobs.ts';
import { FIRST_RESEND, GIVES_UP_AFTER, type Link } from './link.ts';
import { CONNECTION_LOST, CONNECTION_REFUSED, causeOf, DISK_FULL, DOWN, ERROR, INJECTED, REFUSED, REJECTED, TIMEOUT } from './outcome.ts';
import {
  ARRIVED,
  CALLER_HOLDS,
  CAUSE,
  CLASS,
  FLAGS,
  HELD_IN,
  HELD_OUT,
  INSTANCE,
  KNOWN,
  LINK,
  LOOKED_AT,
  ORIGIN,
  OUTCOME,
  RESEND_WAIT,
  type Requests,
  STALE,
  TELL,
  THERE,
  VERSION,
  WRITE,
} from './requests.ts';
import { ENGINE, type Sim } from './sim.ts';

/** Bytes of an answer 304 with its headers (chosen: a few hundred). */
const NOT_MODIFIED = 300;

export class Carriage {
  readonly #sim: Sim;
  readonly #calls: Calls;
  readonly #requests: Requests;

  constructor(sim: Sim, calls: Calls) {
    this.#sim = sim;
    this.#calls = calls;
    this.#requests = sim.requests;
  }

  /** A request sets out to the instance chosen for it. */
  send(row: number, link: Link): void {
    if (this.#sim.knobs.twice[link.index]! > 0) mayArriveTwice(this.#sim, row, link);
    if (link.connections !== undefined) {
      this.#sim.wire.send(row, link);
      return;
    }
    this.#requests.times[(row >> 1) + RESEND_WAIT] = FIRST_RESEND;
    this.#transmit(row, link);
  }

  /** A request that got lost is sent again, unless its caller hung up meanwhile. */
  again(row: number): void {
    if (this.#requests.has(row, CALLER_HOLDS)) this.#transmit(row, this.#sim.links[this.#requests.ints[row + LINK]!]!);
    else this.#requests.free(row);
  }

  /** The request reaches its instance, which may be down, hung or failing. */
  deliver(row: number): void {
    const r = this.#requests;
    const ints = r.ints;
    const sim = this.#sim;
    const instance = ints[row + INSTANCE]!;
    const { calm, down, hung, refusing } = sim.knobs;
    r.times[(row >> 1) + ARRIVED] = sim.now;
    if (calm !== 0) {
      ints[row + FLAGS] = ints[row + FLAGS]! | THERE;
      sim.meter.entered(instance);
      if ((ints[row + FLAGS]! & LOOKED_AT) !== 0 && this.#calls.givingUp.lapsed(row)) return;
      sim.stations[sim.shape.nodeOf[instance]!]!.arrive(row);
    } else if (down[instance] === DOWN_SILENT) this.#lose(row, RESEND);
    else if (down[instance] !== UP) this.#refuse(row, DOWN);
    else if (refusing[instance] === 1) this.#refuse(row, CONNECTION_REFUSED);
    else {
      ints[row + FLAGS] = ints[row + FLAGS]! | THERE;
      sim.meter.entered(instance);
      if (hung[instance] === 1) ints[row + FLAGS] = ints[row + FLAGS]! | HELD_IN;
      else this.accept(row);
    }
  }

  /** The instance looks at the request: it may fail by a fault, else its station serves it. */
  accept(row: number): void {
    const instance = this.#requests.ints[row + INSTANCE]!;
    const node = this.#sim.shape.nodeOf[instance]!;
    if (this.#requests.has(row, LOOKED_AT) && this.#calls.givingUp.lapsed(row)) return;
    const errors = this.#sim.knobs.errors[instance]!;
    if (this.#sim.knobs.diskFull[instance] === 1 && this.#requests.has(row, WRITE)) {
      this.#calls.answer(row, ERROR, causeOf(DISK_FULL, node));
    } else if (errors > 0 && this.#sim.luck(node).uniform() < errors) this.#calls.answer(row, ERROR, causeOf(INJECTED, node));
    else this.#sim.stations[node]!.arrive(row);
  }

  /** An answer sets out to the caller. */
  answer(row: number): void {
    const link = this.#sim.links[this.#requests.ints[row + LINK]!]!;
    if (link.connections === undefined) this.sendPlainly(row);
    else this.#sim.wire.answer(row, link);
  }

  /** An answer sets out on no connection in particular. */
  sendPlainly(row: number): void {
    this.#requests.times[(row >> 1) + RESEND_WAIT] = FIRST_RESEND;
    this.sendBack(row);
  }

  sendBack(row: number): void {
    const r = this.#requests;
    if (!r.has(row, CALLER_HOLDS)) {
      this.#calls.returned(row);
      return;
    }
    const sim = this.#sim;
    const link = sim.links[r.ints[row + LINK]!]!;
    const from = r.ints[row + INSTANCE]!;
    const to = r.ints[row + ORIGIN]!;
    if (this.#lost(link, from, to, 1)) {
      this.#lose(row, RESEND_BACK);
      return;
    }
    const delay = link.delay(sim.now, sim.distance(from, to), this.#bytesBack(row), 1, sim.knobs) + sim.knobs.late(from, to, link.stream);
    sim.watch.see(link.index, 1, sim.now, delay, r.ints[row + OUTCOME]!, r.has(row, STALE));
    if (delay === 0) this.#calls.returned(row);
    else {
      link.carries(sim.now, sim.queue);
      sim.queue.push(sim.now + delay, ENGINE, RETURN, row, 0);
    }
  }

  /** Bytes of an answer. One that says no more than "not modified" to whom has that version already has no body. */
  #bytesBack(row: number): number {
    const { ints } = this.#requests;
    const same = (ints[row + FLAGS]! & TELL) !== 0 && ints[row + VERSION] === ints[row + KNOWN];
    const { answerBytes } = this.#sim.links[ints[row + LINK]!]!;
    const bytes = (answerBytes ?? this.#sim.shape.bytesDown)[ints[row + CLASS]!]!;
    return same ? Math.min(bytes, NOT_MODIFIED) : bytes;
  }

  /** A machine died while it held this call: nothing comes back, and the connection gives up in the end. */
  fallSilent(row: number): void {
    const r = this.#requests;
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! & ~(THERE | HELD_IN | HELD_OUT);
    this.#sim.clock[SPAN] = 0;
    this.#sim.meter.left(r.ints[row + INSTANCE]!, ERROR);
    r.ints[row + OUTCOME] = TIMEOUT;
    r.ints[row + CAUSE] = causeOf(CONNECTION_LOST, this.#sim.shape.nodeOf[r.ints[row + INSTANCE]!]!);
    this.#sim.queue.push(this.#sim.now + GIVES_UP_AFTER, ENGINE, RETURN, row, 0);
  }

  /** The part that a request reached dropped it without a word: it is lost after all, and sent again. */
  drop(row: number): void {
    const r = this.#requests;
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! & ~(THERE | HELD_IN | HELD_OUT);
    this.#sim.clock[SPAN] = this.#sim.now - r.times[(row >> 1) + ARRIVED]!;
    this.#sim.meter.left(r.ints[row + INSTANCE]!, REJECTED);
    if (r.has(row, CALLER_HOLDS)) this.#lose(row, RESEND);
    else r.free(row);
  }

  #transmit(row: number, link: Link): void {
    const r = this.#requests;
    const sim = this.#sim;
    const from = r.ints[row + ORIGIN]!;
    const to = r.ints[row + INSTANCE]!;
    if (this.#lost(link, from, to, 0) || (link.besieged && sim.siege.shuts(row))) {
      this.#lose(row, RESEND);
      return;
    }
    const bytes = sim.shape.bytesUp[r.ints[row + CLASS]!]!;
    const delay = link.delay(sim.now, sim.distance(from, to), bytes, 0, sim.knobs) + sim.knobs.late(from, to, link.stream);
    sim.watch.see(link.index, 0, sim.now, delay, 0, false);
    if (delay === 0) this.deliver(row);
    else {
      link.carries(sim.now, sim.queue);
      sim.queue.push(sim.now + delay, ENGINE, DELIVER, row, 0);
    }
  }

  #lost(link: Link, from: number, to: number, back: number): boolean {
    const knobs = this.#sim.knobs;
    return link.loses(knobs, back) || knobs.strays(from, to, link.stream);
  }

  /** The message did not get through: it is sent again later, or the connection gives up. */
  #lose(row: number, again: number): void {
    const r = this.#requests;
    const link = this.#sim.links[r.ints[row + LINK]!]!;
    if (link.connections?.settings.protocol.transport === 'udp') {
      this.#sim.wire.gone(row, link);
      return;
    }
    const wait = r.times[(row >> 1) + RESEND_WAIT]!;
    if (wait <= GIVES_UP_AFTER / 2) {
      r.times[(row >> 1) + RESEND_WAIT] = wait * 2;
      this.#sim.queue.push(this.#sim.now + wait, ENGINE, again, row, 0);
      return;
    }
    r.ints[row + OUTCOME] = TIMEOUT;
    r.ints[row + CAUSE] = causeOf(CONNECTION_LOST, link.to);
    this.#calls.returned(row);
  }

  /** Nobody listens: the caller learns it one way back later. */
  #refuse(row: number, reason: number): void {
    const r = this.#requests;
    if (!r.has(row, CALLER_HOLDS)) {
      r.free(row);
      return;
    }
    r.ints[row + OUTCOME] = REFUSED;
    r.ints[row + CAUSE] = causeOf(reason, this.#sim.shape.nodeOf[r.ints[row + INSTANCE]!]!);
    this.answer(row);
  }
}
