/**
 * Active health checks: each observer (a balancer's copy) probes each of its targets in turn and believes what comes back.
 * A probe is a message that crosses the link there and back: it takes the link's delay, may be lost and sent again, and cannot
 * pass a cut. It fails when the target refuses (it is down) and when nothing comes back in time (its machine is dead, it hangs,
 * the network is parted). A ping asks for no work, so a slow or failing target passes: the grey failure. A health endpoint does
 * some work like that of a call, as fast and as well as the target now does its own, and says how that went. `fall` failures in a
 * row take a target out, `rise` successes in a row bring it back (the words and the counting are HAProxy's).
 * Probes are no calls: they cost the target nothing, use no connection and draw from a stream of their own.
 */
import { DOWN_SILENT, HONEST, SAYS_WELL, UP } from '../../engine/knobs.ts';
import { FIRST_RESEND, type Link } from '../../engine/link.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Stream } from '../../std/random.ts';

export interface CheckSettings {
  /** ns from the start of a probe to the start of the next; a probe that takes longer is followed by the next at once. */
  readonly interval: number;
  /** ns without an answer after which a probe has failed. */
  readonly timeout: number;
  /** ns of work that the probe's endpoint does on a healthy target; 0: none, it is a ping. */
  readonly work: number;
  readonly fall: number;
  readonly rise: number;
}

/** What is probed: one instance, or several behind one address, of which the first that is up answers. */
export interface CheckTarget {
  readonly link: number;
  readonly firstInstance: number;
  readonly instances: number;
}

/** Who probes: instances that follow each other, and the station whose events the checks are. */
export interface Observers {
  readonly node: number;
  readonly first: number;
  readonly count: number;
}

/** Told when an observer (counted from 0) changes its mind about a target (by index). */
export type Changed = (observer: number, target: number, healthy: boolean) => void;

const BEGIN = 0;
const REACH = 1;
const BACK_WELL = 2;
const BACK_REFUSED = 3;
const EXPIRE = 4;
const RESEND = 5;
const RESEND_WELL = 6;
const RESEND_REFUSED = 7;
/** Longest run of like results that is remembered. */
const LONGEST_RUN = 1_000_000;
/** Whole numbers that an event can carry. */
const EVENT_SPACE = 2_147_483_648;

export class HealthChecks {
  settings: CheckSettings;
  readonly #sim: Sim;
  readonly #observers: Observers;
  readonly #targets: readonly CheckTarget[];
  readonly #stream: Stream;
  readonly #changed: Changed;
  /** The station's event codes from here on are the checks'. */
  readonly #base: number;
  // Columns by watch: observer × target.
  readonly #watches: number;
  readonly #healthy: Uint8Array;
  /** Successes in a row, or failures in a row as a negative number. */
  readonly #run: Int32Array;
  /** Number of the probe that is due or under way; events that name another are late. */
  readonly #number: Int32Array;
  readonly #began: Float64Array;
  readonly #deadline: Float64Array;
  readonly #resend: Float64Array;
  readonly #probed: Int32Array;
  /** 1 while the target is there to be probed. */
  readonly #there: Uint8Array;

  constructor(
    sim: Sim,
    observers: Observers,
    targets: readonly CheckTarget[],
    settings: CheckSettings,
    stream: Stream,
    base: number,
    changed: Changed,
  ) {
    const watches = observers.count * targets.length;
    this.#sim = sim;
    this.#observers = observers;
    this.#targets = targets;
    this.settings = settings;
    this.#stream = stream;
    this.#base = base;
    this.#changed = changed;
    this.#watches = watches;
    this.#healthy = new Uint8Array(watches).fill(1);
    this.#run = new Int32Array(watches);
    this.#number = new Int32Array(watches);
    this.#began = new Float64Array(watches);
    this.#deadline = new Float64Array(watches);
    this.#resend = new Float64Array(watches);
    this.#probed = new Int32Array(watches);
    this.#there = new Uint8Array(watches).fill(1);
  }

