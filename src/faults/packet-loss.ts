/** Packet loss: messages on links get lost and are sent again later. */
import { either } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';
import { between, eachWay, WAY, wayWords } from './way.ts';

export const packetLoss = defineFault({
  id: 'packet-loss',
  name: 'Packet loss',
  group: 'network',
  summary: 'Messages get lost and are sent again after a wait.',
  about:
    'Each message, there and back or one way only, is lost with this probability and sent again after 200 ms, 400 ms and so on, as TCP does. The median hardly ' +
    'moves; the tail grows in steps.',
  targets: ['link', 'node', 'partition'],
  sources: true,
  params: {
    share: {
      type: 'number',
      label: 'Share lost',
      group: 'Loss',
      unit: 'ratio',
      min: 0,
      max: 0.99,
      default: 0.05,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'Each message is lost with this probability.',
    },
    way: WAY,
  },
  lasts: 10_000,
  grows: { share: 0 },
  badge: (values) => `loss ${Math.round(values.share * 100)} %${wayWords(values.way)}`,
  turn: (knobs, reach, values) => {
    if (between(knobs, reach, values.way, { loss: values.share })) return;
    eachWay(reach, values.way, (d) => {
      knobs.loss[d] = either(knobs.loss[d]!, values.share);
    });
    for (const n of reach.nodes) knobs.innerLoss[n] = either(knobs.innerLoss[n]!, values.share);
  },
});
