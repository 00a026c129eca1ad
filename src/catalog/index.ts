/** THE list of kinds, in the order of the palette. A new kind is one line here and a folder beside it. */
import { apiGateway } from './api-gateway/api-gateway.ts';
import { cache } from './cache/cache.ts';
import { client } from './client/client.ts';
import { ddosScrubber } from './ddos-scrubber/ddos-scrubber.ts';
import { firewall } from './firewall/firewall.ts';
import { forwardProxy } from './forward-proxy/forward-proxy.ts';
import { identityProvider } from './identity-provider/identity-provider.ts';
import { idps } from './idps/idps.ts';
import type { Kind } from './kind.ts';
import { loadBalancer } from './load-balancer/load-balancer.ts';
import { monitor } from './monitor/monitor.ts';
import { queue } from './queue/queue.ts';
import { reverseProxy } from './reverse-proxy/reverse-proxy.ts';
import { service } from './service/service.ts';
import { sqlDatabase } from './sql-database/sql-database.ts';
import { vpnGateway } from './vpn-gateway/vpn-gateway.ts';
import { waf } from './waf/waf.ts';

export const KINDS: readonly Kind[] = [
  client,
  loadBalancer,
  apiGateway,
  reverseProxy,
  firewall,
  waf,
  idps,
  ddosScrubber,
  vpnGateway,
  forwardProxy,
  service,
  identityProvider,
  cache,
  sqlDatabase,
  queue,
  monitor,
];

const BY_ID: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind) => [kind.id, kind]));

/** The kind of this id, or undefined. */
export function kindOf(id: string): Kind | undefined {
  return BY_ID.get(id);
}
