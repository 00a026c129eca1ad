/** Coverage: dns, cdn, edge. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const EDGE: readonly Row[] = [
  {
    id: 'D1',
    concept: 'DNS resolution with hierarchy latency, TTL, stale records after a change; A, CNAME, NS, MX records named for what they are',
    built: [
      'kind dns',
      'parameter dns.ttl',
      'parameter dns.trip',
      'parameter dns.levels',
      'parameter dns.aliases',
      'parameter dns.negativeTtl',
      'parameter dns.instances',
      'link classes',
      'link weight',
      'example dns',
    ],
    proof: [
      'dns.test "is looked up once, and then known"',
      'dns.test "asks from above when nothing is known"',
      'dns.test "is seen when old answers"',
      'dns.test "has a record of its own"',
      'dns.test "that no record fits"',
      'case dns-hit-ratio',
    ],
  },
  {
    id: 'D2',
    concept: 'routing policies: round robin, weighted, latency, geolocation, failover (active–passive and active–active)',
    built: ['parameter dns.policy', 'parameter dns.healthChecks', 'link weight', 'example dns'],
    proof: [
      'dns.test "by round robin begin"',
      'dns.test "by weight are drawn"',
      'dns.test "by latency are"',
      'dns.test "by geolocation are"',
      'dns.test "by failover are"',
      'dns.test "let a caller try the next"',
    ],
  },
  {
    id: 'D3',
    concept: 'anycast',
    built: ['kind anycast', 'parameter anycast.noticesDead', 'parameter anycast.withdrawal', 'example anycast'],
    proof: ['anycast.test "leads every caller"', 'anycast.test "goes on leading to a site"', 'anycast.test "breaks what is under way"'],
  },
  {
    id: 'D4',
    concept: 'GeoDNS across data centres, GSLB = DNS + health checks',
    built: ['kind gslb', 'parameter gslb.healthChecks', 'parameter gslb.capacity', 'parameter gslb.places', 'example gslb'],
    proof: [
      'gslb.test "leads each region"',
      'gslb.test "leads on to the next nearest"',
      'gslb.test "leaves out a site"',
      'gslb.test "drains a site"',
    ],
  },
  {
    id: 'D5',
    concept:
      'CDN pull (first hit slow, TTL) and push (upload on change, storage), edge hit ratio, stale content, invalidation by version, origin fallback when the CDN fails, cost',
    built: [
      'kind cdn',
      'parameter cdn.mode',
      'parameter cdn.ttl',
      'parameter cdn.purge',
      'parameter cdn.shield',
      'parameter cdn.collapse',
      'parameter cdn.onError',
      'fault cache-flush',
      'example cdn',
    ],
    proof: [
      'cdn.test "makes the first wait"',
      'cdn.test "is always there"',
      'cdn.test "is old when somebody writes past"',
      'cdn.test "is purged by a write"',
      'cdn.test "find the origin by a name"',
      'cdn.test "serve those who stand nearest"',
      'case cdn-che',
    ],
  },
  {
    id: 'D6',
    concept:
      "firewall / WAF / DDoS: volumetric, protocol and application-layer floods; scrubbing, rate limits, scaling out; legitimate traffic's availability shown",
    built: [],
    proof: [],
  },
];
