/** GC pause: the process stops now and then for garbage collection. */
import { nanos, nextAt, within } from './cycle.ts';
import { defineFault, MACHINES } from './fault.ts';
import { millis } from './spec.ts';

export const gcPause = defineFault({
  id: 'gc-pause',
  name: 'GC pauses',
  group: 'machine',
  summary: 'It stops for a moment, again and again.',
  about:
    'Stop-the-world collections: every so often all threads stand still for a while. The mean hardly moves, the tail is the pause, and a failure ' +
    'detector that is quicker than the pause takes a healthy process for a dead one. Copies pause at the same moments.',
  targets: MACHINES,
  sources: false,
  params: {
    every: millis({ label: 'Every', group: 'Pauses', default: 2000, help: 'From the beginning of one pause to that of the next.' }),
    pause: millis({ label: 'Pause', group: 'Pauses', default: 300, help: 'How long it stands still each time.' }),
  },
  lasts: 20_000,
  badge: (values) => `gc ${Math.round(values.pause)} ms`,
  turn: (knobs, reach, values, since) => {
    if (within(since, nanos(values.every)) >= nanos(values.pause)) return;
    for (const i of reach.instances) knobs.hung[i] = 1;
  },
  changes: (values, since) => {
    const [every, pause] = [nanos(values.every), nanos(values.pause)];
    return pause >= every ? Number.POSITIVE_INFINITY : Math.min(nextAt(since, every, 0), nextAt(since, every, pause));
  },
});
