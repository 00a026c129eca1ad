/**
 * Response times of targets, smoothed by age: one that is `window` old counts 1/e as much as a new one. Peak-sensitive (after
 * Finagle's "peak EWMA", 2015): a time above the average replaces it at once, so that a target that stalls is left within one
 * answer and trusted again slowly. What is known of a target that is left alone fades, so that it is tried again.
 */
import { exp } from '../../std/math.ts';

export interface Smoothing {
  /** Age in ns at which a time counts 1/e as much as a new one. */
  readonly window: number;
  readonly peak: boolean;
}

/** Smoothed response times of targets, with the moments at which they were last brought up to date. */
export class ResponseTimes {
  readonly #ns: Float64Array;
  readonly #at: Float64Array;

  constructor(count: number) {
    this.#ns = new Float64Array(count);
    this.#at = new Float64Array(count).fill(-1);
  }

  /** Whether a target ever answered. */
  knows(target: number): boolean {
    return this.#at[target]! >= 0;
  }

  /** A target took so long, ns, with an answer that came now. */
  learn(target: number, ns: number, now: number, { window, peak }: Smoothing): void {
    const before = this.of(target, now, window);
    const old = this.knows(target) && !(peak && ns > before) ? exp(-(now - this.#at[target]!) / window) : 0;
    this.#ns[target] = this.#ns[target]! * old + ns * (1 - old);
    this.#at[target] = now;
  }

  /** The time expected of a target, ns, faded by the age of what is known. */
  of(target: number, now: number, window: number): number {
    return this.knows(target) ? this.#ns[target]! * exp(-(now - this.#at[target]!) / window) : 0;
  }

  forget(): void {
    this.#at.fill(-1);
  }
}
