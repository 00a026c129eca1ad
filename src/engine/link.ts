/**
 * A link at work: how long a message takes, whether it is lost, which copy of the far end gets it, and the policy that
 * stands on it. Lost messages are sent again as TCP would (RFC 6298: 200 ms as in Linux, doubling), so loss is felt as
 * delay and a cut as silence until it heals or the connection gives up.
 */

import type { Sampler } from '../std/distribution.ts';
import { Stream } from '../std/random.ts';
import { Cable } from './cable.ts';
import { type Clock, NOW, SPAN } from './clock.ts';
import type { Connections } from './connection/connections.ts';
import { directionOf, type Knobs, WAY_BACK, WAY_THERE } from './knobs.ts';
import type { Lane } from './lane.ts';
import type { Breaker } from './policy/breaker.ts';
import type { Bulkhead } from './policy/bulkhead.ts';
import type { Deadline } from './policy/deadline.ts';
import type { Fallback } from './policy/fallback.ts';
import type { Hedge } from './policy/hedge.ts';
import type { InstanceBreakers } from './policy/instance-breakers.ts';
import type { Pool } from './policy/pool.ts';
import type { Retry } from './policy/retry.ts';
import type { EventQueue } from './queue.ts';
import { ENGINE, type SimShape } from './sim.ts';

/** Chooses the instance that serves a call, and hears how many are open at each. */
export interface Chooser {
  /** 1 when it wants to hear of attempts that set out and end, else 0. */
  readonly listens: number;
  /** An instance id, or -1 when none may be used. */
  choose(row: number): number;
  /** Whose turn it is, where it takes all instances in turn whatever the call; else undefined. */
  readonly inTurn?: { next: number } | undefined;
  /** From now on it goes by a list that somebody keeps, and no longer by which instances are there; and a change of that list. */
  direct?(): void;
  list?(instance: number, listed: boolean): void;
  /** An attempt by `caller` (an instance id) sets out to `instance`; it ended so, for its caller. */
  opened(instance: number, caller: number): void;
  closed(instance: number, caller: number, row: number, outcome: number): void;
}

/** First retransmission time-out (Linux TCP_RTO_MIN), and how long a connection tries before it gives up (chosen). */
export const FIRST_RESEND = 200e6;
export const GIVES_UP_AFTER = 15e9;

export interface LinkSettings {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  /** Own one-way delay in ns, or undefined: by placement. */
  readonly latency: Sampler | undefined;
  /** One-way delay in ns added to the placement's (last mile). */
  readonly lastMile: number;
  readonly loss: number;
  /** Bytes per ns; 0: no limit. */
  readonly bandwidth: number;
  /** ns; 0: none. */
  readonly timeout: number;
  readonly retry: Retry | undefined;
  readonly breaker: Breaker | undefined;
  readonly pool: Pool | undefined;
  readonly chooser: Chooser | undefined;
  /** The one instance there is at the far end, where there is no choice; else -1. */
  readonly sole: number;
  /** The data set that a call over this link reads or writes, or -1. */
  readonly dataset: number;
  readonly seed: number;
  readonly name: string;
  readonly more?: MorePolicy;
}

/** What of a policy few links have. */
export interface MorePolicy {
  readonly breakers: InstanceBreakers | undefined;
  readonly hedge: Hedge | undefined;
  readonly deadline: Deadline | undefined;
  /** Giving up is told to the server. */
  readonly cancels: boolean;
  readonly bulkhead: Bulkhead | undefined;
  readonly fallback: Fallback | undefined;
  /** The instances that may be chosen from, where the choice is the link's; none else. */
  readonly firstTarget: number;
  readonly targets: number;
  readonly allTargets: number;
  /** The instances of the caller. */
  readonly firstCaller: number;
  readonly callers: number;
}

const NOTHING_MORE: MorePolicy = {
  breakers: undefined,
  hedge: undefined,
  deadline: undefined,
  cancels: false,
  bulkhead: undefined,
  fallback: undefined,
  firstTarget: -1,
  targets: 0,
  allTargets: 0,
  firstCaller: -1,
  callers: 0,
};

/** Between two numbers of one link: as many as there may be links, so that no two links give the same (design/document). */
export const NUMBER_STEP = 5000;

