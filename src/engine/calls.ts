/**
 * Calls: how a request walks from its caller under the link's policy to an instance, and how its end walks back. One row
 * is one attempt; its caller's side and its server's side let go of it independently, because a server may go on working
 * for a caller that gave up. The wire itself is `carriage`.
 */
import { assert } from '../std/assert.ts';
import { beginOperation, endOperation, openRow, tellParent } from './asked.ts';
import { Carriage } from './carriage.ts';
import { NOW, SPAN } from './clock.ts';
import { SHAKEN } from './connection/events.ts';
import { UP } from './knobs.ts';
import { FIRST_RESEND, type Link, NUMBER_STEP } from './link.ts';
import { BREAKER_OPEN, causeOf, ERROR, LOOP, NO_HEALTHY_TARGET, OK, SHORT_CIRCUITED, UNAVAILABLE } from './outcome.ts';
import { PAUSE_OVER } from './pauses.ts';
import { GivingUp } from './policy/giving-up.ts';
import { ALL_OPEN, Guard } from './policy/guard.ts';
import { RetryAfter } from './policy/retry-after.ts';
import {
  ABSENT,
  ARRIVED,
  AWAITS_CONNECTION,
  CALLER_HOLDS,
  CAUSE,
  CONNECTED,
  DETACHED,
  EXPECTED,
  FLAGS,
  GENERATION,
  HELD_IN,
  HELD_OUT,
  HOPS,
  INSTANCE,
  LINK,
  LOOKED_AT,
  MARKS,
  MISS,
  OPERATION,
  ORIGIN,
  OUTCOME,
  OUTSTANDING,
  PARENT,
  PARENT_GENERATION,
  POISON,
  RESEND_WAIT,
  type Requests,
  SENT,
  SERVER_HOLDS,
  STALE,
  STARTED,
  TELL,
  THERE,
  TRACED,
  VERSION,
  WRONG,
} from './requests.ts';
import { ROTATION_EVENTS } from './rotation.ts';
import type { Sim } from './sim.ts';
import { TAKEN } from './station.ts';

/** The engine's own events. */
export const DELIVER = 0;
export const RETURN = 1;
export const RESEND = 2;
export const RESEND_BACK = 3;
export const EXPIRE = 4;
export const AGAIN = 5;
export const POOL_EXPIRE = 6;
export const GRANT = 7;
export const HEDGE = 8;
export const ENTER = 9;
export const CANCEL = 10;
export const FORGOTTEN = 11;

/** Calls followed on behalf of one request; calls begun at one moment (chosen; CHECKLISTS F10). */
const MOST_HOPS = 64;
const MOST_AT_ONCE = 2_000_000;

export class Calls {
  readonly #sim: Sim;
  readonly #requests: Requests;
  readonly carriage: Carriage;
  readonly guard: Guard;
  readonly givingUp: GivingUp;
  readonly comeAgain: RetryAfter;
  /** Calls sent at the present moment; the run loop counts anew when time passes. */
  atOnce = 0;

  constructor(sim: Sim) {
    this.#sim = sim;
    this.#requests = sim.requests;
    this.carriage = new Carriage(sim, this);
    this.givingUp = new GivingUp(sim, this);
    this.comeAgain = new RetryAfter(sim.requests);
    this.guard = new Guard(sim, this);
  }

  // ---- for stations

