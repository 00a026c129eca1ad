/** Rolling restart: the instances are restarted one after the other. */
import { DOWN_REFUSING } from '../engine/knobs.ts';
import { nanos, nextAt } from './cycle.ts';
import { defineFault } from './fault.ts';
import { millis } from './spec.ts';

export const rollingRestart = defineFault({
  id: 'rolling-restart',
  name: 'Rolling restart',
  group: 'machine',
  summary: 'Its copies are restarted one after the other.',
  about:
    'As an update without draining does it: each copy in turn is stopped, loses what it was doing and comes back empty; the others carry its load ' +
    'meanwhile. What a restart costs is one copy’s share of what is under way, and whatever has to warm up again.',
  targets: ['node'],
  sources: false,
  params: {
    down: millis({ label: 'Each is down', group: 'Restart', default: 2000, help: 'From stop to ready.' }),
    pause: millis({ label: 'Then a pause', group: 'Restart', default: 1000, help: 'Until the next one is stopped.' }),
  },
  lasts: 20_000,
  badge: () => 'restarting',
  turn: (knobs, reach, values, since) => {
    const down = nanos(values.down);
    const each = down + nanos(values.pause);
    const at = Math.floor(since / each);
    const i = reach.instances[at];
    if (i !== undefined && since - at * each < down) knobs.down[i] = Math.max(knobs.down[i]!, DOWN_REFUSING);
  },
  changes: (values, since, reach) => {
    const down = nanos(values.down);
    const each = down + nanos(values.pause);
    const next = Math.min(nextAt(since, each, 0), nextAt(since, each, down));
    return next < each * reach.instances.length ? next : Number.POSITIVE_INFINITY;
  },
});
