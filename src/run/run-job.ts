/**
 * One job done: the design read once more (it comes from another thread), run to its end under its seed, and told. What the
 * workers of every pool do; a pool of size one does nothing else. It knows no thread and no clock of its own.
 */
import { read } from '../design/read.ts';
import { nanosFromMillis } from '../std/units.ts';
import { withConsistency } from './consistency.ts';
import { WINDOW } from './frame.ts';
import type { Done, Job, RunTrack, WindowMeans } from './replications.ts';
import { Session } from './session.ts';
import { tracesOf } from './traces.ts';
import { reportOf } from './verdict.ts';

/** `clock` tells real ms from any origin. @throws Error with seed and digest when the simulation itself breaks. */
export function runJob({ design, seed, windows, checked, lookAtMs, track, traced }: Job, clock: () => number): Done {
  const result = read({ ...design, scenario: { ...design.scenario, seed } });
  if (!result.ok) return { ok: false, problems: result.error };
  const began = clock();
  let session: Session | undefined;
  try {
    session = new Session(result.value, undefined, windows === true || track === true ? 'all' : 'counts');
    if (checked === true) session.compiled.sim.record();
    if (traced !== undefined) session.compiled.sim.tracer.sample(traced);
    const tracked = track === true ? trackOf(session) : undefined;
    if (lookAtMs !== undefined) session.advance(nanosFromMillis(lookAtMs));
    const midway = lookAtMs === undefined ? undefined : reportOf(session, 0);
    session.advance(session.end);
    const report = withConsistency(reportOf(session, Math.round(clock() - began)), session);
    return {
      ok: true,
      report,
      ...(windows === true && { windows: windowMeans(session) }),
      ...(midway !== undefined && { midway }),
      ...(tracked !== undefined && { track: tracked() }),
      ...(traced !== undefined && { traces: tracesOf(session.compiled) }),
    };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`A bug in the simulation, seed ${seed}, digest ${session?.digest() ?? 'none'}: ${words}`);
  }
}

/** Follows a run from its beginning. @returns all its windows, when it has ended. */
function trackOf(session: Session): () => RunTrack {
  const digests: string[] = [];
  session.watch(() => {
    digests.push(session.digest());
    return false;
  });
  return () => {
    const { series, windowMs } = session.recorder;
    const data = new Float64Array(series.rows * series.columns);
    for (let row = 0; row < series.rows; row++)
      for (let column = 0; column < series.columns; column++) data[row * series.columns + column] = series.at(row, column);
    return { windowMs, width: series.columns, data, digests, end: session.digest() };
  };
}

/** The latency of a run by chart windows, as far as it has gone. */
export function windowMeans(session: Session): WindowMeans {
  const { series, windowMs } = session.recorder;
  return { windowMs, latencyMs: Array.from(series.column(WINDOW.mean)), samples: Array.from(series.column(WINDOW.samples)) };
}
