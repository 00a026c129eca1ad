/** A link's parameters about its protocol as the engine's own words; what no protocol uses reads as nothing. */
import type { ApiStyle, Compression } from '../engine/connection/payload.ts';
import { type Key, PROTOCOLS, type Resumption, type Security, type Tls } from '../engine/connection/protocol.ts';
import type { LinkValues } from './compile-policies.ts';

const TLS: readonly Tls[] = ['1.2', '1.3'];
const RESUMPTIONS: readonly Resumption[] = ['tickets', 'early'];
const KEYS: readonly Key[] = ['rsa'];
const APIS: readonly ApiStyle[] = ['rest', 'protobuf', 'graphql'];
const COMPRESSIONS: readonly Compression[] = ['gzip', 'br'];

function among<T extends string>(value: string, words: readonly T[], otherwise: T): T {
  return words.find((word) => word === value) ?? otherwise;
}

export function securityOf(values: LinkValues): Security {
  return {
    tls: among(values.tls, TLS, 'none'),
    resumption: among(values.resumption, RESUMPTIONS, 'off'),
    key: among(values.key, KEYS, 'ecdsa'),
  };
}

export function apiOf(values: LinkValues): ApiStyle {
  return connects(values) ? among(values.api, APIS, 'plain') : 'plain';
}

export function compressionOf(values: LinkValues): Compression {
  return connects(values) ? among(values.compression, COMPRESSIONS, 'none') : 'none';
}

/** It has connections; datagrams go as they are. */
function connects({ protocol }: LinkValues): boolean {
  const transport = PROTOCOLS[protocol]?.transport;
  return transport !== undefined && transport !== 'udp';
}
