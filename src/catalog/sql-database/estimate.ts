/**
 * How busy a database's leader and replicas would be, and how long reads and writes would take, while all of them are well
 * and the first instance leads. A commit that waits for replicas takes no worker.
 */
import { mean, variance } from '../../std/distribution.ts';
import { generalWait } from '../../theory/approximate.ts';
import { type Moments, together } from '../../theory/durations.ts';
import { harmonic } from '../../theory/fanout.ts';
import type { Doubt, Estimator, Given, Served } from '../estimate.ts';
import { type Inflow, type StationFigures, stationFigures } from '../estimate-station.ts';
import { isCostly, type SqlValues } from './parameters.ts';

/** What a commit is taken to wait when replicas never catch up, ms: no figure to show, but its callers feel it (chosen). */
const FAR_TOO_LONG = 60_000;

/** Reads and writes a second, all classes. */
function ratesOf({ rates, classes }: Given): { readonly reads: number; readonly writes: number } {
  let [reads, writes] = [0, 0];
  classes.forEach(({ write }, cls) => {
    if (write) writes += rates[cls]!;
    else reads += rates[cls]!;
  });
  return { reads, writes };
}

/** Share of the reads that each instance serves, in turn. */
function readShares({ reads }: SqlValues, instances: number): number[] {
  const spread = instances > 1 ? reads : 'primary';
  return Array.from({ length: instances }, (_, i) => {
    if (spread === 'primary') return i === 0 ? 1 : 0;
    if (spread === 'any') return 1 / instances;
    return i === 0 ? 0 : 1 / (instances - 1);
  });
}

/** One instance that serves these reads and writes a second. */
function instanceFigures(given: Given, values: SqlValues, reads: number, writes: number, readers: number): StationFigures {
  const total = reads + writes;
  const share = total > 0 ? writes / total : 0;
  const [readMean, writeMean] = [mean(values.readTime), mean(values.writeTime)];
  const first = (1 - share) * readMean + share * writeMean;
  const second =
    (1 - share) * (variance(values.readTime) + readMean * readMean) + share * (variance(values.writeTime) + writeMean * writeMean);
  const exponential = (writes === 0 && values.readTime.type === 'exponential') || (reads === 0 && values.writeTime.type === 'exponential');
  const inflows: Inflow[] = [
    { rate: reads, scv: given.inflowScv, spread: { how: 'turns', among: readers, counters: 1 } },
    { rate: writes, scv: given.inflowScv, spread: { how: 'turns', among: 1, counters: 1 } },
  ];
  return stationFigures({
    inflows: reads === 0 || writes === 0 || readers > 1 ? inflows.filter((one) => one.rate > 0) : [{ ...inflows[0]!, rate: total }],
    instances: 1,
    workers: values.workers,
    queueLimit: values.queueLimit,
    service: { mean: first, variance: Math.max(0, second - first * first) },
    exponential,
  });
}

/** What a commit waits for after its own work, ms. */
function commitWait(given: Given, values: SqlValues, writes: number): number {
  const replicas = given.instances - 1;
  if (replicas === 0 || values.replication === 'async') return 0;
  const delay = mean(values.replicationDelay);
  const ways = Array.from({ length: replicas }, (_, i) => 2 * given.between(0, i + 1) + delay);
  if (values.replication !== 'sync') return Math.min(...ways);
  // All have to have applied it: the slowest counts.
  return Math.max(...ways) + together(applying(values, writes), replicas, harmonic(replicas)).mean;
}

/** From its arrival at a replica until a write is applied there, ms: one after the other. */
function applying({ applyTime }: SqlValues, writes: number): Moments {
  const service = mean(applyTime);
  if (service === 0) return { mean: 0, variance: 0 };
  const serviceScv = variance(applyTime) / (service * service);
  const wait = generalWait({ arrivals: writes / 1000, service, servers: 1, arrivalScv: 1, serviceScv });
  if (wait.mean + service > FAR_TOO_LONG) return { mean: FAR_TOO_LONG, variance: 0 };
  return { mean: wait.mean + service, variance: wait.variance + variance(applyTime) };
}

