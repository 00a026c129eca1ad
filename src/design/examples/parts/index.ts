/** THE list of examples of single kinds of parts, in the order of the palette. */
import activePassive from './active-passive.json';
import aggregation from './aggregation.json';
import anycast from './anycast.json';
import apiGateway from './api-gateway.json';
import attacker from './attacker.json';
import autoscaler from './autoscaler.json';
import batchJob from './batch-job.json';
import blueGreen from './blue-green.json';
import browserCache from './browser-cache.json';
import bulkhead from './bulkhead.json';
import cache from './cache.json';
import cacheLease from './cache-lease.json';
import cdn from './cdn.json';
import chainStore from './chain-store.json';
import consensusStore from './consensus-store.json';
import coordination from './coordination.json';
import ddosScrubber from './ddos-scrubber.json';
import deadline from './deadline.json';
import dfs from './dfs.json';
import dns from './dns.json';
import documentStore from './document-store.json';
import effectivelyOnce from './effectively-once.json';
import fallback from './fallback.json';
import firewall from './firewall.json';
import forwardProxy from './forward-proxy.json';
import functionExample from './function.json';
import graphDatabase from './graph-database.json';
import gslb from './gslb.json';
import headOfLine from './head-of-line.json';
import hedging from './hedging.json';
import hybridBalancing from './hybrid-balancing.json';
import identityMemory from './identity-memory.json';
import identityProvider from './identity-provider.json';
import idps from './idps.json';
import iotFleet from './iot-fleet.json';
import keepAlive from './keep-alive.json';
import layer4 from './layer-4.json';
import leastResponseTime from './least-response-time.json';
import loadBalancer from './load-balancer.json';
import log from './log.json';
import logPipeline from './log-pipeline.json';
import mobileClient from './mobile-client.json';
import monitor from './monitor.json';
import monolith from './monolith.json';
import multiLeaderStore from './multi-leader-store.json';
import objectStore from './object-store.json';
import outlierEjection from './outlier-ejection.json';
import { type PartExample, partExample } from './part-example.ts';
import polling from './polling.json';
import pubsub from './pubsub.json';
import pushServer from './push-server.json';
import quorumOverlap from './quorum-overlap.json';
import quorumStore from './quorum-store.json';
import raid from './raid.json';
import readReplica from './read-replica.json';
import recordedTrace from './recorded-trace.json';
import release from './release.json';
import retryTopic from './retry-topic.json';
import reverseProxy from './reverse-proxy.json';
import saga from './saga.json';
import scheduler from './scheduler.json';
import searchEngine from './search-engine.json';
import service from './service.json';
import serviceDiscovery from './service-discovery.json';
import shardedStore from './sharded-store.json';
import sharedCart from './shared-cart.json';
import sharedLimiter from './shared-limiter.json';
import sqlDatabase from './sql-database.json';
import stickyTier from './sticky-tier.json';
import streamProcessor from './stream-processor.json';
import thirdParty from './third-party.json';
import tlsCost from './tls-cost.json';
import tlsTermination from './tls-termination.json';
import tracer from './tracer.json';
import twoCutOff from './two-cut-off.json';
import vpnGateway from './vpn-gateway.json';
import waf from './waf.json';
import worker from './worker.json';

