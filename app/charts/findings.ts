/**
 * Findings: what a chart of the whole system shows, in one line with numbers, computed from the same columns that are
 * painted. Pure functions; they compare what happened inside the fault bands with what is usual outside them.
 */
import { clockText } from '../ui/plot-area.ts';
import type { Band } from './bands.ts';
import { trailMs } from './follow.ts';
import { at, brief, ROUGH_MARK } from './numbers.ts';
import { during, extreme, lastKnown, touched, usual } from './windows.ts';

export const BETWEEN = ' · ';
/** A band made a difference when its worst is this many times the usual (chosen). */
const NOTABLE = 1.3;

export interface LatencyColumns {
  readonly endMs: Float64Array;
  readonly p99: Float64Array;
  /** Its reliable part; NaN elsewhere. */
  readonly firm: Float64Array;
}

/** "p99 86 ms · 714 ms during db/2 slow ×8", or its worst moment when nothing was broken. */
export function latencyFinding({ endMs, p99, firm }: LatencyColumns, bands: readonly Band[], warmupMs: number): string {
  const last = lastKnown(p99);
  if (last < 0) return endMs.length === 0 ? '' : 'nothing answered yet';
  const written = (index: number): string => (Number.isNaN(at(firm, index)) ? ROUGH_MARK : '') + brief(at(p99, index), 'ms');
  const nowMs = at(endMs, last);
  const head = `p99 ${written(last)}`;
  const counted = (index: number): boolean => at(endMs, index) > warmupMs;
  const calm = usual(p99, (index) => counted(index) && !bands.some((band) => touched(band, endMs, index)));
  if (nowMs <= warmupMs) return [head, 'warming up'].join(BETWEEN);
  const active = bands.filter((band) => nowMs > band.fromMs && nowMs <= band.toMs);
  const current = active[0];
  if (current !== undefined)
    return [`${head}${during(active, nowMs)}`, ...(Number.isNaN(calm) ? [] : [`usually ${brief(calm, 'ms')}`])].join(BETWEEN);
  const past = bands.filter((band) => band.fromMs < nowMs);
  const worst = extreme(p99, 1, (index) => past.some((band) => touched(band, endMs, index)));
  const cause = worst === undefined ? undefined : past.find((band) => touched(band, endMs, worst.index));
  if (worst !== undefined && cause !== undefined) {
    const moved = Number.isNaN(calm) || worst.value >= calm * NOTABLE;
    return [head, moved ? `${written(worst.index)} during ${cause.label}` : `unmoved by ${cause.label}`].join(BETWEEN);
  }
  const peak = extreme(p99, 1, counted);
  return peak === undefined || peak.value < at(p99, last) * NOTABLE
    ? [head, 'steady'].join(BETWEEN)
    : [head, `worst ${written(peak.index)} at ${clockText(Math.round(at(endMs, peak.index) / 100) * 100)}`].join(BETWEEN);
}

/** Failed outcomes by name, summed over the run after the warm-up. */
export interface TrafficTotals {
  /** Rate now, per second. */
  readonly offered: number;
  readonly answered: number;
  readonly failures: readonly { readonly name: string; readonly count: number }[];
}

/** "2k/s offered · all answered", or "99.6 % answered · mostly timeouts": short enough to be read beside a chart's name. */
export function trafficFinding({ offered, answered, failures }: TrafficTotals): string {
  const failed = failures.reduce((sum, one) => sum + one.count, 0);
  const head = `${brief(offered, 'perSecond')} offered`;
  if (answered + failed === 0) return Number.isNaN(offered) ? '' : head;
  if (failed === 0) return [head, 'all answered'].join(BETWEEN);
  const most = failures.reduce((a, b) => (b.count > a.count ? b : a));
  const share = `${brief(answered / (answered + failed), 'ratio')} answered`;
  return [share, `${most.count === failed ? 'the rest' : 'mostly'} ${most.name}`].join(BETWEEN);
}

export interface AvailabilityTotals {
  readonly endMs: Float64Array;
  /** Share answered over the trailing second. */
  readonly share: Float64Array;
  /** Share answered since the warm-up; NaN before. */
  readonly soFar: number;
  /** Share of the error budget left, 1 … −∞; undefined without an objective. */
  readonly budgetLeft: number | undefined;
}

/** "99.1 % so far · 38 % of the error budget gone", or the worst second when there is no objective. */
export function availabilityFinding(
  { endMs, share, soFar, budgetLeft }: AvailabilityTotals,
  bands: readonly Band[],
  warmupMs: number,
): string {
  if (Number.isNaN(soFar)) return endMs.length === 0 ? '' : at(endMs, endMs.length - 1) <= warmupMs ? 'warming up' : 'nothing ended yet';
  const head = `${brief(soFar, 'ratio')} so far`;
  if (budgetLeft !== undefined) return [head, budgetWords(budgetLeft)].join(BETWEEN);
  const worst = extreme(share, -1, (index) => at(endMs, index) > warmupMs);
  if (worst === undefined || worst.value >= 1) return [head, 'never below 100 %'].join(BETWEEN);
  const moment = at(endMs, worst.index);
  const span = trailMs(at(endMs, 0));
  const where = during(bands, moment) || ` at ${clockText(Math.round(moment / 100) * 100)}`;
  return [head, `${brief(worst.value, 'ratio')} in the worst ${span === 1000 ? 'second' : clockText(span)}${where}`].join(BETWEEN);
}

function budgetWords(left: number): string {
  const gone = 1 - left;
  if (gone <= 0) return 'error budget untouched';
  if (!Number.isFinite(gone)) return 'no error budget, and errors';
  return gone <= 1 ? `${brief(gone, 'ratio')} of the error budget gone` : `error budget spent ${brief(gone, 'factor')}`;
}

export interface ConsistencyTotals {
  /** The warm-up lasts: nothing counts yet. */
  readonly warming: boolean;
  readonly reads: number;
  readonly staleReads: number;
  /** Highest share of stale reads over a trailing second. */
  readonly worstShare: number;
  readonly worstLagMs: number;
  readonly lost: number;
}

/** "18 % stale at worst · no write lost"; what was acknowledged and is gone comes first. */
export function consistencyFinding({ warming, reads, staleReads, worstShare, worstLagMs, lost }: ConsistencyTotals): string {
  if (warming) return 'warming up';
  if (reads === 0 && lost === 0 && !(worstLagMs > 0)) return 'no reads of stored data yet';
  const stale = staleReads === 0 ? 'no stale read' : `${brief(worstShare, 'ratio')} stale at worst`;
  const lag = staleReads === 0 && worstLagMs > 0 ? [`lag up to ${brief(worstLagMs, 'ms')}`] : [];
  const writes = lost === 0 ? 'no write lost' : `${brief(lost, 'count')} acknowledged ${lost === 1 ? 'write' : 'writes'} lost`;
  return (lost === 0 ? [stale, ...lag, writes] : [writes, stale, ...lag]).join(BETWEEN);
}
