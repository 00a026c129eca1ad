/** Flapping: instances crash and come back, again and again. */
import { DOWN_REFUSING } from '../engine/knobs.ts';
import { nanos, nextAt, within } from './cycle.ts';
import { defineFault, MACHINES } from './fault.ts';
import { millis } from './spec.ts';

export const flapping = defineFault({
  id: 'flapping',
  name: 'Flapping',
  group: 'machine',
  summary: 'It crashes, comes back, and crashes again.',
  about:
    'A crash loop: each time the process comes up it gets its share of traffic, and each time it dies it takes what it held with it. Health checks ' +
    'that are slower than the loop never know what to believe; each round costs warm-up and elections anew.',
  targets: MACHINES,
  sources: false,
  params: {
    down: millis({ label: 'Down', group: 'Flapping', default: 1500, help: 'How long it is down each time.' }),
    up: millis({ label: 'Up', group: 'Flapping', default: 1500, help: 'How long it is up in between.' }),
  },
  lasts: 15_000,
  badge: () => 'flaps',
  turn: (knobs, reach, values, since) => {
    const down = nanos(values.down);
    if (within(since, down + nanos(values.up)) >= down) return;
    for (const i of reach.instances) knobs.down[i] = Math.max(knobs.down[i]!, DOWN_REFUSING);
  },
  changes: (values, since) => {
    const down = nanos(values.down);
    const cycle = down + nanos(values.up);
    return Math.min(nextAt(since, cycle, 0), nextAt(since, cycle, down));
  },
});
