/** Coverage: traffic and clients. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const TRAFFIC: readonly Row[] = [
  {
    id: 'C1',
    concept: 'web and mobile clients, populations in regions',
    built: [],
    proof: [],
  },
  {
    id: 'C2',
    concept: 'open loop (Poisson, constant, bursty, diurnal, ramp, spike, recorded trace) and closed loop (users with think time)',
    built: [],
    proof: [],
  },
  {
    id: 'C3',
    concept: 'read/write mix, request classes with routes, payload sizes, Zipf key popularity, celebrity/hot key',
    built: [],
    proof: [],
  },
  {
    id: 'C4',
    concept: 'client timeout, retry, exponential backoff with jitter, retry budget, hedged requests, give-up and fallback',
    built: [
      'link timeout',
      'link retries',
      'link jitter',
      'link retryBudget',
      'link hedge',
      'link deadline',
      'link cancel',
      'link fallback',
      'example hedging',
      'example deadline',
      'example fallback',
    ],
    proof: [
      'calls.test "ends the call for its caller"',
      'retry.test "doubles up to the longest"',
      'retry.test "with full jitter"',
      'case retry-budget',
      'guard.test "is sent to another copy"',
      'guard.test "is for the whole call"',
      'guard.test "ends what a service waits for"',
      'guard.test "answers a failed call with a default value"',
      'guard.test "gives the last good answer"',
    ],
  },
  {
    id: 'C5',
    concept: 'browser cache, DNS cache',
    built: [],
    proof: [],
  },
  {
    id: 'C6',
    concept: 'polling, long polling, WebSocket, server push → request count, freshness and connection count compared',
    built: [],
    proof: [],
  },
  {
    id: 'C7',
    concept: 'sessions: stateless (shared store) vs stateful (sticky) web tier',
    built: [],
    proof: [],
  },
];
