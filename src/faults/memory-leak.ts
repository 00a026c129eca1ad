/** Memory leak: memory fills, collecting garbage takes ever more time, the process is killed and starts again. */
import { DOWN_REFUSING } from '../engine/knobs.ts';
import { nanos, nextAt, within } from './cycle.ts';
import { defineFault, MACHINES } from './fault.ts';
import { millis } from './spec.ts';

/** Steps in which memory is seen to fill, and what collecting costs at half full, as a share of the work (chosen). */
const STEPS = 10;
const COST = 0.1;

export const memoryLeak = defineFault({
  id: 'memory-leak',
  name: 'Memory leak',
  group: 'machine',
  summary: 'Memory fills up; it gets slow, is killed, and starts again.',
  about:
    'What is allocated is never given back. A tracing collector costs in proportion to live ÷ free memory (Jones and Hosking, The Garbage Collection ' +
    'Handbook), so work gets slower towards the end; then the kernel kills the process, and what it held is lost. It starts again empty, and leaks on.',
  targets: MACHINES,
  sources: false,
  params: {
    fills: millis({ label: 'Full after', group: 'Leak', default: 10_000, min: 100, help: 'Time until its memory is used up.' }),
    restart: millis({ label: 'Restart takes', group: 'Leak', default: 3000, help: 'How long it is down when it has been killed.' }),
  },
  lasts: 30_000,
  badge: () => 'leaks',
  turn: (knobs, reach, values, since) => {
    const fills = nanos(values.fills);
    const at = within(since, fills + nanos(values.restart));
    const full = Math.floor((at * STEPS) / fills) / STEPS;
    for (const i of reach.instances) {
      if (full >= 1) knobs.down[i] = Math.max(knobs.down[i]!, DOWN_REFUSING);
      else knobs.slow[i] = knobs.slow[i]! * (1 + (COST * full) / (1 - full));
    }
  },
  changes: (values, since) => {
    const fills = nanos(values.fills);
    const cycle = fills + nanos(values.restart);
    let next = Number.POSITIVE_INFINITY;
    for (let step = 0; step <= STEPS; step++) next = Math.min(next, nextAt(since, cycle, Math.ceil((fills * step) / STEPS)));
    return next;
  },
});
