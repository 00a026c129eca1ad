/**
 * Where one quantity stands: not run, being measured, or judged. Judging is the proof room's own rule; this adds what a page
 * needs besides, namely that an interval which is still too wide proves neither one thing nor the other, and how likely chance
 * alone would have put the exact value so far out. Data in, data out.
 */
import type { Quantity } from '../../src/proof/case.ts';
import { judge, type Verdict } from '../../src/proof/judge.ts';
import { studentCdf, studentQuantile } from '../../src/stats/confidence.ts';

/** `imprecise`: the interval is wider than the case allows, so it says nothing yet; `nothing`: runs had nothing to measure. */
export type Standing = 'not-run' | 'measuring' | 'holds' | 'fails' | 'imprecise' | 'nothing';

export interface Judged {
  readonly standing: Standing;
  readonly verdict: Verdict;
  /**
   * How often chance alone puts the exact value at least so far from the mean (0…1), where the case is exact and the replications
   * differ. NaN where no such chance can be told: approximations, a single replication, replications that all agree.
   */
  readonly chance: number;
}

/** Judges the samples of a quantity, one for each replication, if there are as many as `fewest`; `over` when no more are coming. */
export function judged(quantity: Quantity, samples: ArrayLike<number>, over: boolean, fewest: number): Judged {
  const verdict = judge(quantity, samples);
  return { standing: standingOf(verdict, over, fewest), verdict, chance: chanceOf(quantity, verdict) };
}

function standingOf({ n, mean, narrow, agrees }: Verdict, over: boolean, fewest: number): Standing {
  if (!over) return n === 0 ? 'not-run' : 'measuring';
  if (n === 0) return 'not-run';
  if (Number.isNaN(mean)) return 'nothing';
  if (!narrow || n < fewest) return 'imprecise';
  return agrees ? 'holds' : 'fails';
}

function chanceOf({ approximate, exact }: Quantity, { mean, half, n }: Verdict): number {
  if (approximate === true || n < 2 || !(half > 0) || half === Number.POSITIVE_INFINITY) return Number.NaN;
  const error = half / studentQuantile(0.975, n - 1);
  return 2 * (1 - studentCdf(Math.abs(mean - exact) / error, n - 1));
}

const WORDS: Readonly<Record<Standing, string>> = {
  'not-run': 'not run yet',
  measuring: 'measuring',
  holds: 'holds',
  fails: 'does not hold',
  imprecise: 'not yet precise: needs more replications',
  nothing: 'nothing was measured',
};

export function standingWords(standing: Standing): string {
  return WORDS[standing];
}
