/** Bandwidth cap: so many bytes a second pass over a link and no more. */
import { NS_PER_S } from '../std/units.ts';
import { defineFault } from './fault.ts';
import { eachWay, WAY, wayWords } from './way.ts';

export const bandwidthCap = defineFault({
  id: 'bandwidth-cap',
  name: 'Bandwidth cap',
  group: 'network',
  summary: 'Only so many bytes a second pass.',
  about:
    'A throttled line or a saturated uplink: messages of one direction follow each other at this rate. As long as less is sent one notices little; ' +
    'beyond, the wait for the wire grows without bound and callers run into their timeouts. Messages without bytes pass freely.',
  targets: ['link', 'node'],
  sources: true,
  params: {
    rate: {
      type: 'number',
      label: 'Bytes a second',
      group: 'Bandwidth',
      unit: 'bytesPerSecond',
      min: 1,
      max: 1e12,
      default: 100_000,
      whole: false,
      live: false,
      source: 'chosen',
      help: 'Most that passes over each link, each way.',
    },
    way: WAY,
  },
  lasts: 10_000,
  grows: { rate: Number.POSITIVE_INFINITY },
  badge: (values) => `throttled${wayWords(values.way)}`,
  turn: (knobs, reach, values) => {
    eachWay(reach, values.way, (d) => {
      knobs.bandwidth[d] = Math.min(knobs.bandwidth[d]!, values.rate / NS_PER_S);
    });
  },
});
