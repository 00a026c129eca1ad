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
    built: [
      'kind api-gateway',
      'parameter api-gateway.authentication',
      'parameter api-gateway.authorisation',
      'parameter api-gateway.limit',
      'parameter api-gateway.limitAlgorithm',
      'parameter api-gateway.limitCounting',
      'parameter api-gateway.quota',
      'parameter api-gateway.paidShare',
      'example api-gateway',
      'example shared-limiter',
    ],
    proof: [
      'api-gateway.test "prefer the links that name a class"',
      'access.test "a session is looked up"',
      'access.test "is remembered for a while"',
      'access.test "what a user may not do"',
      'token-bucket.test "agrees with exact arithmetic"',
      'case token-bucket',
      'case leaky-bucket',
      'case fixed-window',
      'case sliding-log',
      'case sliding-counter',
      'api-gateway/limits.test "adds a call to every request"',
      'api-gateway/limits.test "is used up, and new"',
      'api-gateway/limits.test "is larger for those who pay"',
    ],
  },
  {
    id: 'P3',
    concept:
      'aggregation of several services, response caching, transformation and protocol translation cost, API versions, canary and A/B split, circuit breaker, service discovery, multi-tenancy, monitoring, tracing',
    built: [
      'parameter api-gateway.aggregate',
      'parameter api-gateway.cacheEntries',
      'parameter api-gateway.translation',
      'parameter api-gateway.tenants',
      'parameter api-gateway.splitBy',
      'link weight',
      'link breaker',
      'example aggregation',
    ],
    proof: [
      'merging.test "are asked at once"',
      'merging.test "are enough when so many"',
      'merging.test "are given until their time is over"',
      'access.test "costs work by the kilobyte"',
      'merging.test "of versions are classes"',
      'api-gateway.test "split by session keeps"',
      'merging.test "have breakers of their own"',
      'api-gateway/limits.test "a tenant: a noisy one"',
    ],
  },
  {
    id: 'P4',
    concept: 'gateway as SPOF, as extra hop, as bottleneck',
    built: ['kind api-gateway', 'parameter api-gateway.workers', 'fault crash'],
    proof: [
      'front-doors.test "is a single point of failure"',
      'front-doors.test "is an extra hop"',
      'front-doors.test "is the bottleneck"',
    ],
  },
  {
    id: 'P5',
    concept: 'gateway vs load balancer vs reverse proxy compared on one design',
    built: ['kind api-gateway', 'kind load-balancer', 'kind reverse-proxy'],
    proof: ['front-doors.test "a balancer leaves out"', 'front-doors.test "a gateway knows"', 'front-doors.test "a reverse proxy keeps"'],
  },
];
