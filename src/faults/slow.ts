/** Slow: work takes longer, by a factor and by an added time. The grey failure that health checks miss. */
import { NS_PER_MS } from '../std/units.ts';
import { defineFault, MACHINES } from './fault.ts';

export const slow = defineFault({
  id: 'slow',
  name: 'Slow',
  group: 'machine',
  summary: 'All its work takes longer.',
  about:
    'A noisy neighbour, a failing disk, a throttled processor: the instance stays up and healthy to a ping, and every piece of work takes so many ' +
    'times longer. Utilisation rises by the same factor, and with it the queue.',
  targets: MACHINES,
  sources: false,
  params: {
    factor: {
      type: 'number',
      label: 'Times slower',
      group: 'Slow',
      unit: 'factor',
      min: 1,
      max: 1000,
      default: 5,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'Every duration of work is multiplied by this.',
    },
    added: {
      type: 'number',
      label: 'And added',
      group: 'Slow',
      unit: 'ms',
      min: 0,
      max: 60_000,
      default: 0,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'Time added to every piece of work.',
    },
  },
  lasts: 10_000,
  grows: { factor: 1, added: 0 },
  badge: (values) => (values.added > 0 ? `slow +${values.added} ms` : `slow ×${values.factor}`),
  turn: (knobs, reach, values) => {
    for (const i of reach.instances) {
      knobs.slow[i] = knobs.slow[i]! * values.factor;
      knobs.added[i] = knobs.added[i]! + values.added * NS_PER_MS;
    }
  },
});
