/**
 * What samples of a quantity prove: the one rule by which laws and page pass a case. Agreement alone is not enough, since a
 * wide interval agrees with anything, so the interval must be narrow too.
 */
import { type Interval, interval95 } from '../stats/confidence.ts';
import type { Quantity } from './case.ts';

export interface Verdict extends Interval {
  /** Largest half-width that counts as narrow, in the quantity's unit. */
  readonly bound: number;
  /** The half-width is at most the bound. */
  readonly narrow: boolean;
  /** The interval contains the exact value; for an approximation, the mean is within the bound of it. */
  readonly agrees: boolean;
  readonly passes: boolean;
}

/** Judges one sample per replication. */
export function judge(quantity: Quantity, samples: ArrayLike<number>): Verdict {
  const { exact, tolerance } = quantity;
  const { mean, half, n } = interval95(samples);
  const bound = quantity.absolute === true ? tolerance : tolerance * Math.abs(exact);
  const narrow = half <= bound;
  const agrees = Math.abs(mean - exact) <= (quantity.approximate === true ? bound : half);
  return { mean, half, n, bound, narrow, agrees, passes: narrow && agrees };
}
