/** THE list of examples of single kinds of parts, in the order of the palette. */

import bulkhead from './bulkhead.json';
import deadline from './deadline.json';
import fallback from './fallback.json';
import hedging from './hedging.json';
import { type PartExample, partExample } from './part-example.ts';
import service from './service.json';

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
  partExample('hedging', 'service', hedging, { set: [['search-shards', 'hedge', false]] }),
  partExample('deadline', 'service', deadline, { set: [['buyers-shop', 'deadlinePass', false]] }),
  partExample('fallback', 'service', fallback, { set: [['shop-hints', 'fallback', false]] }),
  partExample('bulkhead', 'service', bulkhead, { set: [['shop-reviews', 'bulkhead', 0]] }),
];
