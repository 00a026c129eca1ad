/**
 * How far a measured mean may be trusted: Student intervals, batch means, warm-up.
 *
 * Methods as in Law, Simulation Modeling and Analysis (5th ed.), chapter 9. Everything assumes that the samples are
 * means of many observations or independent replications; consecutive waiting times of a queue are neither, which is
 * what batches are for.
 */
import { assert } from '../std/assert.ts';
import { betaI, normalQuantile } from '../std/special.ts';

/** A mean and half the width of its 95 % interval. `half` is Infinity for a single sample, NaN for none. */
export interface Interval {
  readonly mean: number;
  readonly half: number;
  readonly n: number;
}

/** The distribution function of Student's t with `df` > 0 degrees of freedom. */
export function studentCdf(t: number, df: number): number {
  const tail = 0.5 * betaI(df / (df + t * t), df / 2, 0.5);
  return t < 0 ? tail : 1 - tail;
}

/** The p-quantile of Student's t, 0 < p < 1, by halving; beyond 10^7 degrees of freedom the normal quantile. */
export function studentQuantile(p: number, df: number): number {
  if (df > 1e7) return normalQuantile(p);
  if (p < 0.5) return -studentQuantile(1 - p, df);
  let low = 0;
  let high = 1;
  while (studentCdf(high, df) < p && high < 1e15) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (studentCdf(middle, df) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function meanOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]!;
  return sum / samples.length;
}

/** The 95 % confidence interval of the mean of independent samples, by Student's t. */
export function interval95(samples: ArrayLike<number>): Interval {
  const n = samples.length;
  const mean = meanOf(samples);
  if (n < 2) return { mean, half: n === 0 ? NaN : Infinity, n };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (samples[i]! - mean) * (samples[i]! - mean);
  return { mean, half: studentQuantile(0.975, n - 1) * Math.sqrt(squares / (n - 1) / n), n };
}

/** The interval of a mean from one long run: cut into `batches` equal runs, what does not divide is left out at the front. */
export function batchMeans(values: ArrayLike<number>, batches = 20): Interval {
  const size = Math.floor(values.length / batches);
  if (size === 0) return interval95([]);
  const first = values.length - size * batches;
  const means = Array.from({ length: batches }, (_, i) => meanOf(Array.from({ length: size }, (_, j) => values[first + i * size + j]!)));
  return interval95(means);
}

/** The interval of the mean difference a − b of runs paired by seed (common random numbers). */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>): Interval {
  assert(a.length === b.length, 'paired samples come in pairs');
  return interval95(Array.from({ length: a.length }, (_, i) => a[i]! - b[i]!));
}

/** How many values go into one batch of MSER-5. */
const MSER_BATCH = 5;

/**
 * How many values at the front of a run are warm-up, by MSER-5 (White, Cobb and Spratt 2000): the cut, in steps of five,
 * after which the standard error of the mean is smallest. At most half of the run is cut; −1 means that the smallest
 * lies at that limit, so the run is too short to say.
 */
export function mser5(values: ArrayLike<number>): number {
  const n = Math.floor(values.length / MSER_BATCH);
  if (n < 4) return -1;
  let count = 0;
  let mean = 0;
  let squares = 0;
  let best = Infinity;
  let cut = 0;
  const limit = Math.floor(n / 2);
  for (let start = n - 1; start >= 0; start--) {
    let sum = 0;
    for (let i = 0; i < MSER_BATCH; i++) sum += values[start * MSER_BATCH + i]!;
    const value = sum / MSER_BATCH;
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    const score = squares / (count * count);
    if (start <= limit && score <= best) {
      best = score;
      cut = start;
    }
  }
  return cut === limit && best > 0 ? -1 : cut * MSER_BATCH;
}
