/** Certificate expiry: whoever opens a new TLS connection is shown a certificate that is past its day. */
import { defineFault } from './fault.ts';

export const certificateExpiry = defineFault({
  id: 'certificate-expiry',
  name: 'Certificate expiry',
  group: 'network',
  summary: 'New TLS connections to it are refused by their callers.',
  about:
    'Nobody renewed the certificate. Connections that stand go on, and sessions that are resumed show none, so the failure creeps in as connections ' +
    'are opened anew; a restart of the callers makes it complete. Links with TLS feel it, and balancers that end TLS; nothing else does.',
  targets: ['node', 'instance'],
  sources: false,
  params: {},
  lasts: 15_000,
  badge: () => 'certificate',
  turn: (knobs, reach) => {
    for (const i of reach.instances) knobs.expired[i] = 1;
  },
});
