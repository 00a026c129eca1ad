/** The API gateway as a kind: its words, parameters and figures. What it does is in station.ts. */
import { defineKind } from '../kind.ts';
import { gatewayEstimate } from './estimate.ts';
import { GATEWAY_PARAMETERS } from './parameters.ts';
import { ApiGateway } from './station.ts';

export const apiGateway = defineKind({
  id: 'api-gateway',
  name: 'API gateway',
  group: 'balance',
  role: 'relay',
  summary: 'One front door: routes requests by class, authenticates, limits their rate, and passes them on.',
  about:
    'A request is matched to a route first: links that name its class, else links for all classes; several share it by their weights (canary, A/B), or are ' +
    'all asked and merged. Then limits and quotas may turn it away, a worker parses, checks and translates it, and whoever knows its user may be asked. ' +
    "Links of step 2 are no routes: one that leads to a cache or a store is the gateway's own (sessions, counters), one that leads elsewhere is the " +
    'identity provider. While others are asked no worker is held. No route is answered as unavailable (404), too many requests (429), an unknown user ' +
    '(401) and a forbidden one (403) as rejected. Which copy of the far end serves is chosen by the link. Left out here: the content of tokens, and a store ' +
    'that counts wrongly when it is asked by many at once.',
  params: GATEWAY_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['limits'],
  face: ['rate', 'limitedShare'],
  figures: [
    { id: 'limitedShare', label: 'Turned away by the limit', unit: 'ratio', help: 'Share of requests that were too many.' },
    { id: 'admittedRate', label: 'Let in', unit: 'perSecond', help: 'Requests per second that the limiter let in, on average.' },
    { id: 'limited', label: 'Requests limited', unit: 'count', help: 'How many requests were too many.' },
    { id: 'overQuota', label: 'Over quota', unit: 'count', help: 'Requests of those who had used up their quota.' },
    { id: 'refusedAccess', label: 'Refused access', unit: 'count', help: 'Requests with an invalid credential, or not allowed.' },
    { id: 'answersKept', label: 'Answered from memory', unit: 'ratio', help: 'Share of reads that the response cache answered.' },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'gateway-requests', each: 'call' }],
  estimate: gatewayEstimate,
  build: (context, values) => new ApiGateway(context, values),
});
