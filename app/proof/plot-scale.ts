/**
 * Where things stand on the strip that shows a quantity: replications, interval and exact value on one scale, as shares of the
 * strip's width. Pure; the strip itself is drawn by IntervalPlot.
 */

/** Room left and right of the outermost mark, as a share of the width. */
const ROOM = 0.06;
/** Rows on which dots are spread, so that near ones do not hide each other. */
const ROWS = 5;

export interface PlotScale {
  /** All places are percentages of the width. */
  readonly exact: number;
  /** undefined while there is no interval. */
  readonly interval: { readonly from: number; readonly to: number; readonly mean: number } | undefined;
  /** The widest interval that counts as narrow, drawn around the exact value; 0 and 100 where it goes on beyond the strip. */
  readonly allowed: { readonly from: number; readonly to: number };
  readonly dots: readonly { readonly id: number; readonly at: number; readonly row: number }[];
  /** The values at the two ends. */
  readonly low: number;
  readonly high: number;
}

/**
 * The strip holds the exact value, every replication and the interval; before there are two replications, the allowed width. `bound`
 * is the largest half-width that counts as narrow; where twice that is wider than the strip, it is cut off at its ends.
 */
export function plotScale(exact: number, bound: number, mean: number, half: number, samples: ArrayLike<number>): PlotScale {
  const finite = Array.from(samples).filter(Number.isFinite);
  const wide = Number.isFinite(half);
  const reach = finite.length < 2 ? bound : 0;
  const marks = [exact - reach, exact + reach, ...finite, ...(wide ? [mean - half, mean + half] : [])];
  const least = Math.min(...marks);
  const most = Math.max(...marks);
  const span = most > least ? most - least : Math.max(1, 2 * Math.abs(exact));
  const middle = (least + most) / 2;
  const low = middle - span * (0.5 + ROOM);
  const high = middle + span * (0.5 + ROOM);
  const at = (value: number): number => round((100 * (value - low)) / (high - low));
  return {
    exact: at(exact),
    interval: wide ? { from: at(mean - half), to: at(mean + half), mean: at(mean) } : undefined,
    allowed: { from: Math.max(0, at(exact - bound)), to: Math.min(100, at(exact + bound)) },
    dots: finite.map((value, id) => ({ id, at: at(value), row: (id * 2) % ROWS })),
    low,
    high,
  };
}

/** Hundredths of a percent are finer than any screen. */
function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}
