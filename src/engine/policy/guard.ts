/**
 * The guarded path: what a link's policy makes of a call. Once per call: its deadline and its place in the bulkhead; for each
 * attempt: breaker, timeout, hedge, pool. When an attempt ends: another one, or the end of the call, with its fallback. All of it
 * is off by default, and a link without a policy never comes here.
 */

import { copyAsked, endOperation } from '../asked.ts';
import { AGAIN, type Calls, ENTER, EXPIRE, GRANT, HEDGE, POOL_EXPIRE } from '../calls.ts';
import type { Link } from '../link.ts';
import {
  BREAKER_OPEN,
  BULKHEAD_FULL,
  causeOf,
  DEADLINE_PASSED,
  mayPass,
  OK,
  POOL_FULL,
  REJECTED,
  SHORT_CIRCUITED,
  TIMED_OUT,
  TIMEOUT,
} from '../outcome.ts';
import {
  ATTEMPT,
  AWAITS_CONNECTION,
  AWAITS_PLACE,
  BACKED_OFF,
  CALLER_HOLDS,
  CAUSE,
  CLASS,
  CONNECTED,
  DATASET,
  DEADLINE,
  DEGRADED,
  FLAGS,
  GENERATION,
  HAS_DEADLINE,
  INSIDE,
  INSTANCE,
  KEY,
  LINK,
  MARKS,
  OPERATION,
  ORIGIN,
  OUTCOME,
  type Requests,
  SENT,
  SERVER_HOLDS,
  TELLS_DEADLINE,
  TRACED,
  TWIN,
  TWINNED,
  VERSION,
  WRITE,
} from '../requests.ts';
import { ENGINE, type Sim } from '../sim.ts';
import { isPast, setDeadline } from './deadline.ts';

/** Instead of an instance: there are some, and the breaker of each is open. */
export const ALL_OPEN = -2;

export class Guard {
  readonly #sim: Sim;
  readonly #calls: Calls;
  readonly #requests: Requests;

  constructor(sim: Sim, calls: Calls) {
    this.#sim = sim;
    this.#calls = calls;
    this.#requests = sim.requests;
  }

  // ---- once per call

  /** A call begins. */
  begin(row: number, link: Link): void {
    link.retry?.deposit();
    if (link.guarded > 2 && !this.#admitted(row, link)) return;
    this.attempt(row, link);
  }

  /** Whether a call with a deadline or before a bulkhead may be attempted now; else it waits or has failed. */
  #admitted(row: number, link: Link): boolean {
    const r = this.#requests;
    const sim = this.#sim;
    link.hedge?.deposit();
    if (link.deadline !== undefined) setDeadline(r, row, link.deadline, sim.now);
    const { bulkhead } = link;
    if (bulkhead === undefined) return true;
    const caller = r.ints[row + ORIGIN]!;
    if (bulkhead.take(caller)) {
      r.ints[row + FLAGS] = r.ints[row + FLAGS]! | INSIDE;
      return true;
    }
    if (!bulkhead.wait(row, caller, r)) {
      this.#calls.fail(row, link, REJECTED, causeOf(BULKHEAD_FULL, link.from), false);
      return false;
    }
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! | AWAITS_PLACE;
    if (r.has(row, HAS_DEADLINE)) this.#endsAt(row, r.times[(row >> 1) + DEADLINE]!);
    return false;
  }

