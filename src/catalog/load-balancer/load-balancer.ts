/** The load balancer as a kind: its words, parameters, presets and figures. What it does is in station.ts. */
import { defineKind } from '../kind.ts';
import { balancerEstimate } from './estimate.ts';
import { endsTls } from './front.ts';
import { BALANCER_PARAMETERS } from './parameters.ts';
import { BALANCER_PRESETS } from './presets.ts';
import type { Values } from './settings.ts';
import { LoadBalancer } from './station.ts';

export const loadBalancer = defineKind({
  id: 'load-balancer',
  name: 'Load balancer',
  group: 'balance',
  role: 'relay',
  summary: 'Spreads requests over all copies of what its links lead to, and leaves out those that look dead.',
  about:
    'A proxy that chooses a target for every request (layer 7). Links that name request classes get only those. Each copy of the balancer has ' +
    'its own view: its own turns, its own count of open requests, its own health checks. A check is a probe that crosses the network and asks for no ' +
    'work: it finds what is down, hung or cut off, and is blind to what is merely slow or failing; outlier ejection learns from the requests themselves. ' +
    'At layer 4 it chooses once for each connection and cannot tell requests apart. Its own limits (requests, connections, bytes, TLS handshakes) are off until ' +
    'set, by hand or by a preset. An answer is passed back as it is. Left out here: caching and compression, and two copies that both hold one address.',
  params: BALANCER_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['rate', 'healthyTargets'],
  figures: [
    { id: 'healthyTargets', label: 'Healthy targets', unit: 'count', help: 'Targets that get traffic, on average over its copies.' },
    { id: 'ejections', label: 'Taken out', unit: 'count', help: 'Times that a copy of the balancer took a target out of use.' },
    { id: 'imbalance', label: 'Imbalance', unit: 'factor', help: 'Requests sent to the busiest target over the mean of all targets.' },
    { id: 'connections', label: 'Connections', unit: 'count', help: 'Clients connected now, to all its copies.' },
    { id: 'newConnections', label: 'New connections', unit: 'count', help: 'Connections opened; with TLS each of them cost a handshake.' },
    { id: 'takeovers', label: 'Takeovers', unit: 'count', help: 'Times that the virtual address moved to another copy.' },
  ],
  choosesTarget: true,
  choosesInstance: (values) => values.pair === 'active-passive',
  presets: BALANCER_PRESETS,
  slots: (values) => (values.capacity > 0 || endsTls(values as Values) ? values.cores : 0),
  costs: () => [
    { price: 'balancer', each: 'instance' },
    { price: 'balancer-requests', each: 'call' },
  ],
  estimate: balancerEstimate,
  build: (context, values) => new LoadBalancer(context, values),
});
