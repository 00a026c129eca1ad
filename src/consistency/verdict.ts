/** What a checker says of a history, and how many chances it must have had to say that something held. */

export type State = 'held' | 'violated' | 'unknown';

export interface Verdict {
  readonly state: State;
  /** How often a violation would have shown: reads that had something to miss, and the like. */
  readonly chances: number;
  /** How many of them were violations, as far as they were counted. */
  readonly violations: number;
  readonly example: Example | undefined;
}

/** Few operations that no system with the promise could have answered so. */
export interface Example {
  readonly operations: readonly number[];
  /** The two that clash: what was known, and what came after it all the same. */
  readonly pair: readonly [before: number, after: number];
  /**
   * Two operations of which the first was over before the second began, where the clash needs that too: `pair` contradicts it. Absent
   * where the order of the versions is enough.
   */
  readonly against?: readonly [before: number, after: number];
}

/**
 * Chances without a violation from which on a promise counts as held (chosen). By the rule of three (Hanley & Lippman-Hand 1983, "If
 * nothing goes wrong, is everything all right?", JAMA 249) n chances without one mean fewer than 3/n of all, at 95 %.
 */
export const ENOUGH = 30;

export function verdictOf(chances: number, violations: number, example: Example | undefined): Verdict {
  const state = violations > 0 ? 'violated' : chances >= ENOUGH ? 'held' : 'unknown';
  return { state, chances, violations, example };
}

/** The smaller one; of equal ones the one that was over first. */
export function smaller(a: Example | undefined, b: Example | undefined, ended: Float64Array): Example | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const fewer = a.operations.length - b.operations.length;
  if (fewer !== 0) return fewer < 0 ? a : b;
  return ended[a.pair[1]]! <= ended[b.pair[1]]! ? a : b;
}
