/**
 * Requests that wait for several answers: all of them, or the first k.
 *
 * For independent leaves. Sources: David and Nagaraja, Order Statistics (3rd ed.), section 2.5 (Rényi's representation
 * for the exponential law); Dean and Barroso, "The Tail at Scale" (2013) for shares of slow requests.
 */
import { pow } from '../std/math.ts';

/** The n-th harmonic number. */
export function harmonic(n: number): number {
  let sum = 0;
  for (let k = n; k >= 1; k--) sum += 1 / k;
  return sum;
}

/** The mean of the slowest of n exponential answers of equal mean. */
export function slowestOfExponentials(n: number, mean: number): number {
  return mean * harmonic(n);
}

/** The mean time until the k-th of n exponential answers of equal mean: a quorum of k. */
export function kthOfExponentials(k: number, n: number, mean: number): number {
  let sum = 0;
  for (let i = n - k + 1; i <= n; i++) sum += 1 / i;
  return mean * sum;
}

/** The share of requests with at least one slow leaf, when a share `slow` of leaves is: 1 − (1 − slow)^n. */
export function shareSlow(n: number, slow: number): number {
  return 1 - pow(1 - slow, n);
}
