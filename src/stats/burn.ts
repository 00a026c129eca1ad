/**
 * Error budgets over time: how fast one is spent in each chart window, when an alert on that fires and clears, and the outages.
 *
 * The alerts are the three pairs of windows of The Site Reliability Workbook (Beyer et al. 2018, chapter 5, table 5-8): 14.4, 6 and 1
 * times the speed that just spends the budget, each seen over a long and a short window at once. The book's period is 30 days; here the
 * measured part of the run stands for it. A window keeps its share of the period (an hour of 30 days is a 720th), rounded up to whole
 * chart windows, and a long one has at least two. A pair whose windows had to grow spends more of the budget before it fires: `budget`
 * says how much. Pure functions over columns; they know neither run nor page.
 */
import { BURN_ALERTS, burnRate, PERIOD_MS } from './availability.ts';

/** Ended requests by chart window, oldest first, after the warm-up. All windows are equally long. */
export interface WindowCounts {
  /** End of each window, ms. */
  readonly endMs: ArrayLike<number>;
  readonly ok: ArrayLike<number>;
  readonly failed: ArrayLike<number>;
}

/** A pair of windows fitted to a run, in whole chart windows. */
export interface ScaledAlert {
  /** Fires while both windows burn faster than this. */
  readonly rate: number;
  readonly long: number;
  readonly short: number;
  /** Share of the period's budget that is gone when the long window burnt at `rate` from end to end. */
  readonly budget: number;
}

/** A time in which an alert was on, ms; `toMs` is null while it is. */
export interface Firing {
  readonly fromMs: number;
  readonly toMs: number | null;
  /** The fastest burn over the long window meanwhile. */
  readonly worst: number;
}

/** Windows in a row that were not good enough, ms; `toMs` is null while the last one known is among them. */
export interface Outage {
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly windows: number;
  readonly failed: number;
}

/** Rounding errors of shares must not add a window. */
const SLACK = 1e-9;

/** The three pairs for a run whose measured part lasts so long, ms, in chart windows of this length. */
export function scaledAlerts(periodMs: number, windowMs: number): readonly ScaledAlert[] {
  const windows = (ms: number): number => Math.ceil(((ms / PERIOD_MS) * periodMs) / windowMs - SLACK);
  return BURN_ALERTS.map(({ rate, longMs, shortMs }) => {
    const long = Math.max(2, windows(longMs));
    return { rate, long, short: Math.min(long, Math.max(1, windows(shortMs))), budget: (rate * long * windowMs) / periodMs };
  });
}

/**
 * How many times faster than allowed the budget was spent over the last `span` windows, at the end of each window: 1 just spends it. Fewer
 * windows at first; 0 where no request ended.
 */
export function burnColumn({ ok, failed }: WindowCounts, span: number, target: number): Float64Array {
  const rates = new Float64Array(ok.length);
  let [good, bad] = [0, 0];
  for (let i = 0; i < rates.length; i++) {
    good += ok[i]! - (i < span ? 0 : ok[i - span]!);
    bad += failed[i]! - (i < span ? 0 : failed[i - span]!);
    rates[i] = burnRate(target, good, good + bad);
  }
  return rates;
}

/** When an alert was on: both windows above its rate, looked at as each chart window ends. */
export function firingsOf(counts: WindowCounts, target: number, { rate, long, short }: ScaledAlert): readonly Firing[] {
  const [slow, quick] = [burnColumn(counts, long, target), burnColumn(counts, short, target)];
  const found: Firing[] = [];
  let since = -1;
  let worst = 0;
  for (let i = 0; i < slow.length; i++) {
    const on = slow[i]! > rate && quick[i]! > rate;
    if (on) worst = since < 0 ? slow[i]! : Math.max(worst, slow[i]!);
    if (on === since >= 0) continue;
    if (!on) found.push({ fromMs: counts.endMs[since]!, toMs: counts.endMs[i]!, worst });
    since = on ? i : -1;
  }
  return since < 0 ? found : [...found, { fromMs: counts.endMs[since]!, toMs: null, worst }];
}

/**
 * Rows of windows in which less than `threshold` was answered. Windows without an ended request say nothing: an outage neither ends nor
 * grows in them.
 */
export function outagesOf({ endMs, ok, failed }: WindowCounts, threshold: number, windowMs: number): readonly Outage[] {
  const found: Outage[] = [];
  let open: Outage | undefined;
  for (let i = 0; i < endMs.length; i++) {
    const ended = ok[i]! + failed[i]!;
    if (ended === 0) continue;
    const fromMs = endMs[i]! - windowMs;
    if (ok[i]! / ended < threshold) {
      const { windows, failed: before } = open ?? { windows: 0, failed: 0 };
      open = { fromMs: open?.fromMs ?? fromMs, toMs: null, windows: windows + 1, failed: before + failed[i]! };
    } else if (open !== undefined) {
      found.push({ ...open, toMs: fromMs });
      open = undefined;
    }
  }
  return open === undefined ? found : [...found, open];
}

/** Minutes that people could not use it: in each window the share of requests that failed, times the people, times its length. */
export function userMinutesLost({ ok, failed }: WindowCounts, people: number, windowMs: number): number {
  let share = 0;
  for (let i = 0; i < ok.length; i++) if (failed[i]! > 0) share += failed[i]! / (ok[i]! + failed[i]!);
  return (share * people * windowMs) / 60_000;
}

/** Share answered in each window; NaN where no request ended. */
export function sharesAnswered({ ok, failed }: WindowCounts): Float64Array {
  return Float64Array.from(ok, (good, i) => good / (good + failed[i]!));
}
