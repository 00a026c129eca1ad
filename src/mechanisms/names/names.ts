/**
 * A name at work. A call to it goes nowhere at first: its caller asks its own cache, then its resolver over the call's link, and then
 * calls the address it was given from where it stands itself; the way to the target does not lead past the name. The call to the
 * name waits meanwhile with nobody: servers of the name that die take no call with them. What is answered, and when, is the
 * resolvers' and the chooser's business.
 */
import { NOWHERE, RIGHT, STRANGER } from '../../engine/knobs.ts';
import { type Chooser, GIVES_UP_AFTER } from '../../engine/link.ts';
import { causeOf, NOT_RESOLVED, OK, REFUSED, reasonOf, TIMEOUT, UNAVAILABLE, WRONG_RECORD } from '../../engine/outcome.ts';
import {
  ARRIVED,
  CALLER_HOLDS,
  CAUSE,
  CLASS,
  FLAGS,
  INSTANCE,
  LINK,
  ORIGIN,
  OUTCOME,
  SCRATCH_A,
  SCRATCH_B,
  SERVER_HOLDS,
} from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import { type StationContext, TAKEN } from '../../engine/station.ts';
import { Stream } from '../../std/random.ts';
import type { AddressList } from './addresses.ts';
import { type Answer, Callers, type Entry } from './callers.ts';
import { giveUp } from './give-up.ts';
import { RESOLVER_EVENTS, type ResolverSettings, Resolvers } from './resolvers.ts';

/** How callers behave; times in ns. */
export interface CallerSettings {
  /** Keep an answer in the caller's own cache: as long as it lives, no longer than `keepFor`, exactly `keepFor`, or not at all. */
  readonly keep: string;
  readonly keepFor: number;
  /** A question that got lost is asked again after so long, so many times in all. */
  readonly queryTimeout: number;
  readonly queryAttempts: number;
  /** Try the next address of an answer when one refuses. */
  readonly nextAddress: boolean;
}

const REACH = 0;
const TOLD = 1;
const ASK = 2;
const GIVE_UP = 3;
const OWN_EVENTS = 4;
/** Codes that a name's events take from 0 on. */
export const NAME_EVENTS = OWN_EVENTS + RESOLVER_EVENTS;

export class Names {
  settings: CallerSettings;
  readonly resolvers: Resolvers;
  /** Requests that asked, those whose own cache knew, those sent, those sent by an answer from before the last change, and ns spent on resolving. */
  asked = 0;
  known = 0;
  sent = 0;
  outdated = 0;
  spent = 0;
  /** How often the records or their health changed. */
  epoch = 0;
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #list: AddressList;
  readonly #callers: Callers;
  readonly #way: Stream;
  /** Answers that calls under way go by, where they may try another address. */
  readonly #using = new Map<number, Answer>();

  constructor(
    context: StationContext,
    list: AddressList,
    settings: CallerSettings,
    resolving: ResolverSettings,
    resolvers: number,
    choose: (group: number, origin: number) => readonly number[],
  ) {
    const { sim, node } = context;
    this.#c = context;
    this.#sim = sim;
    this.#list = list;
    this.settings = settings;
    this.#callers = new Callers(context, list.groups.length, resolvers);
    const name = sim.shape.streamNames[node];
    this.#way = new Stream(sim.shape.seed, `${name}/queries`);
    this.resolvers = new Resolvers(
      context,
      resolving,
      this.#callers.entries,
      new Stream(sim.shape.seed, `${name}/lookups`),
      OWN_EVENTS,
      ({ group, origin }) => ({ addresses: choose(group, origin), epoch: this.epoch, leads: sim.knobs.misled[node]! }),
      (row, _, turn) => this.#sendBack(row, turn),
    );
    for (const link of context.outgoing) sim.links[link]!.chooser = this.#chooserOf(link);
  }

