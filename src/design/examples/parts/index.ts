/** THE list of examples of single kinds of parts, in the order of the palette. */

import autoscaler from './autoscaler.json';
import { type PartExample, partExample } from './part-example.ts';
import service from './service.json';

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
  partExample('autoscaler', 'autoscaler', autoscaler, { remove: 'scaler' }),
];
