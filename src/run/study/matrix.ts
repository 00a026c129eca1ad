/**
 * The failure matrix: every single fault (N−1) and every pair (N−2) against the objectives, each measured in a run of its own under the
 * same seed. It says which faults a design bears, and which pairs break what each of the two alone does not.
 */
import type { Design, ObjectiveDoc } from '../../design/document.ts';
import type { RunPool } from '../replications.ts';
import type { Report } from '../report.ts';
import { type Aimed, type FaultChoice, sameTarget } from './fault-choices.ts';
import { type FaultTimes, underFaults } from './faulty.ts';
import { CannotRun, type Goal, goalsOf, objectivesOf, reportsOf, type Verdict, verdictsOf, type Watch } from './study.ts';

export interface MatrixPlan extends FaultTimes {
  readonly faults: readonly FaultChoice[];
  readonly pairs: boolean;
  /** Runs of each cell, under seeds that follow each other. */
  readonly seeds: number;
}

/** What came out under some faults. */
export interface MatrixCell {
  /** In the order of the goals; empty when it could not be run. */
  readonly verdicts: readonly Verdict[];
  readonly missed: number;
  /** Of all requests from the fault to the end; null when nothing was measured. */
  readonly availability: number | null;
  readonly p99Ms: number | null;
  /** Availability of each class, by its id: whom the fault hit. */
  readonly classes: Readonly<Record<string, number | null>>;
  /** Of the run under the design's own seed. */
  readonly digest: string;
  /** Why it could not be run; undefined when it was. */
  readonly problem: string | undefined;
}

export interface Matrix {
  readonly faults: readonly FaultChoice[];
  readonly objectives: readonly ObjectiveDoc[];
  readonly goals: readonly Goal[];
  /** Without any fault; undefined until it is measured, as all that follow. */
  readonly calm: MatrixCell | undefined;
  readonly singles: readonly (MatrixCell | undefined)[];
  /** Cell of faults i ≤ j by `pairIndex`; i = j: the same at two copies. Empty when no pairs were asked for. */
  readonly pairs: readonly (MatrixCell | undefined)[];
}

/** Where the pair of faults i ≤ j stands. */
export function pairIndex(i: number, j: number): number {
  return (j * (j + 1)) / 2 + i;
}

/** What strikes in the cell of two faults; undefined when both together would say nothing that one alone does not. */
export function pairOf(a: FaultChoice, b: FaultChoice): readonly [Aimed, Aimed] | undefined {
  if (a === b) return a.twin === undefined ? undefined : [a, a.twin];
  if (!sameTarget(a, b)) return [a, b];
  const other = b.twin ?? undefined;
  return other === undefined || sameTarget(a, other) ? undefined : [a, other];
}

/** Every run that the plan asks for but the calm one: a single fault, or a pair. */
function cellsOf({
  faults,
  pairs,
}: MatrixPlan): readonly { readonly at: number; readonly pair: boolean; readonly aimed: readonly Aimed[] }[] {
  const singles = faults.map((fault, at) => ({ at, pair: false, aimed: [fault] }));
  if (!pairs) return singles;
  const doubles = faults.flatMap((b, j) =>
    faults.slice(0, j + 1).flatMap((a, i) => {
      const aimed = pairOf(a, b);
      return aimed === undefined ? [] : [{ at: pairIndex(i, j), pair: true, aimed }];
    }),
  );
  return [...singles, ...doubles];
}

/** How many runs a plan makes. */
export function matrixRuns(plan: MatrixPlan): number {
  return (1 + cellsOf(plan).length) * plan.seeds;
}

