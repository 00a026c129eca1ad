/**
 * What a station says of itself when it is plain: all that the express way needs to do the station's part for it. A station is
 * plain or not at any moment, as its parameters go; the same rows, lines, streams and events serve both ways.
 */
import type { Sampler } from '../../std/distribution.ts';
import type { Stream } from '../../std/random.ts';

/** Workers with a line before them, first come first served; lines by instance, counted from the first. */
export interface PlainLine {
  readonly first: number;
  readonly head: Int32Array;
  readonly tail: Int32Array;
  readonly slots: number;
  readonly limit: number;
}

/** The calls of a class: one a step, each made with its probability. */
export interface PlainPlan {
  readonly links: Int32Array;
  readonly chances: Float64Array;
}

/** A station that takes a worker, works, makes its calls and answers. */
export interface PlainWork {
  readonly kind: 'work';
  /** Code of the event that own work is done. */
  readonly done: number;
  /** What stands in SCRATCH_A of a call that a worker is at. */
  readonly atWork: number;
  readonly line: PlainLine;
  readonly work: Sampler;
  readonly time: Stream;
  readonly choice: Stream;
  /** The worker waits for the calls. */
  readonly held: boolean;
  /** By class. */
  readonly plans: readonly PlainPlan[];
}

/** When a source's next request is due. */
export interface PlainGaps {
  readonly gaps: Stream;
  readonly alarm: number;
  /** Requests per ns. */
  readonly drawnAt: number;
  due: number;
  /** The number of the arrival that is due. */
  number: number;
}

/** Keys of a class: a rank of n by an alias table (see std/zipf; an empty one: evenly), told apart from those of other key spaces. */
export interface PlainKeys {
  readonly n: number;
  readonly cut: Float64Array;
  readonly alias: Int32Array;
  readonly spaces: number;
  readonly space: number;
}

/** A source of requests at random moments. */
export interface PlainSource {
  readonly kind: 'source';
  /** Code of the event that a request comes. */
  readonly arrival: number;
  readonly instance: number;
  readonly loop: PlainGaps;
  readonly mix: Stream;
  /** All that is drawn for a request comes from this stream, so that it may be drawn ahead. */
  readonly ahead: boolean;
  readonly sessions: number;
  /** By class: how keys are drawn, where they all are drawn from tables or evenly. */
  readonly laws: readonly PlainKeys[] | undefined;
  /** Draws the key of a request of this class. */
  readonly keyOf: (cls: number) => number;
  /** The classes it sends, their shares, whether they write, and where each may go. */
  readonly classes: readonly number[];
  readonly shares: Float64Array;
  readonly writes: readonly boolean[];
  readonly routes: readonly { readonly links: readonly number[]; readonly shares: Float64Array }[];
}

export type Plain = PlainWork | PlainSource;
