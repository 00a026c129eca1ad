/** Latency: messages on links take longer, by a fixed delay and by jitter. */
import { NS_PER_MS } from '../std/units.ts';
import { defineFault } from './fault.ts';
import { between, eachWay, WAY, wayWords } from './way.ts';

export const latency = defineFault({
  id: 'latency',
  name: 'Latency',
  group: 'network',
  summary: 'Messages take longer on the way.',
  about:
    'A congested or rerouted network: every message takes this much longer, each way or one way only, plus a random part (exponential). Messages may overtake ' +
    'each other. A service that holds a worker while it waits loses capacity too.',
  targets: ['link', 'node', 'partition'],
  sources: true,
  params: {
    added: {
      type: 'number',
      label: 'Added delay',
      group: 'Latency',
      unit: 'ms',
      min: 0,
      max: 60_000,
      default: 100,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'Added to each one-way delay.',
    },
    jitter: {
      type: 'number',
      label: 'Mean jitter',
      group: 'Latency',
      unit: 'ms',
      min: 0,
      max: 60_000,
      default: 0,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'Mean of a further random delay, drawn for each message.',
    },
    way: WAY,
  },
  lasts: 10_000,
  grows: { added: 0, jitter: 0 },
  badge: (values) => `+${values.added} ms${wayWords(values.way)}`,
  turn: (knobs, reach, values) => {
    const feel = { delay: Math.round(values.added * NS_PER_MS), jitter: values.jitter * NS_PER_MS };
    if (between(knobs, reach, values.way, feel)) return;
    eachWay(reach, values.way, (d) => {
      knobs.delay[d] = knobs.delay[d]! + feel.delay;
      knobs.jitter[d] = knobs.jitter[d]! + feel.jitter;
    });
    for (const n of reach.nodes) {
      knobs.innerDelay[n] = knobs.innerDelay[n]! + feel.delay;
      knobs.innerJitter[n] = knobs.innerJitter[n]! + feel.jitter;
    }
  },
});
