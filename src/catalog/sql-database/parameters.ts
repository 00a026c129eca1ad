/** What can be set on an SQL database, and the settings of its mechanisms that follow. */
import type { RequestClass } from '../../engine/station.ts';
import type { ReplicationSettings } from '../../mechanisms/replicate/primary-backup.ts';
import type { Acknowledgement } from '../../mechanisms/replicate/shipping.ts';
import type { CostSettings } from '../../mechanisms/store/query-cost.ts';
import type { WorkerSettings } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS, nanosFromMillis } from '../../std/units.ts';
import { BACKUP_PARAMETERS } from './backup-parameters.ts';
import { DATA_PARAMETERS } from './data-parameters.ts';
import { FAILOVER_PARAMETERS } from './failover-parameters.ts';
import { QUERY_PARAMETERS } from './query-parameters.ts';
import { REPLICATION_PARAMETERS } from './replication-parameters.ts';
import { STORAGE_PARAMETERS } from './storage-parameters.ts';
import { TRANSACTION_PARAMETERS } from './transaction-parameters.ts';

export const SQL_PARAMETERS = {
  ...REPLICATION_PARAMETERS,
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
    help: 'Time a write takes on the leader up to its commit.',
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
    source: 'chosen: 35 k reads/s or 3.9 k commits/s, between PostgreSQL on 4 and 16 vCPU (kb.ekarisky.com)',
    help: 'Queries that one instance works on at a time. Waiting for replicas holds none of them.',
  },
  connections: {
    type: 'number',
    label: 'Connections',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 100_000,
    default: 100,
    whole: true,
    live: true,
    source: 'max_connections of PostgreSQL; MySQL: 151',
    help: 'Calls that one instance holds at a time, waiting ones and commits that wait for replicas included; more are rejected.',
  },
  queueLimit: {
    type: 'number',
    label: 'Queue limit',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 1000,
    whole: true,
    live: true,
    source: 'chosen: connections run out first',
    help: 'Calls that may wait for a worker of one instance; more are rejected.',
  },
  ...FAILOVER_PARAMETERS,
  ...QUERY_PARAMETERS,
  ...TRANSACTION_PARAMETERS,
  ...STORAGE_PARAMETERS,
  ...BACKUP_PARAMETERS,
  ...DATA_PARAMETERS,
} as const satisfies ParamSpecs;

export type SqlValues = ValuesOf<typeof SQL_PARAMETERS>;

export function workersOf(values: SqlValues): WorkerSettings {
  return { workers: values.workers, queueLimit: values.queueLimit, discipline: 'fifo' };
}

export function replicationOf(values: SqlValues): ReplicationSettings {
  return {
    acknowledgement: values.replication as Acknowledgement,
    delay: new Sampler(values.replicationDelay, NS_PER_MS),
    apply: new Sampler(values.applyTime, NS_PER_MS),
    failover: {
      automatic: values.failover === 'automatic',
      fencing: values.fencing,
      streaming: values.shipping === 'log',
      heartbeat: nanosFromMillis(values.heartbeat),
      misses: values.misses,
      promotion: nanosFromMillis(values.promotion),
      recovery: nanosFromMillis(values.recovery),
      copying: nanosFromMillis(values.copyTime),
    },
    snapshots: {
      every: values.shipping === 'snapshots' ? nanosFromMillis(values.snapshotEvery) : 0,
      takes: nanosFromMillis(values.snapshotTime),
    },
  };
}

/** What queries cost, by class. */
export function costOf(values: SqlValues, classes: readonly RequestClass[]): CostSettings {
  const among = (ids: readonly string[]) => Uint8Array.from(classes, ({ id, write }) => (!write && ids.includes(id) ? 1 : 0));
  return {
    scans: among(values.scans),
    joins: among(values.joins),
    scanTime: Math.round((values.rows / values.scanRate) * 1000 * NS_PER_MS),
    joined: values.joined,
    denormalised: values.layout === 'denormalised',
    indexTime: nanosFromMillis(values.indexes * values.indexTime),
  };
}

/** Whether queries cost anything beyond their base time. */
export function isCostly(values: SqlValues): boolean {
  return values.scans.length > 0 || values.joins.length > 0 || values.layout === 'denormalised' || values.indexes > 0;
}
