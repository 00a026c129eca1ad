/** Duplicates: a share of requests arrives twice. */
import { either } from '../engine/knobs.ts';
import { NS_PER_MS } from '../std/units.ts';
import { defineFault } from './fault.ts';
import { millis, share } from './spec.ts';

export const duplicate = defineFault({
  id: 'duplicate',
  name: 'Duplicates',
  group: 'network',
  summary: 'Some requests and messages arrive twice.',
  about:
    'A library, a proxy or a broker sends again what had arrived already. The far end does everything twice: it works more, and a write or a message ' +
    'that is not told apart by a number of its own is done twice, while its caller hears one answer. This is what delivery at least once means.',
  targets: ['link', 'node'],
  sources: true,
  params: {
    share: share({
      label: 'Share of requests',
      group: 'Duplicates',
      default: 0.1,
      help: 'Each request is sent twice with this probability.',
    }),
    after: millis({ label: 'Second one after', group: 'Duplicates', min: 0, default: 50, help: 'Time from the first one to the second.' }),
  },
  lasts: 10_000,
  grows: { share: 0 },
  badge: (values) => `twice ${Math.round(values.share * 100)} %`,
  turn: (knobs, reach, values) => {
    for (const l of reach.links) {
      knobs.twice[l] = either(knobs.twice[l]!, values.share);
      knobs.twiceAfter[l] = Math.max(knobs.twiceAfter[l]!, Math.round(values.after * NS_PER_MS));
    }
  },
});
