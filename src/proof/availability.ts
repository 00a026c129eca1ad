/** Parts that fail and are repaired by themselves: how often the whole answers. The timeline of failures is drawn by seed. */
import type { Design, FaultEntry } from '../design/document.ts';
import { Stream } from '../std/random.ts';
import { inParallel, inSeries, kOfN, steadyAvailability } from '../theory/availability-structure.ts';
import type { ProofCase, Quantity } from './case.ts';
import { outcomeShare } from './read-report.ts';
import { design, link, node } from './small-design.ts';

const group = 'availability';
const INSTANT = { type: 'constant', value: 0 } as const;
const SOURCE = 'Trivedi, Probability and Statistics with Reliability, Queuing and Computer Science Applications (2nd ed.), chapter 6';
const NOT_MODELLED = 'Failures that hang together, and time to notice and to switch, which callers bridge here by asking again at once.';

/** Faults of these instances, each after an exponential time up and for an exponential time down, ms, until the end (s). */
function failures(
  fault: string,
  seed: number,
  targets: readonly string[],
  up: number,
  down: number,
  seconds: number,
): readonly FaultEntry[] {
  const entries = targets.flatMap((target, t) => {
    const stream = new Stream(seed, `${fault} of ${target}`);
    const drawn: FaultEntry[] = [];
    for (let at = up * stream.exponential(); at < seconds * 1000; ) {
      const duration = down * stream.exponential();
      drawn.push({ type: 'fault', id: `${fault}-${t + 1}-${drawn.length + 1}`, at, duration, fault, target, params: {} });
      at += duration + up * stream.exponential();
    }
    return drawn;
  });
  return entries.sort((a, b) => a.at - b.at);
}

/** A service without work of its own. */
const instant = (id: string, instances = 1) => node(id, 'service', { instances, workers: 1000, work: INSTANT });

/** Share answered; `off` is the largest half-width, as a share of the unavailability. */
const answered = (exact: number, formula: string, off: number): Quantity => ({
  name: 'availability',
  unit: '',
  exact,
  formula,
  tolerance: off * (1 - exact),
  absolute: true,
  measure: (report) => outcomeShare(report, 'ok'),
});

const MTBF = 720;
const single = steadyAvailability(MTBF, 1);

const alone: ProofCase = {
  id: 'repairable',
  title: 'A part that fails and is repaired',
  system:
    'A service that is up for 720 times as long as it takes to repair it (30 days and 1 hour; here 72 s and 0.1 s), both exponential.',
  source: SOURCE,
  notModelled: 'Planned downtime, and repairs that fail.',
  group,
  replications: 6,
  design: () => {
    const users = node('users', 'client', { rate: 5, keys: 1 });
    return design([users, instant('app')], [link('users', 'app')], 60_000);
  },
  timeline: (seed) => failures('crash', seed, ['app/1'], MTBF * 100, 100, 60_000),
  quantities: [answered(single, 'MTBF/(MTBF+MTTR)', 0.1)],
};

const doubled: ProofCase = {
  id: 'doubled',
  title: 'Two such parts of which one is enough',
  system: 'Two copies of that service fail independently; a caller that finds one down asks the other at once.',
  source: SOURCE,
  notModelled: NOT_MODELLED,
  group,
  replications: 12,
  design: () => {
    const users = node('users', 'client', { rate: 10, keys: 1 });
    return design([users, instant('app', 2)], [link('users', 'app', { retries: 1, backoff: 0 })], 30_000);
  },
  timeline: (seed) => failures('crash', seed, ['app/1', 'app/2'], MTBF * 100, 100, 30_000),
  quantities: [answered(inParallel([single, single]), '1−(1−A)²', 2)],
};

const often = steadyAvailability(9, 1);

const pair: ProofCase = {
  id: 'one-of-two',
  title: 'One of two parts that are often down',
  system:
    'Two copies of a service, each up for 9 s and down for 1 s on average, independently; a caller that finds one down asks the other at once.',
  source: SOURCE,
  notModelled: NOT_MODELLED,
  group,
  replications: 20,
  design: () => {
    const users = node('users', 'client', { rate: 20, keys: 1 });
    return design([users, instant('app', 2)], [link('users', 'app', { retries: 1, backoff: 0 })], 4000);
  },
  timeline: (seed) => failures('crash', seed, ['app/1', 'app/2'], 9000, 1000, 4000),
  quantities: [answered(inParallel([often, often]), '1−(1−A)²', 0.15)],
};

const row: ProofCase = {
  id: 'both-needed',
  title: 'Two parts that are both needed',
  system: 'A request needs two services, each up for 9 s and down for 1 s on average, independently.',
  source: SOURCE,
  notModelled: 'Failures that hang together.',
  group,
  replications: 20,
  design: () => {
    const nodes = [node('users', 'client', { rate: 5, keys: 1 }), instant('front'), instant('first'), instant('second')];
    return design(nodes, [link('users', 'front'), link('front', 'first'), link('front', 'second')], 4000);
  },
  timeline: (seed) => failures('crash', seed, ['first/1', 'second/1'], 9000, 1000, 4000),
  quantities: [answered(inSeries([often, often]), 'A²', 0.05)],
};

const third = steadyAvailability(99, 1);
const LONG = 80_000;

const majority: ProofCase = {
  id: 'two-of-three',
  title: 'A database of which two of three instances must reach each other',
  system:
    'Three instances lead by majority; each is cut off from the network for 10 s after 990 s on average, independently. A new leader takes over within some ms.',
  source: SOURCE,
  notModelled:
    'Failures that hang together; detection takes 1 ms and promotion none here, seconds in reality. Crashed instances have no vote here.',
  group,
  replications: 40,
  design: (): Design => {
    const users = node('users', 'client', { rate: 0.5, keys: 1 });
    const failover = { heartbeat: 1, misses: 1, promotion: 0, recovery: 0 };
    const db = node('db', 'sql-database', { replicas: 2, readTime: INSTANT, ...failover });
    return design([users, db], [link('users', 'db')], LONG);
  },
  timeline: (seed) => failures('partition', seed, ['db/1', 'db/2', 'db/3'], 990_000, 10_000, LONG),
  quantities: [answered(kOfN(2, 3, third), '3A²(1−A) + A³', 0.3)],
};

export const AVAILABILITY: readonly ProofCase[] = [alone, doubled, pair, row, majority];
