/**
 * What protocols differ in, as data: what carries them, how many exchanges share a connection, how many round trips pass
 * before the first byte of a request, what their headers weigh, and what a handshake costs the far end's processor. Only
 * facts and pure functions; the connections that live by them are in `connections` and `wire`.
 */

/** What carries messages: TCP delivers in order and resends, QUIC resends and orders each exchange by itself, UDP does neither. */
export type Transport = 'tcp' | 'quic' | 'udp';

export interface Protocol {
  readonly transport: Transport;
  /** Many exchanges share a connection at one time, rather than one. */
  readonly shared: boolean;
  /** The connection outlives one exchange. */
  readonly kept: boolean;
  /** Round trips that it adds once the transport and TLS stand. */
  readonly upgrade: number;
  /** Bytes of headers in front of a request and an answer: the first on a connection, and later ones. */
  readonly headers: readonly [up: number, down: number, nextUp: number, nextDown: number];
  /** Connections that a caller keeps to one far end unless it is told otherwise. */
  readonly usual: number;
}

/** Headers of a typical request and answer (chosen; requests are 200–800 bytes). */
const PLAIN = [500, 300, 500, 300] as const;
/** Compressed by what was sent before: 76 % and 69 % less (Krasnov, "HPACK: the silent killer (feature) of HTTP/2", Cloudflare 2016). */
const COMPRESSED = [500, 300, 120, 93] as const;
/** Frames with a mask upwards (RFC 6455, section 5.2). */
const FRAMES = [8, 4, 8, 4] as const;
/** Method, header and body frames there, an acknowledgement back (AMQP 0-9-1, section 2.3). */
const PUBLISHED = [60, 21, 60, 21] as const;

/** By the value of the link's parameter. `usual`: browsers keep 6 connections to a host for HTTP/1.x and one for HTTP/2. */
export const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  http10: { transport: 'tcp', shared: false, kept: false, upgrade: 0, headers: PLAIN, usual: 6 },
  http11: { transport: 'tcp', shared: false, kept: true, upgrade: 0, headers: PLAIN, usual: 6 },
  http2: { transport: 'tcp', shared: true, kept: true, upgrade: 0, headers: COMPRESSED, usual: 1 },
  http3: { transport: 'quic', shared: true, kept: true, upgrade: 0, headers: COMPRESSED, usual: 1 },
  grpc: { transport: 'tcp', shared: true, kept: true, upgrade: 0, headers: COMPRESSED, usual: 1 },
  websocket: { transport: 'tcp', shared: true, kept: true, upgrade: 1, headers: FRAMES, usual: 1 },
  amqp: { transport: 'tcp', shared: true, kept: true, upgrade: 0, headers: PUBLISHED, usual: 1 },
  udp: { transport: 'udp', shared: true, kept: true, upgrade: 0, headers: [0, 0, 0, 0], usual: 1 },
};

export type Tls = 'none' | '1.2' | '1.3';
/** Whether a caller comes back with a ticket, and whether it sends its first request along with it. */
export type Resumption = 'off' | 'tickets' | 'early';
export type Key = 'rsa' | 'ecdsa';

export interface Security {
  readonly tls: Tls;
  readonly resumption: Resumption;
  readonly key: Key;
}

/** QUIC has TLS 1.3 inside and cannot do without; UDP here has none. */
export function tlsOf(protocol: Protocol, security: Security): Tls {
  if (protocol.transport === 'quic') return '1.3';
  return protocol.transport === 'udp' ? 'none' : security.tls;
}

/** Round trips of TLS on top of TCP, or of QUIC as a whole (RFC 5246, 8446, 9000). Early data waits for none. */
function securing(tls: Tls, resumed: boolean, early: boolean): number {
  if (tls === 'none') return 0;
  if (tls === '1.2') return resumed ? 1 : 2;
  return resumed && early ? 0 : 1;
}

/** Round trips before the first byte of a request goes out on a new connection. */
export function roundTrips(protocol: Protocol, security: Security, resumed: boolean): number {
  if (protocol.transport === 'udp') return 0;
  const tcp = protocol.transport === 'tcp' ? 1 : 0;
  return tcp + securing(tlsOf(protocol, security), resumed, security.resumption === 'early') + protocol.upgrade;
}

/** ns of the far end's processor for a whole handshake: 0.7–1 ms with RSA-2048 and 0.12 ms with ECDSA P-256 (OpenSSL speed). */
const WHOLE: Readonly<Record<Key, number>> = { rsa: 800_000, ecdsa: 120_000 };
/** For a resumed one: 20,835 a second in TLS 1.2 and 4,861 in TLS 1.3, which agrees on a fresh key (jbp.io 2019, OpenSSL). */
const RESUMED: Readonly<Record<Tls, number>> = { none: 0, '1.2': 48_000, '1.3': 205_700 };

/** ns that a handshake costs the far end. A resumed one never costs more than a whole one. */
export function handshakeWork(protocol: Protocol, security: Security, resumed: boolean): number {
  const tls = tlsOf(protocol, security);
  if (tls === 'none') return 0;
  return resumed ? Math.min(RESUMED[tls], WHOLE[security.key]) : WHOLE[security.key];
}

/** Bytes of the far end's flight with its certificates, and of every other flight of a handshake (typical; only a narrow wire feels them). */
export const CERTIFICATES = 3000;
export const FLIGHT = 300;

/** Bytes that one packet carries: an Ethernet frame of 1,500 bytes less 40 of TCP and IP. */
export const SEGMENT = 1460;
/** Packets that a new connection may send before it hears of the first (RFC 6928), and at most (chosen: about 1.5 MB). */
export const FIRST_WINDOW = 10;
export const LARGEST_WINDOW = 1000;
/** Later packets that must get through before a lost one is sent again at once (RFC 5681 and 9002). */
export const REORDERED = 3;
/** ns before a handshake packet is sent again, doubling (RFC 6298; QUIC: 999 ms, RFC 9002). */
export const FIRST_HANDSHAKE_RESEND = 1e9;
/** ns beyond the round trip after which a lost tail is sent again: Linux takes 200 ms, QUIC 1 ms and 25 ms of acknowledgement delay (RFC 9002). */
export const LATE: Readonly<Record<Transport, number>> = { tcp: 200e6, quic: 26e6, udp: 0 };
