/**
 * Client: where requests come from. Open loop (a rate, whatever happens), closed loop (users who wait and think), a recorded trace, or
 * watchers who want to know of changes. Timeouts and retries stand on its links. It never fails; it only sees failure.
 */
import { ClientStation } from '../../mechanisms/traffic/client-station.ts';
import { clientEstimate } from '../estimate-source.ts';
import { defineKind } from '../kind.ts';
import { CLIENT_FIGURES } from '../source-figures.ts';
import { CLIENT_PARAMETERS } from '../source-parameters.ts';

export const client = defineKind({
  id: 'client',
  name: 'Client',
  group: 'traffic',
  role: 'source',
  summary: 'Sends requests: at a rate, or as users who wait and think.',
  about:
    'Browsers and web pages. In open loop requests come at a rate whatever happens, as from the internet; in closed loop a fixed crowd waits ' +
    'for each answer, which hides queueing; a recorded trace is played back; watchers want to know of updates. What they ask about follows a ' +
    'Zipf law over keys. Browsers may keep what they got. Timeouts and retries are set on the link.',
  params: CLIENT_PARAMETERS,
  links: { in: false, out: true },
  abilities: ['traffic'],
  face: ['rate', 'p99'],
  figures: CLIENT_FIGURES,
  estimate: clientEstimate,
  build: (context, values) => new ClientStation(context, values),
});
