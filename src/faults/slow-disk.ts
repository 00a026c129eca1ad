/** Slow disk: reading and writing take longer, everything else does not. */
import { defineFault } from './fault.ts';
import { factor } from './spec.ts';

export const slowDisk = defineFault({
  id: 'slow-disk',
  name: 'Slow disk',
  group: 'data',
  summary: 'Its disk takes longer for every read and write.',
  about:
    'A volume whose burst credit is spent, a disk about to die, a neighbour that scans. Work in memory goes on as ever, so the mean hardly moves at ' +
    'first; requests that need the disk wait in its line, and when it is busy all the time they take the workers with them.',
  targets: ['node', 'instance'],
  needs: 'disk',
  sources: false,
  params: {
    factor: factor({ label: 'Times slower', group: 'Disk', default: 10, help: 'Every read and write takes so many times as long.' }),
  },
  lasts: 10_000,
  grows: { factor: 1 },
  badge: (values) => `disk ×${values.factor}`,
  turn: (knobs, reach, values) => {
    for (const i of reach.instances) knobs.slowDisk[i] = knobs.slowDisk[i]! * values.factor;
  },
});
