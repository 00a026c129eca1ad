/** Coverage: dns, cdn, edge. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const EDGE: readonly Row[] = [
  {
    id: 'D1',
    concept: 'DNS resolution with hierarchy latency, TTL, stale records after a change; A, CNAME, NS, MX records named for what they are',
    built: [],
    proof: [],
  },
  {
    id: 'D2',
    concept: 'routing policies: round robin, weighted, latency, geolocation, failover (active–passive and active–active)',
    built: [],
    proof: [],
  },
  {
    id: 'D3',
    concept: 'anycast',
    built: [],
    proof: [],
  },
  {
    id: 'D4',
    concept: 'GeoDNS across data centres, GSLB = DNS + health checks',
    built: [],
    proof: [],
  },
  {
    id: 'D5',
    concept:
      'CDN pull (first hit slow, TTL) and push (upload on change, storage), edge hit ratio, stale content, invalidation by version, origin fallback when the CDN fails, cost',
    built: [],
    proof: [],
  },
  {
    id: 'D6',
    concept:
      "firewall / WAF / DDoS: volumetric, protocol and application-layer floods; scrubbing, rate limits, scaling out; legitimate traffic's availability shown",
    built: [],
    proof: [],
  },
];
