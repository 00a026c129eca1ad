/**
 * Resolvers at work: an answer is used until its time to live ends; then the next question makes the resolver ask anew, once for all
 * who ask meanwhile. A resolver that does not know the domain's servers is referred to them from above, each referral a round
 * trip; an alias (CNAME) is one more. Servers that say nothing are given up after a while and another is asked; when none answers
 * the name cannot be resolved, unless an old answer may be used in need (RFC 8767). Time stands for the network between resolvers
 * and servers: it is drawn, since both stand in many places.
 */
import { SPAN } from '../../engine/clock.ts';
import { DOWN_SILENT, UP } from '../../engine/knobs.ts';
import { NEXT } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import type { Sampler } from '../../std/distribution.ts';
import type { Stream } from '../../std/random.ts';
import type { Answer, Entry } from './callers.ts';

/** All in ns where they are times. */
export interface ResolverSettings {
  readonly ttl: number;
  /** How long "there is no such record" is remembered, and that nobody answered. */
  readonly negativeTtl: number;
  readonly failureTtl: number;
  /** The first so many resolvers keep an answer for this long at least. */
  readonly extending: number;
  readonly extendedTtl: number;
  /** Servers asked one after the other by a resolver that knows nothing, the domain's own included. */
  readonly levels: number;
  readonly delegationTtl: number;
  readonly aliases: number;
  readonly trip: Sampler;
  readonly serverTimeout: number;
  readonly serverTries: number;
  /** How long an answer may be used in need after its time; 0: not at all. */
  readonly staleFor: number;
}

/** An old answer that had to do is asked for again after so long (RFC 8767: 30 s). */
const STALE_TTL = 30e9;

const TRY = 0;
const SAID = 1;

/** Codes that the resolvers' events take from their base on. */
export const RESOLVER_EVENTS = 2;

export class Resolvers {
  settings: ResolverSettings;
  /** Questions, those answered from memory, answers fetched, look-ups that failed, and old answers that had to do. */
  asked = 0;
  hits = 0;
  fetched = 0;
  failed = 0;
  stale = 0;
  readonly #c: StationContext;
  readonly #base: number;
  readonly #entries: readonly Entry[];
  readonly #luck: Stream;
  readonly #answerTo: (entry: Entry) => Answer;
  readonly #reply: (row: number, entry: Entry, turn: number) => void;

  /** `answerTo`: what the name's servers say now. `reply`: told of each row that asked, with its turn, or -1 when there is no answer. */
  constructor(
    context: StationContext,
    settings: ResolverSettings,
    entries: readonly Entry[],
    luck: Stream,
    base: number,
    answerTo: (entry: Entry) => Answer,
    reply: (row: number, entry: Entry, turn: number) => void,
  ) {
    this.#c = context;
    this.settings = settings;
    this.#entries = entries;
    this.#luck = luck;
    this.#base = base;
    this.#answerTo = answerTo;
    this.#reply = reply;
  }

  /** A question has reached its resolver. */
  ask(row: number, entry: Entry): void {
    const { now } = this.#c.sim;
    this.asked++;
    if (entry.answer !== undefined && now < entry.until) {
      this.hits++;
      this.#reply(row, entry, entry.turn++);
    } else if (now < entry.failedUntil) this.#reply(row, entry, -1);
    else this.#wait(row, entry);
  }

  event(what: number, a: number): void {
    const entry = this.#entries[a]!;
    if (what - this.#base === TRY) this.#try(entry);
    else this.#said(entry);
  }

  /** Forgets what all of them know of all names. */
  flush(): void {
    for (const entry of this.#entries) {
      entry.answer = undefined;
      entry.until = -1;
      entry.failedUntil = -1;
      entry.caller.known.fill(0);
    }
  }

  forgetCounts(): void {
    this.asked = 0;
    this.hits = 0;
    this.fetched = 0;
    this.failed = 0;
    this.stale = 0;
  }

  #wait(row: number, entry: Entry): void {
    const { requests } = this.#c.sim;
    requests.ints[row + NEXT] = -1;
    if (entry.last >= 0) requests.ints[entry.last + NEXT] = row;
    else entry.first = row;
    entry.last = row;
    if (!entry.busy) this.#lookUp(entry);
  }

