/** THE list of kinds, in the order of the palette. A new kind is one line here and a folder beside it. */

import { anycast } from './anycast/anycast.ts';
import { apiGateway } from './api-gateway/api-gateway.ts';
import { attacker } from './attacker/attacker.ts';
import { autoscaler } from './autoscaler/autoscaler.ts';
import { batchJob } from './batch-job/batch-job.ts';
import { cache } from './cache/cache.ts';
import { cdn } from './cdn/cdn.ts';
import { chainStore } from './chain-store/chain-store.ts';
import { client } from './client/client.ts';
import { consensusStore } from './consensus-store/consensus-store.ts';
import { coordination } from './coordination/coordination.ts';
import { ddosScrubber } from './ddos-scrubber/ddos-scrubber.ts';
import { dfs } from './dfs/dfs.ts';
import { dns } from './dns/dns.ts';
import { documentStore } from './document-store/document-store.ts';
import { firewall } from './firewall/firewall.ts';
import { forwardProxy } from './forward-proxy/forward-proxy.ts';
import { cloudFunction } from './function/function.ts';
import { graphDatabase } from './graph-database/graph-database.ts';
import { gslb } from './gslb/gslb.ts';
import { identityProvider } from './identity-provider/identity-provider.ts';
import { idps } from './idps/idps.ts';
import { iotFleet } from './iot-fleet/iot-fleet.ts';
import type { Kind } from './kind.ts';
import { loadBalancer } from './load-balancer/load-balancer.ts';
import { log } from './log/log.ts';
import { logPipeline } from './log-pipeline/log-pipeline.ts';
import { mobileClient } from './mobile-client/mobile-client.ts';
import { monitor } from './monitor/monitor.ts';
import { monolith } from './monolith/monolith.ts';
import { multiLeaderStore } from './multi-leader-store/multi-leader-store.ts';
import { objectStore } from './object-store/object-store.ts';
import { pubsub } from './pubsub/pubsub.ts';
import { pushServer } from './push-server/push-server.ts';
import { queue } from './queue/queue.ts';
import { quorumStore } from './quorum-store/quorum-store.ts';
import { readReplica } from './read-replica/read-replica.ts';
import { release } from './release/release.ts';
import { reverseProxy } from './reverse-proxy/reverse-proxy.ts';
import { saga } from './saga/saga.ts';
import { scheduler } from './scheduler/scheduler.ts';
import { searchEngine } from './search-engine/search-engine.ts';
import { service } from './service/service.ts';
import { serviceDiscovery } from './service-discovery/service-discovery.ts';
import { shardedStore } from './sharded-store/sharded-store.ts';
import { sqlDatabase } from './sql-database/sql-database.ts';
import { streamProcessor } from './stream-processor/stream-processor.ts';
import { thirdParty } from './third-party/third-party.ts';
import { tracer } from './tracer/tracer.ts';
import { vpnGateway } from './vpn-gateway/vpn-gateway.ts';
import { waf } from './waf/waf.ts';
import { worker } from './worker/worker.ts';

export const KINDS: readonly Kind[] = [
  client,
  mobileClient,
  iotFleet,
  batchJob,
  attacker,
  dns,
  gslb,
  anycast,
  cdn,
  firewall,
  waf,
  idps,
  ddosScrubber,
  vpnGateway,
  forwardProxy,
  reverseProxy,
  loadBalancer,
  apiGateway,
  pushServer,
  service,
  monolith,
  worker,
  cloudFunction,
  thirdParty,
  identityProvider,
  cache,
  sqlDatabase,
  readReplica,
  searchEngine,
  objectStore,
  dfs,
  quorumStore,
  multiLeaderStore,
  consensusStore,
  chainStore,
  shardedStore,
  documentStore,
  graphDatabase,
  queue,
  log,
  pubsub,
  streamProcessor,
  saga,
  monitor,
  tracer,
  logPipeline,
  autoscaler,
  release,
  serviceDiscovery,
  coordination,
  scheduler,
];

const BY_ID: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind) => [kind.id, kind]));

/** The kind of this id, or undefined. */
export function kindOf(id: string): Kind | undefined {
  return BY_ID.get(id);
}
