/** A call goes on at another instance of the same store: it counts as served by the one that it leaves, and is answered by the other. */
import { SPAN } from '../../engine/clock.ts';
import { OK } from '../../engine/outcome.ts';
import { ARRIVED, INSTANCE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';

export function handOver(sim: Sim, row: number, to: number): void {
  const { requests, clock, meter, now } = sim;
  const { ints, times } = requests;
  const from = ints[row + INSTANCE]!;
  if (from === to) return;
  clock[SPAN] = now - times[(row >> 1) + ARRIVED]!;
  meter.left(from, OK);
  ints[row + INSTANCE] = to;
  times[(row >> 1) + ARRIVED] = now;
  meter.entered(to);
}
