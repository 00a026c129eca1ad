/** THE list of examples of single kinds of parts, in the order of the palette. */
import monitor from './monitor.json';
import { type PartExample, partExample } from './part-example.ts';
import service from './service.json';

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
  partExample('monitor', 'monitor', monitor, {
    set: [
      ['watch', 'interval', 15_000],
      ['watch', 'hold', 30_000],
    ],
  }),
];
