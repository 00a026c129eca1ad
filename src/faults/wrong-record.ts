/** Wrong record: the servers of a name give out an address that is not the right one. */
import { NOWHERE, STRANGER } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';

export const wrongRecord = defineFault({
  id: 'wrong-record',
  name: 'Wrong record',
  group: 'network',
  summary: 'The name is answered with a wrong address.',
  about:
    'A typing error in the zone, a change that went live too early. Nobody who has an answer notices until its time to live is over; whoever asks ' +
    'then is led astray, and stays so for a whole time to live after the record was mended. Health checks of the name look at the right addresses.',
  targets: ['node'],
  needs: 'names',
  sources: false,
  params: {
    leads: {
      type: 'choice',
      label: 'It leads to',
      group: 'Record',
      default: 'stranger',
      live: false,
      source: 'chosen',
      help: 'What stands at the wrong address.',
      options: [
        { value: 'stranger', label: 'another machine', help: 'It refuses the connection: callers learn it after a round trip.' },
        {
          value: 'nowhere',
          label: 'nobody',
          help: 'Nothing comes back: callers wait for their timeout, or for the connection to give up.',
        },
      ],
    },
  },
  lasts: 10_000,
  badge: () => 'wrong record',
  turn: (knobs, reach, values) => {
    for (const n of reach.nodes) knobs.misled[n] = Math.max(knobs.misled[n]!, values.leads === 'nowhere' ? NOWHERE : STRANGER);
  },
});
