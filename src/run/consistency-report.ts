/** What is told of a run's consistency: how fresh reads were, which models held, and the smallest counter-examples. Types only. */
import type { QuantileReport } from './report.ts';

export interface ExampleOperation {
  /** A letter for its session in this example, `–` for a writer that is not known; and in full. */
  readonly who: string;
  readonly whoInFull: string;
  readonly what: 'read' | 'write';
  /** A letter for its key in this example, and in full. */
  readonly key: string;
  readonly keyInFull: string;
  readonly version: number;
  readonly fromMs: number;
  /** Null: its writer never heard how it ended. */
  readonly toMs: number | null;
  /** Who answered: a part and its instance; null when not known. */
  readonly at: { readonly part: string; readonly name: string; readonly instance: number } | null;
  /** One of the two that clash. */
  readonly clashes: boolean;
}

export interface ExampleReport {
  /** What happened that must not, in a plain sentence; and what it contradicts, '' when the first says it all. */
  readonly sentence: string;
  readonly because: string;
  /** The moment at which it showed, ms. */
  readonly atMs: number;
  /** In the order in which they began. */
  readonly operations: readonly ExampleOperation[];
}

export interface ModelReport {
  readonly id: string;
  readonly name: string;
  readonly promise: string;
  readonly state: 'held' | 'violated' | 'unknown';
  readonly chances: number;
  /** What a chance is, in the plural. */
  readonly chanceWords: string;
  readonly violations: number;
  /** With 95 % confidence it is broken in fewer than this share of the chances; null when it was, or nothing was seen. */
  readonly rarerThan: number | null;
  readonly example: ExampleReport | null;
}

/** A point of the t-visibility curve: reads that began so long after the newest version was acknowledged. */
export interface VisibilityPoint {
  readonly fromMs: number;
  /** Null: no end. */
  readonly toMs: number | null;
  readonly reads: number;
  readonly stale: number;
}

export interface StoreReport {
  /** Id and name of the store. */
  readonly node: string;
  readonly name: string;
  readonly reads: number;
  readonly stale: number;
  readonly visibility: readonly VisibilityPoint[];
  /** Stale reads by versions behind: 1, 2, …, the last one has all beyond. */
  readonly behind: readonly number[];
  readonly ageMs: QuantileReport;
  readonly lostVersions: number;
}

export interface ConsistencyReport {
  /** How much was seen. */
  readonly untilMs: number;
  readonly operations: number;
  readonly keys: number;
  readonly sessions: number;
  /** Share of all keys that were recorded. */
  readonly keyShare: number;
  /** From when on nothing could be recorded any more; null: there was room to the end. */
  readonly fullAtMs: number | null;
  /** What counts as a while for eventual convergence. */
  readonly quietMs: number;
  readonly models: readonly ModelReport[];
  readonly stores: readonly StoreReport[];
}
