/**
 * Availability in the words of operations: nines, downtime allowed, error budget, burn rate.
 *
 * Two measures that people confuse are kept apart: request-based (share of requests answered well) and time-based (share
 * of windows in which enough of them were). Definitions and alert thresholds: The Site Reliability Workbook (2018),
 * chapters 2 and 5.
 */
import { ln } from '../std/math.ts';

const LN10 = ln(10);

/** Milliseconds in a day, in a year of 365.25 days, and in a twelfth of it. */
const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;
export const MONTH_MS = YEAR_MS / 12;
/** The 30 days that the recommended alerts are made for. */
export const PERIOD_MS = 30 * DAY_MS;

/** How many nines an availability has: 0.999 → 3, 0.9985 → 2.82. Infinity for 1, NaN outside 0…1. */
export function nines(availability: number): number {
  if (availability === 1) return Infinity;
  return availability === 0 ? 0 : -ln(1 - availability) / LN10;
}

/** How long a system of this availability may be down in a span (default: a year), in the span's unit. */
export function allowedDowntime(availability: number, span: number = YEAR_MS): number {
  return (1 - availability) * span;
}

/** What an availability allows in a day, a month and a year, ms. */
export interface Downtime {
  readonly dayMs: number;
  readonly monthMs: number;
  readonly yearMs: number;
}

export function allowedDowntimes(availability: number): Downtime {
  const allowed = (span: number): number => allowedDowntime(availability, span);
  return { dayMs: allowed(DAY_MS), monthMs: allowed(MONTH_MS), yearMs: allowed(YEAR_MS) };
}

/** The share of the error budget that is left: 1 untouched, 0 used up, negative overspent. With no requests, 1. */
export function errorBudgetLeft(target: number, ok: number, total: number): number {
  const failed = total - ok;
  if (failed === 0) return 1;
  return target >= 1 ? -Infinity : 1 - failed / ((1 - target) * total);
}

/** How many times faster than allowed errors come: 1 spends exactly the budget. With no requests, 0. */
export function burnRate(target: number, ok: number, total: number): number {
  const failed = total - ok;
  if (failed === 0) return 0;
  return target >= 1 ? Infinity : failed / total / (1 - target);
}

/** One alert of the multi-window, multi-burn-rate scheme: fires while both windows burn faster than `rate`. */
export interface BurnAlert {
  readonly rate: number;
  readonly longMs: number;
  readonly shortMs: number;
  /** Share of a 30-day budget gone when the long window alone fires. */
  readonly budget: number;
}

/** The recommended three (Site Reliability Workbook, table 5-8), for a period of 30 days. */
export const BURN_ALERTS: readonly BurnAlert[] = [
  { rate: 14.4, longMs: 3_600_000, shortMs: 300_000, budget: 0.02 },
  { rate: 6, longMs: 21_600_000, shortMs: 1_800_000, budget: 0.05 },
  { rate: 1, longMs: 259_200_000, shortMs: 21_600_000, budget: 0.1 },
];

/**
 * Time-based availability: the share of windows whose share of good answers reached `threshold`. Windows without
 * requests (NaN) say nothing and are left out; without any window, NaN.
 */
export function timeBasedAvailability(okShares: ArrayLike<number>, threshold: number): number {
  let up = 0;
  let known = 0;
  for (let i = 0; i < okShares.length; i++) {
    const share = okShares[i]!;
    if (Number.isNaN(share)) continue;
    known++;
    if (share >= threshold) up++;
  }
  return known === 0 ? NaN : up / known;
}
