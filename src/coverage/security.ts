/** Coverage: security. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const SECURITY: readonly Row[] = [
  {
    id: 'X1',
    concept: 'HTTPS/TLS cost',
    built: ['link tls', 'link key', 'link resumption', 'link wireCores', 'fault certificate-expiry', 'example tls-cost'],
    proof: [
      'set-up.test "cost the far end the work of its key"',
      'styles.test "costs both ends its cipher by the byte"',
      'wire-symptoms.test "%s"',
      'case handshake-core',
    ],
  },
  {
    id: 'X2',
    concept: 'authentication (session, JWT, OAuth introspection, MFA step) and authorisation as latency, load and revocation delay',
    built: [
      'kind identity-provider',
      'parameter identity-provider.method',
      'parameter identity-provider.tokenLife',
      'parameter identity-provider.mfa',
      'parameter identity-provider.authorisation',
      'parameter identity-provider.revocations',
      'example identity-provider',
    ],
    proof: [
      'identity-provider.test "is looked up in the part"',
      'identity-provider.test "with a token is checked by computing"',
      'identity-provider.test "gets in for as long as the last word"',
      'identity-provider.test "gets in with a token until it ends"',
      'identity-provider.test "gets in for longer the longer tokens live"',
      'identity-provider.test "is denied at once where each request asks"',
      'identity-provider.test "confirms a log-in by a second factor"',
      'identity-provider.test "may be refused what is forbidden"',
      'identity-provider.test "it answers, and a user who was revoked"',
      'identity-provider.test "waits for a core while others log in"',
      'part-examples.test "%s meets its objectives, and without it misses one"',
    ],
  },
  {
    id: 'X3',
    concept: 'input validation/WAF rules with false positives',
    built: ['kind waf', 'parameter waf.mode', 'parameter waf.level', 'parameter waf.falseAlarms', 'example waf'],
    proof: [
      'waf.test "at level %s is %d of attacks"',
      'waf.test "in detect mode blocks nothing"',
      'waf.test "takes its time, and more for a larger body"',
      'flood.test "meet stricter rules at the price"',
      'part-examples.test "%s meets its objectives, and without it misses one"',
    ],
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
    built: ['kind idps', 'parameter idps.mode', 'parameter idps.threshold', 'parameter idps.alertAfter', 'example idps'],
    proof: [
      'idps.test "adds no time, blocks nothing"',
      'idps.test "takes its time and, from the offence on"',
      'idps.test "hits a user who is taken for an attacker by mistake"',
      'idps.test "notices late who comes with many users"',
      'part-examples.test "%s meets its objectives, and without it misses one"',
    ],
  },
];
