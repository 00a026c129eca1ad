/** Data destroyed: everything goes back to the last backup. */
import { defineFault } from './fault.ts';

export const dataLoss = defineFault({
  id: 'data-loss',
  name: 'Data destroyed',
  group: 'data',
  summary: 'The data is ruined on all copies, and the last backup has to do.',
  about:
    'A bad migration or a wrong DELETE, which replication has carried to every replica at once: redundancy is no backup. The leader is out of service ' +
    'while the last backup is restored, then the replicas copy it. What was written since that backup began is lost; without one, everything is.',
  targets: ['node'],
  needs: 'restore',
  sources: false,
  params: {},
  lasts: 0,
  badge: () => 'restored',
  strikes: 'restore',
});
