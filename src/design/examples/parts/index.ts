/** THE list of examples of single kinds of parts, in the order of the palette. */

import ddosScrubber from './ddos-scrubber.json';
import firewall from './firewall.json';
import forwardProxy from './forward-proxy.json';
import identityProvider from './identity-provider.json';
import idps from './idps.json';
import { type PartExample, partExample } from './part-example.ts';
import reverseProxy from './reverse-proxy.json';
import service from './service.json';
import vpnGateway from './vpn-gateway.json';
import waf from './waf.json';

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
  partExample('waf', 'waf', waf, { bypass: 'guard' }),
  partExample('firewall', 'firewall', firewall, { bypass: 'guard' }),
  partExample('idps', 'idps', idps, { bypass: 'guard' }),
  partExample('ddos-scrubber', 'ddos-scrubber', ddosScrubber, { bypass: 'scrubber' }),
  partExample('vpn-gateway', 'vpn-gateway', vpnGateway, { set: [['vpn', 'megabyteTime', 25]] }),
  partExample('forward-proxy', 'forward-proxy', forwardProxy, { bypass: 'proxy' }),
  partExample('reverse-proxy', 'reverse-proxy', reverseProxy, { bypass: 'proxy' }),
  partExample('identity-provider', 'identity-provider', identityProvider, { set: [['idp', 'method', 'introspection']] }),
];
