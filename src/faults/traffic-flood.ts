/** Traffic flood: a source sends so many requests a second besides its own. */
import { defineFault } from './fault.ts';

export const trafficFlood = defineFault({
  id: 'traffic-flood',
  name: 'Traffic flood',
  group: 'load',
  summary: 'So many requests a second more, whatever the usual rate.',
  about:
    'A crawler, a client in a loop, an attack at the application: requests of the same sort come besides the usual ones. Unlike a spike it does not ' +
    'depend on the time of day. A source with a fixed crowd of users has no flood.',
  targets: ['node'],
  needs: 'traffic',
  sources: true,
  params: {
    rate: {
      type: 'number',
      label: 'Requests a second',
      group: 'Load',
      unit: 'perSecond',
      min: 0,
      max: 100_000,
      default: 500,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'Sent besides its own rate.',
    },
  },
  lasts: 10_000,
  grows: { rate: 0 },
  badge: (values) => `+${Math.round(values.rate)}/s`,
  turn: (knobs, reach, values) => {
    for (const n of reach.nodes) knobs.flood[n] = knobs.flood[n]! + values.rate;
  },
});
