/** A disk fails: one of the instance's array, any that is well. */
import { defineFault } from './fault.ts';

export const diskFailure = defineFault({
  id: 'disk-failure',
  name: 'Disk failure',
  group: 'data',
  summary: 'A disk of each instance in reach is lost.',
  about:
    'One disk of the array dies and is replaced. With mirrors or parity the array goes on, slower while the new disk is filled; when more are lost at ' +
    'once than its level bears, its data is gone and has to come from a replica or a backup. It hits only what has disks of its own.',
  targets: ['node', 'instance'],
  needs: 'disk',
  sources: false,
  params: {},
  lasts: 0,
  badge: () => 'disk lost',
  strikes: 'disk',
});
