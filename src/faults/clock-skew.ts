/** Clock skew and drift: an instance's own clock says the wrong time. */
import { NS_PER_MS } from '../std/units.ts';
import { defineFault } from './fault.ts';

export const clockSkew = defineFault({
  id: 'clock-skew',
  name: 'Clock skew',
  group: 'data',
  summary: 'Its clock is wrong, by a fixed time or by more and more.',
  about:
    'Clocks of machines that do not hear from a time server drift apart by tens of milliseconds an hour, and one that is set wrongly is off at once. ' +
    'Only parts that compare clocks notice: where the last write wins by its time stamp, the later write may lose; a lease ends too early or too ' +
    'late. Timers are right all the while, as they are by a monotonic clock. When the fault ends the clock jumps to the true time.',
  targets: ['node', 'instance'],
  needs: 'clock',
  sources: false,
  params: {
    ahead: {
      type: 'number',
      label: 'Ahead',
      group: 'Clock',
      unit: 'ms',
      min: -600_000,
      max: 600_000,
      default: 500,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'How much later than the true time its clock says it is; below 0 it is behind.',
    },
    drift: {
      type: 'number',
      label: 'Gains each second',
      group: 'Clock',
      unit: 'ms',
      min: -900,
      max: 10_000,
      default: 0,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'Time that its clock gains on the true time in each second; below 0 it loses time.',
    },
  },
  lasts: 10_000,
  grows: { ahead: 0 },
  badge: (values) => `clock ${values.ahead < 0 ? '−' : '+'}${Math.abs(values.ahead)} ms`,
  // Written so that it depends on when the fault began and not on when the knobs are turned: the clock itself goes on between turns.
  turn: (knobs, reach, values, _since, began) => {
    const drift = values.drift / 1000;
    const skew = Math.round(values.ahead * NS_PER_MS) - Math.floor(began * drift);
    for (const i of reach.instances) {
      knobs.skew[i] = knobs.skew[i]! + skew;
      knobs.drift[i] = knobs.drift[i]! + drift;
    }
  },
});
