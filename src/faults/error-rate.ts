/** Error rate: a share of calls is answered with an error at once. */
import { either } from '../engine/knobs.ts';
import { defineFault, MACHINES } from './fault.ts';

export const errorRate = defineFault({
  id: 'error-rate',
  name: 'Errors',
  group: 'machine',
  summary: 'A share of calls is answered with an error, at once.',
  about:
    'A bad release or a broken dependency inside: some calls fail quickly, without doing their work. Because failing is quick, such an instance looks ' +
    'idle and attracts even more traffic from a balancer that counts open connections.',
  targets: MACHINES,
  sources: false,
  params: {
    share: {
      type: 'number',
      label: 'Share of calls',
      group: 'Errors',
      unit: 'ratio',
      min: 0,
      max: 1,
      default: 0.3,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'Each call fails with this probability, independently.',
    },
  },
  lasts: 10_000,
  grows: { share: 0 },
  badge: (values) => `errors ${Math.round(values.share * 100)} %`,
  turn: (knobs, reach, values) => {
    for (const i of reach.instances) knobs.errors[i] = either(knobs.errors[i]!, values.share);
  },
});
