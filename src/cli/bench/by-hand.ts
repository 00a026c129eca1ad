/**
 * What the loops written by hand share: where a run stands between slices, and the record of times in the system (their sum
 * and a histogram). Nothing here is as safe as the product's own Histogram: no growth, no minimum, no merging.
 *
 * The state stands in typed arrays of the module between slices of a few hundred steps, and in locals within one. A
 * single endless loop is slower, for what replaces it while it runs keeps its numbers boxed; arrays that the compiler
 * knows by address need no lookup. What is called from a slice takes whole numbers only: a fraction would be boxed too.
 */
import { seedDraws } from './draws.ts';

/** What a run by hand tells: how many customers it served, and their times in the system in ms. */
export interface ByHand {
  readonly customers: number;
  readonly meanMs: number;
  readonly p99Ms: number;
}

/** Steps in a slice. Short, so that the slice is compiled as a whole and entered anew, never replaced in the midst of its loop. */
export const SLICE = 256;
/** Customers that may be in the system at once. */
export const PLACES = 1 << 16;

/** When a customer came in. */
export const since = new Float64Array(PLACES);

/**
 * Times in the system: 128 buckets an octave from 2^-40 ms to 2^24 ms. A time is put into `float`; the upper bits of its
 * upper word, less LOWEST, are its bucket. All others would fall into wrong ones, but there are none.
 */
export const LOWEST = (1023 - 40) << 7;
export const BUCKETS = 64 << 7;
export const SHIFT = 13;
export const counts = new Int32Array(BUCKETS);
export const float = new Float64Array(1);
export const upper = new Int32Array(float.buffer);

/** Moments of a run, ms, by these places. */
export const moments = new Float64Array(3);
export const NEXT_ARRIVAL = 0;
export const NEXT_DEPARTURE = 1;
export const TOTAL = 2;

/** Whole numbers of a run, by these places. */
export const numbers = new Int32Array(10);
export const ARRIVED = 0;
export const DONE = 1;
/** Exponentials and words taken from their blocks. */
export const DRAWN = 2;
export const WORDS = 3;
export const HEAD = 4;
export const TAIL = 5;
export const PENDING = 6;
export const FREE = 7;
export const TURN = 8;
/** The next departure's rank among equals. */
export const ORDER = 9;

/** Forgets the run before. */
export function begin(seed: number): void {
  seedDraws(seed);
  counts.fill(0);
  moments.fill(0);
  numbers.fill(0);
}

/** What the run came to. */
export function result(customers: number): ByHand {
  return { customers, meanMs: moments[TOTAL]! / customers, p99Ms: quantile(0.99) };
}

function quantile(q: number): number {
  const wanted = q * counts.reduce((sum, n) => sum + n, 0);
  let seen = 0;
  let bucket = 0;
  while (seen < wanted) seen += counts[bucket++]!;
  float[0] = 0;
  upper[1] = (bucket - 1 + LOWEST) << SHIFT;
  return float[0]! * (1 + 1 / 256);
}