  /** As a station's `route`. */
  route(row: number): number {
    const r = this.#sim.requests;
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! | SERVER_HOLDS;
    r.times[(row >> 1) + ARRIVED] = this.#sim.now;
    this.asked++;
    const group = this.#groupOf(row);
    const caller = this.#callers.of(row);
    const at = this.#callers.place(caller, row, group);
    const answer = caller.answers[at];
    if (answer !== undefined && this.#sim.now < caller.until[at]!) {
      this.known++;
      this.#go(row, answer, caller.turn[at]!);
    } else this.#ask(row, 1);
    return TAKEN;
  }

  event(what: number, a: number): void {
    if (what >= OWN_EVENTS) this.resolvers.event(what, a);
    else if (what === REACH) this.resolvers.ask(a, this.#entryOf(a));
    else if (what === TOLD) this.#told(a);
    else if (what === ASK) this.#ask(a, this.#sim.requests.ints[a + SCRATCH_B]! + 1);
    else this.#giveUp(a);
  }

  /** As a station's `answered`: the address that was called has answered, or failed. */
  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    const outcome = r.ints[child + OUTCOME]!;
    const cause = r.ints[child + CAUSE]!;
    if (outcome !== OK && this.#triesNext(row, outcome, cause)) return;
    this.#sim.calls.relay(row, child);
    this.#end(row, outcome, cause);
  }

  /** As a station's `cancelled`. */
  cancelled(row: number): void {
    if (giveUp(this.#sim, this.#c.node, row)) this.#using.delete(row);
  }

  forgetCounts(): void {
    this.asked = 0;
    this.known = 0;
    this.sent = 0;
    this.outdated = 0;
    this.spent = 0;
    this.resolvers.forgetCounts();
  }

  /** Asks the resolver, over the link of the call: it stands in the caller's own network. */
  #ask(row: number, attempt: number): void {
    const { requests: r } = this.#sim;
    r.ints[row + SCRATCH_B] = attempt;
    this.#cross(row, 0, REACH);
  }

  #sendBack(row: number, turn: number): void {
    this.#sim.requests.ints[row + SCRATCH_A] = turn;
    this.#cross(row, 1, TOLD);
  }

  /** A question or an answer crosses the link. One that gets lost is noticed by the caller's timeout. */
  #cross(row: number, back: 0 | 1, what: number): void {
    const { requests: r, links, knobs, now } = this.#sim;
    const link = links[r.ints[row + LINK]!]!;
    const origin = r.ints[row + ORIGIN]!;
    if (link.loses(knobs, back, this.#way)) {
      const again = r.ints[row + SCRATCH_B]! < this.settings.queryAttempts;
      this.#sim.wake(this.#c.node, this.settings.queryTimeout, again ? ASK : GIVE_UP, row);
      return;
    }
    const delay = link.delay(now, this.#sim.distance(origin, origin), 0, back, knobs, this.#way);
    this.#sim.watch.see(link.index, back, now, delay, 0, false);
    link.carries(now, this.#sim.queue);
    this.#sim.wake(this.#c.node, delay, what, row);
  }

  /** The resolver's word reached the caller. */
  #told(row: number): void {
    const { requests: r, now } = this.#sim;
    const turn = r.ints[row + SCRATCH_A]!;
    const entry = this.#entryOf(row);
    const { answer } = entry;
    if (turn < 0 || answer === undefined) {
      this.#end(row, UNAVAILABLE, causeOf(NOT_RESOLVED, this.#c.node));
      return;
    }
    const { keep, keepFor } = this.settings;
    if (keep !== 'none') {
      const { caller } = entry;
      const at = this.#callers.place(caller, row, entry.group);
      caller.answers[at] = answer;
      caller.turn[at] = turn;
      caller.until[at] = keep === 'fixed' ? now + keepFor : keep === 'ttl' ? entry.until : Math.min(entry.until, now + keepFor);
    }
    this.#go(row, answer, turn);
  }

  /** Calls the address, from where the caller stands. */
  #go(row: number, answer: Answer, turn: number): void {
    const r = this.#sim.requests;
    if (!r.has(row, CALLER_HOLDS)) {
      this.#sim.calls.returned(row);
      return;
    }
    this.sent++;
    this.spent += this.#sim.now - r.times[(row >> 1) + ARRIVED]!;
    if (answer.epoch < this.epoch) this.outdated++;
    if (answer.leads !== RIGHT) {
      this.#goAstray(row, answer);
      return;
    }
    r.ints[row + SCRATCH_A] = turn;
    r.ints[row + SCRATCH_B] = 1;
    if (this.settings.nextAddress) this.#using.set(row, answer);
    this.#call(row, answer.addresses[turn % answer.addresses.length]!);
  }

  /** The address is a wrong one: nobody is there, or somebody who listens at no such port. */
  #goAstray(row: number, { leads, addresses }: Answer): void {
    const { requests: r, links, knobs, now } = this.#sim;
    const { link, instance, node } = this.#list.addresses[addresses[0]!]!;
    r.ints[row + SCRATCH_B] = -leads;
    let wait = GIVES_UP_AFTER;
    if (leads === STRANGER) {
      const there = instance >= 0 ? instance : this.#sim.shape.nodeOf.indexOf(node);
      const origin = r.ints[row + ORIGIN]!;
      const far = this.#sim.distance(origin, there);
      wait = knobs.delayBetween(origin, there) + knobs.delayBetween(there, origin);
      for (const back of [0, 1]) wait += links[link]!.delay(now, far, 0, back, knobs, this.#way);
    }
    this.#sim.wake(this.#c.node, wait, GIVE_UP, row);
  }

  /** No resolver was heard, or nobody answered at a wrong address. */
  #giveUp(row: number): void {
    const { node } = this.#c;
    const leads = -this.#sim.requests.ints[row + SCRATCH_B]!;
    if (leads === NOWHERE) this.#end(row, TIMEOUT, causeOf(WRONG_RECORD, node));
    else if (leads === STRANGER) this.#end(row, REFUSED, causeOf(WRONG_RECORD, node));
    else this.#end(row, UNAVAILABLE, causeOf(NOT_RESOLVED, node));
  }

