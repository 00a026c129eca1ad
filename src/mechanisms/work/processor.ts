/**
 * The processor of an instance, shared by all that work there: n at work on c cores each get min(1, c/n) of a core, as a time-sharing
 * scheduler gives them. Threads that wait for the same locks and caches cost besides: with contention σ and coherence κ all of
 * them together get min(n, c) / (1 + σ(n−1) + κn(n−1)) cores (Gunther's universal scalability law), and more threads than cores
 * lose a part of each time slice to switching. A pause stops them all.
 *
 * Time of work is counted once for all who share: a job that needs w is done when the common count has grown by w. Jobs stand
 * in a heap by that count, so a change of n costs nothing for those at work.
 */
import { SPAN } from '../../engine/clock.ts';
import type { Sim } from '../../engine/sim.ts';

export interface ProcessorSettings {
  /** Infinity: nobody ever waits for a core. */
  readonly cores: number;
  readonly contention: number;
  readonly coherence: number;
  /** ns lost at each switch, and ns between two of them while there are more at work than cores. */
  readonly switching: number;
  readonly slice: number;
}

/** Work in ns that counts as none: far below what a clock of whole ns can tell. */
const NOTHING = 0.02;

/** Cores' worth of work that n threads get done together. */
export function speedOf({ cores, contention, coherence, switching, slice }: ProcessorSettings, n: number): number {
  const share = n > cores && switching > 0 ? slice / (slice + switching) : 1;
  return (Math.min(n, cores) * share) / (1 + contention * (n - 1) + coherence * n * (n - 1));
}

/** Those who share the cores of one instance. */
class Sharers {
  count = 0;
  rows = new Int32Array(16);
  /** The common count at which each is done. */
  ends = new Float64Array(16);
  work = 0;
  /** The moment up to which `work` has been counted, when the next of them is done by a scheduled event, and the end of a pause. */
  countedAt = 0;
  due = Number.POSITIVE_INFINITY;
  pausedUntil = 0;
  /** Busy cores × ns, and ns of pauses, since the warm-up. */
  busy = 0;
  paused = 0;

  add(row: number, end: number): void {
    if (this.count === this.rows.length) this.#grow();
    let i = this.count++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.ends[parent]! <= end) break;
      this.#move(parent, i);
      i = parent;
    }
    this.ends[i] = end;
    this.rows[i] = row;
  }

  /** Takes out the one that is done first. */
  take(): number {
    const row = this.rows[0]!;
    const last = --this.count;
    const end = this.ends[last]!;
    const moved = this.rows[last]!;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= last) break;
      if (child + 1 < last && this.ends[child + 1]! < this.ends[child]!) child++;
      if (this.ends[child]! >= end) break;
      this.#move(child, i);
      i = child;
    }
    this.ends[i] = end;
    this.rows[i] = moved;
    return row;
  }

  #move(from: number, to: number): void {
    this.ends[to] = this.ends[from]!;
    this.rows[to] = this.rows[from]!;
  }

  #grow(): void {
    const { rows, ends } = this;
    this.rows = new Int32Array(rows.length * 2);
    this.ends = new Float64Array(rows.length * 2);
    this.rows.set(rows);
    this.ends.set(ends);
  }
}

export class Processor {
  #settings: ProcessorSettings;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  /** What a wake of the station means that is for the processor; its `a` is the instance. */
  readonly #wakes: number;
  readonly #done: (row: number, instance: number) => void;
  readonly #sharers: readonly Sharers[];

  constructor(
    sim: Sim,
    place: { readonly node: number; readonly firstInstance: number; readonly instances: number },
    settings: ProcessorSettings,
    wakes: number,
    done: (row: number, instance: number) => void,
  ) {
    this.#sim = sim;
    this.#settings = settings;
    this.#node = place.node;
    this.#first = place.firstInstance;
    this.#wakes = wakes;
    this.#done = done;
    this.#sharers = Array.from({ length: place.instances }, () => new Sharers());
  }

