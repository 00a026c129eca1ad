/** Coverage: compute and application architecture. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const COMPUTE: readonly Row[] = [
  {
    id: 'A1',
    concept:
      'service instances with workers, cores, queues and limits; thread pool size; context-switch and contention cost; memory and GC pauses; disk I/O',
    built: [],
    proof: [],
  },
  {
    id: 'A2',
    concept: 'vertical vs horizontal scaling; downtime of an upgrade; hard limit; cost curves',
    built: [],
    proof: [],
  },
  {
    id: 'A3',
    concept: 'auto-scaling up and down with boot time; containers; serverless with cold start, concurrency and pay per use',
    built: [],
    proof: [],
  },
  {
    id: 'A4',
    concept:
      'monolith, 2-tier, N-tier, modular monolith, microservices, event-driven, cloud-native, serverless: each a ready design, comparable under the same load and the same failures, with its cost and its blast radius',
    built: [],
    proof: [],
  },
  {
    id: 'A5',
    concept: 'service discovery and coordination service (registry, leader election, distributed lock with lease and fencing)',
    built: [],
    proof: [],
  },
  {
    id: 'A6',
    concept: 'stateless vs stateful replication',
    built: [],
    proof: [],
  },
  {
    id: 'A7',
    concept:
      'concurrency control: pessimistic locks, optimistic control with retry, transactions/isolation, barriers and semaphores → contention, aborts, deadlock',
    built: [],
    proof: [],
  },
  {
    id: 'A8',
    concept: 'blue/green, rolling, canary deployments as events on the timeline',
    built: [],
    proof: [],
  },
];
