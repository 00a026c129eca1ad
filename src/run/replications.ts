/**
 * What a pool of workers is asked and answers: one design run to its end under one seed, its report back. The same shape
 * whether the pool is made of web workers (the page) or of threads (the command line), so experiments know neither.
 */
import type { Design, Problem } from '../design/document.ts';
import type { Report } from './report.ts';
import type { TraceReport } from './traces.ts';

/** A design to be run to its end under this seed instead of its own. */
export interface Job {
  readonly design: Design;
  readonly seed: number;
  /** Whether the mean latency of every chart window is wanted too: warm-up detection and batch means need it. */
  readonly windows?: boolean;
  /** Whether its operations are to be recorded and its consistency checked. */
  readonly checked?: boolean;
  /** Whether all chart windows are wanted, with the digest at the end of each. */
  readonly track?: boolean;
  /** Share of requests whose traces are wanted. */
  readonly traced?: number;
  /** A moment (ms) before the end at which the report so far is wanted too. */
  readonly lookAtMs?: number;
}

/** Mean latency of each chart window from 0 on, ms; NaN for a window in which nothing was answered. */
export interface WindowMeans {
  readonly windowMs: number;
  readonly latencyMs: readonly number[];
  /** How many answers each mean is of. */
  readonly samples: readonly number[];
}

/** All chart windows of a run. */
export interface RunTrack {
  readonly windowMs: number;
  /** How many numbers a window has: see run/frame, WINDOW and NODE_WINDOW. */
  readonly width: number;
  /** Window after window. */
  readonly data: Float64Array;
  /** The digest at the end of each window, before what the timeline has due at that moment. */
  readonly digests: readonly string[];
  /** The digest of the whole run. */
  readonly end: string;
}

/** A finished run, or why it could not be run. */
export type Done =
  | {
      readonly ok: true;
      readonly report: Report;
      readonly windows?: WindowMeans;
      readonly midway?: Report;
      readonly track?: RunTrack;
      readonly traces?: readonly TraceReport[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Runs jobs side by side. Answers come in any order through the promises; results never depend on the number of workers. */
export interface RunPool {
  readonly size: number;
  /** Refused with an Error that names seed and digest when the simulation itself breaks. */
  readonly run: (job: Job) => Promise<Done>;
  /** Ends the workers; promises that are still open are refused with an AbortError. */
  readonly close: () => void;
}