/** A service that does the same work with three times the workers that its usual traffic keeps busy; and one as services come. */
const ALWAYS_THERE = { workers: 8, work: { type: 'exponential', mean: 120 } } as const;
const OUR_OWN = { workers: 16, work: { type: 'lognormal', p50: 200, p99: 400 } } as const;

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('dns', 'dns', dns, { bypass: 'shop' }),
  partExample('gslb', 'gslb', gslb, { swap: 'name', for: 'dns' }),
  partExample('anycast', 'anycast', anycast, { bypass: 'address' }),
  partExample('cdn', 'cdn', cdn, { bypass: 'edge' }),
  partExample('browser-cache', 'client', browserCache, { set: [['readers', 'browserCache', false]] }),
  partExample('recorded-trace', 'client', recordedTrace, { set: [['buyers', 'traceScale', 2]] }),
  partExample('polling', 'client', polling, { set: [['fans', 'pollEvery', 100]] }),
  partExample('mobile-client', 'mobile-client', mobileClient, { set: [['phones', 'patience', 0]] }),
  partExample('iot-fleet', 'iot-fleet', iotFleet, { set: [['meters', 'together', 1]] }),
  partExample('batch-job', 'batch-job', batchJob, { set: [['export', 'concurrency', 200]] }),
  partExample('attacker', 'attacker', attacker, { set: [['gateway', 'limit', 'none']] }),
  partExample('push-server', 'push-server', pushServer, { bypass: 'hub' }),
  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
  partExample('monitor', 'monitor', monitor, {
    set: [
      ['watch', 'interval', 15_000],
      ['watch', 'hold', 30_000],
    ],
  }),
  partExample('keep-alive', 'client', keepAlive, { set: [['readers-shop', 'protocol', 'http10']] }),
  partExample('head-of-line', 'client', headOfLine, { set: [['riders-maps', 'protocol', 'http2']] }),
  partExample('sticky-tier', 'load-balancer', stickyTier, { set: [['balancer', 'sticky', 'none']] }),
  partExample('tls-cost', 'service', tlsCost, { set: [['sensors-hub', 'key', 'rsa']] }),
  partExample('hedging', 'service', hedging, { set: [['search-shards', 'hedge', false]] }),
  partExample('deadline', 'service', deadline, { set: [['buyers-shop', 'deadlinePass', false]] }),
  partExample('fallback', 'service', fallback, { set: [['shop-hints', 'fallback', false]] }),
  partExample('bulkhead', 'service', bulkhead, { set: [['shop-reviews', 'bulkhead', 0]] }),
  partExample('waf', 'waf', waf, { bypass: 'guard' }),
  partExample('firewall', 'firewall', firewall, { bypass: 'guard' }),
  partExample('idps', 'idps', idps, { bypass: 'guard' }),
  partExample('ddos-scrubber', 'ddos-scrubber', ddosScrubber, { bypass: 'scrubber' }),
  partExample('vpn-gateway', 'vpn-gateway', vpnGateway, { set: [['vpn', 'megabyteTime', 25]] }),
  partExample('forward-proxy', 'forward-proxy', forwardProxy, { bypass: 'proxy' }),
  partExample('reverse-proxy', 'reverse-proxy', reverseProxy, { bypass: 'proxy' }),
  partExample('identity-provider', 'identity-provider', identityProvider, { set: [['idp', 'method', 'introspection']] }),
  partExample('load-balancer', 'load-balancer', loadBalancer, { bypass: 'front' }),
  partExample('least-response-time', 'load-balancer', leastResponseTime, { set: [['front', 'algorithm', 'round-robin']] }),
  partExample('outlier-ejection', 'load-balancer', outlierEjection, { set: [['front', 'outlierFailures', 0]] }),
  partExample('active-passive', 'load-balancer', activePassive, { set: [['front', 'instances', 1]] }),
  partExample('layer-4', 'load-balancer', layer4, { set: [['front', 'layer', 'connection']] }),
  partExample('tls-termination', 'load-balancer', tlsTermination, { set: [['front', 'cores', 2]] }),
  partExample('blue-green', 'load-balancer', blueGreen, { set: [['front', 'drainTime', 0]] }),
  partExample('hybrid-balancing', 'load-balancer', hybridBalancing, { set: [['edge', 'instances', 1]] }),
  partExample('effectively-once', 'queue', effectivelyOnce, { set: [['orders', 'guarantee', 'at-least-once']] }),
  partExample('retry-topic', 'queue', retryTopic, { bypass: 'retry' }),
  partExample('log', 'log', log, {
    set: [
      ['payments', 'replication', 1],
      ['payments', 'minInSync', 1],
    ],
  }),
  partExample('pubsub', 'pubsub', pubsub, { bypass: 'news' }),
  partExample('stream-processor', 'stream-processor', streamProcessor, { swap: 'counter', for: 'service' }),
  partExample('saga', 'saga', saga, { set: [['orders', 'durable', false]] }),
  partExample('quorum-store', 'quorum-store', quorumStore, { swap: 'db', for: 'sql-database' }),
  partExample('quorum-overlap', 'quorum-store', quorumOverlap, {
    set: [
      ['scores', 'readLevel', 'one'],
      ['scores', 'writeLevel', 'one'],
    ],
  }),
  partExample('multi-leader-store', 'multi-leader-store', multiLeaderStore, { swap: 'db', for: 'sql-database' }),
  partExample('shared-cart', 'multi-leader-store', sharedCart, { set: [['cart', 'resolution', 'later']] }),
  partExample('log-pipeline', 'log-pipeline', logPipeline, { set: [['log', 'mode', 'sync']] }),
  partExample('autoscaler', 'autoscaler', autoscaler, { remove: 'scaler' }),
  partExample('api-gateway', 'api-gateway', apiGateway, { set: [['door', 'limit', 'none']] }),
  partExample('shared-limiter', 'api-gateway', sharedLimiter, { set: [['door', 'limitCounting', 'each']] }),
  partExample('aggregation', 'api-gateway', aggregation, { set: [['door', 'aggregate', 'all']] }),
  partExample('identity-memory', 'api-gateway', identityMemory, { set: [['door', 'authTtl', 0]] }),
  partExample('monolith', 'monolith', monolith, { split: 'shop' }),
  partExample('worker', 'worker', worker, { set: [['archive', 'batch', 1]] }),
  partExample('function', 'function', functionExample, { swap: 'resize', for: 'service', params: ALWAYS_THERE }),
  partExample('third-party', 'third-party', thirdParty, { swap: 'mail', for: 'service', params: OUR_OWN }),
  partExample('document-store', 'document-store', documentStore, { set: [['orders', 'joinCost', 0.6]] }),
  partExample('graph-database', 'graph-database', graphDatabase, { swap: 'graph', for: 'document-store' }),
  partExample('search-engine', 'search-engine', searchEngine, { set: [['articles', 'searchCost', 0.005]] }),
  partExample('object-store', 'object-store', objectStore, { set: [['pictures', 'parity', 0]] }),
  partExample('dfs', 'dfs', dfs, { set: [['files', 'copies', 1]] }),
  partExample('release', 'release', release, {
    set: [
      ['rollout', 'strategy', 'rolling'],
      ['rollout', 'rollback', false],
    ],
  }),
  partExample('service-discovery', 'service-discovery', serviceDiscovery, { remove: 'registry' }),
  partExample('coordination', 'coordination', coordination, { remove: 'permits' }),
  partExample('scheduler', 'scheduler', scheduler, { set: [['cron', 'who', 'each']] }),
  partExample('consensus-store', 'consensus-store', consensusStore, { set: [['settings', 'instances', 1]] }),
  partExample('two-cut-off', 'consensus-store', twoCutOff, { set: [['settings', 'reads', 'follower']] }),
  partExample('chain-store', 'chain-store', chainStore, { set: [['chain', 'reads', 'tail']] }),
  partExample('sharded-store', 'sharded-store', shardedStore, { set: [['shards', 'scheme', 'range']] }),
  partExample('tracer', 'tracer', tracer, { set: [['trace', 'sampling', 1]] }),
  partExample('cache', 'cache', cache, { bypass: 'cache' }),
  partExample('cache-lease', 'cache', cacheLease, { set: [['cache', 'stampede', 'none']] }),
  partExample('sql-database', 'sql-database', sqlDatabase, { set: [['db', 'failover', 'manual']] }),
  // Without replicas all that is read is read at the database.
  partExample('read-replica', 'read-replica', readReplica, {
    set: [
      ['shop-replicas', 'probability', 0],
      ['shop-db', 'classes', []],
    ],
  }),
  partExample('raid', 'sql-database', raid, { set: [['db', 'raid', '0']] }),
];
