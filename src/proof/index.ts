/** THE list of cases, in the order in which the page shows them. A case is written in the file of its group. */
import { AVAILABILITY } from './availability.ts';
import { BALANCING } from './balancing.ts';
import { CACHES } from './caches.ts';
import type { ProofCase } from './case.ts';
import { CONNECTIONS } from './connections.ts';
import { EDGE } from './edge.ts';
import { FAN_OUT } from './fan-out.ts';
import { FULL_QUEUES } from './full-queues.ts';
import { GROUPS } from './groups.ts';
import { LIMITERS } from './limiters.ts';
import { NETWORKS } from './networks.ts';
import { OVERLOAD } from './overload.ts';
import { PROCESSOR_SHARING } from './processor-sharing.ts';
import { PROTECTION } from './protection.ts';
import { QUEUES } from './queues.ts';
import { QUORUM } from './quorum.ts';
import { REPLICATION } from './replication.ts';
import { RETRIES_AND_TIMEOUTS } from './retries.ts';

export const CASES: readonly ProofCase[] = [
  ...QUEUES,
  ...PROCESSOR_SHARING,
  ...FULL_QUEUES,
  ...NETWORKS,
  ...CONNECTIONS,
  ...BALANCING,
  ...CACHES,
  ...EDGE,
  ...FAN_OUT,
  ...RETRIES_AND_TIMEOUTS,
  ...OVERLOAD,
  ...LIMITERS,
  ...REPLICATION,
  ...GROUPS,
  ...QUORUM,
  ...AVAILABILITY,
  ...PROTECTION,
];
