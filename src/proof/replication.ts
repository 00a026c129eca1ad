/** Databases with replicas: how long a write waits for them, and what a reader elsewhere sees meanwhile. */
import type { Design, FaultEntry } from '../design/document.ts';
import { oneWay } from '../run/placement.ts';
import { exp } from '../std/math.ts';
import { NS_PER_MS } from '../std/units.ts';
import { kthOfExponentials } from '../theory/fanout.ts';
import type { ProofCase } from './case.ts';
import { meanLatency } from './read-report.ts';
import { design, exponential, link, node } from './small-design.ts';

const group = 'replication';
const INSTANT = { type: 'constant', value: 0 } as const;
const COPIES = 3;
/** Mean of the replication delay, and time of the write itself, ms. */
const DELAY = 10;
const COMMIT = 2;
const PLACE = { region: '', zone: 'a' };
/** Between two instances of one zone, ms. */
const HOP = oneWay(PLACE, PLACE) / NS_PER_MS;

const CLASSES = [
  { id: 'get', name: 'Get', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 },
  { id: 'put', name: 'Put', route: '/', write: true, weight: 1, bytesUp: 2000, bytesDown: 100 },
];

/** Clients who only read or only write, before one database; all in one zone. */
function store(
  writes: Record<string, string | number>,
  reads: number,
  db: NonNullable<Parameters<typeof node>[2]>,
  seconds: number,
): Design {
  const users = [node('writers', 'client', { keys: 1, classes: ['put'], ...writes })];
  if (reads > 0) users.push(node('readers', 'client', { rate: reads, keys: 1, classes: ['get'] }));
  const data = node('db', 'sql-database', { applyTime: INSTANT, readTime: INSTANT, workers: 1000, connections: 10_000, ...db });
  const plain = design(
    [...users, data],
    users.map((one) => link(one.id, 'db')),
    seconds,
  );
  return { ...plain, classes: CLASSES };
}

const WAITS = [
  [1, 'semi-sync', 'one of three replicas', 'received'],
  [COPIES, 'sync', 'all three replicas', 'applied'],
] as const;

const acknowledged = WAITS.map(([k, replication, whom, what]): ProofCase => {
  return {
    id: `write-to-${k}-of-${COPIES}`,
    title: `A write that waits for ${whom}`,
    system: `One write a second takes 2 ms on the leader; it is confirmed when ${whom} ${k === 1 ? 'has' : 'have'} ${what} it, each after an exponential delay of 10 ms.`,
    source: 'David and Nagaraja, Order Statistics (3rd ed.), section 2.5 (Rényi)',
    notModelled: 'Writes that follow each other so closely that one waits for another.',
    group,
    replications: 20,
    design: () => {
      const db = {
        replicas: COPIES,
        replication,
        replicationDelay: exponential(DELAY),
        writeTime: { type: 'constant', value: COMMIT },
      } as const;
      return store({ rate: 1, arrivals: 'even' }, 0, db, 5000);
    },
    quantities: [
      {
        name: 'mean time from asking to answer',
        unit: 'ms',
        exact: COMMIT + 2 * HOP + kthOfExponentials(k, COPIES, DELAY),
        formula: `commit + round trip + m·${k === 1 ? '1/3' : '(1/3 + 1/2 + 1)'}`,
        tolerance: 0.01,
        measure: meanLatency,
      },
    ],
  };
});

const WRITES = 5;
const LAG = 100;

const lagging: ProofCase = {
  id: 'stale-reads',
  title: 'How often a replica answers with an old value',
  system: 'One key, written 5 times a second (Poisson); replicas get each write 100 ms later and answer all reads.',
  source:
    'Bailis et al., "Probabilistically Bounded Staleness", VLDB 5 (2012), section 3: a read is stale when a write came within the lag',
  notModelled: 'Delays that differ from write to write, and readers who ask for freshness.',
  group,
  replications: 20,
  design: () => {
    const db = {
      replicas: 2,
      replication: 'async',
      reads: 'replicas',
      replicationDelay: { type: 'constant', value: LAG },
      writeTime: INSTANT,
    } as const;
    return store({ rate: WRITES }, 40, db, 1200);
  },
  quantities: [
    {
      name: 'share of stale reads',
      unit: '',
      exact: 1 - exp((-WRITES * (LAG + HOP)) / 1000),
      formula: '1−e^(−λ·lag)',
      tolerance: 0.01,
      measure: (report) => report.consistency.staleShare ?? Number.NaN,
    },
  ],
};

const cut: FaultEntry = {
  type: 'fault',
  id: 'cut',
  at: 100_000,
  duration: 30_000,
  fault: 'partition',
  target: '{db/3}|{db/1,db/2}',
  params: {},
};
const crash: FaultEntry = {
  type: 'fault',
  id: 'crash',
  at: 200_000,
  duration: 30_000,
  fault: 'crash',
  target: 'db/1',
  params: { how: 'machine' },
};

const synchronous: ProofCase = {
  id: 'synchronous',
  title: 'Replicas that have all applied every confirmed write',
  system:
    'Writes wait until both replicas have applied them, reads go to all three; one replica is cut off for 30 s, later the leader crashes for 30 s.',
  source: 'Gifford, "Weighted voting for replicated data" (1979): R + W > N, here 1 + 3 > 3',
  notModelled: 'Writes without waiting while a replica is away: they are held up.',
  group,
  replications: 20,
  design: () => {
    const db = {
      replicas: 2,
      replication: 'sync',
      reads: 'any',
      replicationDelay: exponential(5),
      heartbeat: 100,
      promotion: 100,
      recovery: 100,
    } as const;
    const plain = store({ rate: 20 }, 100, db, 300);
    return { ...plain, scenario: { ...plain.scenario, timeline: [cut, crash] } };
  },
  quantities: [
    {
      name: 'stale reads',
      unit: '',
      exact: 0,
      formula: 'every read meets every confirmed write',
      tolerance: 0,
      measure: (report) => (report.consistency.reads > 0 ? report.consistency.staleReads : Number.NaN),
    },
    {
      name: 'confirmed writes that are lost',
      unit: '',
      exact: 0,
      formula: 'every possible leader has every confirmed write',
      tolerance: 0,
      measure: (report) => ((report.nodes['db']?.figures['failovers'] ?? 0) > 0 ? report.consistency.lostAcknowledgedWrites : Number.NaN),
    },
  ],
};

export const REPLICATION: readonly ProofCase[] = [...acknowledged, lagging, synchronous];