export class Link {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly dataset: number;
  /** A station that chooses targets itself puts its own here. */
  chooser: Chooser | undefined;
  timeout: number;
  retry: Retry | undefined;
  breaker: Breaker | undefined;
  breakers: InstanceBreakers | undefined;
  readonly pool: Pool | undefined;
  hedge: Hedge | undefined;
  deadline: Deadline | undefined;
  cancels: boolean;
  readonly bulkhead: Bulkhead | undefined;
  fallback: Fallback | undefined;
  readonly firstTarget: number;
  readonly targets: number;
  readonly allTargets: number;
  readonly firstCaller: number;
  readonly callers: number;
  loss: number;
  bandwidth: number;
  /** 0 while no policy is in force, 1 for timeouts and retries alone, 2 when a breaker, a pool or connections must hear how attempts end, 3 for the rest. */
  guarded = 0;
  /** 0 when a message's delay is all there is to know: no loss, no limit, and no fault about. */
  rough = 1;
  /** Of a link into a broker: the count of its next call, from 1. Each call gets a number (count × NUMBER_STEP + link) that its further attempts share, by which a message is known again. */
  numbered = 0;
  /** Half-open connections have been seen at its far end: messages there must look whether there is a place. */
  besieged = false;
  /** Where there is no choice, the instance that serves; else -1. */
  readonly sole: number;
  readonly stream: Stream;
  /** Luck of packets and of the link's own jitter: of links that have them. */
  readonly packets: Stream;
  /** Luck of requests that arrive twice or are held up on the way by a fault. */
  readonly disorder: Stream;
  readonly #wander: Stream;
  /** Mean of an exponential delay in ns added to each message, 0: none. */
  wander = 0;
  /** What stands between its ends when it has a protocol. */
  connections: Connections | undefined;
  /** Bytes of an answer by class, where the far end sends fewer than the class says (it compresses). */
  answerBytes: Float64Array | undefined = undefined;
  /** Luck of the messages that tell servers of callers who gave up. */
  readonly notices: Stream;
  /** Counts since the warm-up: calls, attempts, failed attempts, retries, timeouts. */
  calls = 0;
  attempts = 0;
  failures = 0;
  retries = 0;
  timeouts = 0;
  /** And attempts sent beside another, calls that ran out of time, servers told to stop, answers made do with. */
  hedges = 0;
  expired = 0;
  cancelled = 0;
  degraded = 0;
  readonly #latency: Sampler | undefined;
  /** The own latency in whole ns if it is always the same, else -1. */
  #constant: number;
  #calm = false;
  #expiry: Lane | undefined;
  #expiryOf = 0;
  #way: Lane | undefined;
  readonly #lastMile: number;
  /** Its wire, once something has passed that had to take its turn. */
  #cable: Cable | undefined;

  constructor(settings: LinkSettings) {
    this.index = settings.index;
    this.from = settings.from;
    this.to = settings.to;
    this.dataset = settings.dataset;
    this.chooser = settings.chooser;
    this.sole = settings.sole;
    this.timeout = settings.timeout;
    this.retry = settings.retry;
    this.breaker = settings.breaker;
    const more = settings.more ?? NOTHING_MORE;
    this.breakers = more.breakers;
    this.pool = settings.pool;
    this.hedge = more.hedge;
    this.deadline = more.deadline;
    this.cancels = more.cancels;
    this.bulkhead = more.bulkhead;
    this.fallback = more.fallback;
    this.firstTarget = more.firstTarget;
    this.targets = more.targets;
    this.allTargets = more.allTargets;
    this.firstCaller = more.firstCaller;
    this.callers = more.callers;
    this.loss = settings.loss;
    this.bandwidth = settings.bandwidth;
    this.#latency = settings.latency;
    this.#constant = settings.latency === undefined ? -1 : Math.floor(settings.latency.constant + 0.5);
    this.#lastMile = settings.lastMile;
    this.stream = new Stream(settings.seed, `${settings.name}/network`);
    this.packets = new Stream(settings.seed, `${settings.name}/packets`);
    this.disorder = new Stream(settings.seed, `${settings.name}/disorder`);
    this.#wander = new Stream(settings.seed, `${settings.name}/jitter`);
    this.notices = new Stream(settings.seed, `${settings.name}/notices`);
    this.settle();
  }

  /** Recomputes `guarded` and `rough` after a setting changed, or faults came or went. */
  settle(calm = this.#calm): void {
    this.#calm = calm;
    const plain = this.connections === undefined && this.wander === 0 && !this.besieged;
    this.rough = calm && plain && this.loss === 0 && this.bandwidth === 0 ? 0 : 1;
    const { timeout, retry, breaker, pool, connections } = this;
    const rest = [this.breakers, this.hedge, this.deadline, this.bulkhead, this.fallback];
    if (this.cancels || rest.some((one) => one !== undefined)) this.guarded = 3;
    else if (breaker !== undefined || pool !== undefined || connections !== undefined) this.guarded = 2;
    else this.guarded = timeout > 0 || retry !== undefined ? 1 : 0;
  }

