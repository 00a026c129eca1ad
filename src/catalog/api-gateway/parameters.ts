/** What can be set on an API gateway. */
import type { Distribution } from '../../std/distribution.ts';
import type { ParamSpecs } from '../../std/parameter.ts';
import { instancesSpec } from '../kind.ts';

/** Time that each form of authentication takes. JWT: bastionary.com, RS256; introspection: general knowledge. */
export const AUTHENTICATION: Readonly<Record<string, Distribution>> = {
  none: { type: 'constant', value: 0 },
  jwt: { type: 'constant', value: 0.1 },
  introspection: { type: 'lognormal', p50: 8, p99: 80 },
};

const whenLimiting = { param: 'limit', is: ['all', 'session'] } as const;

export const GATEWAY_PARAMETERS = {
  instances: instancesSpec(2),
  workers: {
    type: 'number',
    label: 'Workers',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 10_000,
    default: 16,
    whole: true,
    live: true,
    source: 'chosen',
    help: 'Requests that one copy works on at a time; waiting for the far end takes no worker.',
  },
  queueLimit: {
    type: 'number',
    label: 'Queue limit',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 1024,
    whole: true,
    live: true,
    source: 'Envoy: 1,024 pending requests',
    help: 'Requests that may wait at one copy; more are rejected.',
  },
  overhead: {
    type: 'distribution',
    label: 'Transformation',
    group: 'Work',
    default: { type: 'lognormal', p50: 0.3, p99: 2 },
    live: true,
    source: 'chosen; an Envoy sidecar adds 2.65 ms at p90 (istio.io 1.9)',
    help: 'Work on every request: parsing, routing, rewriting, logging.',
  },
  authentication: {
    type: 'choice',
    label: 'Authentication',
    group: 'Work',
    default: 'none',
    live: true,
    source: 'chosen',
    help: 'Work before a request is passed on. Every credential is taken to be valid.',
    options: [
      { value: 'none', label: 'none', help: 'Costs nothing.' },
      { value: 'jwt', label: 'signed token (JWT)', help: 'Checks a signature: 0.1 ms (RS256, bastionary.com).' },
      {
        value: 'introspection',
        label: 'token introspection',
        help: 'Asks the issuer about every token: 8 ms, p99 80 ms, for which the worker waits (OAuth 2.0, RFC 7662).',
      },
    ],
  },
  limit: {
    type: 'choice',
    label: 'Rate limit',
    group: 'Rate limit',
    default: 'none',
    live: true,
    source: 'off by default',
    help: 'A token bucket: each request takes a token; without one it is rejected at once.',
    options: [
      { value: 'none', label: 'none', help: 'Lets everything in.' },
      { value: 'all', label: 'all requests together', help: 'One bucket for everybody.' },
      { value: 'session', label: 'each session', help: 'One bucket for each user, for up to 160,000 users at a time.' },
    ],
  },
  limitRate: {
    type: 'number',
    label: 'Tokens',
    group: 'Rate limit',
    unit: 'perSecond',
    min: 0.001,
    max: 1_000_000,
    default: 100,
    whole: false,
    live: true,
    source: 'chosen; AWS API Gateway: 10,000/s an account',
    shownIf: whenLimiting,
    help: 'How fast tokens come back, to a thousandth per second.',
  },
  limitBurst: {
    type: 'number',
    label: 'Burst',
    group: 'Rate limit',
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 200,
    whole: true,
    live: true,
    source: 'chosen; AWS API Gateway: 5,000 an account',
    shownIf: whenLimiting,
    help: 'Tokens that a bucket holds; it starts full.',
  },
  limitCounting: {
    type: 'choice',
    label: 'Counted by',
    group: 'Rate limit',
    default: 'together',
    live: false,
    source: 'chosen',
    shownIf: whenLimiting,
    help: 'Whether the copies of the gateway share their buckets.',
    options: [
      { value: 'together', label: 'all copies together', help: 'As in a shared store, without the time that asking it takes.' },
      { value: 'each', label: 'each copy alone', help: 'Costs no coordination; lets in up to copies × the limit. A restart forgets.' },
    ],
  },
  splitBy: {
    type: 'choice',
    label: 'Split by',
    group: 'Routes',
    default: 'request',
    live: true,
    source: 'chosen',
    help: 'How requests are divided by weight where several links serve a class (canary, A/B).',
    options: [
      { value: 'request', label: 'request', help: 'Every request is drawn anew.' },
      { value: 'session', label: 'session', help: 'A user always gets the same link.' },
    ],
  },
} as const satisfies ParamSpecs;
