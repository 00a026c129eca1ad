/** Coverage: proxies and gateways. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const GATEWAYS: readonly Row[] = [
  {
    id: 'P1',
    concept:
      'forward proxy (cache, filter, collapsed forwarding), reverse proxy (caching, TLS, compression, static content, hiding servers), VPN for contrast',
    built: [],
    proof: [],
  },
  {
    id: 'P2',
    concept:
      'API gateway: routing by path/header/content, authentication, authorisation, rate limiting and throttling (token bucket, leaky bucket, fixed and sliding window), quotas per tenant and tier',
    built: [],
    proof: [],
  },
  {
    id: 'P3',
    concept:
      'aggregation of several services, response caching, transformation and protocol translation cost, API versions, canary and A/B split, circuit breaker, service discovery, multi-tenancy, monitoring, tracing',
    built: [],
    proof: [],
  },
  {
    id: 'P4',
    concept: 'gateway as SPOF, as extra hop, as bottleneck',
    built: [],
    proof: [],
  },
  {
    id: 'P5',
    concept: 'gateway vs load balancer vs reverse proxy compared on one design',
    built: [],
    proof: [],
  },
];
