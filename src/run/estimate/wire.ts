/** How long messages take over a link, there and back: distance or own delay, losses, and the wait for a narrow wire. */
import type { Served } from '../../catalog/estimate.ts';
import type { ClassDoc } from '../../design/document.ts';
import { mean, variance } from '../../std/distribution.ts';
import type { Moments } from '../../theory/durations.ts';
import { mg1MeanWait } from '../../theory/mg1.ts';
import { mileMs, nearMs } from '../placement.ts';
import { payloadOf } from './connections.ts';
import { distance, type WiredLink } from './wiring.ts';

/** First resend of a lost message and when a connection gives up, ms: as in engine/link. */
const FIRST_RESEND_MS = 200;
const GIVES_UP_MS = 15_000;

/** The ways that do not depend on what crosses: one way, for reads and for writes. */
export interface Ways {
  readonly read: Moments;
  readonly write: Moments;
}

/** One way over a link, when its far end shares its calls among its copies like this. */
export function waysOf({ values, from, to }: WiredLink, shares: Served['shares']): Ways {
  const resent = plus(resending(values.loss), values.wander);
  if (values.delay === 'own') {
    const way = { mean: mean(values.latency) + resent.mean, variance: variance(values.latency) + resent.variance };
    return { read: way, write: way };
  }
  const near = nearMs(values.delay);
  if (near !== undefined) {
    const way = { mean: near + resent.mean, variance: resent.variance };
    return { read: way, write: way };
  }
  const mile = from.kind.role === 'source' ? mileMs(values.access, from.kind.lastMile?.(from.values)) : 0;
  const placed = (of: readonly number[] | undefined): Moments => ({
    mean: distance(from, to, of) + mile + resent.mean,
    variance: resent.variance,
  });
  const read = placed(shares?.reads);
  return { read, write: shares === undefined ? read : placed(shares.writes) };
}

/** Jitter on top, exponential. */
function plus({ mean, variance }: Moments, wander: number): Moments {
  return { mean: mean + wander, variance: variance + wander * wander };
}

/** What losses add to one message: each further attempt waits twice as long. */
function resending(loss: number): Moments {
  if (loss === 0) return { mean: 0, variance: 0 };
  let [first, second, waited, chance] = [0, 0, 0, 1];
  for (let wait = FIRST_RESEND_MS; waited < GIVES_UP_MS; wait *= 2) {
    chance *= loss;
    // The message gets through at the next attempt, after all waits so far.
    waited += wait;
    first += chance * (1 - loss) * waited;
    second += chance * (1 - loss) * waited * waited;
  }
  return { mean: first, variance: Math.max(0, second - first * first) };
}

/** How full the wire is in its fuller direction, and what both directions add to a call of each class, ms. */
export function wireTime(
  { values }: WiredLink,
  rates: Float64Array,
  classes: readonly ClassDoc[],
): { readonly load: number; readonly times: Float64Array } {
  const times = new Float64Array(classes.length);
  if (values.bandwidth === 0) return { load: 0, times };
  let load = 0;
  const payload = payloadOf(values, classes);
  for (const bytes of ['bytesUp', 'bytesDown'] as const) {
    let [rate, first, second] = [0, 0, 0];
    classes.forEach((_, cls) => {
      const ms = (payload.bytes[cls * 2 + (bytes === 'bytesUp' ? 0 : 1)]! / values.bandwidth) * 1000;
      rate += rates[cls]! / 1000;
      first += (rates[cls]! / 1000) * ms;
      second += (rates[cls]! / 1000) * ms * ms;
      times[cls] = times[cls]! + ms;
    });
    load = Math.max(load, first);
    if (rate === 0) continue;
    const each = first / rate;
    const wait = Math.min(GIVES_UP_MS, mg1MeanWait(rate, each, second / rate - each * each));
    for (let cls = 0; cls < times.length; cls++) times[cls] = times[cls]! + wait;
  }
  return { load, times };
}
