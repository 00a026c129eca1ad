/** Hang: instances accept calls and never answer, until they go on where they stopped. */
import { defineFault, MACHINES } from './fault.ts';

export const hang = defineFault({
  id: 'hang',
  name: 'Hang',
  group: 'machine',
  summary: 'It accepts calls and answers none until it goes on.',
  about:
    'A deadlock, a long pause for garbage collection, a stopped process: connections open, nothing comes back. Callers without a timeout wait as ' +
    'long as it lasts. When it ends, what was ready is answered and what came in meanwhile is worked on, in order.',
  targets: MACHINES,
  sources: false,
  params: {},
  lasts: 10_000,
  badge: () => 'hangs',
  turn: (knobs, reach) => {
    for (const i of reach.instances) knobs.hung[i] = 1;
  },
});
