/** Poison messages: whoever works on one of them fails. */
import { either } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';
import { share } from './spec.ts';

export const poisonMessage = defineFault({
  id: 'poison-message',
  name: 'Poison messages',
  group: 'data',
  summary: 'Some messages make whoever works on them fail.',
  about:
    'A producer sends what consumers cannot read. Each delivery of such a message fails, so it comes back again and again; without a limit on ' +
    'deliveries they pile up and take the consumers’ time from all others. Those taken in stay poisoned when the fault has ended.',
  targets: ['node'],
  needs: 'messages',
  sources: false,
  params: {
    share: share({
      label: 'Share of messages',
      group: 'Poison',
      default: 0.05,
      help: 'Each message taken in is poisoned with this probability.',
    }),
  },
  lasts: 10_000,
  grows: { share: 0 },
  badge: (values) => `poison ${Math.round(values.share * 100)} %`,
  turn: (knobs, reach, values) => {
    for (const n of reach.nodes) knobs.poison[n] = either(knobs.poison[n]!, values.share);
  },
});
