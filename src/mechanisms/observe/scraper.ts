/**
 * Scraping: an observer asks each watched instance for its counters at regular times, as a pull-based monitoring system does. A scrape is
 * a message that crosses the link there and back: it takes the link's delay, is lost and sent again, and cannot pass a cut. What comes
 * back are the counters as they stood when it arrived: what happened after is not in them, and between two scrapes nothing is seen.
 * It fails when the instance is down, or says nothing in time. Scrapes are no calls and draw from a stream of their own.
 */
import { DOWN_SILENT, UP } from '../../engine/knobs.ts';
import { FIRST_RESEND } from '../../engine/link.ts';
import { OK, OUTCOMES } from '../../engine/outcome.ts';
import type { Sim } from '../../engine/sim.ts';
import { Histogram } from '../../stats/histogram.ts';
import type { Stream } from '../../std/random.ts';

export interface ScrapeSettings {
  /** ns from one scrape to the next, and ns without an answer after which it has failed. */
  readonly interval: number;
  readonly timeout: number;
}

/** One instance to be scraped, and the link that leads to it. */
export interface Watched {
  readonly link: number;
  readonly instance: number;
}

/** Counters of one instance at one moment. All but the last two only grow, until they are reset. */
export class Counters {
  at = 0;
  arrivals = 0;
  ends = 0;
  ok = 0;
  busy = 0;
  /** Answered calls' times at the instance. */
  readonly times = new Histogram();
  inFlight = 0;
  queued = 0;

  copyFrom(other: Counters): void {
    this.at = other.at;
    this.arrivals = other.arrivals;
    this.ends = other.ends;
    this.ok = other.ok;
    this.busy = other.busy;
    this.times.copyFrom(other.times);
    this.inFlight = other.inFlight;
    this.queued = other.queued;
  }

  /** Reads them off an instance now. */
  read(sim: Sim, instance: number): void {
    const { meter, now } = sim;
    this.at = now;
    this.arrivals = meter.arrivals(instance);
    this.ends = 0;
    for (let o = 0; o < OUTCOMES.length; o++) this.ends += meter.ends(instance, o);
    this.ok = meter.ends(instance, OK);
    this.busy = meter.busy.area(instance, now);
    this.times.clear();
    this.times.merge(meter.sojourn[instance]!);
    this.inFlight = meter.inFlight.now(instance);
    this.queued = meter.queued.now(instance);
  }
}

/** Told when a scrape of a watched instance (by index) ended; without counters it failed. */
export type Scraped = (watched: number, counters: Counters | undefined) => void;

const BEGIN = 0;
const REACH = 1;
const BACK = 2;
const REFUSED = 3;
const EXPIRE = 4;
const RESEND = 5;
const RESEND_BACK = 6;
/** Whole numbers that an event can carry. */
const EVENT_SPACE = 2_147_483_648;

export class Scraper {
  settings: ScrapeSettings;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #observer: number;
  readonly #watched: readonly Watched[];
  readonly #stream: Stream;
  readonly #scraped: Scraped;
  readonly #carried: readonly Counters[];
  /** Number of the scrape that is due or under way; events that name another are late. */
  readonly #number: Int32Array;
  readonly #began: Float64Array;
  readonly #resend: Float64Array;

  /** `observer` is the instance that asks, `node` the station whose events its scrapes are. */
  constructor(
    sim: Sim,
    node: number,
    observer: number,
    watched: readonly Watched[],
    settings: ScrapeSettings,
    stream: Stream,
    scraped: Scraped,
  ) {
    this.#sim = sim;
    this.#node = node;
    this.#observer = observer;
    this.#watched = watched;
    this.settings = settings;
    this.#stream = stream;
    this.#scraped = scraped;
    this.#carried = watched.map(() => new Counters());
    this.#number = new Int32Array(watched.length);
    this.#began = new Float64Array(watched.length);
    this.#resend = new Float64Array(watched.length);
  }

  /** Begins, with first scrapes spread evenly over one interval, so that not all ask at once. */
  start(): void {
    const count = this.#watched.length;
    for (let w = 0; w < count; w++) {
      this.#void(w);
      this.#wake(w, BEGIN, Math.floor((this.settings.interval * (w + 1)) / count));
    }
  }

  stop(): void {
    for (let w = 0; w < this.#watched.length; w++) this.#void(w);
  }

  /** An event of the scrapes fell due: `what` and `a` as the station got them. */
  event(what: number, a: number): void {
    const w = a % this.#watched.length;
    if (Math.floor(a / this.#watched.length) !== this.#number[w]) return;
    if (what === BEGIN) this.#begin(w);
    else if (what === REACH) this.#reach(w);
    else if (what === RESEND) this.#send(w, REACH);
    else if (what === RESEND_BACK) this.#send(w, BACK);
    else this.#result(w, what === BACK);
  }

  #begin(w: number): void {
    this.#began[w] = this.#sim.now;
    this.#resend[w] = FIRST_RESEND;
    this.#wake(w, EXPIRE, this.settings.timeout);
    this.#send(w, REACH);
  }

  /** There (REACH) or back (BACK, REFUSED); what is lost is sent again until the scrape's time is over. */
  #send(w: number, what: number): void {
    const { link: index, instance } = this.#watched[w]!;
    const link = this.#sim.links[index]!;
    const { knobs } = this.#sim;
    const back = what === REACH ? 0 : 1;
    const from = back === 0 ? this.#observer : instance;
    const to = back === 0 ? instance : this.#observer;
    const lost = link.loses(knobs, back, this.#stream) || knobs.strays(from, to, this.#stream);
    if (lost) {
      const wait = this.#resend[w]!;
      this.#resend[w] = wait * 2;
      this.#wake(w, back === 0 ? RESEND : RESEND_BACK, wait);
      return;
    }
    const delay = link.delay(this.#sim.now, this.#sim.distance(this.#observer, instance), 0, back, knobs, this.#stream);
    link.carries(this.#sim.now, this.#sim.queue);
    this.#wake(w, what, delay + knobs.late(from, to, this.#stream));
  }

  /** Its counters are read when the question arrives. A dead machine and a hung process say nothing. */
  #reach(w: number): void {
    const { instance } = this.#watched[w]!;
    const { down, hung } = this.#sim.knobs;
    if (down[instance] === DOWN_SILENT || (down[instance] === UP && hung[instance] === 1)) return;
    if (down[instance] !== UP) {
      this.#send(w, REFUSED);
      return;
    }
    this.#carried[w]!.read(this.#sim, instance);
    this.#send(w, BACK);
  }

  #result(w: number, well: boolean): void {
    this.#void(w);
    this.#wake(w, BEGIN, Math.max(1, this.#began[w]! + this.settings.interval - this.#sim.now));
    this.#scraped(w, well ? this.#carried[w] : undefined);
  }

  /** What is still under way for this instance no longer counts. */
  #void(w: number): void {
    this.#number[w] = (this.#number[w]! + 1) % Math.floor(EVENT_SPACE / this.#watched.length);
  }

  #wake(w: number, what: number, delay: number): void {
    this.#sim.wake(this.#node, delay, what, this.#number[w]! * this.#watched.length + w);
  }
}
