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
    built: [],
    proof: [],
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