  #lookUp(entry: Entry): void {
    const { sim } = this.#c;
    const { levels, aliases, delegationTtl } = this.settings;
    entry.busy = true;
    entry.tries = 0;
    entry.lookups++;
    const { known } = entry.caller;
    let referrals = aliases;
    if (sim.now >= known[entry.resolver]!) {
      referrals += levels - 1;
      known[entry.resolver] = sim.now + delegationTtl;
    }
    let time = 0;
    for (let i = 0; i < referrals; i++) time += this.#trip();
    if (time === 0) this.#try(entry);
    else this.#wake(entry, TRY, time);
  }

  /** Asks the next of the domain's servers. */
  #try(entry: Entry): void {
    const { sim, firstInstance, instances, node } = this.#c;
    const { serverTries, serverTimeout } = this.settings;
    if (entry.tries >= serverTries) {
      this.#fail(entry);
      return;
    }
    const server = firstInstance + ((entry.resolver + entry.lookups + entry.tries++) % instances);
    const { knobs } = sim;
    if (knobs.down[server] === DOWN_SILENT || knobs.hung[server] === 1 || knobs.strays(entry.origin, server, this.#luck)) {
      this.#wake(entry, TRY, serverTimeout);
      return;
    }
    const refuses = knobs.down[server] !== UP || (knobs.errors[server]! > 0 && sim.luck(node).uniform() < knobs.errors[server]!);
    const late = knobs.late(entry.origin, server, this.#luck) + knobs.late(server, entry.origin, this.#luck);
    this.#wake(entry, refuses ? TRY : SAID, sim.work(server, this.#trip()) + late);
  }

  #said(entry: Entry): void {
    const { sim } = this.#c;
    const { ttl, extending, extendedTtl, negativeTtl, staleFor } = this.settings;
    const answer = this.#answerTo(entry);
    entry.busy = false;
    if (answer.addresses.length === 0) {
      entry.answer = undefined;
      entry.failedUntil = sim.now + negativeTtl;
      this.failed++;
      this.#tell(entry, false);
      return;
    }
    this.fetched++;
    entry.answer = answer;
    entry.failedUntil = -1;
    entry.until = sim.now + (entry.resolver < extending ? Math.max(ttl, extendedTtl) : ttl);
    entry.staleUntil = entry.until + staleFor;
    this.#tell(entry, true);
  }

  /** No server answered. */
  #fail(entry: Entry): void {
    const { now } = this.#c.sim;
    entry.busy = false;
    entry.caller.known[entry.resolver] = 0;
    if (entry.answer !== undefined && this.settings.staleFor > 0 && now < entry.staleUntil) {
      this.stale++;
      entry.until = Math.min(now + STALE_TTL, entry.staleUntil);
      this.#tell(entry, true);
      return;
    }
    this.failed++;
    entry.failedUntil = now + this.settings.failureTtl;
    this.#tell(entry, false);
  }

  /** All who waited hear of it, in the order in which they asked. */
  #tell(entry: Entry, answered: boolean): void {
    const { requests } = this.#c.sim;
    let row = entry.first;
    entry.first = -1;
    entry.last = -1;
    while (row >= 0) {
      const next = requests.ints[row + NEXT]!;
      requests.ints[row + NEXT] = -1;
      this.#reply(row, entry, answered ? entry.turn++ : -1);
      row = next;
    }
  }

  #trip(): number {
    const { clock } = this.#c.sim;
    this.settings.trip.drawNanos(this.#luck, clock, SPAN);
    return clock[SPAN]!;
  }

  #wake(entry: Entry, what: number, delay: number): void {
    this.#c.sim.wake(this.#c.node, delay, this.#base + what, entry.index);
  }
}
