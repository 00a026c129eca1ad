/**
 * The parts of the bench. Each is run in a process of its own, so that none is slowed by what the compiler learnt from
 * another; within a part, what is compared takes turns. A part gives back plain data.
 */
import process from 'node:process';
import { Session } from '../../run/session.ts';
import { createThreadPool } from '../pool.ts';
import { type BarName, type Judged, judge } from './bars.ts';
import {
  cpuSeconds,
  customersFor,
  customersPerCpuSecond,
  eventsPerCpuSecond,
  inTurns,
  type Measured,
  median,
  runDesign,
} from './measure.ts';
import { agrees, pendingDesign, tenNodes, WORKLOADS, type Workload, withPolicies, workload } from './workloads.ts';

/** What a workload came to. */
export interface Figures {
  readonly about: string;
  readonly customersPerCpuSecond: number;
  readonly eventsPerCpuSecond: number;
  readonly specialisedPerCpuSecond?: number;
  readonly ratioToSpecialised?: number;
  readonly bar?: number;
  readonly met?: boolean;
  readonly pairs: number;
  readonly meanMs?: number;
  /** Whether the mean is the one that theory gives; the product's, and the loop's by hand. */
  readonly sameAnswer?: boolean;
}

export interface PartResult {
  readonly workloads?: Readonly<Record<string, Figures>>;
  readonly bars?: Partial<Record<BarName, Judged>>;
  /** Further lines worth printing. */
  readonly notes?: readonly string[];
}

/** A part by name, and the size of its rounds. */
export const PARTS: Readonly<Record<string, (pairs: number) => PartResult | Promise<PartResult>>> = {
  ...Object.fromEntries(WORKLOADS.map((one) => [one.name, (pairs: number) => workloadPart(one, pairs)])),
  W5: pendingPart,
  policies: policiesPart,
  cold: coldPart,
  memory: memoryPart,
  runs: runsPart,
};

/** Customers in the loop by hand for each one in the product: it is that much faster, and both should last. */
const BY_HAND_MORE = 3;

function workloadPart(one: Workload, pairs: number): PartResult {
  const { byHand, design } = one;
  const customers = customersFor(design);
  const ours = (seed: number): Measured => runDesign(design, customers, seed);
  if (byHand === undefined) {
    const rounds = inTurns({ ours }, pairs).map((round) => round.ours);
    const figures = figuresOf(one, rounds);
    const bars = one.name === 'W2L' ? { W2L: judge('W2L', figures.eventsPerCpuSecond) } : {};
    return { workloads: { [one.name]: { ...figures, ...barOf(bars.W2L) } }, bars };
  }
  const hand = (seed: number): Measured => handMeasured(byHand, customers * BY_HAND_MORE, seed);
  const rounds = inTurns({ ours, hand }, pairs);
  const ratio = median(rounds.map((round) => customersPerCpuSecond(round.ours) / customersPerCpuSecond(round.hand)));
  const judged = judge(one.name as BarName, ratio);
  const figures = figuresOf(
    one,
    rounds.map((round) => round.ours),
    rounds.map((round) => round.hand),
  );
  const specialisedPerCpuSecond = Math.round(median(rounds.map((round) => customersPerCpuSecond(round.hand))));
  const ratioToSpecialised = Number(ratio.toFixed(3));
  return {
    workloads: { [one.name]: { ...figures, specialisedPerCpuSecond, ratioToSpecialised, ...barOf(judged) } },
    bars: { [one.name]: judged },
  };
}

function barOf(judged: Judged | undefined): { readonly bar?: number; readonly met?: boolean } {
  return judged === undefined ? {} : { bar: judged.bar, met: judged.met === true };
}

function handMeasured(byHand: NonNullable<Workload['byHand']>, customers: number, seed: number): Measured {
  let meanMs = 0;
  const seconds = cpuSeconds(() => {
    meanMs = byHand(customers, seed).meanMs;
  });
  return { customers, events: 0, cpuSeconds: seconds, meanMs };
}

function figuresOf(one: Workload, ours: readonly Measured[], hand: readonly Measured[] = []): Figures {
  const meanMs = meanOf(ours);
  const { expected } = one;
  const same =
    expected === undefined ? undefined : [ours, hand].every((runs) => runs.length === 0 || agrees(expected, meanOf(runs), sumOf(runs)));
  return {
    about: one.about,
    customersPerCpuSecond: Math.round(median(ours.map(customersPerCpuSecond))),
    eventsPerCpuSecond: Math.round(median(ours.map(eventsPerCpuSecond))),
    pairs: ours.length,
    meanMs: Number(meanMs.toFixed(3)),
    ...(same === undefined ? {} : { sameAnswer: same }),
  };
}

function meanOf(runs: readonly Measured[]): number {
  return runs.reduce((sum, run) => sum + run.meanMs * run.customers, 0) / sumOf(runs);
}

function sumOf(runs: readonly Measured[]): number {
  return runs.reduce((sum, run) => sum + run.customers, 0);
}

