/** Several runs of one design, or of two in pairs, on threads: what `run --seeds`, `run --precision` and `compare` share. */
import type { Design } from '../../design/document.ts';
import { type Outcome, type Plan, precisionOf, runRounds } from '../../run/experiment.ts';
import type { RunPool } from '../../run/replications.ts';
import { BAD_INPUT, BUG, problemLines, Stop } from '../output.ts';
import { progress } from './options.ts';

/** Runs the plan with progress on stderr. @throws Stop when the design cannot run or the simulation breaks. */
export async function replicate(designs: readonly [Design, ...Design[]], plan: Plan, pool: RunPool): Promise<Outcome> {
  const { show, clear } = progress();
  const { precision } = plan;
  const noun = designs.length === 2 ? 'pair' : 'run';
  try {
    const result = await runRounds(designs, plan, pool, (rounds) => {
      const reached = precision === undefined ? undefined : precisionOf(rounds, precision.figure);
      const known = reached === undefined ? '' : `, ${precision?.figure.words} ± ${(reached * 100).toPrecision(2)} %`;
      show(`${noun} ${rounds.length} of ${precision === undefined ? '' : 'at most '}${plan.runs}${known}`);
    });
    if (!result.ok) throw new Stop(BAD_INPUT, problemLines(result.error));
    return result.value;
  } catch (error) {
    throw error instanceof Stop ? error : new Stop(BUG, error instanceof Error ? error.message : String(error));
  } finally {
    clear();
  }
}
