/** One run in this thread, for commands that need the session itself: its series, its digest. */
import type { Design } from '../../design/document.ts';
import { withConsistency } from '../../run/consistency.ts';
import type { Report } from '../../run/report.ts';
import { Session } from '../../run/session.ts';
import { reportOf } from '../../run/verdict.ts';
import { BUG, Stop } from '../output.ts';

export interface Executed {
  readonly session: Session;
  readonly report: Report;
}

/**
 * The run of a design from 0 to its end, with this share of requests traced, and its consistency checked if asked for. A bug ends with
 * code 3, seed and digest.
 */
export function execute(design: Design, traced = 0, checked = false): Executed {
  let session: Session | undefined;
  try {
    const began = performance.now();
    session = new Session(design);
    if (traced > 0) session.compiled.sim.tracer.sample(traced);
    if (checked) session.compiled.sim.record();
    session.advance(session.end);
    return { session, report: withConsistency(reportOf(session, Math.round(performance.now() - began)), session) };
  } catch (error) {
    const digest = session?.digest() ?? 'none';
    throw new Stop(BUG, `A bug in the simulation, seed ${design.scenario.seed}, digest ${digest}: ${String(error)}`);
  }
}
