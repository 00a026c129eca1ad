/** Coverage: network and protocols. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const NETWORK: readonly Row[] = [
  {
    id: 'N1',
    concept: 'TCP handshake, TLS 1.2/1.3 handshake and resumption, keep-alive, connection pool sizes and exhaustion',
    built: ['link protocol', 'link tls', 'link resumption', 'link idle', 'link connections', 'link pool', 'example keep-alive'],
    proof: [
      'set-up.test "TCP takes one"',
      'set-up.test "TLS 1.2 takes three with TCP"',
      'set-up.test "TLS 1.3 takes two with TCP"',
      'set-up.test "a caller that comes back takes: TLS 1.3 with early data one"',
      'connections.test "of HTTP/1.0 serves one request"',
      'connections.test "of HTTP/1.1 carries one request at a time"',
      'connections.test "is closed when nobody used it"',
      'case kept-connections',
    ],
  },
  {
    id: 'N2',
    concept: 'HTTP/1.0, 1.1, 2, 3: multiplexing, head-of-line blocking under loss, header compression',
    built: ['link protocol', 'link streams', 'link slowStart', 'example head-of-line'],
    proof: [
      'connections.test "of HTTP/2 carries many at a time"',
      'transport.test "waits for it over TCP"',
      'transport.test "does not wait for it over QUIC"',
      'transport.test "goes on another connection in HTTP/1.1"',
      'styles.test "weighs on a narrow wire"',
    ],
  },
  {
    id: 'N3',
    concept: 'UDP vs TCP under loss',
    built: ['link protocol', 'link loss', 'link duplicates', 'link wander'],
    proof: [
      'transport.test "that are lost are lost for good"',
      'transport.test "is sent again after the round trip and 200 ms"',
      'transport.test "that arrive twice are worked on twice"',
      'transport.test "overtake each other"',
      'case datagrams',
    ],
  },
  {
    id: 'N4',
    concept: 'REST, gRPC, GraphQL (over-fetching), message queue, WebSocket as call styles with their costs',
    built: ['link api', 'link overfetch', 'link parse', 'link protocol', 'link perSession'],
    proof: [
      'payload.test "are more in REST answers"',
      'payload.test "are 34 % less as Protocol Buffers"',
      'styles.test "weighs on a narrow wire"',
      'set-up.test "a WebSocket takes one more"',
      'connections.test "belongs to one session"',
    ],
  },
  {
    id: 'N5',
    concept: 'HTTP vs HTTPS',
    built: ['link tls', 'link key', 'example tls-cost'],
    proof: ['styles.test "costs both ends its cipher by the byte"', 'set-up.test "TLS 1.3 takes two with TCP"'],
  },
  {
    id: 'N6',
    concept:
      'bandwidth, payload size, compression, latency by distance (same rack … across the world), jitter, loss, partitions (two-way, one-way)',
    built: ['link bandwidth', 'link compression', 'link delay', 'link access', 'link wander', 'link loss', 'fault partition'],
    proof: [
      'carriage.test "queues for the wire"',
      'payload.test "are compressed from 1,000 bytes"',
      'styles.test "is compressed: worth it on a narrow wire"',
      'placement.test "grows from one host"',
      'styles.test "are those of the access of a client"',
      'styles.test "wander: an exponential delay on top"',
      'carriage.test "is not carried between two sides"',
      'link.test "of the link and of a fault combine"',
    ],
  },
];
