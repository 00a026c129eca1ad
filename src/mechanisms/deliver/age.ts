/**
 * The age of a message, told with its delivery: how long ago its producer sent it, so that whoever works by the time of events knows
 * it. It travels in the field that holds a number over links into brokers, in whole microseconds and one, and stays the same over
 * further attempts; what is older than half an hour is said to be that old.
 */
import { DATASET, EXPECTED, LINK, STARTED } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';

const NS_PER_US = 1000;
const OLDEST = 2e9;

/** A delivery says when its message was made, ns. Deliveries into brokers and stores do not. */
export function tellAge(sim: Sim, row: number, made: number): void {
  const { ints } = sim.requests;
  if (sim.links[ints[row + LINK]!]!.numbered !== 0 || ints[row + DATASET]! >= 0) return;
  ints[row + EXPECTED] = 1 + Math.min(OLDEST, Math.round((sim.now - made) / NS_PER_US));
}

/** When the message of a delivery was made, ns; of any other call, when it was sent first. */
export function madeAt(sim: Sim, row: number): number {
  const { ints, times } = sim.requests;
  const told = sim.links[ints[row + LINK]!]!.numbered === 0 ? ints[row + EXPECTED]! : 0;
  return times[(row >> 1) + STARTED]! - (told > 0 && ints[row + DATASET]! < 0 ? (told - 1) * NS_PER_US : 0);
}
