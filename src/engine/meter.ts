/**
 * The meter: what is counted of nodes, instances and sources' requests. Counters are columns per instance; times go into
 * mergeable histograms per instance, so a node's percentiles come from merged counts and are never averaged. Time
 * averages use area(t) = t·N − S, where every change of N by ±1 at time t adds ±t to S: two additions an event.
 * It only watches: it draws no random number, and nothing in the simulation reads it.
 */
import { Histogram } from '../stats/histogram.ts';
import { Tape } from '../stats/tape.ts';
import type { Trail } from '../stats/trail.ts';
import { type Clock, NOW, SPAN } from './clock.ts';
import { OK, OUTCOMES } from './outcome.ts';

const KINDS_OF_END = OUTCOMES.length;

/** Numbers kept for an instance, in one stretch of `cells`. A level is three of them: now, highest, and area shifted by time. */
export const CELLS = 20;
export const IN_FLIGHT = 0;
export const QUEUED = 3;
export const BUSY = 6;
export const ARRIVALS = 9;
export const ENDS = 10;
/** Calls that found a worker free: so many waits of 0, which is most of them, not yet in the histogram. */
export const AT_ONCE = 18;

/** A level that goes up and down, for each instance, with its area over time and its highest value. */
export class Levels {
  readonly #cells: Float64Array;
  readonly #at: number;
  readonly #clock: Clock;

  constructor(cells: Float64Array, at: number, clock: Clock) {
    this.#cells = cells;
    this.#at = at;
    this.#clock = clock;
  }

  now(i: number): number {
    return this.#cells[i * CELLS + this.#at]!;
  }

  highest(i: number): number {
    return this.#cells[i * CELLS + this.#at + 1]!;
  }

