/** Pool leak: connections are taken from a pool and never given back. */
import { nanos, nextAt } from './cycle.ts';
import { defineFault } from './fault.ts';
import { millis } from './spec.ts';

/** The largest pool there is: nothing more can be lost. */
const LARGEST = 10_000;

export const poolLeak = defineFault({
  id: 'pool-leak',
  name: 'Pool leak',
  group: 'network',
  summary: 'Connections of a pool are lost, one after the other.',
  about:
    'A path in the code that forgets to give its connection back. The pool shrinks; for long nothing shows, then calls wait for a connection, and in ' +
    'the end all of them are rejected though the far end is idle. It needs a pool on the link. When the fault ends the connections are back.',
  targets: ['link', 'node'],
  sources: true,
  params: {
    every: millis({ label: 'One lost every', group: 'Leak', default: 1000, help: 'In each copy of the caller.' }),
  },
  lasts: 20_000,
  badge: () => 'pool leaks',
  turn: (knobs, reach, values, since) => {
    const lost = Math.min(LARGEST, Math.floor(since / nanos(values.every)) + 1);
    for (const l of reach.links) knobs.leaked[l] = knobs.leaked[l]! + lost;
  },
  changes: (values, since) => {
    const next = nextAt(since, nanos(values.every), 0);
    return next < LARGEST * nanos(values.every) ? next : Number.POSITIVE_INFINITY;
  },
});
