/**
 * What is known of a part from counters that were read off its instances now and then: rates and percentiles between the last two
 * readings, as a monitoring system computes them. The same arithmetic serves for what it scraped and, read without delay, for what was
 * really so.
 */
import type { Sim } from '../../engine/sim.ts';
import { Histogram } from '../../stats/histogram.ts';
import { NS_PER_S } from '../../std/units.ts';
import { Counters } from './scraper.ts';

/** Percentiles of several instances: of all answers together, or the mean of each instance's own (which is what dashboards often show). */
export type Percentiles = 'merged' | 'averaged';

export class Sight {
  readonly #last: readonly Counters[];
  readonly #before: readonly Counters[];
  /** Readings of each instance so far, as far as they matter: none, one, two. */
  readonly #readings: Uint8Array;
  /** 1 while the last scrape of the instance failed. */
  readonly #dark: Uint8Array;
  readonly #between = new Histogram();
  readonly #all = new Histogram();

  constructor(instances: number) {
    this.#last = Array.from({ length: instances }, () => new Counters());
    this.#before = Array.from({ length: instances }, () => new Counters());
    this.#readings = new Uint8Array(instances);
    this.#dark = new Uint8Array(instances);
  }

  /** A scrape of an instance ended; without counters it failed. */
  take(i: number, counters: Counters | undefined): void {
    this.#dark[i] = counters === undefined ? 1 : 0;
    if (counters === undefined) return;
    this.#before[i]!.copyFrom(this.#last[i]!);
    this.#last[i]!.copyFrom(counters);
    this.#readings[i] = Math.min(2, this.#readings[i]! + 1);
  }

  /** Reads an instance without delay. */
  look(sim: Sim, i: number, instance: number): void {
    this.#before[i]!.copyFrom(this.#last[i]!);
    this.#last[i]!.read(sim, instance);
    this.#dark[i] = sim.knobs.down[instance] === 0 && sim.knobs.hung[instance] === 0 ? 0 : 1;
    this.#readings[i] = Math.min(2, this.#readings[i]! + 1);
  }

  forget(): void {
    this.#readings.fill(0);
    this.#dark.fill(0);
  }

  /** Calls a second, summed over the instances; NaN before two readings. */
  rate(): number {
    let sum = Number.NaN;
    for (let i = 0; i < this.#last.length; i++) {
      const span = this.#span(i);
      if (span > 0) sum = (Number.isNaN(sum) ? 0 : sum) + (grown(this.#last[i]!.arrivals, this.#before[i]!.arrivals) * NS_PER_S) / span;
    }
    return sum;
  }

  /** Share of ended calls that failed, 0…1; NaN when none ended. */
  errorShare(): number {
    let [ends, ok] = [0, 0];
    for (let i = 0; i < this.#last.length; i++) {
      if (this.#span(i) === 0) continue;
      ends += grown(this.#last[i]!.ends, this.#before[i]!.ends);
      ok += grown(this.#last[i]!.ok, this.#before[i]!.ok);
    }
    return ends === 0 ? Number.NaN : (ends - ok) / ends;
  }

  /** Calls that failed between the last two readings. */
  failed(): number {
    let failed = 0;
    for (let i = 0; i < this.#last.length; i++) {
      const [last, before] = [this.#last[i]!, this.#before[i]!];
      if (this.#span(i) > 0) failed += grown(last.ends, before.ends) - grown(last.ok, before.ok);
    }
    return failed;
  }

  /** p99 of the answered calls' times in ns; NaN when none was answered. */
  p99(percentiles: Percentiles): number {
    this.#all.clear();
    let [sum, count] = [0, 0];
    for (let i = 0; i < this.#last.length; i++) {
      if (this.#span(i) === 0) continue;
      const between = this.#since(i);
      if (between.count === 0) continue;
      this.#all.merge(between);
      sum += between.quantile(0.99);
      count++;
    }
    if (count === 0) return Number.NaN;
    return percentiles === 'merged' ? this.#all.quantile(0.99) : sum / count;
  }

  /** Calls waiting in line, as of the last readings. */
  queued(): number {
    let sum = 0;
    for (let i = 0; i < this.#last.length; i++) if (this.#readings[i]! > 0) sum += this.#last[i]!.queued;
    return sum;
  }

  /** Instances whose last scrape failed. */
  dark(): number {
    let sum = 0;
    for (let i = 0; i < this.#dark.length; i++) sum += this.#dark[i]!;
    return sum;
  }

  /** ns between the last two readings of an instance; 0 before there are two. */
  #span(i: number): number {
    return this.#readings[i]! < 2 ? 0 : this.#last[i]!.at - this.#before[i]!.at;
  }

  #since(i: number): Histogram {
    const [last, before] = [this.#last[i]!.times, this.#before[i]!.times];
    this.#between.copyFrom(last);
    if (last.count >= before.count) this.#between.takeAway(before);
    return this.#between;
  }
}

/** How much a counter grew; one that was reset began anew. */
function grown(now: number, before: number): number {
  return now >= before ? now - before : now;
}
