/** Coverage: network and protocols. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const NETWORK: readonly Row[] = [
  {
    id: 'N1',
    concept: 'TCP handshake, TLS 1.2/1.3 handshake and resumption, keep-alive, connection pool sizes and exhaustion',
    built: [],
    proof: [],
  },
  {
    id: 'N2',
    concept: 'HTTP/1.0, 1.1, 2, 3: multiplexing, head-of-line blocking under loss, header compression',
    built: [],
    proof: [],
  },
  {
    id: 'N3',
    concept: 'UDP vs TCP under loss',
    built: [],
    proof: [],
  },
  {
    id: 'N4',
    concept: 'REST, gRPC, GraphQL (over-fetching), message queue, WebSocket as call styles with their costs',
    built: [],
    proof: [],
  },
  {
    id: 'N5',
    concept: 'HTTP vs HTTPS',
    built: [],
    proof: [],
  },
  {
    id: 'N6',
    concept:
      'bandwidth, payload size, compression, latency by distance (same rack … across the world), jitter, loss, partitions (two-way, one-way)',
    built: [],
    proof: [],
  },
];
