/**
 * A recorded trace of traffic as plain data: how many requests came in each interval, or how long after each other they came. Bounded, since
 * it travels in documents and links.
 */

export interface Trace {
  /** Length of an interval in ms, of which `values` are the counts; 0: the values are gaps in ms, each before its request. */
  readonly every: number;
  readonly values: readonly number[];
}

/** Caps on what a document may hold (chosen: a week in quarters of an hour is 672, and links must stay links). */
export const MAX_TRACE_VALUES = 5000;
const MAX_COUNT = 1_000_000;
/** ms; a day. */
const LONGEST = 86_400_000;

/** What is wrong with a trace, as a short sentence; undefined when nothing is. */
export function checkTrace({ every, values }: Trace): string | undefined {
  if (!(every === 0 || (every >= 1 && every <= LONGEST))) return 'An interval lasts from 1 ms to a day.';
  if (values.length > MAX_TRACE_VALUES) return `A trace has at most ${MAX_TRACE_VALUES} values; this one has ${values.length}.`;
  const most = every > 0 ? MAX_COUNT : LONGEST;
  const bad = values.findIndex((value) => !(value >= 0 && value <= most));
  if (bad >= 0) return `Value ${bad + 1} must be from 0 to ${most}.`;
  return undefined;
}

/** How many requests it records. */
export function traceTotal({ every, values }: Trace): number {
  return every > 0 ? values.reduce((sum, count) => sum + count, 0) : values.length;
}

/** How long it lasts, ms. */
export function traceLength({ every, values }: Trace): number {
  return every > 0 ? every * values.length : values.reduce((sum, gap) => sum + gap, 0);
}
