/** Jitter: the delay of messages varies, and they overtake each other. */
import { NS_PER_MS } from '../std/units.ts';
import { defineFault } from './fault.ts';
import { millis } from './spec.ts';
import { between, eachWay, WAY, wayWords } from './way.ts';

export const jitter = defineFault({
  id: 'jitter',
  name: 'Jitter',
  group: 'network',
  summary: 'Messages take a random time longer, each another.',
  about:
    'Queues in routers, radio, a shared line: each message waits a random time (exponential) besides its usual delay, so messages overtake each ' +
    'other. The mean moves little and the tail a lot; timeouts set close to the mean begin to fire.',
  targets: ['link', 'node', 'partition'],
  sources: true,
  params: {
    mean: millis({ label: 'Mean', group: 'Jitter', default: 30, help: 'Mean of the random delay, drawn for each message, each way.' }),
    way: WAY,
  },
  lasts: 10_000,
  grows: { mean: 0 },
  badge: (values) => `±${Math.round(values.mean)} ms${wayWords(values.way)}`,
  turn: (knobs, reach, values) => {
    if (between(knobs, reach, values.way, { jitter: values.mean * NS_PER_MS })) return;
    eachWay(reach, values.way, (d) => {
      knobs.jitter[d] = knobs.jitter[d]! + values.mean * NS_PER_MS;
    });
    for (const n of reach.nodes) knobs.innerJitter[n] = knobs.innerJitter[n]! + values.mean * NS_PER_MS;
  },
});
