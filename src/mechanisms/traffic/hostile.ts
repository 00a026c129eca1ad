/** Requests of an attack: they are counted where they come from and where they go, and in no figure about users' requests. */
import { SPAN } from '../../engine/clock.ts';
import { ORIGIN, OUTCOME, STARTED, VERSION } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';

/** An attack's request came to its end. */
export function completeHostile(sim: Sim, row: number): void {
  const r = sim.requests;
  const ns = sim.now - r.times[(row >> 1) + STARTED]!;
  const outcome = r.ints[row + OUTCOME]!;
  sim.clock[SPAN] = ns;
  sim.meter.left(r.ints[row + ORIGIN]!, outcome);
  sim.digest.mix(ns | 0, (r.ints[row + VERSION]! << 4) | outcome);
}
