/** Coverage: compute and application architecture. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const COMPUTE: readonly Row[] = [
  {
    id: 'A1',
    concept:
      'service instances with workers, cores, queues and limits; thread pool size; context-switch and contention cost; memory and GC pauses; disk I/O',
    built: [
      'kind service',
      'parameter service.workers',
      'parameter service.cores',
      'parameter service.queueLimit',
      'parameter service.contention',
      'parameter service.coherence',
      'parameter service.switching',
      'parameter service.heap',
      'parameter service.leak',
      'parameter service.gcStops',
      'parameter service.diskShare',
      'fault slow-disk',
      'parameter service.discipline',
      'parameter service.shedFrom',
    ],
    proof: [
      'case mm1-ps',
      'case mg1-ps',
      'service.test "work on so many requests"',
      'processor.test "gets slower by contention and coherence"',
      'processor.test "loses a part of each time slice"',
      'machine.test "that is full stops everything"',
      'machine.test "that leaks makes pauses longer"',
      'machine.test "may stop the whole process"',
      'machine.test "does so many reads at a time"',
      'waiting-room.test "lets some classes overtake"',
    ],
  },
  {
    id: 'A2',
    concept: 'vertical vs horizontal scaling; downtime of an upgrade; hard limit; cost curves',
    built: [
      'parameter service.cores',
      'parameter service.instances',
      'parameter service.reserve',
      'parameter service.resize',
      'parameter service.coherence',
    ],
    proof: [
      'machine.test "takes effect at once, or restarts"',
      'machine.test "takes down one at a time"',
      'rotation.test "is not called, not counted"',
      'processor.test "gets slower by contention and coherence"',
      'compute-cost.test "of a machine twice the size"',
    ],
  },
  {
    id: 'A3',
    concept: 'auto-scaling up and down with boot time; containers; serverless with cold start, concurrency and pay per use',
    built: [
      'kind autoscaler',
      'parameter autoscaler.boot',
      'kind function',
      'parameter function.coldStart',
      'parameter function.concurrency',
      'example autoscaler',
      'example function',
    ],
    proof: [
      'autoscaler.test "wants ⌈copies"',
      'autoscaler.test "drains the newest copy"',
      'function.test "starts an instance for a call"',
      'function.test "throttles what comes beyond"',
      'function.test "is paid for by call"',
    ],
  },
  {
    id: 'A4',
    concept:
      'monolith, 2-tier, N-tier, modular monolith, microservices, event-driven, cloud-native, serverless: each a ready design, comparable under the same load and the same failures, with its cost and its blast radius',
    built: ['kind monolith', 'kind service', 'kind function', 'command sim styles'],
    proof: ['styles.test "serve the same shoppers"', 'styles.test "differ in how far a failure reaches"'],
  },
  {
    id: 'A5',
    concept: 'service discovery and coordination service (registry, leader election, distributed lock with lease and fencing)',
    built: [
      'kind service-discovery',
      'kind coordination',
      'parameter coordination.lease',
      'parameter coordination.fencing',
      'parameter service-discovery.ttl',
      'example service-discovery',
    ],
    proof: [
      'service-discovery.test "lists a dead copy until"',
      'service-discovery.test "that is down leaves callers"',
      'raft.test "never has two leaders"',
      'raft.test "is found again"',
      'coordination.test "is passed to the next"',
      'coordination.test "of a process that died"',
    ],
  },
  {
    id: 'A6',
    concept: 'stateless vs stateful replication',
    built: ['parameter service.state', 'parameter service.instances'],
    proof: [
      'machine.test "in memory live at one copy"',
      'machine.test "stay with their copy"',
      'autoscaler.test "loses what copies knew of sessions"',
    ],
  },
  {
    id: 'A7',
    concept:
      'concurrency control: pessimistic locks, optimistic control with retry, transactions/isolation, barriers and semaphores → contention, aborts, deadlock',
    built: ['kind coordination', 'parameter coordination.control', 'parameter coordination.permits', 'example coordination'],
    proof: [
      'coordination.test "lets one request at a time"',
      'coordination.test "with several permits"',
      'coordination.test "taken in opposite order"',
      'coordination.test "lets all work, and fails"',
      'coordination.test "comes through when it is tried again"',
      'service.test "calls links of one step"',
    ],
  },
  {
    id: 'A8',
    concept: 'blue/green, rolling, canary deployments as events on the timeline',
    built: ['kind release', 'parameter release.strategy', 'parameter release.go', 'parameter release.rollback', 'example release'],
    proof: [
      'release.test "replaces copies batch by batch"',
      'release.test "with a canary shows a bug"',
      'release.test "by two sets moves all traffic"',
    ],
  },
];
