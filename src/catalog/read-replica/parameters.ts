/** What can be set on a read replica. */
import { ACCESS_PARAMETERS } from '../../mechanisms/access/access.ts';
import type { FollowingSettings } from '../../mechanisms/replicate/following.ts';
import type { WorkerSettings } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS, nanosFromMillis } from '../../std/units.ts';
import { instancesSpec } from '../kind.ts';
import { storeMillis } from '../store-parameters.ts';

export const REPLICA_PARAMETERS = {
  instances: { ...instancesSpec(1), max: 16, help: 'Replicas; each follows over the same link by a connection of its own.' },
  applyTime: {
    type: 'distribution',
    label: 'Apply time',
    group: 'Replication',
    default: { type: 'constant', value: 0.2 },
    live: true,
    source: 'chosen; replay is one process in PostgreSQL: 5,000 writes/s at 0.2 ms',
    help: 'Time a replica takes to apply one write, one after the other; faster writes than that make lag grow.',
  },
  recordBytes: {
    type: 'number',
    label: 'Size of a record',
    group: 'Replication',
    unit: 'bytes',
    min: 0,
    max: 10_000_000,
    default: 500,
    whole: true,
    live: true,
    source: 'chosen: a row of 200 bytes with its index entries and headers',
    help: 'Bytes of the log for one write; they count where the link has a bandwidth.',
  },
  copyTime: storeMillis({
    label: 'Full copy',
    group: 'Replication',
    default: 60_000,
    max: 86_400_000,
    source: 'chosen; 7.5 GB at 125 MB/s (gp3)',
    help: 'Time it takes to copy everything, and answers nothing, when the log that it needs is gone.',
  }),
  recovery: storeMillis({
    label: 'Recovery',
    group: 'Replication',
    default: 2000,
    source: 'chosen',
    help: 'What it needs before it serves after a restart, or before it follows a new leader that lacks what it had: replaying or rewinding its log.',
  }),
  promotion: storeMillis({
    label: 'Promotion',
    group: 'Replication',
    default: 2000,
    source: 'chosen',
    help: 'From the order to take writes until it does; longer when it must first apply what it received.',
  }),
  readTime: {
    type: 'distribution',
    label: 'Read',
    group: 'Work',
    default: { type: 'lognormal', p50: 0.1, p99: 2 },
    live: true,
    source: 'PostgreSQL, indexed read, cached: kb.ekarisky.com',
    help: 'Time a read takes on an instance, waiting not counted.',
  },
  writeTime: {
    type: 'distribution',
    label: 'Write and commit',
    group: 'Work',
    default: { type: 'lognormal', p50: 1.8, p99: 6 },
    live: true,
    source: 'commit with fsync on a network disk (gp3): earezki.com ch. 28',
    help: 'Time a write takes on an instance that was promoted; others take none.',
  },
  workers: {
    type: 'number',
    label: 'Parallel queries',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 10_000,
    default: 8,
    whole: true,
    live: true,
    source: 'chosen: as a database has',
    help: 'Queries that one instance works on at a time. Applying the log takes none of them.',
  },
  queueLimit: {
    type: 'number',
    label: 'Queue limit',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 100,
    whole: true,
    live: true,
    source: 'chosen: max_connections of PostgreSQL',
    help: 'Calls that may wait for a worker of one instance; more are rejected.',
  },
  ...ACCESS_PARAMETERS,
} as const satisfies ParamSpecs;

export type ReplicaValues = ValuesOf<typeof REPLICA_PARAMETERS>;

export function workersOf(values: ReplicaValues): WorkerSettings {
  return { workers: values.workers, queueLimit: values.queueLimit, discipline: 'fifo' };
}

export function followingOf(values: ReplicaValues): FollowingSettings {
  return {
    apply: new Sampler(values.applyTime, NS_PER_MS),
    recordBytes: values.recordBytes,
    recovery: nanosFromMillis(values.recovery),
    copying: nanosFromMillis(values.copyTime),
    promotion: nanosFromMillis(values.promotion),
  };
}
