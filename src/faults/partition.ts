/** Partition: no message passes between two sides, or over a link. */
import { BOTH_WAYS } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';

export const partition = defineFault({
  id: 'partition',
  name: 'Partition',
  group: 'network',
  summary: 'No message passes between two sides.',
  about:
    'A cut in the network. Both sides go on running and cannot hear each other: requests, answers, replication and health checks stop at the cut. ' +
    'Nobody is told; callers find out by their timeouts. Messages sent again after it heals get through.',
  targets: ['partition', 'link', 'node', 'instance', 'zone', 'region'],
  sources: true,
  cuts: true,
  params: {},
  lasts: 10_000,
  badge: () => 'cut off',
  turn: (knobs, reach) => {
    if (reach.sides !== undefined) knobs.cuts.push(reach.sides);
    else for (const l of reach.links) knobs.severed[l] = BOTH_WAYS;
  },
});
