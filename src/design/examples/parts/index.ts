/** THE list of examples of single kinds of parts, in the order of the palette. */

import activePassive from './active-passive.json';
import blueGreen from './blue-green.json';
import hybridBalancing from './hybrid-balancing.json';
import layer4 from './layer-4.json';
import leastResponseTime from './least-response-time.json';
import loadBalancer from './load-balancer.json';
import outlierEjection from './outlier-ejection.json';
import { type PartExample, partExample } from './part-example.ts';
import service from './service.json';
import tlsTermination from './tls-termination.json';

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('load-balancer', 'load-balancer', loadBalancer, { bypass: 'front' }),
  partExample('least-response-time', 'load-balancer', leastResponseTime, { set: [['front', 'algorithm', 'round-robin']] }),
  partExample('outlier-ejection', 'load-balancer', outlierEjection, { set: [['front', 'outlierFailures', 0]] }),
  partExample('active-passive', 'load-balancer', activePassive, { set: [['front', 'instances', 1]] }),
  partExample('layer-4', 'load-balancer', layer4, { set: [['front', 'layer', 'connection']] }),
  partExample('tls-termination', 'load-balancer', tlsTermination, { set: [['front', 'cores', 2]] }),
  partExample('blue-green', 'load-balancer', blueGreen, { set: [['front', 'drainTime', 0]] }),
  partExample('hybrid-balancing', 'load-balancer', hybridBalancing, { set: [['edge', 'instances', 1]] }),
  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
];