  set settings(settings: ProcessorSettings) {
    for (const sharers of this.#sharers) this.#count(sharers);
    this.#settings = settings;
    this.#sharers.forEach((sharers, i) => {
      this.#plan(sharers, i + this.#first);
    });
  }

  /** A call begins work of the clock's span at an instance. */
  add(row: number, instance: number): void {
    const sharers = this.#sharers[instance - this.#first]!;
    this.#count(sharers);
    sharers.add(row, sharers.work + this.#sim.clock[SPAN]!);
    this.#plan(sharers, instance);
  }

  /** An event of the processor fell due: whoever is done leaves. */
  wake(instance: number): void {
    const sharers = this.#sharers[instance - this.#first]!;
    if (this.#sim.now !== sharers.due) return;
    sharers.due = Number.POSITIVE_INFINITY;
    this.#count(sharers);
    while (sharers.count > 0 && sharers.ends[0]! <= sharers.work + NOTHING) this.#done(sharers.take(), instance);
    this.#plan(sharers, instance);
  }

  /** Nobody gets on for so many ns; a pause within a pause comes after it. */
  pause(instance: number, ns: number): void {
    const sharers = this.#sharers[instance - this.#first]!;
    this.#count(sharers);
    sharers.pausedUntil = Math.max(sharers.pausedUntil, this.#sim.now) + ns;
    sharers.paused += ns;
  }

  /** How long its present pause still lasts, ns. */
  pausedFor(instance: number): number {
    return Math.max(0, this.#sharers[instance - this.#first]!.pausedUntil - this.#sim.now);
  }

  /** The instance went down. */
  clear(instance: number): void {
    const sharers = this.#sharers[instance - this.#first]!;
    this.#count(sharers);
    sharers.count = 0;
    sharers.work = 0;
    sharers.due = Number.POSITIVE_INFINITY;
    sharers.pausedUntil = 0;
  }

  /** Busy cores × ns of all instances since the warm-up. */
  busy(): number {
    let sum = 0;
    // Whoever only looks must not count: a sum of parts is rounded otherwise than the whole, and the run would go another way.
    for (const sharers of this.#sharers) {
      const since = this.#sim.now - Math.max(sharers.countedAt, sharers.pausedUntil);
      sum += sharers.busy + Math.max(0, since) * Math.min(sharers.count, this.#settings.cores);
    }
    return sum;
  }

  /** ns of pauses of all instances since the warm-up. */
  paused(): number {
    let sum = 0;
    for (const sharers of this.#sharers) sum += sharers.paused;
    return sum;
  }

  forgetCounts(): void {
    for (const sharers of this.#sharers) {
      this.#count(sharers);
      sharers.busy = 0;
      sharers.paused = 0;
    }
  }

  /** Counts the work that was done up to now. */
  #count(sharers: Sharers): void {
    const { now } = this.#sim;
    const from = Math.max(sharers.countedAt, sharers.pausedUntil);
    sharers.countedAt = now;
    const n = sharers.count;
    if (n === 0) {
      sharers.work = 0;
      return;
    }
    if (now <= from) return;
    sharers.work += ((now - from) * speedOf(this.#settings, n)) / n;
    sharers.busy += (now - from) * Math.min(n, this.#settings.cores);
  }

  /** Sees to it that an event comes when the next of them is done, or before: one that comes too early plans anew. */
  #plan(sharers: Sharers, instance: number): void {
    const n = sharers.count;
    if (n === 0) return;
    const { now } = this.#sim;
    const left = Math.max(0, ((sharers.ends[0]! - sharers.work) * n) / speedOf(this.#settings, n) - NOTHING);
    const due = Math.max(now, sharers.pausedUntil) + Math.ceil(left);
    if (due >= sharers.due) return;
    sharers.due = due;
    this.#sim.wake(this.#node, due - now, this.#wakes, instance);
  }
}
