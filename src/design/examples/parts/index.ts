/** THE list of examples of single kinds of parts, in the order of the palette. */

import autoscaler from './autoscaler.json';
import coordination from './coordination.json';
import functionExample from './function.json';
import monolith from './monolith.json';
import { type PartExample, partExample } from './part-example.ts';
import release from './release.json';
import service from './service.json';
import serviceDiscovery from './service-discovery.json';
import thirdParty from './third-party.json';
import worker from './worker.json';

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
  partExample('autoscaler', 'autoscaler', autoscaler, { remove: 'scaler' }),
  partExample('monolith', 'monolith', monolith, { swap: 'shop', for: 'service' }),
  partExample('worker', 'worker', worker, { set: [['archive', 'batch', 1]] }),
  partExample('function', 'function', functionExample, { set: [['resize', 'concurrency', 4]] }),
  partExample('third-party', 'third-party', thirdParty, { set: [['shop-bank', 'retries', 0]] }),
  partExample('release', 'release', release, {
    set: [
      ['rollout', 'strategy', 'rolling'],
      ['rollout', 'rollback', false],
    ],
  }),
  partExample('service-discovery', 'service-discovery', serviceDiscovery, { remove: 'registry' }),
  partExample('coordination', 'coordination', coordination, { remove: 'permits' }),
];
