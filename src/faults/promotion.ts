/** Promotion by hand: somebody has a replica lead, whoever leads at that moment. */
import { defineFault } from './fault.ts';

export const promotion = defineFault({
  id: 'promotion',
  name: 'Promote a replica',
  group: 'data',
  summary: 'Somebody has a replica lead.',
  about:
    'An operator promotes a replica: the one that is aimed at, or the first that can. Whoever led is fenced first; what it had not shipped is lost. ' +
    'Without fencing it goes on beside the new leader: split brain by hand.',
  targets: ['node', 'instance'],
  needs: 'promotion',
  sources: false,
  params: {},
  lasts: 0,
  badge: () => 'promoted',
  strikes: 'promotion',
});
