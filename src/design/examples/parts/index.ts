/** THE list of examples of single kinds of parts, in the order of the palette. */
import bulkhead from './bulkhead.json';
import deadline from './deadline.json';
import fallback from './fallback.json';
import headOfLine from './head-of-line.json';
import hedging from './hedging.json';
import keepAlive from './keep-alive.json';
import monitor from './monitor.json';
import { type PartExample, partExample } from './part-example.ts';
import service from './service.json';
import tlsCost from './tls-cost.json';

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
  partExample('monitor', 'monitor', monitor, {
    set: [
      ['watch', 'interval', 15_000],
      ['watch', 'hold', 30_000],
    ],
  }),
  partExample('keep-alive', 'client', keepAlive, { set: [['readers-shop', 'protocol', 'http10']] }),
  partExample('head-of-line', 'client', headOfLine, { set: [['riders-maps', 'protocol', 'http2']] }),
  partExample('tls-cost', 'service', tlsCost, { set: [['sensors-hub', 'key', 'rsa']] }),
  partExample('hedging', 'service', hedging, { set: [['search-shards', 'hedge', false]] }),
  partExample('deadline', 'service', deadline, { set: [['buyers-shop', 'deadlinePass', false]] }),
  partExample('fallback', 'service', fallback, { set: [['shop-hints', 'fallback', false]] }),
  partExample('bulkhead', 'service', bulkhead, { set: [['shop-reviews', 'bulkhead', 0]] }),
];