  /** An observer begins: it takes all targets for healthy and spreads its first probes evenly over one interval, as HAProxy does. */
  start(observer: number): void {
    const { count } = this.#observers;
    for (let t = 0; t < this.#targets.length; t++) {
      const w = observer * this.#targets.length + t;
      this.#forget(w);
      if (this.#there[w] === 0) continue;
      const place = (t * count + observer) / this.#watches;
      this.#wake(w, BEGIN, Math.floor(this.settings.interval * place));
    }
  }

  /** A target joined, and is taken for healthy until probes say otherwise, or left, and is probed no more. */
  setTarget(observer: number, target: number, there: boolean): void {
    const w = observer * this.#targets.length + target;
    this.#there[w] = there ? 1 : 0;
    this.#forget(w);
    if (there) this.#wake(w, BEGIN, this.settings.interval);
  }

  /** An observer stops probing and takes all targets for healthy. */
  stop(observer: number): void {
    for (let t = 0; t < this.#targets.length; t++) this.#forget(observer * this.#targets.length + t);
  }

  /** An event of the checks fell due: `what` and `a` as the station got them. */
  event(what: number, a: number): void {
    const w = a % this.#watches;
    if (Math.floor(a / this.#watches) !== this.#number[w]) return;
    const sort = what - this.#base;
    if (sort === REACH) this.#reach(w);
    else if (sort === RESEND) this.#send(w);
    else if (sort === RESEND_WELL) this.#sendBack(w, true);
    else if (sort === RESEND_REFUSED) this.#sendBack(w, false);
    else if (this.#sim.knobs.hung[this.#observerOf(w)] === 1) this.#miss(w, sort);
    else if (sort === BEGIN) this.#begin(w);
    else if (sort === EXPIRE) {
      if (this.#sim.now === this.#deadline[w]) this.#result(w, false);
    } else this.#result(w, sort === BACK_WELL);
  }

  #begin(w: number): void {
    const target = this.#targets[w % this.#targets.length]!;
    const { down } = this.#sim.knobs;
    let at = target.firstInstance;
    while (at < target.firstInstance + target.instances - 1 && down[at] !== UP) at++;
    this.#probed[w] = down[at] === UP ? at : target.firstInstance;
    this.#began[w] = this.#sim.now;
    this.#deadline[w] = this.#sim.now + this.settings.timeout;
    this.#resend[w] = FIRST_RESEND;
    this.#wake(w, EXPIRE, this.settings.timeout);
    this.#send(w);
  }

  #send(w: number): void {
    const link = this.#linkOf(w);
    if (this.#lost(w, link, 0)) this.#again(w, RESEND);
    else this.#wake(w, REACH, this.#delay(w, link, 0));
  }

  /** A dead machine and a hung process say nothing; the former is asked again, as TCP does with a lost opening. */
  #reach(w: number): void {
    const { down, health, hung } = this.#sim.knobs;
    const instance = this.#probed[w]!;
    if (health[instance] !== HONEST) this.#sendBack(w, health[instance] === SAYS_WELL);
    else if (down[instance] === DOWN_SILENT) this.#again(w, RESEND);
    else if (down[instance] !== UP) this.#sendBack(w, false);
    else if (hung[instance] === 0) this.#sendBack(w, !this.#fails(instance), this.#workOf(instance));
  }

  /** What the endpoint's work takes there now, ns. */
  #workOf(instance: number): number {
    const { slow, added } = this.#sim.knobs;
    return this.settings.work === 0 ? 0 : Math.round(this.settings.work * slow[instance]! + added[instance]!);
  }

  /** Whether the endpoint's work fails there, as a call would. */
  #fails(instance: number): boolean {
    const share = this.settings.work === 0 ? 0 : this.#sim.knobs.errors[instance]!;
    return share > 0 && this.#stream.chance(share);
  }

  #sendBack(w: number, well: boolean, after = 0): void {
    const link = this.#linkOf(w);
    if (this.#lost(w, link, 1)) this.#again(w, well ? RESEND_WELL : RESEND_REFUSED);
    else this.#wake(w, well ? BACK_WELL : BACK_REFUSED, after + this.#delay(w, link, 1));
  }

  /** The observer itself hangs: it neither probes nor takes notice of what came back. */
  #miss(w: number, sort: number): void {
    if (sort === BEGIN) this.#began[w] = this.#sim.now;
    this.#next(w);
  }

  /** A probe is over: count it, and plan the next. */
  #result(w: number, well: boolean): void {
    const { fall, rise } = this.settings;
    const before = this.#run[w]!;
    const run = well ? Math.min(LONGEST_RUN, Math.max(before, 0) + 1) : Math.max(-LONGEST_RUN, Math.min(before, 0) - 1);
    this.#run[w] = run;
    this.#next(w);
    if (this.#healthy[w] === 1 && run <= -fall) this.#turn(w, 0);
    else if (this.#healthy[w] === 0 && run >= rise) this.#turn(w, 1);
  }

  #next(w: number): void {
    this.#void(w);
    this.#wake(w, BEGIN, Math.max(1, this.#began[w]! + this.settings.interval - this.#sim.now));
  }

  #turn(w: number, healthy: 0 | 1): void {
    this.#healthy[w] = healthy;
    this.#changed(Math.floor(w / this.#targets.length), w % this.#targets.length, healthy === 1);
  }

  #forget(w: number): void {
    this.#void(w);
    this.#run[w] = 0;
    if (this.#healthy[w] === 0) this.#turn(w, 1);
  }

  /** What is still under way for this watch no longer counts. */
  #void(w: number): void {
    this.#number[w] = (this.#number[w]! + 1) % Math.floor(EVENT_SPACE / this.#watches);
  }

  #wake(w: number, sort: number, delay: number): void {
    this.#sim.wake(this.#observers.node, delay, this.#base + sort, this.#number[w]! * this.#watches + w);
  }

  /** Lost messages are sent again after a wait that doubles; the probe's timeout ends it. */
  #again(w: number, sort: number): void {
    const wait = this.#resend[w]!;
    this.#resend[w] = wait * 2;
    this.#wake(w, sort, wait);
  }

  #lost(w: number, link: Link, back: number): boolean {
    const { knobs } = this.#sim;
    if (link.loses(knobs, back, this.#stream)) return true;
    const [observer, probed] = [this.#observerOf(w), this.#probed[w]!];
    return back === 0 ? knobs.strays(observer, probed, this.#stream) : knobs.strays(probed, observer, this.#stream);
  }

  #delay(w: number, link: Link, back: number): number {
    const sim = this.#sim;
    const [observer, probed] = [this.#observerOf(w), this.#probed[w]!];
    const delay = link.delay(sim.now, sim.distance(observer, probed), 0, back, sim.knobs, this.#stream);
    link.carries(sim.now, sim.queue);
    const { knobs } = sim;
    return delay + (back === 0 ? knobs.late(observer, probed, this.#stream) : knobs.late(probed, observer, this.#stream));
  }

  #linkOf(w: number): Link {
    return this.#sim.links[this.#targets[w % this.#targets.length]!.link]!;
  }

  #observerOf(w: number): number {
    return this.#observers.first + Math.floor(w / this.#targets.length);
  }
}
