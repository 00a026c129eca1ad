/**
 * Durations known by mean and variance, put together: one after the other, sometimes, at the same time.
 *
 * All taken to be independent. The slower of two is reckoned as if both were normal (Clark, "The greatest of a finite set of
 * random variables", Operations Research 9, 1961), exact when one is 0; the slowest of many alike as for the exponential
 * law, less as they vary less.
 */
import { normalCdf, normalDensity } from '../std/special.ts';

export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

export const NOTHING: Moments = { mean: 0, variance: 0 };

/** `count` of them, one after the other. */
export function repeated({ mean, variance }: Moments, count: number): Moments {
  return { mean: mean * count, variance: variance * count };
}

/** With a probability, else nothing. */
export function sometimes({ mean, variance }: Moments, probability: number): Moments {
  if (probability === 0) return NOTHING;
  if (mean === Infinity) return { mean, variance: Infinity };
  const first = probability * mean;
  return { mean: first, variance: Math.max(0, probability * (variance + mean * mean) - first * first) };
}

/** The slowest of `count` alike; `harmonic` is the harmonic number of `count`. */
export function together({ mean, variance }: Moments, count: number, harmonic: number): Moments {
  if (count === 1 || mean === 0 || mean === Infinity) return { mean, variance };
  return { mean: mean + Math.sqrt(variance) * (harmonic - 1), variance };
}

/** The slower of two. */
export function slowest(a: Moments, b: Moments): Moments {
  if (a.mean === 0 && a.variance === 0) return b;
  if (b.mean === 0 && b.variance === 0) return a;
  if (a.mean === Infinity || b.mean === Infinity) return { mean: Infinity, variance: Infinity };
  const spread = Math.sqrt(a.variance + b.variance);
  if (spread === 0) return a.mean >= b.mean ? a : b;
  const z = (a.mean - b.mean) / spread;
  const [above, below, density] = [normalCdf(z), normalCdf(-z), normalDensity(z)];
  const first = a.mean * above + b.mean * below + spread * density;
  const second = (a.mean * a.mean + a.variance) * above + (b.mean * b.mean + b.variance) * below + (a.mean + b.mean) * spread * density;
  return { mean: first, variance: Math.max(0, second - first * first) };
}
