/**
 * When a second attempt is sent beside one that takes long (Dean & Barroso, "The Tail at Scale", CACM 2013): after a fixed
 * delay, or after a percentile of what recent attempts took. A budget holds second attempts to a share of calls, for when
 * everything is slow, hedging would double the load.
 */

/** Attempts that are looked back on, how many there must be, and how many new ones there are until it is looked at again (chosen). */
const LOOKED_BACK = 200;
const NEEDED = 20;
const LOOK_EVERY = 10;
/** The most hedges that can be saved up (chosen). */
const MOST_SAVED = 100;

export interface HedgeSettings {
  /** ns; for a percentile, until enough has been measured. */
  readonly delay: number;
  /** Which share of recent attempts took less than the delay; 0: the fixed delay. */
  readonly percentile: number;
  /** Share of calls; 0: no budget. */
  readonly budget: number;
  /** Whether the attempt that lost is cancelled at its server. */
  readonly cancels: boolean;
}

export class Hedge {
  settings: HedgeSettings;
  #saved = 1;
  readonly #times = new Float64Array(LOOKED_BACK);
  readonly #sorted = new Float64Array(LOOKED_BACK);
  #count = 0;
  #lookedAt = 0;
  #measured = 0;

  constructor(settings: HedgeSettings) {
    this.settings = settings;
  }

  /** A call begins: its share goes into the budget. */
  deposit(): void {
    this.#saved = Math.min(MOST_SAVED, this.#saved + this.settings.budget);
  }

  /** Whether the budget allows another one; withdraws it. */
  withdraws(): boolean {
    if (this.settings.budget === 0) return true;
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }

  /** ns to wait before a second attempt. */
  delay(): number {
    const { percentile, delay } = this.settings;
    if (percentile === 0 || this.#count < NEEDED) return delay;
    if (this.#count - this.#lookedAt >= LOOK_EVERY || this.#lookedAt === 0) this.#look(percentile);
    return this.#measured;
  }

  /** An attempt was answered after so many ns. */
  record(took: number): void {
    this.#times[this.#count % LOOKED_BACK] = took;
    this.#count++;
  }

  #look(percentile: number): void {
    const filled = Math.min(this.#count, LOOKED_BACK);
    const sorted = this.#sorted.subarray(0, filled);
    sorted.set(this.#times.subarray(0, filled));
    sorted.sort();
    this.#measured = Math.max(1, sorted[Math.min(filled - 1, Math.floor(percentile * filled))]!);
    this.#lookedAt = this.#count;
  }
}
