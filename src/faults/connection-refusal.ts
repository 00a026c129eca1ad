/** Connection refusal: new calls are turned away while those inside are finished. */
import { defineFault, MACHINES } from './fault.ts';

export const connectionRefusal = defineFault({
  id: 'connection-refusal',
  name: 'Connection refusal',
  group: 'machine',
  summary: 'It refuses new calls and finishes those it has.',
  about:
    'The listener is gone or its file descriptors are used up: the process runs, works off what it has and takes nothing new. Callers learn it after ' +
    'one round trip, so failing is quick, and a health check that opens a connection notices where one that asks the process does not.',
  targets: MACHINES,
  sources: false,
  params: {},
  lasts: 10_000,
  badge: () => 'refuses',
  turn: (knobs, reach) => {
    for (const i of reach.instances) knobs.refusing[i] = 1;
  },
});
