/** THE list of kinds, in the order of the palette. A new kind is one line here and a folder beside it. */
import { anycast } from './anycast/anycast.ts';
import { apiGateway } from './api-gateway/api-gateway.ts';
import { cache } from './cache/cache.ts';
import { cdn } from './cdn/cdn.ts';
import { client } from './client/client.ts';
import { dns } from './dns/dns.ts';
import { gslb } from './gslb/gslb.ts';
import type { Kind } from './kind.ts';
import { loadBalancer } from './load-balancer/load-balancer.ts';
import { queue } from './queue/queue.ts';
import { service } from './service/service.ts';
import { sqlDatabase } from './sql-database/sql-database.ts';

export const KINDS: readonly Kind[] = [client, dns, gslb, anycast, cdn, loadBalancer, apiGateway, service, cache, sqlDatabase, queue];

const BY_ID: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind) => [kind.id, kind]));

/** The kind of this id, or undefined. */
export function kindOf(id: string): Kind | undefined {
  return BY_ID.get(id);
}
