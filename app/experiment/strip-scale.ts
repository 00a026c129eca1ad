/** Where the marks of a strip stand: one dot for each run, a bar for the interval, a line for 0 where it matters. Pure. */
import type { Interval } from '../../src/stats/confidence.ts';

export interface StripMarks {
  readonly dots: readonly number[];
  readonly mean: number;
  /** Left and right end of the interval's bar; undefined when there is none yet. */
  readonly bar: readonly [number, number] | undefined;
  readonly zero: number | undefined;
}

/** Places everything between `left` and `right` (px). With `zero` the scale takes in 0, and says where it is. */
export function stripMarks(
  { mean, half }: Interval,
  samples: readonly number[],
  [left, right]: readonly [number, number],
  zero = false,
): StripMarks {
  const known = Number.isFinite(half);
  const all = [...samples, mean, ...(known ? [mean - half, mean + half] : []), ...(zero ? [0] : [])];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const place = (value: number): number => {
    const share = high > low ? (value - low) / (high - low) : 0.5;
    return Math.round((left + share * (right - left)) * 10) / 10;
  };
  return {
    dots: samples.map(place),
    mean: place(mean),
    bar: known ? [place(mean - half), place(mean + half)] : undefined,
    zero: zero ? place(0) : undefined,
  };
}
