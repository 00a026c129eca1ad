/** Region loss: a whole region loses power, or is cut off from the rest. */
import { DOWN_SILENT } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';

export const regionLoss = defineFault({
  id: 'region-loss',
  name: 'Region loss',
  group: 'machine',
  summary: 'A whole region is dead, or cannot be reached.',
  about:
    'The rarest and largest of the usual disasters. Without power everything there falls silent and starts again empty; cut off, it goes on for ' +
    'whoever is inside, and both sides take the other for dead.',
  targets: ['region'],
  sources: false,
  params: {
    how: {
      type: 'choice',
      label: 'How',
      group: 'Loss',
      default: 'power',
      live: false,
      source: 'chosen',
      help: 'What is lost.',
      options: [
        { value: 'power', label: 'power', help: 'Everything there is dead.' },
        { value: 'network', label: 'network', help: 'It runs on and reaches nobody outside.' },
      ],
    },
  },
  lasts: 20_000,
  badge: (values) => (values.how === 'network' ? 'region cut' : 'region down'),
  turn: (knobs, reach, values) => {
    if (values.how === 'network') {
      if (reach.sides !== undefined) knobs.cuts.push(reach.sides);
    } else for (const i of reach.instances) knobs.down[i] = DOWN_SILENT;
  },
});
