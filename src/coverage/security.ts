/** Coverage: security. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const SECURITY: readonly Row[] = [
  {
    id: 'X1',
    concept: 'HTTPS/TLS cost',
    built: ['link tls', 'link key', 'link resumption', 'link wireCores', 'example tls-cost'],
    proof: [
      'set-up.test "cost the far end the work of its key"',
      'styles.test "costs both ends its cipher by the byte"',
      'case handshake-core',
    ],
  },
  {
    id: 'X2',
    concept: 'authentication (session, JWT, OAuth introspection, MFA step) and authorisation as latency, load and revocation delay',
    built: [],
    proof: [],
  },
  {
    id: 'X3',
    concept: 'input validation/WAF rules with false positives',
    built: [],
    proof: [],
  },
  {
    id: 'X4',
    concept: 'symmetric vs asymmetric cost',
    built: ['link tls', 'link key', 'example tls-cost'],
    proof: ['styles.test "costs both ends its cipher by the byte"', 'payload.test "are enciphered as they go"'],
  },
  {
    id: 'X5',
    concept: 'intrusion detection/prevention as a hop',
    built: [],
    proof: [],
  },
];
