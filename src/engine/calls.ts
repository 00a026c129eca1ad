/**
 * Calls: how a request walks from its caller under the link's policy to an instance, and how its end walks back. One row
 * is one attempt; its caller's side and its server's side let go of it independently, because a server may go on working
 * for a caller that gave up. The wire itself is `carriage`.
 */
import { assert } from '../std/assert.ts';
import { beginOperation, copyAsked, endOperation, openRow } from './asked.ts';
import { Carriage } from './carriage.ts';
import { NOW, SPAN } from './clock.ts';
import { UP } from './knobs.ts';
import { FIRST_RESEND, type Link } from './link.ts';
import {
  BREAKER_OPEN,
  causeOf,
  ERROR,
  LOOP,
  mayPass,
  NO_HEALTHY_TARGET,
  OK,
  POOL_FULL,
  REJECTED,
  SHORT_CIRCUITED,
  TIMED_OUT,
  TIMEOUT,
  UNAVAILABLE,
} from './outcome.ts';
import {
  ARRIVED,
  ATTEMPT,
  AWAITS_CONNECTION,
  BACKED_OFF,
  CALLER_HOLDS,
  CAUSE,
  CONNECTED,
  DETACHED,
  FLAGS,
  GENERATION,
  HELD_IN,
  HELD_OUT,
  HOPS,
  INSTANCE,
  LINK,
  MISS,
  OPERATION,
  ORIGIN,
  OUTCOME,
  OUTSTANDING,
  PARENT,
  PARENT_GENERATION,
  RESEND_WAIT,
  type Requests,
  SENT,
  SERVER_HOLDS,
  STALE,
  STARTED,
  THERE,
  VERSION,
} from './requests.ts';
import { ENGINE, type Sim } from './sim.ts';

/** The engine's own events. */
export const DELIVER = 0;
export const RETURN = 1;
export const RESEND = 2;
export const RESEND_BACK = 3;
const EXPIRE = 4;
const RETRY = 5;
const POOL_EXPIRE = 6;
const GRANT = 7;

/** Calls followed on behalf of one request; calls begun at one moment (chosen; CHECKLISTS F10). */
export const MOST_HOPS = 64;
export const MOST_AT_ONCE = 2_000_000;

export class Calls {
  readonly #sim: Sim;
  readonly #requests: Requests;
  readonly carriage: Carriage;
  /** Calls sent at the present moment; the run loop counts anew when time passes. */
  atOnce = 0;

  constructor(sim: Sim) {
    this.#sim = sim;
    this.#requests = sim.requests;
    this.carriage = new Carriage(sim, this);
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
      this.full();
      return -1;
    }
    openRow(r, row, parent, this.#sim.links[link]!.dataset);
    r.ints[row + LINK] = link;
    r.ints[row + ORIGIN] = origin;
    r.times[(row >> 1) + STARTED] = this.#sim.now;
    return row;
  }

  /** Sends a call that was opened. Its end is told to the caller's station by `answered`, perhaps before this returns. */
  send(row: number): void {
    const sim = this.#sim;
    const r = this.#requests;
    const ints = r.ints;
    if ((ints[row + FLAGS]! & OPERATION) !== 0) beginOperation(r, sim.history, row);
    if (++this.atOnce > MOST_AT_ONCE) this.goesRound();
    const link = sim.links[ints[row + LINK]!]!;
    link.calls++;
    r.times[(row >> 1) + SENT] = sim.now;
    if (link.guarded !== 0) {
      link.retry?.deposit();
      this.#attempt(row, link);
    } else this.#dispatch(row, link);
  }

