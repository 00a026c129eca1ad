/**
 * SQL database: one leader takes the writes, replicas apply its log, and each answers reads with what it holds. What queries cost, how
 * transactions keep apart, disks, backups and views are modelled where they are set.
 */
import { defineKind } from '../kind.ts';
import { CAP_SETTINGS } from './cap-settings.ts';
import { databaseEstimate } from './estimate.ts';
import { SQL_PARAMETERS } from './parameters.ts';
import { SqlStation } from './station.ts';

export const sqlDatabase = defineKind({
  id: 'sql-database',
  name: 'SQL database',
  group: 'data',
  role: 'store',
  summary: 'Keeps the data: a leader takes writes, replicas follow its log and may answer reads.',
  about:
    'Every write makes a version; replicas receive and apply them in order, so a read may be old and a lost leader may take writes with it. ' +
    'Asynchronous writes are done at the leader, semi-synchronous ones when a replica has received them, synchronous ones when all replicas have ' +
    'applied them: then a replica that is down or cut off blocks writes until it is back or their callers give up, as in PostgreSQL. When the leader ' +
    'is lost or cut off from most of the others, it is fenced and the longest log takes over; writes in between fail, and what the new leader lacks is ' +
    'lost. A single database is out until it restarts; what it committed is kept. ' +
    'Left out here: sharding, several leaders on purpose, the cost of connections that are not in use.',
  params: SQL_PARAMETERS,
  capSettings: CAP_SETTINGS,
  countInstances: (values) => 1 + values.replicas,
  choosesInstance: true,
  links: { in: true, out: false },
  feeds: true,
  abilities: ['leader', 'replication', 'promotion', 'restore', 'disk-loss', 'disk'],
  face: ['rate', 'lagMs'],
  figures: [
    { id: 'lagMs', label: 'Lag', unit: 'ms', help: 'Age of the oldest write that some replica in service has not applied.', ofData: true },
    {
      id: 'lostWrites',
      label: 'Lost writes',
      unit: 'count',
      help: 'Writes confirmed to their callers that a new leader did not have, since the start.',
      ofData: true,
    },
    { id: 'failovers', label: 'Failovers', unit: 'count', help: 'How often another instance took over, since the start.' },
    { id: 'leader', label: 'Leader', unit: 'count', help: 'Which instance leads; none while nobody does.' },
    { id: 'leaders', label: 'Leaders', unit: 'count', help: 'Instances that take writes now: two are a split brain.' },
    { id: 'lockWaits', label: 'Wait for locks', unit: 'count', help: 'Transactions that wait for a row now.' },
    { id: 'aborts', label: 'Given up', unit: 'count', help: 'Transactions given up over a conflict or a deadlock, since the warm-up.' },
    {
      id: 'lostUpdates',
      label: 'Lost updates',
      unit: 'count',
      help: 'Writes over a change that their transaction had not seen, since the warm-up.',
    },
    { id: 'poolHits', label: 'Pages in memory', unit: 'ratio', help: 'Pages that were found in memory, since the warm-up.' },
    { id: 'diskUse', label: 'Disks busy', unit: 'ratio', help: "Share of all disks' time that was taken, since the warm-up." },
    { id: 'disksLost', label: 'Disks lost', unit: 'count', help: 'Disks that are lost or being rebuilt now.' },
    { id: 'backupAge', label: 'Backup age', unit: 'ms', help: 'How old the data in the last complete backup is.' },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'database', each: 'instance' }],
  estimate: databaseEstimate,
  build: (context, values) => new SqlStation(context, values),
});
