/** What limiters let in of Poisson arrivals, where that is known in closed form. */
import { assert } from '../std/assert.ts';
import { exp, ln } from '../std/math.ts';

/**
 * The mean of min(N, most) for a Poisson number N of this mean: what a fixed window admits of its arrivals. E[min(N, m)] = m −
 * Σ_{n<m} (m−n) P(N=n), summed in logarithms so that no factorial overflows.
 */
export function cappedPoisson(mean: number, most: number): number {
  assert(mean > 0 && most >= 0, 'a Poisson number has a mean above 0');
  let logOf = -mean;
  let missing = 0;
  for (let n = 0; n < most; n++) {
    missing += (most - n) * exp(logOf);
    logOf += ln(mean) - ln(n + 1);
  }
  return most - missing;
}
