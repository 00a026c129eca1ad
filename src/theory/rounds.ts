/** Work in rounds: what comes while a round goes on is taken all together by the next one, as a disk does with the entries of a log. */
import { exp } from '../std/math.ts';

/**
 * Mean wait, ms, of what comes at random, so many a ms, while a round of this mean and variance goes on, and is taken all together by the
 * next one: rounds follow each other until nothing came during one, so the share of time in rounds is rate·mean / (rate·mean + p), p being
 * the chance of that; who comes during a round waits for the rest of it (renewal; p is exact for rounds of constant length).
 */
export function waitForRound(rate: number, round: number, spread: number): number {
  if (rate === 0 || round === 0) return 0;
  const busy = (rate * round) / (rate * round + exp(-rate * round));
  return (busy * (round * round + spread)) / (2 * round);
}
