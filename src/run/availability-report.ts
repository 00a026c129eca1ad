/** Availability as the report tells it: shares, outages, budgets, alerts. Types only; `run/availability` fills them. Times in ms. */
import type { Downtime } from '../stats/availability.ts';

/** A time in which too little was answered; `toMs` is null when it had not ended. */
export interface OutageReport {
  readonly fromMs: number;
  readonly toMs: number | null;
  /** Requests that failed in it. */
  readonly failed: number;
}

/** How often it failed and for how long each time, measured in whole chart windows; null where it never failed. */
export interface FailuresReport {
  readonly failures: number;
  readonly downMs: number;
  readonly mtbfMs: number | null;
  readonly mttrMs: number | null;
  readonly outages: readonly OutageReport[];
}

/** One pair of windows that watches how fast an error budget burns, as far as it fits the run. */
export interface AlertReport {
  /** Times faster than what just spends the budget. */
  readonly rate: number;
  readonly longMs: number;
  readonly shortMs: number;
  /** Share of the run's budget that is spent by the time the long window alone makes it fire. */
  readonly budget: number;
  /** When it was on; `worst` is the fastest burn over the long window. */
  readonly fired: readonly { readonly fromMs: number; readonly toMs: number | null; readonly worst: number }[];
}

/** An objective of availability, held against the run. */
export interface SloReport extends FailuresReport {
  readonly id: string;
  /** Of these requests; '' of all. */
  readonly class: string;
  /** What it asks, in words. */
  readonly text: string;
  readonly target: number;
  readonly met: boolean;
  readonly requestBased: number | null;
  /** Share of the chart windows in which the target was met. */
  readonly timeBased: number | null;
  readonly nines: number | null;
  /** What the target allows to be down, and what the measured availability comes to. */
  readonly allowed: Downtime;
  readonly atThisRate: Downtime | null;
  readonly failedRequests: number;
  /** Requests that may fail of as many as there were. */
  readonly budgetRequests: number;
  /** Share of the budget that is left; negative when overspent. */
  readonly budgetLeft: number | null;
  /** Over the whole measured time. */
  readonly burnRate: number | null;
  readonly alerts: readonly AlertReport[];
  readonly userMinutesLost: number | null;
}

export interface AvailabilityReport extends FailuresReport {
  readonly requestBased: number | null;
  readonly timeBased: number | null;
  readonly nines: number | null;
  readonly budgetLeft: number | null;
  /** The share that a window must reach to be good: the objective's, or 0.99. */
  readonly threshold: number;
  /** People at the sources, and the minutes for which they could not use it; null where nobody is counted. */
  readonly people: number;
  readonly userMinutesLost: number | null;
  readonly slos: readonly SloReport[];
}