  up(i: number): void {
    rise(this.#cells, i * CELLS + this.#at, this.#clock);
  }

  down(i: number): void {
    fall(this.#cells, i * CELLS + this.#at, this.#clock);
  }

  /** Level × ns up to this moment. */
  area(i: number, time: number): number {
    return this.now(i) * time - this.#cells[i * CELLS + this.#at + 2]!;
  }

  /** Starts measuring anew at this moment; the level itself stays. */
  resetArea(time: number): void {
    for (let at = this.#at; at < this.#cells.length; at += CELLS) {
      this.#cells[at + 2] = this.#cells[at]! * time;
      this.#cells[at + 1] = this.#cells[at]!;
    }
  }
}

function rise(cells: Float64Array, at: number, clock: Clock): void {
  const level = cells[at]! + 1;
  cells[at] = level;
  if (level > cells[at + 1]!) cells[at + 1] = level;
  cells[at + 2] = cells[at + 2]! + clock[NOW]!;
}

function fall(cells: Float64Array, at: number, clock: Clock): void {
  cells[at] = cells[at]! - 1;
  cells[at + 2] = cells[at + 2]! - clock[NOW]!;
}

/** Times of one class of a source's requests, and of all of them. */
export class RequestFigures {
  requests = 0;
  readonly outcomes = new Float64Array(KINDS_OF_END);
  stale = 0;
  readonly latency = new Histogram();
  readonly failed = new Histogram();

  reset(): void {
    this.requests = 0;
    this.outcomes.fill(0);
    this.stale = 0;
    this.latency.clear();
    this.failed.clear();
  }
}

export class Meter {
  readonly inFlight: Levels;
  readonly queued: Levels;
  readonly busy: Levels;
  /** Sources' requests since the warm-up, in all and by class. */
  readonly total = new RequestFigures();
  readonly classes: readonly RequestFigures[];
  /** By cause, since the warm-up. */
  readonly causes: Float64Array;
  /** The running chart window: requests begun, ends by outcome, stale answers. */
  offered = 0;
  readonly windowEnds = new Float64Array(KINDS_OF_END);
  windowStale = 0;
  /** Requests of sources now open. */
  open = 0;
  /** Start of measuring in ns. */
  since = 0;
  readonly #clock: Clock;
  readonly cells: Float64Array;
  readonly #wait: readonly Histogram[];
  readonly #service: readonly Histogram[];
  readonly #sojourn: readonly Histogram[];
  readonly #links: readonly Histogram[];
  readonly #tape: Tape;
  readonly #instances: number;
  /** Brings what is counted elsewhere (see express) into the histograms. */
  settle: ((all: boolean) => void) | undefined;

  constructor(instances: number, classes: number, links: number, causes: number, clock: Clock) {
    this.#clock = clock;
    this.cells = new Float64Array(instances * CELLS);
    this.inFlight = new Levels(this.cells, IN_FLIGHT, clock);
    this.queued = new Levels(this.cells, QUEUED, clock);
    this.busy = new Levels(this.cells, BUSY, clock);
    this.#instances = instances;
    this.#wait = histograms(instances);
    this.#service = histograms(instances);
    this.#sojourn = histograms(instances);
    this.#links = histograms(links);
    this.classes = Array.from({ length: classes }, () => new RequestFigures());
    this.causes = new Float64Array(causes);
    const latencies = this.classes.map((one) => one.latency);
    this.#tape = new Tape([...this.#wait, ...this.#service, ...this.#sojourn, ...this.#links, ...latencies]);
  }

  /** From now on the stays at each instance also go into its trail, and the times of all sources' requests into another, unless one of those is the same. */
  follow(stays: readonly Trail[], requests: Trail | undefined): void {
    const { trails } = this.#tape;
    stays.forEach((trail, i) => {
      trails[2 * this.#instances + i] = trail;
    });
    for (let cls = 0; cls < this.classes.length; cls++) trails[3 * this.#instances + this.#links.length + cls] = requests;
  }

  /** Brings all histograms up to date and all trails, or the trails alone. */
  #wind(all: boolean): void {
    this.settle?.(all);
    this.#tape.wind();
  }

  /** The lanes of the tape, all the times that are noted, in this order: waits, own work and whole stays by instance, links, requests by class. */
  get lanes(): readonly Histogram[] {
    return this.#tape.histograms;
  }

  /** The trails that go with them. */
  get trails(): readonly (Trail | undefined)[] {
    return this.#tape.trails;
  }

  /** Waits at an instance before work began, ns, since the warm-up. */
  wait(instance: number): Histogram {
    this.#wind(true);
    const waits = this.#wait[instance]!;
    waits.recordZeros(this.cells[instance * CELLS + AT_ONCE]!);
    this.cells[instance * CELLS + AT_ONCE] = 0;
    return waits;
  }

  /** Times of own work, ns, per instance. */
  get service(): readonly Histogram[] {
    this.#wind(true);
    return this.#service;
  }

  /** Times from arrival to answer, ns, per instance. */
  get sojourn(): readonly Histogram[] {
    this.#wind(true);
    return this.#sojourn;
  }

  /** Times of attempts as their callers see them, ns, per link. */
  get linkTimes(): readonly Histogram[] {
    this.#wind(true);
    return this.#links;
  }

  /** An attempt over a link came to its end, for its caller; it took the clock's span. */
  attempted(link: number): void {
    this.#tape.note(3 * this.#instances + link, this.#clock, SPAN);
  }

  /** A worker's own work on a call is done; it took the clock's span. */
  worked(instance: number): void {
    this.#tape.note(this.#instances + instance, this.#clock, SPAN);
  }

  /** Calls that reached an instance. */
  arrivals(instance: number): number {
    return this.cells[instance * CELLS + ARRIVALS]!;
  }

  /** Calls that left it with this outcome. */
  ends(instance: number, outcome: number): number {
    return this.cells[instance * CELLS + ENDS + outcome]!;
  }

  /** A call reached an instance. */
  entered(instance: number): void {
    const cells = this.cells;
    const at = instance * CELLS;
    cells[at + ARRIVALS] = cells[at + ARRIVALS]! + 1;
    rise(cells, at + IN_FLIGHT, this.#clock);
  }

  /** A call left an instance; it was there for the clock's span. */
  left(instance: number, outcome: number): void {
    const cells = this.cells;
    const at = instance * CELLS;
    cells[at + ENDS + outcome] = cells[at + ENDS + outcome]! + 1;
    fall(cells, at + IN_FLIGHT, this.#clock);
    if (outcome === OK) this.#tape.note(2 * this.#instances + instance, this.#clock, SPAN);
  }

  /** A worker of an instance takes a call; it waited for the clock's span. */
  began(instance: number): void {
    const cells = this.cells;
    const at = instance * CELLS;
    rise(cells, at + BUSY, this.#clock);
    if (this.#clock[SPAN]! > 0) this.#tape.note(instance, this.#clock, SPAN);
    else cells[at + AT_ONCE] = cells[at + AT_ONCE]! + 1;
  }

  /** Calls that workers of an instance are at. */
  atWork(instance: number): number {
    return this.cells[instance * CELLS + BUSY]!;
  }

  /** A source's request began. */
  offer(): void {
    this.offered++;
    this.open++;
  }

  /** A source's request ended; it took the clock's span. */
  end(cls: number, outcome: number, cause: number, stale: boolean): void {
    this.open--;
    this.windowEnds[outcome] = this.windowEnds[outcome]! + 1;
    const figures = this.classes[cls]!;
    figures.requests++;
    figures.outcomes[outcome] = figures.outcomes[outcome]! + 1;
    if (outcome === OK) {
      this.#tape.note(3 * this.#instances + this.#links.length + cls, this.#clock, SPAN);
      if (stale) {
        this.windowStale++;
        figures.stale++;
      }
      return;
    }
    figures.failed.record(this.#clock[SPAN]!);
    this.causes[cause] = this.causes[cause]! + 1;
  }

  /** Brings the trails up to date, or everything. To be called before they, or the totals of a class, are read. */
  fold(all = false): void {
    this.#wind(all);
  }

  /** Ends a chart window: its counts begin anew. */
  closeWindow(): void {
    this.offered = 0;
    this.windowEnds.fill(0);
    this.windowStale = 0;
  }

  /** The figures of all classes together. */
  sum(): RequestFigures {
    this.#wind(true);
    const all = this.total;
    all.reset();
    for (const one of this.classes) {
      all.requests += one.requests;
      all.stale += one.stale;
      for (let o = 0; o < KINDS_OF_END; o++) all.outcomes[o] = all.outcomes[o]! + one.outcomes[o]!;
      all.latency.merge(one.latency);
      all.failed.merge(one.failed);
    }
    return all;
  }

  /** Forgets all totals: the warm-up is over. What is in flight stays in flight. */
  resetTotals(time: number): void {
    this.since = time;
    this.#wind(true);
    for (let at = 0; at < this.cells.length; at += CELLS) this.cells.fill(0, at + ARRIVALS, at + CELLS);
    this.causes.fill(0);
    this.inFlight.resetArea(time);
    this.queued.resetArea(time);
    this.busy.resetArea(time);
    for (const list of [this.#wait, this.#service, this.#sojourn, this.#links]) for (const h of list) h.clear();
    for (const one of this.classes) one.reset();
  }
}

function histograms(count: number): Histogram[] {
  return Array.from({ length: count }, () => new Histogram());
}
