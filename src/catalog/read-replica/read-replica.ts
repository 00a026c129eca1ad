/** Read replica: a copy of a database that is drawn by itself, fed over a link of its own, and answers reads. */
import { defineKind } from '../kind.ts';
import { replicaEstimate } from './estimate.ts';
import { REPLICA_PARAMETERS } from './parameters.ts';
import { ReplicaStation } from './station.ts';

export const readReplica = defineKind({
  id: 'read-replica',
  name: 'Read replica',
  group: 'data',
  role: 'store',
  summary: 'Follows a database over a link and answers reads with what it has received and applied.',
  about:
    'Link a SQL database to it: over that link it is sent every write, in order, and the latency, bandwidth, loss and cuts of the link decide how far ' +
    'behind it is. Link callers to it for the classes that may read old values. It takes no writes, confirms none, and does not take part when its ' +
    'database elects a leader; it follows whoever leads. Somebody may promote it (see among what can be broken): then it takes writes and follows ' +
    'nobody, what it had not received stays behind, and the database that it left knows nothing of it: two that take writes differ from then on. ' +
    'Replicas can follow replicas. Left out: queries that hold up applying, or are cancelled by it.',
  params: REPLICA_PARAMETERS,
  links: { in: true, out: false },
  feeds: true,
  follows: true,
  abilities: ['replication', 'promotion'],
  face: ['rate', 'lagMs'],
  figures: [
    { id: 'lagMs', label: 'Lag', unit: 'ms', help: 'Age of the oldest write that some instance in service has not applied.', ofData: true },
    {
      id: 'behind',
      label: 'Writes behind',
      unit: 'count',
      help: 'Writes that the instance furthest behind has not applied.',
      ofData: true,
    },
    { id: 'leaders', label: 'Promoted', unit: 'count', help: 'Instances that were promoted and take writes now.' },
    {
      id: 'missed',
      label: 'Left behind',
      unit: 'count',
      help: 'Writes confirmed by the database it followed that an instance did not have when it was promoted, since the start.',
      ofData: true,
    },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'database', each: 'instance' }],
  estimate: replicaEstimate,
  build: (context, values) => new ReplicaStation(context, values),
});
