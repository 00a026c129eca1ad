/**
 * A call goes on at another instance of the same store, by way of its caller, who is told where. Once there it counts as served by the one
 * that it left, and is answered by the other.
 */
import { SPAN } from '../../engine/clock.ts';
import { UP } from '../../engine/knobs.ts';
import { OK } from '../../engine/outcome.ts';
import { ARRIVED, FLAGS, HELD_IN, INSTANCE, LINK, ORIGIN } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';

/** Sends a call from an instance of a node to another, back to its caller and from there: the node is woken with `what` and the row. */
export function sendOn(sim: Sim, node: number, what: number, row: number, from: number, to: number): void {
  const { requests, clock, shape } = sim;
  const origin = requests.ints[row + ORIGIN]!;
  const link = sim.links[requests.ints[row + LINK]!]!;
  link.takes(shape, clock, from, origin);
  const back = clock[SPAN]!;
  link.takes(shape, clock, origin, to);
  clock[SPAN] = back + clock[SPAN]!;
  sim.wakeRow(node, what, row);
}

export type Arrival = 'there' | 'lost' | 'kept';

/** A call that was sent on arrives: not where an instance is down or out of reach; one that hangs keeps it until it goes on. */
export function arriveOn(sim: Sim, row: number, to: number): Arrival {
  const { requests, knobs } = sim;
  const { ints } = requests;
  if (knobs.down[to] !== UP || knobs.parted(ints[row + ORIGIN]!, to)) return 'lost';
  handOver(sim, row, to);
  if (knobs.hung[to] === 0) return 'there';
  ints[row + FLAGS] = ints[row + FLAGS]! | HELD_IN;
  return 'kept';
}

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
