/** Coverage: messaging and asynchronism. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const MESSAGING: readonly Row[] = [
  {
    id: 'M1',
    concept:
      'message queue: producers, consumers, ack, visibility timeout, redelivery, at-most/at-least/effectively-once, ordering, priority, dead-letter queue, retry topic then exception topic',
    built: [],
    proof: [],
  },
  {
    id: 'M2',
    concept:
      'log with topics, partitions, consumer groups, replication, acks 0/1/all, in-sync replicas, leader failover, rebalance, lag; partitions raise throughput and latency',
    built: [],
    proof: [],
  },
  {
    id: 'M3',
    concept: 'task queue and workers, publish/subscribe fan-out',
    built: [],
    proof: [],
  },
  {
    id: 'M4',
    concept: 'back pressure: block, shed, drop oldest, 503 with Retry-After',
    built: [],
    proof: [],
  },
  {
    id: 'M5',
    concept: 'scaling consumers on lag',
    built: [],
    proof: [],
  },
  {
    id: 'M6',
    concept: 'event-driven sagas: a step fails, compensation runs',
    built: [],
    proof: [],
  },
];
