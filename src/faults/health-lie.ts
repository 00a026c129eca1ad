/** Lying health checks: they say it is well while it is not, or ill while it is well. */
import { SAYS_ILL, SAYS_WELL } from '../engine/knobs.ts';
import { defineFault, MACHINES } from './fault.ts';

export const healthLie = defineFault({
  id: 'health-lie',
  name: 'Lying health check',
  group: 'machine',
  summary: 'Its health checks say the opposite of what is true.',
  about:
    'The check looks at the wrong thing: a proxy answers for a process that is dead, or a full log disk fails the check of a part that serves well. ' +
    'In the first case traffic goes on into the void, in the second a good copy gets none; when all say so, nothing is left.',
  targets: MACHINES,
  sources: false,
  params: {
    says: {
      type: 'choice',
      label: 'It says',
      group: 'Health',
      default: 'ill',
      live: false,
      source: 'chosen',
      help: 'What every probe that reaches it brings back.',
      options: [
        { value: 'ill', label: 'it is ill', help: 'Whatever it does.' },
        { value: 'well', label: 'it is well', help: 'Even while it is down.' },
      ],
    },
  },
  lasts: 15_000,
  badge: (values) => (values.says === 'well' ? 'says well' : 'says ill'),
  turn: (knobs, reach, values) => {
    for (const i of reach.instances) knobs.health[i] = Math.max(knobs.health[i]!, values.says === 'well' ? SAYS_WELL : SAYS_ILL);
  },
});
