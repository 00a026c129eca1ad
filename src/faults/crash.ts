/** Crash: instances stop, lose what they were doing, and come back empty when the fault ends. */
import { DOWN_REFUSING, DOWN_SILENT } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';

export const crash = defineFault({
  id: 'crash',
  name: 'Crash',
  group: 'machine',
  summary: 'It stops, loses what it was doing, and starts again empty.',
  about:
    'A crashed process resets its open connections and new ones are refused, so callers learn at once. A machine that lost power says nothing: ' +
    'callers wait for their timeouts. Memory is lost, disks are kept.',
  targets: ['node', 'instance'],
  sources: false,
  params: {
    how: {
      type: 'choice',
      label: 'How',
      group: 'Crash',
      default: 'process',
      live: false,
      source: 'chosen',
      help: 'What callers notice.',
      options: [
        { value: 'process', label: 'the process dies', help: 'Connections are reset, new ones refused.' },
        { value: 'machine', label: 'the machine dies', help: 'Silence until timeouts.' },
      ],
    },
  },
  lasts: 10_000,
  badge: () => 'down',
  turn: (knobs, reach, values) => {
    for (const i of reach.instances) knobs.down[i] = Math.max(knobs.down[i]!, values.how === 'machine' ? DOWN_SILENT : DOWN_REFUSING);
  },
});
