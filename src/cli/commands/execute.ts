/** One run in this thread, for commands that need the session itself: its series, its digest. */
import type { Design } from '../../design/document.ts';
import type { Report } from '../../run/report.ts';
import { Session } from '../../run/session.ts';
import { reportOf } from '../../run/verdict.ts';
import { BUG, Stop } from '../output.ts';

export interface Executed {
  readonly session: Session;
  readonly report: Report;
}

/** The run of a design from 0 to its end, with this share of requests traced. A bug ends with code 3, seed and digest. */
export function execute(design: Design, traced = 0): Executed {
  let session: Session | undefined;
  try {
    const began = performance.now();
    session = new Session(design);
    if (traced > 0) session.compiled.sim.tracer.sample(traced);
    session.advance(session.end);
    return { session, report: reportOf(session, Math.round(performance.now() - began)) };
  } catch (error) {
    const digest = session?.digest() ?? 'none';
    throw new Stop(BUG, `A bug in the simulation, seed ${design.scenario.seed}, digest ${digest}: ${String(error)}`);
  }
}
