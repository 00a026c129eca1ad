/** What a name does when it hears that nobody waits any more for a call that it holds: it gives up what it called on its behalf. */
import { CALLER_GAVE_UP, CANCELLED, causeOf } from '../../engine/outcome.ts';
import { CALLER_HOLDS, CAUSE, GENERATION, OUTCOME, PARENT, PARENT_GENERATION, ROW } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';

/** A call that is not out yet is let go of when its look-up ends: then false, and nothing is done. */
export function giveUp(sim: Sim, node: number, row: number): boolean {
  const { requests: r, calls } = sim;
  const { ints } = r;
  let out = false;
  for (let child = 0; child < r.end && !out; child += ROW) {
    out = r.has(child, CALLER_HOLDS) && ints[child + PARENT] === row && ints[child + PARENT_GENERATION] === ints[row + GENERATION];
  }
  if (!out) return false;
  calls.givingUp.abandonAll(row);
  ints[row + OUTCOME] = CANCELLED;
  ints[row + CAUSE] = causeOf(CALLER_GAVE_UP, node);
  calls.returned(row);
  return true;
}
