/** Disk loss: a disk dies with all that is on it. */
import { defineFault } from './fault.ts';

export const diskLoss = defineFault({
  id: 'disk-loss',
  name: 'Disk loss',
  group: 'data',
  summary: 'A disk dies with all that is on it.',
  about:
    'The machine goes on with an empty disk. What lay there has to be made anew from other copies or fragments; what has too few left is lost. On a ' +
    'whole part, all its disks are lost.',
  targets: ['node', 'instance'],
  needs: 'disk-loss',
  sources: false,
  params: {},
  lasts: 0,
  badge: () => 'disk lost',
  strikes: 'disk-loss',
});
