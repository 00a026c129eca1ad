/** THE list of examples of single kinds of parts, in the order of the palette. */
import activePassive from './active-passive.json';
import blueGreen from './blue-green.json';
import bulkhead from './bulkhead.json';
import ddosScrubber from './ddos-scrubber.json';
import deadline from './deadline.json';
import fallback from './fallback.json';
import firewall from './firewall.json';
import forwardProxy from './forward-proxy.json';
import headOfLine from './head-of-line.json';
import hedging from './hedging.json';
import hybridBalancing from './hybrid-balancing.json';
import identityProvider from './identity-provider.json';
import idps from './idps.json';
import keepAlive from './keep-alive.json';
import layer4 from './layer-4.json';
import leastResponseTime from './least-response-time.json';
import loadBalancer from './load-balancer.json';
import monitor from './monitor.json';
import outlierEjection from './outlier-ejection.json';
import { type PartExample, partExample } from './part-example.ts';
import reverseProxy from './reverse-proxy.json';
import service from './service.json';
import tlsCost from './tls-cost.json';
import tlsTermination from './tls-termination.json';
import vpnGateway from './vpn-gateway.json';
import waf from './waf.json';

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
  partExample('monitor', 'monitor', monitor, {
    set: [
      ['watch', 'interval', 15_000],
      ['watch', 'hold', 30_000],
    ],
  }),
  partExample('keep-alive', 'client', keepAlive, { set: [['readers-shop', 'protocol', 'http10']] }),
  partExample('head-of-line', 'client', headOfLine, { set: [['riders-maps', 'protocol', 'http2']] }),
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
];
