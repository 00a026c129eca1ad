/**
 * The meter: what is counted of nodes, instances and sources' requests. Counters are columns per instance; times go into
 * mergeable histograms per instance, so a node's percentiles come from merged counts and are never averaged. Time
 * averages use area(t) = t·N − S, where every change of N by ±1 at time t adds ±t to S: two additions an event.
 * It only watches: it draws no random number, and nothing in the simulation reads it.
 */
import { Histogram } from '../stats/histogram.ts';
import { OK, OUTCOMES } from './outcome.ts';

const KINDS_OF_END = OUTCOMES.length;

/** A level that goes up and down, for each instance, with its area over time and its highest value. */
export class Levels {
  readonly now: Int32Array;
  readonly highest: Int32Array;
  readonly #shifted: Float64Array;

  constructor(count: number) {
    this.now = new Int32Array(count);
    this.highest = new Int32Array(count);
    this.#shifted = new Float64Array(count);
  }

  up(i: number, time: number): void {
    const level = this.now[i]! + 1;
    this.now[i] = level;
    if (level > this.highest[i]!) this.highest[i] = level;
    this.#shifted[i] = this.#shifted[i]! + time;
  }

  down(i: number, time: number): void {
    this.now[i] = this.now[i]! - 1;
    this.#shifted[i] = this.#shifted[i]! - time;
  }

  /** Level × ns up to this moment. */
  area(i: number, time: number): number {
    return this.now[i]! * time - this.#shifted[i]!;
  }

  /** Starts measuring anew at this moment; the level itself stays. */
  resetArea(time: number): void {
    for (let i = 0; i < this.now.length; i++) {
      this.#shifted[i] = this.now[i]! * time;
      this.highest[i] = this.now[i]!;
    }
  }
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
  readonly arrivals: Float64Array;
  /** Per instance × outcome. */
  readonly ends: Float64Array;
  readonly inFlight: Levels;
  readonly queued: Levels;
  readonly busy: Levels;
  readonly wait: readonly Histogram[];
  readonly service: readonly Histogram[];
  readonly sojourn: readonly Histogram[];
  /** Sources' requests since the warm-up, in all and by class. */
  readonly total = new RequestFigures();
  readonly classes: readonly RequestFigures[];
  /** By cause, since the warm-up. */
  readonly causes: Float64Array;
  /** The running chart window: requests begun, ends by outcome, stale answers, times of the answered ones. */
  offered = 0;
  readonly windowEnds = new Float64Array(KINDS_OF_END);
  windowStale = 0;
  readonly windowLatency = new Histogram();
  /** Sojourn times of the running chart window, per instance. */
  readonly windowSojourn: readonly Histogram[];
  /** Requests of sources now open. */
  open = 0;
  /** Start of measuring in ns. */
  since = 0;

  constructor(instances: number, classes: number, causes: number) {
    this.arrivals = new Float64Array(instances);
    this.ends = new Float64Array(instances * KINDS_OF_END);
    this.inFlight = new Levels(instances);
    this.queued = new Levels(instances);
    this.busy = new Levels(instances);
    this.wait = histograms(instances);
    this.service = histograms(instances);
    this.sojourn = histograms(instances);
    this.windowSojourn = histograms(instances);
    this.classes = Array.from({ length: classes }, () => new RequestFigures());
    this.causes = new Float64Array(causes);
  }

  /** A call reached an instance. */
  entered(instance: number, time: number): void {
    this.arrivals[instance] = this.arrivals[instance]! + 1;
    this.inFlight.up(instance, time);
  }

  /** A call left an instance after so many ns there. */
  left(instance: number, time: number, outcome: number, sojourn: number): void {
    const at = instance * KINDS_OF_END + outcome;
    this.ends[at] = this.ends[at]! + 1;
    this.inFlight.down(instance, time);
    if (outcome === OK) this.windowSojourn[instance]!.record(sojourn);
  }

  /** A source's request began. */
  offer(): void {
    this.offered++;
    this.open++;
  }

  /** A source's request ended after so many ns. */
  end(cls: number, outcome: number, cause: number, stale: boolean, ns: number): void {
    this.open--;
    this.windowEnds[outcome] = this.windowEnds[outcome]! + 1;
    const figures = this.classes[cls]!;
    figures.requests++;
    figures.outcomes[outcome] = figures.outcomes[outcome]! + 1;
    if (outcome === OK) {
      this.windowLatency.record(ns);
      figures.latency.record(ns);
      if (stale) {
        this.windowStale++;
        figures.stale++;
      }
      return;
    }
    figures.failed.record(ns);
    this.causes[cause] = this.causes[cause]! + 1;
  }

  /** Ends a chart window: window histograms are merged into the totals and cleared. */
  closeWindow(): void {
    for (let i = 0; i < this.sojourn.length; i++) {
      const window = this.windowSojourn[i]!;
      if (window.count === 0) continue;
      this.sojourn[i]!.merge(window);
      window.clear();
    }
    this.offered = 0;
    this.windowEnds.fill(0);
    this.windowStale = 0;
    this.windowLatency.clear();
  }

  /** The figures of all classes together. */
  sum(): RequestFigures {
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
    this.arrivals.fill(0);
    this.ends.fill(0);
    this.causes.fill(0);
    this.inFlight.resetArea(time);
    this.queued.resetArea(time);
    this.busy.resetArea(time);
    for (const list of [this.wait, this.service, this.sojourn, this.windowSojourn]) for (const h of list) h.clear();
    for (const one of this.classes) one.reset();
  }
}

function histograms(count: number): Histogram[] {
  return Array.from({ length: count }, () => new Histogram());
}