export const databaseEstimate: Estimator<SqlValues> = {
  send: () => [],
  serve(given, values): Served {
    const { reads, writes } = ratesOf(given);
    const shares = readShares(values, given.instances);
    const readers = shares.filter((share) => share > 0).length;
    const leader = instanceFigures(given, values, reads * shares[0]!, writes, readers);
    const replica = given.instances > 1 ? instanceFigures(given, values, reads * shares[1]!, 0, readers) : undefined;
    const commit = commitWait(given, values, writes);
    const [readMean, writeMean] = [mean(values.readTime), mean(values.writeTime)];
    const waitOfReads = shares[0]! * leader.wait + (1 - shares[0]!) * (replica?.wait ?? 0);
    const readTime = { mean: waitOfReads + readMean, variance: leader.waitVariance + variance(values.readTime) };
    const writeTime = { mean: leader.wait + writeMean + commit, variance: leader.waitVariance + variance(values.writeTime) };
    const accepted = acceptedShare(reads, writes, shares[0]!, leader, replica);
    const replicas = given.instances - 1;
    const total = reads + writes;
    const open = (reads * shares[0]! * (leader.wait + readMean) + writes * writeTime.mean) / 1000;
    return {
      mean: Float64Array.from(given.classes, ({ write }) => (write ? writeTime.mean : readTime.mean)),
      variance: Float64Array.from(given.classes, ({ write }) => (write ? writeTime.variance : readTime.variance)),
      utilisation: (leader.utilisation + replicas * (replica?.utilisation ?? 0)) / given.instances,
      wait: total > 0 ? (reads * waitOfReads + writes * leader.wait) / total : 0,
      resources: [
        { name: replicas > 0 ? 'workers of the leader' : 'workers', load: leader.load },
        ...(replica === undefined ? [] : [{ name: 'workers of the replicas', load: replica.load }]),
        ...(replicas === 0 ? [] : [{ name: 'applying of writes at the replicas', load: (writes * mean(values.applyTime)) / 1000 }]),
        // Below saturation of the workers, how many calls are in it is known (Little).
        ...(leader.load < 1 && open < Infinity ? [{ name: 'connections', load: open / values.connections }] : []),
      ],
      accepted,
      scv: 1,
      miss: 0,
      missed: undefined,
      p99: given.instances === 1 || (readers === 1 && commit === 0) ? leader.p99 : undefined,
      doubts: [...leader.doubts, ...(replica?.doubts ?? []), ...replicationDoubts(given, values, writes, open)],
      figures: {},
      shares: { reads: shares, writes: shares.map((_, i) => (i === 0 ? 1 : 0)) },
    };
  },
};

function acceptedShare(
  reads: number,
  writes: number,
  onLeader: number,
  leader: StationFigures,
  replica: StationFigures | undefined,
): number {
  const total = reads + writes;
  if (total === 0) return 1;
  const atLeader = writes + reads * onLeader;
  return (atLeader * leader.accepted + (total - atLeader) * (replica?.accepted ?? 1)) / total;
}

function replicationDoubts(given: Given, values: SqlValues, writes: number, open: number): readonly Doubt[] {
  const doubts: Doubt[] = [...unknownCosts(values)];
  const applying = (writes * mean(values.applyTime)) / 1000;
  if (given.instances > 1 && applying >= 1) {
    const hides = values.replication === 'sync' ? 'time' : 'none';
    doubts.push({ text: 'Writes come faster than a replica applies them: its lag grows without end.', hides });
  }
  if (open > 0.7 * values.connections && open < Infinity) {
    doubts.push({
      text: `Most of its ${values.connections} connections would be taken; running out of them is not modelled.`,
      hides: 'time',
    });
  }
  return doubts;
}

/** What is set and not reckoned here. */
function unknownCosts(values: SqlValues): readonly Doubt[] {
  const doubts: Doubt[] = [];
  if (isCostly(values))
    doubts.push({ text: 'What queries cost beyond their base time (scans, joins, indexes) is left out.', hides: 'all' });
  if (values.disks > 0) doubts.push({ text: 'Its disks are left out.', hides: 'all' });
  if (values.control !== 'off')
    doubts.push({ text: 'Waiting for locks, and transactions that are given up, are left out.', hides: 'time' });
  if (values.backupEvery > 0 || values.viewEvery > 0) {
    doubts.push({ text: 'Work is slower while a backup is taken or a view refreshed, which is left out.', hides: 'time' });
  }
  if (values.shipping === 'snapshots' && values.replication !== 'async') {
    doubts.push({ text: 'With snapshots a commit waits for no replica.', hides: 'time' });
  }
  return doubts;
}
