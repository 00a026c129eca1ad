/**
 * What page and worker say to each other. Commands are comlink calls that return values; frames travel over a
 * MessagePort of their own as transferred buffers that are handed back. Nothing is thrown across on purpose.
 */

import type { Breakpoint, Stop } from '../design/breakpoint-doc.ts';
import type { Design, Problem, TimelineEntry } from '../design/document.ts';
import type { ConsistencyReport } from '../run/consistency-report.ts';
import type { FrameCounts } from '../run/frame.ts';
import type { Done, Job } from '../run/replications.ts';
import type { Report } from '../run/report.ts';
import type { Story } from '../run/story-report.ts';
import type { TraceReport } from '../run/traces.ts';
import type { Stretch } from '../run/why/observe.ts';
import type { Why } from '../run/why/why.ts';

/** What loading a design gives: its compiled shape, or the problems that forbid running it. */
export interface Loaded {
  /** undefined when an error forbids running. */
  readonly shape: RunShape | undefined;
  readonly problems: readonly Problem[];
}

/** Which index of a frame belongs to what. */
export interface RunShape extends FrameCounts {
  readonly nodeIds: readonly string[];
  readonly linkIds: readonly string[];
  /** First instance index of each node; instances of node i are firstInstance[i] … firstInstance[i]+instanceCount[i]-1. */
  readonly firstInstance: readonly number[];
  readonly instanceCount: readonly number[];
  readonly windowMs: number;
}

type Unstamped<Entry> = Entry extends TimelineEntry ? Omit<Entry, 'at'> : never;
/** A timeline entry without its moment: the worker stamps it with the simulated time at which it takes effect. */
export type UnstampedEntry = Unstamped<TimelineEntry>;

/**
 * Requests that were answered in a stretch of the run, after so long; ms, the upper end of the time taken may be Infinity. With `all`, also
 * those that failed in it, and those that were still under way at its end.
 */
export interface TracedCell {
  readonly all: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface TracesSoFar {
  /** Share of the simulated time that has been followed, 0 … 1. */
  readonly done: number;
  /** undefined while it is under way. */
  readonly traces: readonly TraceReport[] | undefined;
}

export interface WhySoFar {
  /** Share of the work that is done, 0 … 1. */
  readonly done: number;
  /** undefined while it is under way, and of a run that has not begun. */
  readonly why: Why | undefined;
}

export interface ConsistencySoFar {
  /** Share of the work that is done, 0 … 1. */
  readonly done: number;
  /** undefined while it is under way. */
  readonly report: ConsistencyReport | undefined;
}

/** The worker's face, through comlink (each method becomes async on the page's side). */
export interface EngineService {
  /** Compiles a design and makes it ready at 0 ms. The design comes from the page's store, yet is read again here. */
  load(design: Design): Loaded;
  play(): void;
  pause(): void;
  /** One event, or everything up to the next chart window. Pauses first. */
  step(size: 'event' | 'window'): void;
  /** Simulated seconds per real second; Infinity for as fast as possible. */
  setSpeed(speed: number): void;
  /** As fast as possible to the end of the scenario, then finished. */
  runToEnd(): void;
  /** Pauses the run at the end of any chart window in which one of these begins to hold, from now on. */
  breakAt(breakpoints: readonly Breakpoint[]): void;
  /** As fast as possible to the first window in which this begins to hold, at most to the end. */
  runUntil(awaited: Breakpoint): void;
  /** Which breakpoint paused the run last. */
  lastStop(): Stop | undefined;
  /** Back to 0 ms with the same seed and timeline. */
  reset(): void;
  /** Stamps an entry with the next moment of simulated time, applies it live, and returns it. */
  inject(entry: UnstampedEntry): TimelineEntry;
  /**
   * Takes over an edited timeline. Entries still ahead are simply exchanged; when something already past changed, the
   * run is executed again from 0 to the present moment (state `catching-up` meanwhile), which gives the same future
   * as if the timeline had been so from the start.
   */
  retime(timeline: readonly TimelineEntry[]): void;
  /** What has happened in it so far. */
  story(): Story | undefined;
  /** All figures of the run so far, or up to a past moment (ms) that is looked at, as soon as it has been executed again. */
  report(atMs?: number): Report | undefined;
  /** Nobody looks at the past any more. */
  leavePast(): void;
  /**
   * Requests traced up to the moment of the first question: the last, the slowest and the last failed ones. Where the design traces none
   * itself, the run is executed once more beside the present one with this share traced: the same events, so the same requests. Answers at
   * once; ask again until the traces are there. A run that begins anew meanwhile is followed from its own beginning. With a cell, the
   * requests of that cell alone; of a run that traces some itself, those of them that lie in it.
   */
  traces(share: number, cell?: TracedCell): TracesSoFar;
  /** Nobody waits for traces any more. */
  stopTraces(): void;
  /**
   * Which models of consistency held up to the moment of the first question, judged by the operations of the run, which is executed once
   * more for it. Answers at once; ask again until the report is there.
   */
  consistency(): ConsistencySoFar;
  /** Nobody waits for it any more. */
  stopConsistency(): void;
  /**
   * Why a stretch of the run so far was slow or failed, or its worst one when none is named: the run is executed once more for it. Answers at
   * once; ask again until the answer is there. Another stretch is another question.
   */
  why(stretch: Stretch | undefined): WhySoFar;
  /** Nobody waits for it any more. */
  stopWhy(): void;
  /** The port over which frames are pulled: post an ArrayBuffer (or an empty one), receive it filled; with the past moment `at` (ms), of that. */
  connect(port: MessagePort): void;
}

/** What the same worker does as one of a pool: whole runs, one after the other, shown to nobody on the way. */
export interface BatchService {
  run(job: Job): Done;
}

/** The worker's answer on the frame port when the simulation itself broke: a bug, shown with seed and digest. */
export interface EngineFailure {
  readonly failure: string;
  readonly seed: number;
  readonly digest: string;
}
