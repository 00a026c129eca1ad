/**
 * Retrying independent failures.
 *
 * Each attempt fails with the same probability, whatever happened before. In an overload that is the wrong model: there
 * attempts cause failures, which only a simulation shows.
 */
import { pow } from '../std/math.ts';

/** The mean number of attempts per request, with up to `retries` after the first: (1 − f^(r+1)) / (1 − f). */
export function expectedAttempts(failure: number, retries: number): number {
  return failure === 1 ? retries + 1 : (1 - pow(failure, retries + 1)) / (1 - failure);
}

/** The share of requests that succeed in the end. */
export function successAfterRetries(failure: number, retries: number): number {
  return 1 - pow(failure, retries + 1);
}

/** Calls that reach the deepest of `layers` layers, each of which retries, per request while it answers nothing. */
export function worstAmplification(retries: number, layers: number): number {
  return pow(retries + 1, layers);
}
