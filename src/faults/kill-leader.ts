/** Kill the leader: whoever leads at that moment crashes. */
import { DOWN_REFUSING } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';

export const killLeader = defineFault({
  id: 'kill-leader',
  name: 'Kill the leader',
  group: 'data',
  summary: 'Whoever leads at that moment crashes.',
  about:
    'The copy that leads when the fault begins goes down and stays down as long as it lasts, whoever leads afterwards. Writes fail until the others ' +
    'notice and one of them takes over; what it had confirmed alone is lost. With nobody leading, nobody is hit.',
  targets: ['node'],
  needs: 'leader',
  sources: false,
  params: {},
  lasts: 20_000,
  badge: () => 'leader down',
  aims: 'leader',
  turn: (knobs, reach) => {
    for (const i of reach.instances) knobs.down[i] = Math.max(knobs.down[i]!, DOWN_REFUSING);
  },
});
