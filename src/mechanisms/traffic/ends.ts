/** Ends of requests at their source: one that it answers itself, one that it gives up before it set out, and the share answered. */
import { NOW } from '../../engine/clock.ts';
import { CANCELLED, causeOf, OFFLINE, OK, OUTCOMES, UNAVAILABLE } from '../../engine/outcome.ts';
import { CAUSE, OUTCOME } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';

/** A read of a source is answered by itself, at once, with a version of a key it has. Stale when a newer one was acknowledged by now. */
export function answerHere(
  { sim, firstInstance }: StationContext,
  cls: number,
  dataset: number,
  key: number,
  version: number,
  session: number,
): void {
  const now = sim.clock[NOW]!;
  if (sim.recording.on !== 0 && dataset >= 0) sim.recording.recalled(dataset, key, version, session, firstInstance);
  const stale = dataset >= 0 && sim.history.observe(dataset, key, version, sim.history.newest(dataset, key), now);
  sim.answerAtSource(cls, firstInstance, stale);
  sim.digest.mix(key, (version << 4) | OK);
}

/** A request that was opened and never sent is over: there is no connection. */
export function giveUp({ sim, node }: StationContext, row: number): void {
  const { ints } = sim.requests;
  ints[row + OUTCOME] = UNAVAILABLE;
  ints[row + CAUSE] = causeOf(OFFLINE, node);
  sim.complete(row);
  // It was never sent, so nobody else holds it.
  sim.requests.free(row);
}

/** Share of a source's own requests that were answered since the warm-up; NaN before one ended. Those it called off itself do not count. */
export function answeredShare({ sim, firstInstance }: StationContext): number {
  const ok = sim.meter.ends(firstInstance, OK);
  let all = 0;
  for (let o = 0; o < OUTCOMES.length; o++) if (o !== CANCELLED) all += sim.meter.ends(firstInstance, o);
  return all > 0 ? ok / all : Number.NaN;
}