  /**
   * Begins a call over a link on behalf of `parent` (-1: a source's own request), made by instance `origin`. Set tag, key,
   * flags or instance on the row it returns, then `send` it. -1 when the simulation is full and has halted.
   */
  open(link: number, parent: number, origin: number): number {
    const r = this.#requests;
    const row = r.take();
    if (row < 0) {
      this.#sim.halt('More than 1,000,000 calls are in flight: something waits without a timeout, or load grows without bound.');
      return -1;
    }
    const over = this.#sim.links[link]!;
    openRow(r, row, parent, over.dataset);
    if (over.numbered !== 0) r.ints[row + EXPECTED] = (over.numbered++ * NUMBER_STEP + link) | 0;
    r.ints[row + LINK] = link;
    r.ints[row + ORIGIN] = origin;
    r.times[(row >> 1) + STARTED] = this.#sim.now;
    if (this.#sim.tracer.on !== 0) this.#sim.tracer.opened(row, parent, this.#sim.now);
    return row;
  }

  /** Sends a call that was opened. Its end is told to the caller's station by `answered`, perhaps before this returns. */
  send(row: number): void {
    const sim = this.#sim;
    const r = this.#requests;
    const ints = r.ints;
    if ((ints[row + FLAGS]! & OPERATION) !== 0) beginOperation(r, sim.history, row);
    if (++this.atOnce > MOST_AT_ONCE) this.#goesRound();
    const link = sim.links[ints[row + LINK]!]!;
    link.calls++;
    r.times[(row >> 1) + SENT] = sim.now;
    if (link.guarded !== 0) this.guard.begin(row, link);
    else this.dispatch(row, link);
  }

  /** A station ends a call that it serves. A hung instance's answer waits until it goes on. */
  answer(row: number, outcome: number, cause: number): void {
    const sim = this.#sim;
    const r = this.#requests;
    const ints = r.ints;
    let flags = ints[row + FLAGS]!;
    const instance = ints[row + INSTANCE]!;
    const { calm, hung, down, wrong } = sim.knobs;
    ints[row + OUTCOME] = outcome;
    ints[row + CAUSE] = cause;
    if (calm === 0) {
      if (hung[instance] === 1 && down[instance] === UP) {
        ints[row + FLAGS] = flags | HELD_OUT;
        return;
      }
      if (outcome === OK && wrong[instance]! > 0 && sim.mistakes(instance)) flags |= WRONG;
    }
    ints[row + FLAGS] = flags & ~(THERE | HELD_IN | HELD_OUT);
    sim.clock[SPAN] = sim.clock[NOW]! - r.times[(row >> 1) + ARRIVED]!;
    sim.meter.left(instance, outcome);
    if ((flags & TRACED) !== 0) sim.tracer.answered(row, sim.now);
    if ((flags & CALLER_HOLDS) === 0) {
      r.free(row);
      return;
    }
    const link = sim.links[ints[row + LINK]!]!;
    if (link.rough !== 0) {
      this.carriage.answer(row);
      return;
    }
    const { clock } = sim;
    link.takes(sim.shape, clock, instance, ints[row + ORIGIN]!);
    if (sim.watch.looking !== 0) sim.watch.see(link.index, 1, sim.now, clock[SPAN]!, outcome, (flags & STALE) !== 0);
    if (clock[SPAN] === 0) this.returned(row);
    else link.arriveLater(sim.queue, clock, RETURN, row);
  }

  /** Takes over what a call made downstream returned: its version, whether it found nothing or there is nothing, and when to come again. */
  relay(row: number, child: number): void {
    if (this.comeAgain.any) this.comeAgain.pass(row, child);
    const r = this.#requests;
    r.ints[row + VERSION] = r.ints[child + VERSION]!;
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! | (r.ints[child + FLAGS]! & (MISS | ABSENT));
  }

  // ---- for the run loop and the carriage

  /** An engine event fell due. Late ones about rows that ended meanwhile are recognised by their generation. */
  event(what: number, row: number, b: number): void {
    const r = this.#requests;
    switch (what) {
      case DELIVER:
        this.carriage.deliver(row);
        return;
      case RETURN:
        this.returned(row);
        return;
      case RESEND:
        this.carriage.again(row);
        return;
      case RESEND_BACK:
        this.carriage.sendBack(row);
        return;
      case EXPIRE:
        if (r.ints[row + GENERATION] === b && r.has(row, CALLER_HOLDS)) this.guard.expire(row);
        return;
      case AGAIN:
        if (r.ints[row + GENERATION] === b) this.guard.attempt(row, this.#linkOf(row));
        return;
      case GRANT:
        if (r.ints[row + GENERATION] === b && r.has(row, CONNECTED)) {
          if (r.has(row, TRACED)) this.#sim.tracer.leaves(row, this.#sim.now);
          this.dispatch(row, this.#linkOf(row));
        }
        return;
      case POOL_EXPIRE:
        if (r.ints[row + GENERATION] === b && r.has(row, AWAITS_CONNECTION)) this.guard.giveUpWaiting(row);
        return;
      case HEDGE:
        if (r.ints[row + GENERATION] === b) this.guard.hedge(row, this.#linkOf(row));
        return;
      case ENTER:
        if (r.ints[row + GENERATION] === b) this.guard.entered(row, this.#linkOf(row));
        return;
      case CANCEL:
        if (r.ints[row + GENERATION] === b && r.has(row, SERVER_HOLDS)) this.givingUp.heard(row);
        return;
      case FORGOTTEN:
        if (r.ints[row + GENERATION] === b && r.has(row, THERE)) this.#sim.siege.forgets(row);
        return;
      default:
        assert(what >= SHAKEN, `engine event ${what}`);
        if (what === PAUSE_OVER) this.#sim.pauses.event(row);
        else if (what >= ROTATION_EVENTS) this.#sim.rotation.event(what, row, b);
        else this.#sim.wire.event(what, row, b);
    }
  }

  /** The answer, or the news that there is none, reached the caller's side; the outcome stands in the row. */
  returned(row: number): void {
    const r = this.#requests;
    const ints = r.ints;
    const flags = ints[row + FLAGS]! & ~SERVER_HOLDS;
    ints[row + FLAGS] = flags;
    if ((flags & CALLER_HOLDS) === 0) r.free(row);
    else this.#end(row, this.#sim.links[ints[row + LINK]!]!, true);
  }

  /** The connection broke under a call that its server may still work on: it is over for its caller. */
  lose(row: number, outcome: number, cause: number): void {
    if (!this.#requests.has(row, CALLER_HOLDS)) return;
    this.fail(row, this.#sim.links[this.#requests.ints[row + LINK]!]!, outcome, cause, true);
  }

  /** The caller is gone: what it waited for goes on without it, and says nothing about the far end. */
  abandon(row: number): void {
    if (!this.#requests.has(row, CALLER_HOLDS)) return;
    const link = this.#sim.links[this.#requests.ints[row + LINK]!]!;
    if (link.guarded > 2) this.guard.abandoned(row, link);
    this.drop(row, link);
  }

  /** The caller of an attempt does not care any more how it ends, which says nothing about the far end. */
  drop(row: number, link: Link): void {
    const { ints } = this.#requests;
    if (this.#requests.has(row, SERVER_HOLDS | AWAITS_CONNECTION | CONNECTED)) {
      link.breaker?.forgo();
      if (ints[row + INSTANCE]! >= 0) link.breakers?.of(ints[row + INSTANCE]!).forgo();
    }
    this.#letGo(row, link, ERROR, false);
    this.#release(row);
  }

  #linkOf(row: number): Link {
    return this.#sim.links[this.#requests.ints[row + LINK]!]!;
  }

  // ---- one attempt

  /** Chooses who serves it and sends it there. */
  dispatch(row: number, link: Link): void {
    const sim = this.#sim;
    const r = this.#requests;
    const ints = r.ints;
    link.attempts++;
    if (ints[row + HOPS]! > MOST_HOPS) {
      this.fail(row, link, ERROR, causeOf(LOOP, link.to), true);
      return;
    }
    const instance = link.guarded > 2 ? this.guard.target(row, link) : this.pick(row, link);
    if (instance < 0) {
      if (instance === TAKEN) return;
      if (instance === ALL_OPEN) {
        this.fail(row, link, SHORT_CIRCUITED, causeOf(BREAKER_OPEN, link.to), false);
        return;
      }
      const cause = ints[row + CAUSE]!;
      this.fail(row, link, UNAVAILABLE, cause !== 0 ? cause : causeOf(NO_HEALTHY_TARGET, link.to), true);
      return;
    }
    ints[row + INSTANCE] = instance;
    let held = ints[row + FLAGS]! | SERVER_HOLDS;
    const { chooser } = link;
    if (chooser !== undefined && chooser.listens !== 0) {
      held |= OUTSTANDING;
      chooser.opened(instance, ints[row + ORIGIN]!);
    }
    ints[row + FLAGS] = held;
    if (link.rough !== 0 || (held & POISON) !== 0) {
      this.carriage.send(row, link);
      return;
    }
    const { clock } = sim;
    link.takes(sim.shape, clock, ints[row + ORIGIN]!, instance);
    if (sim.watch.looking !== 0) sim.watch.see(link.index, 0, sim.now, clock[SPAN]!, 0, false);
    if (clock[SPAN] !== 0) {
      // It may find a machine that died while it was on its way, and be sent again.
      r.times[(row >> 1) + RESEND_WAIT] = FIRST_RESEND;
      link.arriveLater(sim.queue, clock, DELIVER, row);
      return;
    }
    r.times[(row >> 1) + ARRIVED] = clock[NOW]!;
    ints[row + FLAGS] = held | THERE;
    sim.meter.entered(instance);
    if ((held & LOOKED_AT) !== 0 && this.givingUp.lapsed(row)) return;
    sim.stations[link.to]!.arrive(row);
  }

  /** Set by the caller, routed by the far end itself, or chosen by the link; -1 when there is none. */
  pick(row: number, link: Link): number {
    if (link.sole >= 0 && this.#requests.ints[row + INSTANCE]! < 0) return link.sole;
    const instance = this.#requests.ints[row + INSTANCE]!;
    if (instance >= 0) return instance;
    const station = this.#sim.stations[link.to]!;
    if (station.route !== undefined) return station.route(row);
    return link.chooser === undefined ? -1 : link.chooser.choose(row);
  }

  // ---- its end

  /** An attempt that nobody serves is over for its caller. */
  fail(row: number, link: Link, outcome: number, cause: number, passedBreaker: boolean): void {
    const { ints } = this.#requests;
    ints[row + OUTCOME] = outcome;
    ints[row + CAUSE] = cause;
    this.#end(row, link, passedBreaker);
  }

  /** An attempt is over for its caller, its outcome stands in the row: count it, retry it, or tell the caller's station. */
  #end(row: number, link: Link, passedBreaker: boolean): void {
    const sim = this.#sim;
    const r = this.#requests;
    const ints = r.ints;
    const outcome = ints[row + OUTCOME]!;
    this.#letGo(row, link, outcome, passedBreaker);
    sim.clock[SPAN] = sim.clock[NOW]! - r.times[(row >> 1) + SENT]!;
    sim.meter.attempted(link.index);
    if (outcome !== OK) {
      link.failures++;
      if (link.guarded !== 0 && this.guard.goesOn(row, link, outcome)) {
        this.#release(row);
        return;
      }
    } else if ((ints[row + FLAGS]! & OPERATION) !== 0) endOperation(r, sim.history, row, sim.now);
    if (link.guarded > 2) this.guard.over(row, link);
    const flags = ints[row + FLAGS]!;
    if (sim.recording.on !== 0 && (flags & OPERATION) !== 0) sim.recording.heard(row, link);
    if ((flags & DETACHED) === 0) {
      const parent = ints[row + PARENT]!;
      // A call on whose behalf it was made, and which is over, hears nothing.
      if (parent < 0 || ints[parent + GENERATION] === ints[row + PARENT_GENERATION]) {
        if (parent >= 0 && (flags & (MARKS | TELL)) !== 0) tellParent(r, parent, row);
        sim.stations[link.from]!.answered(parent, row);
      }
    }
    if (this.comeAgain.any) this.comeAgain.forget(row);
    this.#release(row);
  }

  /** Chooser, breaker and pool learn that the caller no longer waits on this attempt. */
  #letGo(row: number, link: Link, outcome: number, passedBreaker: boolean): void {
    const ints = this.#requests.ints;
    const flags = ints[row + FLAGS]!;
    ints[row + FLAGS] = flags & ~(CALLER_HOLDS | OUTSTANDING | CONNECTED | AWAITS_CONNECTION);
    if ((flags & TRACED) !== 0) this.#sim.tracer.ended(row, this.#sim.now);
    if ((flags & OUTSTANDING) !== 0) link.chooser?.closed(ints[row + INSTANCE]!, ints[row + ORIGIN]!, row, outcome);
    if (link.guarded > 1) {
      link.connections?.letGo(row);
      this.guard.letGo(row, link, flags, passedBreaker, outcome);
    }
  }

  /** Frees a row that the server's side does not hold; otherwise it is freed when that side lets go. */
  #release(row: number): void {
    if (!this.#requests.has(row, SERVER_HOLDS)) this.#requests.free(row);
  }

  /** A ring of parts without delay or work would call for ever within one moment. */
  #goesRound(): void {
    this.#sim.halt('Calls go round without time passing: a loop of parts without delay or work.');
  }
}