  /** A call got its place inside the bulkhead. */
  entered(row: number, link: Link): void {
    if (this.#requests.has(row, INSIDE)) this.attempt(row, link);
  }

  // ---- one attempt

  /** Under the link's policy: breaker, then pool, then the wire. */
  attempt(row: number, link: Link): void {
    const r = this.#requests;
    const sim = this.#sim;
    r.times[(row >> 1) + SENT] = sim.now;
    if (link.guarded > 2 && isPast(r, row, sim.now)) {
      this.#outOfTime(row, link, false);
      return;
    }
    if (link.breaker !== undefined && !link.breaker.allows(sim.now)) {
      this.#calls.fail(row, link, SHORT_CIRCUITED, causeOf(BREAKER_OPEN, link.to), false);
      return;
    }
    if (link.guarded > 2) this.#timed(row, link);
    else if (link.timeout > 0) link.expireLater(sim.queue, sim.clock, EXPIRE, row, r.ints[row + GENERATION]!);
    const pool = link.pool;
    if (pool === undefined) this.#calls.dispatch(row, link);
    else if (pool.take(r.ints[row + ORIGIN]!)) {
      r.ints[row + FLAGS] = r.ints[row + FLAGS]! | CONNECTED;
      this.#calls.dispatch(row, link);
    } else if (pool.longestWait === 0) this.giveUpWaiting(row);
    else {
      r.ints[row + FLAGS] = r.ints[row + FLAGS]! | AWAITS_CONNECTION;
      if (r.has(row, TRACED)) sim.tracer.waits(row);
      pool.wait(row, r);
      sim.queue.push(sim.now + pool.longestWait, ENGINE, POOL_EXPIRE, row, r.ints[row + GENERATION]!);
    }
  }

  /** When this attempt ends at the latest, and when a second one is sent beside it. */
  #timed(row: number, link: Link): void {
    const r = this.#requests;
    const sim = this.#sim;
    const { timeout } = link;
    const deadline = r.has(row, HAS_DEADLINE) ? r.times[(row >> 1) + DEADLINE]! : Number.POSITIVE_INFINITY;
    if (deadline < Number.POSITIVE_INFINITY && (timeout === 0 || deadline - sim.now <= timeout)) this.#endsAt(row, deadline);
    else if (timeout > 0) link.expireLater(sim.queue, sim.clock, EXPIRE, row, r.ints[row + GENERATION]!);
    if (link.hedge !== undefined && !r.has(row, TWINNED))
      sim.queue.push(sim.now + link.hedge.delay(), ENGINE, HEDGE, row, r.ints[row + GENERATION]!);
  }