  /** A station ends a call that it serves. A hung instance's answer waits until it goes on. */
  answer(row: number, outcome: number, cause: number): void {
    const sim = this.#sim;
    const r = this.#requests;
    const ints = r.ints;
    const flags = ints[row + FLAGS]!;
    const instance = ints[row + INSTANCE]!;
    const { calm, hung, down } = sim.knobs;
    ints[row + OUTCOME] = outcome;
    ints[row + CAUSE] = cause;
    if (calm === 0 && hung[instance] === 1 && down[instance] === UP) {
      ints[row + FLAGS] = flags | HELD_OUT;
      return;
    }
    ints[row + FLAGS] = flags & ~(THERE | HELD_IN | HELD_OUT);
    sim.clock[SPAN] = sim.clock[NOW]! - r.times[(row >> 1) + ARRIVED]!;
    sim.meter.left(instance, outcome);
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

  /** Takes over what a call made downstream returned: its version, and whether it found nothing. */
  relay(row: number, child: number): void {
    const r = this.#requests;
    r.ints[row + VERSION] = r.ints[child + VERSION]!;
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! | (r.ints[child + FLAGS]! & MISS);
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
        if (r.ints[row + GENERATION] === b && r.has(row, CALLER_HOLDS)) this.#expire(row);
        return;
      case RETRY:
        if (r.ints[row + GENERATION] === b) this.#attempt(row, this.#sim.links[r.ints[row + LINK]!]!);
        return;
      case GRANT:
        if (r.ints[row + GENERATION] === b && r.has(row, CONNECTED)) this.#dispatch(row, this.#sim.links[r.ints[row + LINK]!]!);
        return;
      case POOL_EXPIRE:
        if (r.ints[row + GENERATION] === b && r.has(row, AWAITS_CONNECTION)) this.#giveUpWaiting(row);
        return;
      default:
        assert(false, `engine event ${what}`);
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

  /** The caller is gone: what it waited for goes on without it, and says nothing about the far end. */
  abandon(row: number): void {
    if (!this.#requests.has(row, CALLER_HOLDS)) return;
    const link = this.#sim.links[this.#requests.ints[row + LINK]!]!;
    if (this.#requests.has(row, SERVER_HOLDS | AWAITS_CONNECTION | CONNECTED)) link.breaker?.forgo();
    this.#letGo(row, link, ERROR, false);
    this.#release(row);
  }

  // ---- one attempt

  /** Under the link's policy: breaker, then pool, then the wire. */
  #attempt(row: number, link: Link): void {
    const r = this.#requests;
    const sim = this.#sim;
    r.times[(row >> 1) + SENT] = sim.now;
    if (link.breaker !== undefined && !link.breaker.allows(sim.now)) {
      this.#fail(row, link, SHORT_CIRCUITED, causeOf(BREAKER_OPEN, link.to), false);
      return;
    }
    if (link.timeout > 0) link.expireLater(sim.queue, sim.clock, EXPIRE, row, r.ints[row + GENERATION]!);
    const pool = link.pool;
    if (pool === undefined) this.#dispatch(row, link);
    else if (pool.take(r.ints[row + ORIGIN]!)) {
      r.ints[row + FLAGS] = r.ints[row + FLAGS]! | CONNECTED;
      this.#dispatch(row, link);
    } else if (pool.longestWait === 0) this.#giveUpWaiting(row);
    else {
      r.ints[row + FLAGS] = r.ints[row + FLAGS]! | AWAITS_CONNECTION;
      pool.wait(row, r);
      sim.queue.push(sim.now + pool.longestWait, ENGINE, POOL_EXPIRE, row, r.ints[row + GENERATION]!);
    }
  }

  /** Chooses who serves it and sends it there. */
  #dispatch(row: number, link: Link): void {
    const sim = this.#sim;
    const r = this.#requests;
    const ints = r.ints;
    link.attempts++;
    if (ints[row + HOPS]! > MOST_HOPS) {
      this.#fail(row, link, ERROR, causeOf(LOOP, link.to), true);
      return;
    }
    const instance = link.sole < 0 || ints[row + INSTANCE]! >= 0 ? this.#target(row, link) : link.sole;
    if (instance < 0) {
      this.nowhere(row, link);
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
    if (link.rough !== 0) {
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
    sim.stations[link.to]!.arrive(row);
  }

  /** Set by the caller, routed by the far end itself, or chosen by the link; -1 when there is none. */
  #target(row: number, link: Link): number {
    const instance = this.#requests.ints[row + INSTANCE]!;
    if (instance >= 0) return instance;
    const station = this.#sim.stations[link.to]!;
    if (station.route !== undefined) return station.route(row);
    return link.chooser === undefined ? -1 : link.chooser.choose(row);
  }

  /** No instance may be used: the call is over. */
  nowhere(row: number, link: Link): void {
    const cause = this.#requests.ints[row + CAUSE]!;
    this.#fail(row, link, UNAVAILABLE, cause !== 0 ? cause : causeOf(NO_HEALTHY_TARGET, link.to), true);
  }

  full(): void {
    this.#sim.halt('More than 1,000,000 calls are in flight: something waits without a timeout, or load grows without bound.');
  }

  #expire(row: number): void {
    const link = this.#sim.links[this.#requests.ints[row + LINK]!]!;
    link.timeouts++;
    this.#fail(row, link, TIMEOUT, causeOf(TIMED_OUT, link.to), true);
  }

  #giveUpWaiting(row: number): void {
    const link = this.#sim.links[this.#requests.ints[row + LINK]!]!;
    if (link.pool !== undefined) link.pool.rejected++;
    this.#fail(row, link, REJECTED, causeOf(POOL_FULL, link.from), true);
  }

  // ---- its end

  /** An attempt that nobody serves is over for its caller. */
  #fail(row: number, link: Link, outcome: number, cause: number, passedBreaker: boolean): void {
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
      if (
        link.retry !== undefined &&
        mayPass(ints[row + CAUSE]!) &&
        link.retry.allows(ints[row + ATTEMPT]!, outcome) &&
        this.#again(row, link)
      ) {
        this.#release(row);
        return;
      }
    } else if ((ints[row + FLAGS]! & OPERATION) !== 0) endOperation(r, sim.history, row, sim.now);
    const flags = ints[row + FLAGS]!;
    if ((flags & DETACHED) === 0) {
      const parent = ints[row + PARENT]!;
      // A call on whose behalf it was made, and which is over, hears nothing.
      if (parent < 0 || ints[parent + GENERATION] === ints[row + PARENT_GENERATION]) {
        if (parent >= 0 && (flags & STALE) !== 0) ints[parent + FLAGS] = ints[parent + FLAGS]! | STALE;
        sim.stations[link.from]!.answered(parent, row);
      }
    }
    this.#release(row);
  }

  /** Chooser, breaker and pool learn that the caller no longer waits on this attempt. */
  #letGo(row: number, link: Link, outcome: number, passedBreaker: boolean): void {
    const ints = this.#requests.ints;
    const flags = ints[row + FLAGS]!;
    ints[row + FLAGS] = flags & ~(CALLER_HOLDS | OUTSTANDING | CONNECTED | AWAITS_CONNECTION);
    if ((flags & OUTSTANDING) !== 0) link.chooser?.closed(ints[row + INSTANCE]!, ints[row + ORIGIN]!);
    if (link.guarded > 1) this.#letGoOfPolicy(row, link, flags, passedBreaker, outcome);
  }

  #letGoOfPolicy(row: number, link: Link, flags: number, passedBreaker: boolean, outcome: number): void {
    const r = this.#requests;
    const { ints } = r;
    if (passedBreaker) link.breaker?.record(outcome !== OK, this.#sim.now);
    const pool = link.pool;
    if (pool === undefined) return;
    if ((flags & AWAITS_CONNECTION) !== 0) pool.leave(row, r);
    else if ((flags & CONNECTED) !== 0) {
      const next = pool.release(ints[row + ORIGIN]!, r);
      if (next < 0) return;
      ints[next + FLAGS] = (ints[next + FLAGS]! & ~AWAITS_CONNECTION) | CONNECTED;
      // By an event of its own: a long line of calls that all fail at once must not become a deep stack.
      this.#sim.queue.push(this.#sim.now, ENGINE, GRANT, next, ints[next + GENERATION]!);
    }
  }

  /** Makes the next attempt a row of its own, since the server may still hold this one. */
  #again(row: number, link: Link): boolean {
    const r = this.#requests;
    const next = r.take();
    if (next < 0 || link.retry === undefined) return false;
    copyAsked(r, row, next);
    const wait = link.retry.wait(r.ints[row + ATTEMPT]!, r.times[(row >> 1) + BACKED_OFF]!, link.stream);
    r.times[(next >> 1) + BACKED_OFF] = wait;
    r.times[(next >> 1) + SENT] = this.#sim.now;
    link.retries++;
    this.#sim.queue.push(this.#sim.now + wait, ENGINE, RETRY, next, r.ints[next + GENERATION]!);
    return true;
  }

  /** Frees a row that the server's side does not hold; otherwise it is freed when that side lets go. */
  #release(row: number): void {
    if (!this.#requests.has(row, SERVER_HOLDS)) this.#requests.free(row);
  }

  /** A ring of parts without delay or work would call for ever within one moment. */
  goesRound(): void {
    this.#sim.halt('Calls go round without time passing: a loop of parts without delay or work.');
  }
}
