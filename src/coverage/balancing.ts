/** Coverage: load balancing. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const BALANCING: readonly Row[] = [
  {
    id: 'L1',
    concept:
      'algorithms: random, round robin, weighted round robin, least connections, weighted least connections, least response time, IP hash, consistent hash (virtual nodes, bounded load), power of two choices',
    built: [],
    proof: [],
  },
  {
    id: 'L2',
    concept: 'L4 vs L7 (per connection vs per request; content routing by path/header; cost)',
    built: [],
    proof: [],
  },
  {
    id: 'L3',
    concept: 'hardware, software, cloud, DNS, global, hybrid presets with real capacity limits',
    built: [],
    proof: [],
  },
  {
    id: 'L4',
    concept: 'active health checks (interval, timeout, thresholds) and passive outlier ejection',
    built: [],
    proof: [],
  },
  {
    id: 'L5',
    concept: 'sticky sessions: source IP, cookie; uneven load that results',
    built: [],
    proof: [],
  },
  {
    id: 'L6',
    concept: 'TLS termination and its CPU cost',
    built: [],
    proof: [],
  },
  {
    id: 'L7',
    concept: 'connection reuse, HTTP/2 and QUIC to the backends',
    built: [],
    proof: [],
  },
  {
    id: 'L8',
    concept: 'connection and request limits, caching, compression at the LB',
    built: [],
    proof: [],
  },
  {
    id: 'L9',
    concept: 'LB redundancy: active–passive with virtual IP and heartbeat, active–active; state sharing; LB as SPOF and as bottleneck',
    built: [],
    proof: [],
  },
  {
    id: 'L10',
    concept: 'placement: client↔web, web↔app, app↔database',
    built: [],
    proof: [],
  },
  {
    id: 'L11',
    concept: 'connection draining, blue/green, slow start',
    built: [],
    proof: [],
  },
];
