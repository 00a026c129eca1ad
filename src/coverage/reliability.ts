/** Coverage: reliability and failure. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const RELIABILITY: readonly Row[] = [
  {
    id: 'R1',
    concept: 'fault models: crash, omission, timing (slow), incorrect response, arbitrary; partial, independent, correlated, cascading',
    built: [],
    proof: [],
  },
  {
    id: 'R2',
    concept: 'detection: ping, heartbeat, health endpoints; alerts',
    built: [],
    proof: [],
  },
  {
    id: 'R3',
    concept: 'redundancy: active (hot), passive (warm), cold spare; recovery time of each',
    built: [],
    proof: [],
  },
  {
    id: 'R4',
    concept: 'active–passive and active–active failover for LB, app, cache, database, data centre',
    built: [],
    proof: [],
  },
  {
    id: 'R5',
    concept:
      'timeouts, retries with exponential backoff, circuit breaker (closed/open/half-open; fallback to default, cached, error), bulkhead, rate limit, load shedding, graceful degradation, deadline propagation',
    built: [],
    proof: [],
  },
  {
    id: 'R6',
    concept: 'retry storm and metastable failure: a short trigger, a lasting outage, and what ends it',
    built: [],
    proof: [],
  },
  {
    id: 'R7',
    concept: 'SPOF found and shown; cascade shown step by step',
    built: [],
    proof: [],
  },
  {
    id: 'R8',
    concept:
      'availability: time-based and request-based, nines table with allowed downtime, in sequence and in parallel, k of n; SLO, error budget, burn rate',
    built: [],
    proof: [],
  },
  {
    id: 'R9',
    concept: 'chaos experiments: random kills under a seed, steady-state hypothesis, verdict',
    built: [],
    proof: [],
  },
];