/** The policies that stand on a link and have nothing to do: W2 fails nowhere, and nobody waits for seconds. */
const IDLE_TIMEOUT = { timeout: 1000 };
const IDLE_POLICIES = { timeout: 1000, retries: 2, breaker: true, pool: 1000 };

function policiesPart(pairs: number): PartResult {
  const plain = workload('W2').design;
  const timed = withPolicies(plain, IDLE_TIMEOUT, (from) => from === 'users');
  const guarded = withPolicies(plain, IDLE_POLICIES, () => true);
  // Each of the three is to be as warm as the others.
  const customers = Math.min(...[timed, guarded, plain].map(customersFor));
  const runs = {
    plain: (seed: number) => runDesign(plain, customers, seed),
    timed: (seed: number) => runDesign(timed, customers, seed),
    guarded: (seed: number) => runDesign(guarded, customers, seed),
  };
  const rounds = inTurns(runs, pairs);
  const slower = (which: 'timed' | 'guarded'): number =>
    median(rounds.map((round) => customersPerCpuSecond(round.plain) / customersPerCpuSecond(round[which])));
  return {
    bars: {
      timeout: judge('timeout', slower('timed')),
      policies: judge('policies', slower('guarded')),
      meters: judge('meters', null, 'every meter is always on; there is no switch to compare with'),
    },
  };
}

/** Numbers of users of W5, each with one event pending. */
const CROWDS = [1_000, 10_000, 100_000, 1_000_000] as const;

function pendingPart(pairs: number): PartResult {
  const designs = CROWDS.map(pendingDesign);
  const rounds: Measured[][] = [];
  // A million users make no short round: three at most, after one that does not count.
  const counted = Math.min(3, pairs);
  for (let round = 0; round <= counted; round++) {
    const runs = designs.map((design) => runCrowd(design, round + 1));
    if (round > 0) rounds.push(runs);
  }
  const cost = CROWDS.map((_, i) => median(rounds.map((round) => 1e9 / eventsPerCpuSecond(round[i]!))));
  const growth = median(rounds.map((round) => eventsPerCpuSecond(round[0]!) / eventsPerCpuSecond(round[CROWDS.length - 1]!)));
  const largest = rounds.map((round) => round[CROWDS.length - 1]!);
  const judged = judge('pending', growth);
  const figures: Figures = {
    about: `10⁶ pending; ns an event at 10³, 10⁴, 10⁵, 10⁶: ${cost.map((ns) => ns.toFixed(0)).join(', ')}`,
    customersPerCpuSecond: Math.round(median(largest.map(customersPerCpuSecond))),
    eventsPerCpuSecond: Math.round(median(largest.map(eventsPerCpuSecond))),
    ...barOf(judged),
    pairs: rounds.length,
  };
  return { workloads: { W5: figures }, bars: { pending: judged } };
}

/** Half a second for the heap to mix, then a second that is measured: about 100,000 customers each. */
function runCrowd(design: ReturnType<typeof pendingDesign>, seed: number): Measured {
  const session = new Session({ ...design, scenario: { ...design.scenario, seed, durationMs: 2000 } });
  session.advance(500e6);
  const { sim } = session.compiled;
  const before = sim.events;
  const seconds = cpuSeconds(() => session.advance(2000e6));
  const events = sim.events - before;
  if (sim.halted !== undefined) throw new Error(sim.halted);
  return { customers: events / 2, events, cpuSeconds: seconds, meanMs: 0 };
}

/** Everything a fresh process spends until 10^5 requests of W2 are done, starting Node and reading the bundle included. */
function coldPart(): PartResult {
  runDesign(workload('W2').design, 100_000, 1);
  const { user, system } = process.cpuUsage();
  return { bars: { cold: judge('cold', (user + system) / 1e6) } };
}

function memoryPart(): PartResult {
  const { design } = workload('W2');
  const session = new Session({ ...design, scenario: { ...design.scenario, durationMs: 3_600_000 } });
  let most = 0;
  for (let seconds = 10; seconds <= 3600; seconds += 10) {
    session.advance(seconds * 1e9);
    const { heapUsed, external } = process.memoryUsage();
    most = Math.max(most, heapUsed + external);
  }
  return { bars: { memory: judge('memory', most / 1e6) } };
}

async function runsPart(): Promise<PartResult> {
  const pool = createThreadPool(2);
  const began = performance.now();
  const seeds = Array.from({ length: 100 }, (_, i) => i + 1);
  const ten = tenNodes();
  const design = { ...ten, scenario: { ...ten.scenario, durationMs: 60_000 } };
  const done = await Promise.all(seeds.map((seed) => pool.run({ design, seed })));
  const seconds = (performance.now() - began) / 1000;
  pool.close();
  if (done.some((one) => !one.ok)) throw new Error('A run of ten nodes could not be made.');
  return { bars: { runs: judge('runs', seconds) } };
}
