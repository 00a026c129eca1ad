/**
 * The faint trace of the last minute under a node: a long column of chart windows brought down to a few bars, each the
 * highest value of its span, so that no peak is lost. The scale never falls below a floor, or calm would look wild.
 */

/** How far back the trace reaches, ms of simulated time. */
const TRACE_MS = 60_000;
/** Steps of the trace; one each 3 px at zoom 1. */
export const TRACE_STEPS = 48;

/**
 * Fills `into` (TRACE_STEPS values, oldest first) with the greatest value of each span of the last minute; NaN where
 * nothing was measured. The newest window is always the last step, so the trace slides and does not rescale in time.
 * @returns the greatest value, NaN when there is none.
 */
export function traceOf(values: Float64Array, windowMs: number, into: Float64Array): number {
  const perStep = Math.max(1, Math.round(TRACE_MS / TRACE_STEPS / windowMs));
  // Steps begin at whole multiples of their width, so that a value stays in its step while time goes on.
  const last = Math.floor((values.length - 1) / perStep);
  let top = Number.NaN;
  for (let step = 0; step < TRACE_STEPS; step++) {
    const block = last - (TRACE_STEPS - 1 - step);
    let most = Number.NaN;
    if (block >= 0 && values.length > 0) {
      const end = Math.min(values.length, (block + 1) * perStep);
      for (let i = block * perStep; i < end; i++) {
        const value = values[i] ?? Number.NaN;
        if (value > most || Number.isNaN(most)) most = value;
      }
    }
    into[step] = most;
    if (most > top || Number.isNaN(top)) top = most;
  }
  return top;
}

/**
 * The value at full height: the greatest one, but never less than three times the smallest, so that a calm minute is a
 * low even line and a peak stands out of it.
 */
export function traceScale(trace: Float64Array, top: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of trace) if (value > 0 && value < least) least = value;
  return least === Number.POSITIVE_INFINITY ? top : Math.max(top, least * 3);
}
