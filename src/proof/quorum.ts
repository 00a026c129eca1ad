/** Stores without a leader: how long a write waits for W copies, and how often a read of R copies misses what W have taken. */
import type { Design, FaultEntry } from '../design/document.ts';
import { oneWay } from '../run/placement.ts';
import type { ParamBag } from '../std/parameter.ts';
import { NS_PER_MS } from '../std/units.ts';
import { kthOfExponentials } from '../theory/fanout.ts';
import { kStaleness } from '../theory/pbs.ts';
import type { ProofCase } from './case.ts';
import { meanLatency, part } from './read-report.ts';
import { design, exponential, link, node } from './small-design.ts';

const group = 'replication';
const INSTANT = { type: 'constant', value: 0 } as const;
const WORK = 10;
const PLACE = { region: '', zone: 'a' };
/** Between two instances of one zone, ms. */
const HOP = oneWay(PLACE, PLACE) / NS_PER_MS;

const CLASSES = [
  { id: 'get', name: 'Get', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 },
  { id: 'put', name: 'Put', route: '/', write: true, weight: 1, bytesUp: 2000, bytesDown: 100 },
];

/** Clients who only write, or only read too, before one store whose coordinator holds nothing itself. */
function store(writes: ParamBag, reads: number, db: ParamBag, seconds: number, timeline: readonly FaultEntry[] = []): Design {
  const users = [node('writers', 'client', { keys: 1, classes: ['put'], ...writes })];
  if (reads > 0) users.push(node('readers', 'client', { rate: reads, keys: 1, classes: ['get'] }));
  const usual = {
    gateways: 1,
    workers: 1000,
    readTime: INSTANT,
    writeTime: INSTANT,
    handoff: false,
    readRepair: 'none',
    heartbeat: 10_000,
  };
  const data = node('db', 'quorum-store', { ...usual, ...db });
  const plain = design(
    [...users, data],
    users.map((one) => link(one.id, 'db')),
    seconds,
  );
  return { ...plain, classes: CLASSES, scenario: { ...plain.scenario, timeline } };
}

const WAITS = [
  [3, 1],
  [3, 2],
  [3, 3],
  [5, 3],
] as const;

const waiting = WAITS.map(([n, w]): ProofCase => {
  return {
    id: `quorum-${w}-of-${n}`,
    title: `A write that waits for ${w} of ${n} copies`,
    system: `One write a second goes to ${n} copies, each of which takes an exponential time of 10 ms; it is confirmed when ${w} ${w === 1 ? 'has' : 'have'} taken it.`,
    source: 'David and Nagaraja, Order Statistics (3rd ed.), section 2.5 (Rényi)',
    notModelled: 'Writes so close to each other that they wait for a worker.',
    group,
    replications: 20,
    design: () => {
      const db = { instances: n, copies: n, writeLevel: 'count', writeCount: w, writeTime: exponential(WORK) };
      return store({ rate: 1, arrivals: 'even' }, 0, db, n === 3 && w === 1 ? 4000 : 2000);
    },
    quantities: [
      {
        name: 'mean time from asking to answer',
        unit: 'ms',
        exact: 2 * HOP + kthOfExponentials(w, n, WORK),
        formula: 'round trip + m·(1/n + … + 1/(n−w+1))',
        tolerance: 0.01,
        measure: meanLatency,
      },
    ],
  };
});

const MISSES = [
  [3, 1, 1, [1, 2, 3]],
  [3, 1, 2, [1]],
] as const;

const missing = MISSES.map(([n, r, w, behind]): ProofCase => {
  const quantityOf = (k: number) => ({
    name: k === 1 ? 'reads that miss the last version' : `reads that miss the last ${k} versions`,
    unit: '',
    exact: kStaleness(n, r, w, k),
    formula: '(C(N−W, R) / C(N, R))^k',
    tolerance: 0.01,
    absolute: true,
    measure: (report: Parameters<typeof meanLatency>[0]) => part(report, 'db').figures[`missed${k}`] ?? Number.NaN,
  });
  return {
    id: `misses-${n}-${r}-${w}`,
    title: `Reads of ${r} of ${n} copies, after writes to ${w}`,
    system: `Each write goes to ${w} of ${n} copies, drawn at random, and to no other; each read asks ${r}, drawn at random. Nothing is repaired.`,
    source: 'Bailis et al., "Probabilistically Bounded Staleness", VLDB 5 (2012), section 3.1, equations 1 and 2',
    notModelled: 'Writes that spread to the other copies later.',
    group,
    replications: 20,
    design: () => {
      const db = {
        readLevel: 'count',
        readCount: r,
        writeLevel: 'count',
        writeCount: w,
        writeTo: 'needed',
        readFrom: 'random',
        instances: n,
        copies: n,
      };
      return store({ rate: 4, arrivals: 'even' }, 12, db, 300);
    },
    quantities: [quantityOf(1), ...behind.slice(1).map(quantityOf)],
  };
});

const cut: FaultEntry = {
  type: 'fault',
  id: 'cut',
  at: 60_000,
  duration: 30_000,
  fault: 'partition',
  target: '{db/1}|{db/2,db/3,db/4}',
  params: {},
};

const meeting: ProofCase = {
  id: 'quorums-that-meet',
  title: 'Reads and writes of two copies of three, with one cut off',
  system: 'Writes wait for two of three copies and reads ask two; one copy is cut off for 30 s and comes back without what it missed.',
  source: 'Gifford, "Weighted voting for replicated data" (1979): R + W > N',
  notModelled: 'Clocks that disagree, and others that stand in for a copy that is away.',
  group,
  replications: 20,
  design: () => {
    const db = { readLevel: 'count', readCount: 2, writeLevel: 'count', writeCount: 2, readFrom: 'random', messageDelay: exponential(5) };
    return store({ rate: 10 }, 30, { ...db, heartbeat: 500 }, 110, [cut]);
  },
  quantities: [
    {
      name: 'stale reads',
      unit: '',
      exact: 0,
      formula: 'every two of three share a copy with every other two',
      tolerance: 0,
      measure: (report) => (report.consistency.reads > 0 ? report.consistency.staleReads : Number.NaN),
    },
  ],
};

export const QUORUM: readonly ProofCase[] = [...waiting, ...missing, meeting];