  /**
   * One-way delay in whole ns for a message that starts now. `placed` is the placement's own delay between the ends. Messages
   * that are nobody's call (health checks) bring a stream of their own, so that they shift no call's luck.
   */
  delay(now: number, placed: number, bytes: number, back: number, knobs: Knobs, stream = this.stream): number {
    let ns = this.#latency === undefined ? placed + this.#lastMile : this.#latency.sampleNanos(stream);
    const direction = directionOf(this.index, back);
    ns += knobs.delay[direction]!;
    const jitter = knobs.jitter[direction]!;
    if (jitter > 0) ns += Math.floor(stream.exponential() * jitter);
    if (this.wander > 0) ns += Math.floor((stream === this.stream ? this.#wander : stream).exponential() * this.wander);
    const heldUp = knobs.heldUp[direction]!;
    if (heldUp > 0 && this.disorder.uniform() < heldUp) ns += knobs.heldUpBy[direction]!;
    const rate = this.#rate(knobs, back);
    if (rate < Number.POSITIVE_INFINITY) {
      this.#cable ??= new Cable();
      ns += this.#cable.takes(now, bytes, back, rate);
    } else this.#cable?.passes();
    return ns;
  }

  /** The event that is scheduled next is the arrival of the message whose delay was asked for last: it moves when the wire gets slower or faster. */
  carries(now: number, queue: EventQueue): void {
    this.#cable?.arrives(now, queue.sequence);
  }

  /** Bandwidth or knobs may have changed: what is on the wire goes on at the new rate. */
  pace(knobs: Knobs, now: number, queue: EventQueue): void {
    this.#cable?.pace(this.#rate(knobs, 0), this.#rate(knobs, 1), now, queue);
  }

  /** One-way delay in whole ns over a quiet link, into the clock's span. */
  takes(shape: SimShape, clock: Clock, from: number, to: number): void {
    if (this.#constant >= 0) clock[SPAN] = this.#constant;
    else if (this.#latency !== undefined) this.#latency.drawNanos(this.stream, clock, SPAN);
    else clock[SPAN] = shape.zoneDelay[shape.zoneOf[from]! * shape.zones + shape.zoneOf[to]!]! + this.#lastMile;
  }

  /** Schedules the moment at which an attempt that starts now times out. */
  expireLater(queue: EventQueue, clock: Clock, what: number, row: number, generation: number): void {
    if (this.#expiry === undefined || this.#expiryOf !== this.timeout) {
      this.#expiry = queue.lane(this.timeout);
      this.#expiryOf = this.timeout;
    }
    queue.due[0] = clock[NOW]! + this.timeout;
    queue.append(this.#expiry, ENGINE, what, row, generation);
  }

  /** Schedules the arrival of a message that starts now over a quiet link and takes the clock's span. */
  arriveLater(queue: EventQueue, clock: Clock, what: number, row: number): void {
    queue.due[0] = clock[NOW]! + clock[SPAN]!;
    if (this.#constant < 0) {
      queue.schedule(ENGINE, what, row, 0);
      return;
    }
    this.#way ??= queue.lane(this.#constant);
    queue.append(this.#way, ENGINE, what, row, 0);
  }

  /**
   * Whether nothing is to be known of it but where it leads, how long that always takes, and a policy that has nothing to do: no
   * fault, no data set behind it, nobody who listens to its calls.
   */
  get plain(): boolean {
    if (this.rough !== 0 || this.dataset >= 0 || this.#constant < 0 || this.guarded > 2) return false;
    if (this.numbered !== 0 || this.chooser?.listens === 1) return false;
    return this.breaker?.idle !== false && this.pool?.idle !== false;
  }

  /** The lanes of its messages, where they take time, and of its timeouts, where it has them. */
  wayLane(queue: EventQueue): Lane | undefined {
    if (this.#constant > 0) this.#way ??= queue.lane(this.#constant);
    return this.#way;
  }

  expiryLane(queue: EventQueue): Lane | undefined {
    return this.timeout > 0 ? queue.lane(this.timeout) : undefined;
  }

  /** All callers and all targets stand this far apart: the delay by placement is always the same. */
  isAsFarApart(placed: number): void {
    if (this.#latency === undefined) this.#constant = placed + this.#lastMile;
  }

  /** Whether this message is lost on the way (cuts between instances are the engine's to check). */
  loses(knobs: Knobs, back: number, stream = this.stream): boolean {
    if ((knobs.severed[this.index]! & (back === 0 ? WAY_THERE : WAY_BACK)) !== 0) return true;
    const loss = this.lossNow(knobs, back);
    return loss > 0 && stream.uniform() < loss;
  }

  /** The chance that what is sent now is lost (cuts between instances are the engine's to check). */
  lossNow(knobs: Knobs, back: number): number {
    if ((knobs.severed[this.index]! & (back === 0 ? WAY_THERE : WAY_BACK)) !== 0) return 1;
    const extra = knobs.loss[directionOf(this.index, back)]!;
    return this.loss + extra - this.loss * extra;
  }

  resetCounts(): void {
    this.calls = 0;
    this.attempts = 0;
    this.failures = 0;
    this.retries = 0;
    this.timeouts = 0;
    this.hedges = 0;
    this.expired = 0;
    this.cancelled = 0;
    this.degraded = 0;
    this.pool?.resetCounts();
    this.connections?.figures.reset();
    this.bulkhead?.resetCounts();
    this.breaker?.resetCounts();
    this.breakers?.resetCounts();
  }

  /** Bytes a ns that pass now in one direction; Infinity: any number. */
  #rate(knobs: Knobs, back: number): number {
    const capped = knobs.bandwidth[directionOf(this.index, back)]!;
    return this.bandwidth > 0 ? Math.min(this.bandwidth, capped) : capped;
  }
}
