/**
 * Two designs under one seed, window by window and request by request: what the charts of a comparison draw. Each is executed twice:
 * once for its windows, once more to follow about as many requests as are kept, now that it is known how many there are.
 */
import type { Design } from '../../src/design/document.ts';
import { type MatchedTrace, matchTraces, sameUntil } from '../../src/run/branch.ts';
import { NODE_WINDOW, WINDOW } from '../../src/run/frame.ts';
import type { Done, RunPool, RunTrack } from '../../src/run/replications.ts';
import { err, ok, type Result } from '../../src/std/result.ts';

export interface SideBySide {
  readonly a: RunTrack;
  readonly b: RunTrack;
  /** Until when they are the same, event for event, ms; Infinity: to the end. */
  readonly sameMs: number;
  readonly pairs: readonly MatchedTrace[];
}

/** A tracer keeps the last 200 requests: with so many in all it keeps each of them. */
const MOST_TRACED = 180;

/** The error is a sentence. Refused when the pool is closed. */
export async function runBoth([a, b]: readonly [Design, Design], pool: RunPool): Promise<Result<SideBySide, string>> {
  const { seed } = a.scenario;
  const [first, second] = await Promise.all([a, b].map((design) => pool.run({ design, seed, track: true })));
  const [trackA, trackB] = [trackOf(first), trackOf(second)];
  if (!trackA.ok) return trackA;
  if (!trackB.ok) return trackB;
  const traced = Math.min(1, MOST_TRACED / Math.max(1, requestsOf(first), requestsOf(second)));
  const [tracesA, tracesB] = await Promise.all([a, b].map((design) => pool.run({ design, seed, traced })));
  const pairs = matchTraces(tracesOf(tracesA), tracesOf(tracesB));
  return ok({ a: trackA.value, b: trackB.value, sameMs: sameUntil(trackA.value, trackB.value), pairs });
}

function trackOf(done: Done | undefined): Result<RunTrack, string> {
  if (done?.ok === true && done.track !== undefined) return ok(done.track);
  return err((done?.ok === false ? done.problems[0]?.message : undefined) ?? 'The design cannot be run.');
}

function requestsOf(done: Done | undefined): number {
  if (done?.ok !== true || done.track === undefined) return 1;
  return sumOf(columnOf(done.track, WINDOW.offered));
}

function tracesOf(done: Done | undefined) {
  return (done?.ok === true ? done.traces : undefined) ?? [];
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** A column of all windows of a run, by its place: see run/frame, WINDOW. */
export function columnOf({ data, width }: RunTrack, column: number): Float64Array {
  return Float64Array.from({ length: data.length / width }, (_, row) => data[row * width + column] ?? Number.NaN);
}

/** A column of one part, by its place in the design. */
export function nodeColumnOf(track: RunTrack, node: number, column: Exclude<keyof typeof NODE_WINDOW, 'size'>): Float64Array {
  return columnOf(track, WINDOW.size + node * NODE_WINDOW.size + NODE_WINDOW[column]);
}

/** A count in each window as a rate per second. */
export function rateOf(track: RunTrack, ...columns: readonly number[]): Float64Array {
  const sums = columns.map((column) => columnOf(track, column));
  return Float64Array.from(
    { length: sums[0]?.length ?? 0 },
    (_, i) => (sums.reduce((sum, column) => sum + (column[i] ?? 0), 0) * 1000) / track.windowMs,
  );
}