  #call(row: number, a: number): void {
    const address = this.#list.addresses[a]!;
    const r = this.#sim.requests;
    const child = this.#sim.calls.open(address.link, row, r.ints[row + ORIGIN]!);
    if (child < 0) return;
    r.ints[child + INSTANCE] = address.instance;
    this.#sim.calls.send(child);
  }

  /** When an address refuses or is silent to the end, the caller tries the next one of its answer, and stays with it. */
  #triesNext(row: number, outcome: number, cause: number): boolean {
    const r = this.#sim.requests;
    const answer = this.#using.get(row);
    const lost = outcome === REFUSED || reasonOf(cause) === 'connection lost';
    if (answer === undefined || !lost || r.ints[row + SCRATCH_B]! >= answer.addresses.length || !r.has(row, CALLER_HOLDS)) return false;
    const turn = r.ints[row + SCRATCH_A]! + 1;
    r.ints[row + SCRATCH_A] = turn;
    r.ints[row + SCRATCH_B] = r.ints[row + SCRATCH_B]! + 1;
    const caller = this.#callers.of(row);
    const at = this.#callers.place(caller, row, this.#groupOf(row));
    if (caller.answers[at] === answer) caller.turn[at] = turn;
    this.#call(row, answer.addresses[turn % answer.addresses.length]!);
    return true;
  }

  #end(row: number, outcome: number, cause: number): void {
    const r = this.#sim.requests;
    this.#using.delete(row);
    r.ints[row + OUTCOME] = outcome;
    r.ints[row + CAUSE] = cause;
    this.#sim.calls.returned(row);
  }

  #groupOf(row: number): number {
    return this.#list.groupOf[this.#sim.requests.ints[row + CLASS]!]!;
  }

  #entryOf(row: number): Entry {
    return this.#callers.entry(this.#callers.of(row), row, this.#groupOf(row));
  }

  /** A further attempt on a link goes to the next address behind it: a name answered with all of them would not be asked again. */
  #chooserOf(link: number): Chooser {
    const behind = this.#list.addresses.filter((one) => one.link === link);
    let turn = 0;
    return { listens: 0, choose: () => behind[turn++ % behind.length]?.instance ?? -1, opened: () => {}, closed: () => {} };
  }
}
