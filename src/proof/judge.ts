/**
 * What samples of a quantity prove: the one rule by which laws and page pass a case. Agreement alone is not enough, since a
 * wide interval agrees with anything, so the interval must be narrow too.
 */
import { type Interval, interval95 } from '../stats/confidence.ts';
import type { ProofCase, Quantity } from './case.ts';

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

/** Fewer replications say little about how far they scatter (chosen); cases that are content with less run all theirs. */
const FEWEST = 10;

/** With fewer replications no quantity of a case is judged, however narrow its interval. */
export function fewestOf({ replications }: ProofCase): number {
  return Math.min(FEWEST, replications);
}

/**
 * Whether every quantity's interval is narrow enough to be judged, whatever it says: the end of a case by width alone (Law, Simulation
 * Modeling and Analysis, 5th ed., section 9.4.1: sequential procedures). `samples` are those of each quantity, one for each replication.
 */
export function preciseEnough(proof: ProofCase, samples: readonly ArrayLike<number>[]): boolean {
  return proof.quantities.every((quantity, q) => {
    const { n, narrow } = judge(quantity, samples[q] ?? []);
    return n >= fewestOf(proof) && narrow;
  });
}
