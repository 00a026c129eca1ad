/**
 * Experiments: a design, or two, run again and again under seeds that follow each other, until a number of runs is reached or a
 * figure is known well enough. Runs of two designs under one seed form a pair: named random streams give both the same
 * arrivals, keys and faults as far as they share them (common random numbers, Law, Simulation Modeling and Analysis,
 * 5th ed., section 11.2). What comes out depends on designs and plan only, never on who ran what when: rounds are looked at in the
 * order of their seeds, and what ran beyond the round that sufficed is thrown away. It starts no threads; it is given a pool.
 */
import type { Design, Problem } from '../design/document.ts';
import { type Interval, interval95, pairedDifference } from '../stats/confidence.ts';
import { err, ok, type Result } from '../std/result.ts';
import type { Figure } from './experiment/figures.ts';
import type { RunPool } from './replications.ts';
import type { Report } from './report.ts';

/** One seed, and one report for each design. */
export interface Round {
  readonly seed: number;
  readonly reports: readonly [Report, ...Report[]];
}

/** When a figure is known well enough: half of its 95 % interval is at most this share of its mean. */
export interface Precision {
  readonly figure: Figure;
  /** 0 … 1 */
  readonly share: number;
}

export interface Plan {
  /** Rounds at most, from 1. */
  readonly runs: number;
  /** Stop before that when this is reached. */
  readonly precision?: Precision;
}

export interface Outcome {
  readonly rounds: readonly Round[];
  /** `precise`: the precision asked for was reached; `all`: every run that was planned has been made. */
  readonly ended: 'precise' | 'all';
}

/**
 * No stop before so many rounds (chosen; Law, section 9.4.1, advises at least 10): an interval that is looked at after every
 * run would otherwise be believed when it happens to be narrow.
 */
export const LEAST_ROUNDS = 10;

const SEEDS = 4_294_967_296;

/** The seed of round i, from 0: the first seed, the next, and so on, beginning anew after 2³²−1. */
export function seedAt(first: number, i: number): number {
  return (first + i) % SEEDS;
}

/**
 * Runs one design, or two in pairs, from the seed of the first one on. `onRounds` hears of every further round in order. Refused when the
 * pool is closed or the simulation breaks; the rounds told of until then stand.
 */
export async function runRounds(
  designs: readonly [Design, ...Design[]],
  plan: Plan,
  pool: RunPool,
  onRounds: (rounds: readonly Round[]) => void = () => {},
): Promise<Result<Outcome, readonly Problem[]>> {
  const first = designs[0].scenario.seed;
  const started = new Map<number, ReturnType<typeof runRound>>();
  const rounds: Round[] = [];
  while (rounds.length < plan.runs) {
    const ahead = Math.min(plan.runs, rounds.length + pool.size);
    for (let i = rounds.length; i < ahead; i++) {
      if (started.has(i)) continue;
      const running = runRound(designs, seedAt(first, i), pool);
      // Refusals are heard where the round is awaited; one that is never awaited must not count as unheard.
      running.catch(() => {});
      started.set(i, running);
    }
    const round = await started.get(rounds.length);
    if (round === undefined) break;
    if (!round.ok) return round;
    rounds.push(round.value);
    onRounds(rounds);
    if (plan.precision !== undefined && isPrecise(rounds, plan.precision)) return ok({ rounds, ended: 'precise' });
  }
  return ok({ rounds, ended: 'all' });
}

async function runRound(designs: readonly [Design, ...Design[]], seed: number, pool: RunPool): Promise<Result<Round, readonly Problem[]>> {
  const answers = await Promise.all(designs.map((design) => pool.run({ design, seed })));
  const reports: Report[] = [];
  for (const answer of answers) {
    if (!answer.ok) return err(answer.problems);
    reports.push(answer.report);
  }
  return ok({ seed, reports: reports as [Report, ...Report[]] });
}

/** Whether rounds suffice: of one design its figure, of two the difference, as a share of the first design's mean. */
function isPrecise(rounds: readonly Round[], { figure, share }: Precision): boolean {
  if (rounds.length < LEAST_ROUNDS) return false;
  const precision = precisionOf(rounds, figure);
  return precision !== undefined && precision <= share;
}

/** Half-width as a share of the (first) mean; undefined as long as it cannot be told. A figure that is always 0 is known: 0. */
export function precisionOf(rounds: readonly Round[], figure: Figure): number | undefined {
  const mean = intervalOf(rounds, figure).mean;
  const { half } = rounds[0]?.reports.length === 2 ? differenceOf(rounds, figure) : intervalOf(rounds, figure);
  if (!Number.isFinite(half)) return undefined;
  if (half === 0) return 0;
  return mean === 0 ? undefined : half / Math.abs(mean);
}

/** The figure of one design over all rounds that measured it. */
export function intervalOf(rounds: readonly Round[], figure: Figure, design = 0): Interval {
  return interval95(samplesOf(rounds, figure, design));
}

/** What each run that measured the figure says, in the order of the seeds. */
export function samplesOf(rounds: readonly Round[], figure: Figure, design = 0): readonly number[] {
  return rounds.flatMap(({ reports }) => valueIn(reports[design], figure) ?? []);
}

/** Second design minus first, over the rounds in which both measured the figure. */
export function differenceOf(rounds: readonly Round[], figure: Figure): Interval {
  const pairs = rounds.flatMap(({ reports }) => {
    const a = valueIn(reports[0], figure);
    const b = valueIn(reports[1], figure);
    return a === undefined || b === undefined ? [] : [{ a, b }];
  });
  return pairedDifference(
    pairs.map(({ b }) => b),
    pairs.map(({ a }) => a),
  );
}

/** Whether the figure is a quantile that rests on too few samples in one of the runs, and so is itself uncertain in each. */
export function isThin(rounds: readonly Round[], figure: Figure, enough: number): boolean {
  return rounds.some(({ reports }) => reports.some((report) => valueIn(report, figure) !== undefined && figure.support(report) < enough));
}

function valueIn(report: Report | undefined, figure: Figure): number | undefined {
  return (report === undefined ? null : figure.of(report)) ?? undefined;
}
