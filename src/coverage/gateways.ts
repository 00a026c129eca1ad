/** Coverage: proxies and gateways. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const GATEWAYS: readonly Row[] = [
  {
    id: 'P1',
    concept:
      'forward proxy (cache, filter, collapsed forwarding), reverse proxy (caching, TLS, compression, static content, hiding servers), VPN for contrast',
    built: [
      'kind forward-proxy',
      'kind reverse-proxy',
      'kind vpn-gateway',
      'parameter forward-proxy.collapse',
      'parameter forward-proxy.blocked',
      'parameter reverse-proxy.tls',
      'parameter reverse-proxy.compression',
      'parameter reverse-proxy.static',
      'parameter reverse-proxy.tries',
      'example forward-proxy',
      'example reverse-proxy',
      'example vpn-gateway',
    ],
    proof: [
      'forward-proxy.test "are kept for their time to live"',
      'forward-proxy.test "of the filter deny a class"',
      'forward-proxy.test "that come while one is on its way"',
      'reverse-proxy.test "answers at once, without the servers"',
      'reverse-proxy.test "pay for the handshake"',
      'reverse-proxy.test "sends fewer bytes over the link"',
      'reverse-proxy.test "serve what is static themselves"',
      'reverse-proxy.test "are hidden: one that is down"',
      'vpn-gateway.test "takes a handshake to open"',
      'vpn-gateway.test "are decrypted and encrypted by the cores"',
      'part-examples.test "%s meets its objectives, and without it misses one"',
    ],
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