  #endsAt(row: number, time: number): void {
    this.#sim.queue.push(time, ENGINE, EXPIRE, row, this.#requests.ints[row + GENERATION]!);
  }

  /** Which instance serves it, where copies are avoided: the twin's, and those whose breaker is open. */
  target(row: number, link: Link): number {
    const r = this.#requests;
    const chosen = this.#calls.pick(row, link);
    const { breakers } = link;
    const avoided = r.has(row, TWINNED) ? r.ints[r.ints[row + TWIN]! + INSTANCE]! : -1;
    if (chosen < 0 || (avoided < 0 && breakers === undefined)) return chosen;
    const now = this.#sim.now;
    const allows = (instance: number) => breakers === undefined || breakers.of(instance).wouldAllow(now);
    let instance = chosen;
    if (instance === avoided || !allows(instance)) {
      const next = link.chooser === undefined || r.ints[row + INSTANCE]! >= 0 ? chosen : link.chooser.choose(row);
      instance = next >= 0 && next !== avoided && allows(next) ? next : otherOf(link, chosen, avoided, allows);
    }
    // An instance asked already is better than none.
    if (instance < 0) instance = avoided >= 0 && allows(avoided) ? avoided : ALL_OPEN;
    if (instance >= 0) breakers?.of(instance).allows(now);
    else if (breakers !== undefined) breakers.shortCircuited++;
    return instance;
  }

  /** An attempt takes too long: a second one is sent beside it, and the first answer of the two counts. */
  hedge(row: number, link: Link): void {
    const r = this.#requests;
    const { hedge } = link;
    if (hedge === undefined || !r.has(row, CALLER_HOLDS) || !r.has(row, SERVER_HOLDS) || r.has(row, TWINNED)) return;
    if (!hedge.withdraws()) return;
    const next = this.#another(row);
    if (next < 0) return;
    const { ints } = r;
    ints[next + ATTEMPT] = ints[row + ATTEMPT]!;
    ints[row + TWIN] = next;
    ints[next + TWIN] = row;
    ints[row + FLAGS] = ints[row + FLAGS]! | TWINNED;
    ints[next + FLAGS] = ints[next + FLAGS]! | TWINNED;
    link.hedges++;
    this.attempt(next, link);
  }

  /** An attempt has taken as long as it may. */
  expire(row: number): void {
    const r = this.#requests;
    const link = this.#sim.links[r.ints[row + LINK]!]!;
    link.timeouts++;
    if (link.cancels) this.#calls.givingUp.tell(row, link);
    const waited = r.has(row, AWAITS_PLACE);
    if (isPast(r, row, this.#sim.now)) this.#outOfTime(row, link, !waited);
    else this.#calls.fail(row, link, TIMEOUT, causeOf(TIMED_OUT, link.to), true);
  }

  #outOfTime(row: number, link: Link, passedBreaker: boolean): void {
    link.expired++;
    this.#calls.fail(row, link, TIMEOUT, causeOf(DEADLINE_PASSED, link.to), passedBreaker);
  }

  giveUpWaiting(row: number): void {
    const link = this.#sim.links[this.#requests.ints[row + LINK]!]!;
    if (link.pool !== undefined) link.pool.rejected++;
    this.#calls.fail(row, link, REJECTED, causeOf(POOL_FULL, link.from), true);
  }

  // ---- its end

  /** Breaker and pool learn that the caller no longer waits on this attempt. */
  letGo(row: number, link: Link, flags: number, passedBreaker: boolean, outcome: number): void {
    const r = this.#requests;
    const { ints } = r;
    const now = this.#sim.now;
    if (passedBreaker) {
      const took = now - r.times[(row >> 1) + SENT]!;
      link.breaker?.record(outcome !== OK, now, took);
      if (link.breakers !== undefined && ints[row + INSTANCE]! >= 0) {
        link.breakers.of(ints[row + INSTANCE]!).record(outcome !== OK, now, took);
      }
    }
    const pool = link.pool;
    if (pool === undefined) return;
    if ((flags & AWAITS_CONNECTION) !== 0) pool.leave(row, r);
    else if ((flags & CONNECTED) !== 0) this.#grant(pool.release(ints[row + ORIGIN]!, r));
  }

  /** There are more connections than there were: those who wait get them. */
  refill(link: Link): void {
    const { pool } = link;
    if (pool === undefined) return;
    for (let next = pool.next(this.#requests); next >= 0; next = pool.next(this.#requests)) this.#grant(next);
  }

  #grant(next: number): void {
    const { ints } = this.#requests;
    if (next < 0) return;
    ints[next + FLAGS] = (ints[next + FLAGS]! & ~AWAITS_CONNECTION) | CONNECTED;
    // By an event of its own: a long line of calls that all fail at once must not become a deep stack.
    this.#sim.queue.push(this.#sim.now, ENGINE, GRANT, next, ints[next + GENERATION]!);
  }

  /** An attempt failed: whether the call goes on, with its twin or with another attempt. */
  goesOn(row: number, link: Link, outcome: number): boolean {
    const { ints } = this.#requests;
    const flags = ints[row + FLAGS]!;
    if ((flags & TWINNED) !== 0) {
      const twin = this.#part(row);
      ints[twin + FLAGS] = ints[twin + FLAGS]! | (flags & INSIDE);
      return true;
    }
    const { retry } = link;
    if (retry === undefined || !mayPass(ints[row + CAUSE]!) || ints[row + CAUSE] === causeOf(BULKHEAD_FULL, link.from)) return false;
    if (!retry.allows(ints[row + ATTEMPT]!, outcome)) return false;
    return this.#again(row, link);
  }

  /** A call is over for good, before its caller hears of it. */
  over(row: number, link: Link): void {
    const r = this.#requests;
    const { ints } = r;
    let first = r.times[(row >> 1) + SENT]!;
    if (r.has(row, TWINNED)) {
      const twin = this.#part(row);
      first = Math.min(first, r.times[(twin >> 1) + SENT]!);
      ints[row + FLAGS] = ints[row + FLAGS]! | (ints[twin + FLAGS]! & INSIDE);
      ints[twin + FLAGS] = ints[twin + FLAGS]! & ~INSIDE;
      if (link.hedge?.settings.cancels === true || link.cancels) this.#calls.givingUp.tell(twin, link);
      this.#calls.drop(twin, link);
    }
    if (ints[row + OUTCOME] === OK) {
      // From when the first of the two was sent: the one that lost took at least this long, so the percentile stays what it is.
      link.hedge?.record(this.#sim.now - first);
      link.fallback?.remember(ints[row + ORIGIN]!, ints[row + CLASS]!, ints[row + KEY]!, ints[row + VERSION]!);
    } else if (link.fallback !== undefined) this.#makeDo(row, link);
    this.#leave(row, link);
  }

  /** The caller is gone, or no longer interested. */
  abandoned(row: number, link: Link): void {
    const { ints } = this.#requests;
    if (link.cancels) this.#calls.givingUp.tell(row, link);
    if ((ints[row + FLAGS]! & TWINNED) !== 0) {
      const twin = this.#part(row);
      ints[twin + FLAGS] = ints[twin + FLAGS]! | (ints[row + FLAGS]! & INSIDE);
      ints[row + FLAGS] = ints[row + FLAGS]! & ~INSIDE;
    }
    this.#leave(row, link);
  }

  /** A call leaves the bulkhead, or the line before it. */
  #leave(row: number, link: Link): void {
    const r = this.#requests;
    const { ints } = r;
    const flags = ints[row + FLAGS]!;
    if (link.bulkhead === undefined || (flags & (INSIDE | AWAITS_PLACE)) === 0) return;
    ints[row + FLAGS] = flags & ~(INSIDE | AWAITS_PLACE);
    if ((flags & AWAITS_PLACE) !== 0) {
      link.bulkhead.leave(row, ints[row + ORIGIN]!, r);
      return;
    }
    const next = link.bulkhead.release(ints[row + ORIGIN]!, r);
    if (next < 0) return;
    ints[next + FLAGS] = (ints[next + FLAGS]! & ~AWAITS_PLACE) | INSIDE;
    this.#sim.queue.push(this.#sim.now, ENGINE, ENTER, next, ints[next + GENERATION]!);
  }

  /** A call that failed for good is answered with what there is instead, if there is anything. Writes to data never are. */
  #makeDo(row: number, link: Link): void {
    const r = this.#requests;
    const { ints } = r;
    const { fallback } = link;
    if (fallback === undefined || (r.has(row, WRITE) && ints[row + DATASET]! >= 0)) return;
    const version = fallback.settings.cached ? fallback.recall(ints[row + ORIGIN]!, ints[row + CLASS]!, ints[row + KEY]!) : 0;
    if (version < 0) return;
    link.degraded++;
    ints[row + OUTCOME] = OK;
    ints[row + CAUSE] = 0;
    ints[row + VERSION] = version;
    ints[row + FLAGS] = (ints[row + FLAGS]! & ~MARKS) | DEGRADED;
    // A default value is no read of anybody's data.
    if (fallback.settings.cached && r.has(row, OPERATION)) endOperation(r, this.#sim.history, row, this.#sim.now);
  }

  /** Makes the next attempt a row of its own, since the server may still hold this one. */
  #again(row: number, link: Link): boolean {
    const r = this.#requests;
    const sim = this.#sim;
    const { retry } = link;
    if (retry === undefined) return false;
    const backedOff = retry.wait(r.ints[row + ATTEMPT]!, r.times[(row >> 1) + BACKED_OFF]!, link.stream);
    const { comeAgain } = this.#calls;
    const wait = comeAgain.any && retry.settings.heeds !== false ? backedOff + comeAgain.of(row) : backedOff;
    if (r.has(row, HAS_DEADLINE) && sim.now + wait >= r.times[(row >> 1) + DEADLINE]!) return false;
    const next = this.#another(row);
    if (next < 0) return false;
    r.ints[next + FLAGS] = r.ints[next + FLAGS]! | (r.ints[row + FLAGS]! & INSIDE);
    r.times[(next >> 1) + BACKED_OFF] = backedOff;
    comeAgain.forget(row);
    r.times[(next >> 1) + SENT] = sim.now;
    link.retries++;
    sim.queue.push(sim.now + wait, ENGINE, AGAIN, next, r.ints[next + GENERATION]!);
    return true;
  }

  /** A fresh row for another attempt at the same call, or -1. */
  #another(row: number): number {
    const r = this.#requests;
    const next = r.take();
    if (next < 0) return -1;
    copyAsked(r, row, next);
    if (r.has(row, TRACED)) this.#sim.tracer.again(row, next);
    if (r.has(row, HAS_DEADLINE)) {
      r.times[(next >> 1) + DEADLINE] = r.times[(row >> 1) + DEADLINE]!;
      r.ints[next + FLAGS] = r.ints[next + FLAGS]! | (r.ints[row + FLAGS]! & (HAS_DEADLINE | TELLS_DEADLINE));
    }
    return next;
  }

  /** The two attempts of a hedged call know no more of each other. The other one. */
  #part(row: number): number {
    const { ints } = this.#requests;
    const twin = ints[row + TWIN]!;
    ints[row + FLAGS] = ints[row + FLAGS]! & ~TWINNED;
    ints[twin + FLAGS] = ints[twin + FLAGS]! & ~TWINNED;
    return twin;
  }
}

/** Another instance at the far end that may be called, the next after one; -1 when there is none to choose from. */
function otherOf(link: Link, after: number, avoided: number, allows: (instance: number) => boolean): number {
  for (let k = 1; k < link.targets; k++) {
    const instance = link.firstTarget + ((after - link.firstTarget + k) % link.targets);
    if (instance !== avoided && allows(instance)) return instance;
  }
  return -1;
}
