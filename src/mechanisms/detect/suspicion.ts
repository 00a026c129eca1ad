/**
 * Suspicion: when one who hears of another at intervals takes it for dead. A fixed time-out waits the same time after every sign of
 * life. Phi accrual (Hayashibara et al., "The φ accrual failure detector", 2004) waits as long as, by the mean and the deviation of
 * the intervals seen so far, a longer silence would be rarer than one in 10^φ: it waits longer where signs of life come irregularly.
 */
import { pow } from '../../std/math.ts';
import { normalQuantile } from '../../std/special.ts';

export interface SuspicionSettings {
  readonly rule: 'timeout' | 'phi';
  /** ns of silence, with a fixed time-out. */
  readonly timeout: number;
  /** A silence is suspicious that is rarer than one in 10^phi. */
  readonly phi: number;
  /** ns between signs of life as they are sent: the mean before any was seen. */
  readonly interval: number;
}

/** Intervals that are remembered (the paper's window is 1000; Cassandra's too); older ones fade away. */
const WINDOW = 1000;
/** Least deviation as a share of the mean, so that perfectly even beats are not suspected at once (chosen; a tenth). */
const LEAST_DEVIATION = 0.1;

/** How many standard deviations beyond the mean a silence lasts that is rarer than one in 10^phi. */
export function deviations(phi: number): number {
  return -normalQuantile(pow(10, -phi));
}

/** What one knows of the rhythm of another. */
export class Rhythm {
  /** When it was heard last, ns. */
  heard = 0;
  #count = 0;
  #mean = 0;
  #square = 0;

  /** It was heard. */
  beat(now: number): void {
    const interval = now - this.heard;
    this.heard = now;
    this.#count = Math.min(this.#count + 1, WINDOW);
    const off = interval - this.#mean;
    this.#mean += off / this.#count;
    this.#square += (off * (interval - this.#mean) - this.#square) / this.#count;
  }

  /** It is back after a silence, which is no interval of its rhythm. */
  again(now: number): void {
    this.heard = now;
  }

  /** When it becomes suspect unless it is heard, ns. */
  deadline({ rule, timeout, interval }: SuspicionSettings, beyond: number): number {
    if (rule === 'timeout') return this.heard + timeout;
    // Before three intervals the rhythm is taken to be the sender's own, and to vary by half (chosen).
    const mean = this.#count < 3 ? interval : this.#mean;
    const sd = this.#count < 3 ? interval / 2 : Math.sqrt(Math.max(0, this.#square));
    return this.heard + Math.ceil(mean + beyond * Math.max(sd, LEAST_DEVIATION * mean));
  }
}