/** Runs the matrix. @throws when the design cannot run at all, the pool is closed, or the simulation breaks. */
export async function failureMatrix(design: Design, plan: MatrixPlan, pool: RunPool, watch: Watch<Matrix> = () => {}): Promise<Matrix> {
  const { faults, seeds } = plan;
  const calmReports = await reportsOf(underFaults(design, [], plan, design.scenario.objectives, 'no fault'), seeds, pool);
  const objectives = objectivesOf(design, calmReports[0]);
  const singles: (MatrixCell | undefined)[] = faults.map(() => undefined);
  const pairs: (MatrixCell | undefined)[] = plan.pairs ? new Array((faults.length * (faults.length + 1)) / 2).fill(undefined) : [];
  const calm = cellOf(design, objectives, calmReports);
  const goals = goalsOf(objectives, design);
  const cells = cellsOf(plan);
  let done = seeds;
  const planned = (1 + cells.length) * seeds;
  const now = (): Matrix => ({ faults, objectives, goals, calm, singles: [...singles], pairs: [...pairs] });
  watch({ done, planned, result: now() });
  const running = cells.map(async ({ at, pair, aimed }) => {
    const cell = await measured(design, aimed, plan, objectives, pool);
    if (pair) pairs[at] = cell;
    else singles[at] = cell;
    done += seeds;
    watch({ done, planned, result: now() });
  });
  await Promise.all(running);
  return now();
}

async function measured(
  design: Design,
  aimed: readonly Aimed[],
  plan: MatrixPlan,
  objectives: readonly ObjectiveDoc[],
  pool: RunPool,
): Promise<MatrixCell> {
  try {
    return cellOf(design, objectives, await reportsOf(matrixDesign(design, aimed, plan, objectives), plan.seeds, pool));
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { verdicts: [], missed: 0, availability: null, p99Ms: null, classes: {}, digest: '', problem: error.message };
  }
}

/** The design of a cell, as it was run and can be opened. */
export function matrixDesign(design: Design, aimed: readonly Aimed[], times: FaultTimes, objectives: readonly ObjectiveDoc[]): Design {
  const what = aimed.length === 0 ? 'no fault' : aimed.map(({ fault, target }) => `${fault} ${target}`).join(' + ');
  return underFaults(design, aimed, times, objectives, what);
}

function cellOf(design: Design, objectives: readonly ObjectiveDoc[], reports: readonly [Report, ...Report[]]): MatrixCell {
  const verdicts = verdictsOf(objectives, reports);
  const [availability, p99] = verdictsOf(
    [
      { id: '', metric: 'availability', bound: 'least', value: 0, class: '' },
      { id: '', metric: 'latency.p99', bound: 'most', value: 0, class: '' },
    ],
    reports,
  );
  const classes = design.classes.map(({ id }) => {
    const [one] = verdictsOf([{ id: '', metric: 'availability', bound: 'least', value: 0, class: id }], reports);
    return [id, one?.value ?? null] as const;
  });
  return {
    verdicts,
    missed: verdicts.filter(({ met }) => !met).length,
    availability: availability?.value ?? null,
    p99Ms: p99?.value ?? null,
    classes: Object.fromEntries(classes),
    digest: reports[0].digest,
    problem: undefined,
  };
}

export interface Finding {
  readonly aimed: readonly Aimed[];
  readonly words: string;
  readonly cell: MatrixCell;
}

/** Single faults that miss an objective, the worst first. */
export function weakPoints({ faults, singles }: Matrix): readonly Finding[] {
  return faults
    .flatMap((fault, i) => {
      const cell = singles[i];
      return cell === undefined || cell.missed === 0 ? [] : [{ aimed: [fault], words: fault.words, cell }];
    })
    .sort(worstFirst);
}

/** Pairs that miss an objective which each of the two faults alone meets, the worst first: what looking at single faults hides. */
export function hiddenPairs({ faults, singles, pairs }: Matrix): readonly Finding[] {
  const found: Finding[] = [];
  faults.forEach((b, j) => {
    faults.slice(0, j + 1).forEach((a, i) => {
      const cell = pairs[pairIndex(i, j)];
      const [alone, other] = [singles[i], singles[j]];
      const aimed = pairOf(a, b);
      if (cell === undefined || alone === undefined || other === undefined || aimed === undefined) return;
      const hidden = cell.verdicts.some(({ met }, k) => !met && alone.verdicts[k]?.met === true && other.verdicts[k]?.met === true);
      if (hidden) found.push({ aimed, words: a === b ? `${a.words}, and a second one` : `${a.words} and ${b.words}`, cell });
    });
  });
  return found.sort(worstFirst);
}

function worstFirst(a: Finding, b: Finding): number {
  return b.cell.missed - a.cell.missed || (a.cell.availability ?? 0) - (b.cell.availability ?? 0);
}
