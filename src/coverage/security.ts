/** Coverage: security. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const SECURITY: readonly Row[] = [
  {
    id: 'X1',
    concept: 'HTTPS/TLS cost',
    built: [],
    proof: [],
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
    built: [],
    proof: [],
  },
  {
    id: 'X5',
    concept: 'intrusion detection/prevention as a hop',
    built: [],
    proof: [],
  },
];
