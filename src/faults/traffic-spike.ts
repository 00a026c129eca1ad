/** Traffic spike: a source sends more, or less, than it would. */
import { defineFault } from './fault.ts';

export const trafficSpike = defineFault({
  id: 'traffic-spike',
  name: 'Traffic spike',
  group: 'load',
  summary: 'More requests than usual for a while.',
  about:
    'A campaign, a news item, a broken client: the source sends so many times its rate. What matters is often not the spike but what is left ' +
    'behind when it is over: queues, timeouts, retries.',
  targets: ['node'],
  needs: 'traffic',
  byClass: true,
  sources: true,
  params: {
    factor: {
      type: 'number',
      label: 'Times the rate',
      group: 'Load',
      unit: 'factor',
      min: 0,
      max: 1000,
      default: 3,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'The source sends at this many times its rate; below 1 it is a lull.',
    },
  },
  lasts: 10_000,
  grows: { factor: 1 },
  badge: (values) => `load ×${values.factor}`,
  turn: (knobs, reach, values) => {
    for (const n of reach.nodes) knobs.traffic[n] = knobs.traffic[n]! * values.factor;
    for (const cls of reach.classes ?? []) knobs.surges.set(cls, (knobs.surges.get(cls) ?? 1) * values.factor);
  },
});
