/** `matrix`: every single fault, and every pair, against the objectives. */
import type { Design } from '../../../design/document.ts';
import { encodeLink } from '../../../design/share/link.ts';
import { ENGINE_VERSION } from '../../../run/session.ts';
import { USUAL_TIMES } from '../../../run/study/faulty.ts';
import {
  failureMatrix,
  hiddenPairs,
  type Matrix,
  type MatrixCell,
  type MatrixPlan,
  matrixDesign,
  matrixRuns,
  pairIndex,
  pairOf,
  weakPoints,
} from '../../../run/study/matrix.ts';
import { valueText } from '../../../run/study/study.ts';
import { formatQuantity } from '../../../std/quantity.ts';
import { MISSED } from '../../output.ts';
import { chosenFaults, columns, type StudyOptions, study, tookWords, wholeOption } from './study.ts';

export function matrixCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const seeds = wholeOption('seeds', options.seeds, 1, 1, 100);
    const plan: MatrixPlan = { ...USUAL_TIMES, faults: chosenFaults(design, options.faults), pairs: options.pairs === true, seeds };
    const matrix = await failureMatrix(design, plan, pool, watch);
    return {
      json: (wallMs) => jsonOf(design, plan, matrix, wallMs),
      text: (wallMs) => textOf(plan, matrix, wallMs),
      code: options.objectives === true && weakPoints(matrix).length > 0 ? MISSED : 0,
    };
  });
}

function jsonOf(design: Design, plan: MatrixPlan, matrix: Matrix, wallMs: number): object {
  const told = (cell: MatrixCell | undefined) => {
    if (cell === undefined) return null;
    const { verdicts, missed, availability, p99Ms, classes, digest, problem } = cell;
    return { verdicts, missed, availability, p99Ms, classes, digest, problem: problem ?? null };
  };
  const { faults, singles, pairs } = matrix;
  const link = (aimed: Parameters<typeof matrixDesign>[1], digest: string) =>
    `#${encodeLink({ design: matrixDesign(design, aimed, plan, matrix.objectives), digest, engine: ENGINE_VERSION })}`;
  return {
    runs: matrixRuns(plan),
    wallMs,
    seeds: plan.seeds,
    goals: matrix.goals,
    calm: told(matrix.calm),
    faults: faults.map(({ id, sort, fault, target, params, words, reason }, i) => ({
      id,
      sort,
      fault,
      target,
      params,
      words,
      reason,
      cell: told(singles[i]),
    })),
    pairs: faults.flatMap((b, j) =>
      faults.slice(0, j + 1).flatMap((a, i) => {
        const cell = pairs[pairIndex(i, j)];
        return cell === undefined || pairOf(a, b) === undefined ? [] : [{ a: a.id, b: b.id, cell: told(cell) }];
      }),
    ),
    weak: weakPoints(matrix).map(({ words, aimed, cell }) => ({ words, link: link(aimed, cell.digest) })),
    hidden: hiddenPairs(matrix).map(({ words, aimed, cell }) => ({ words, link: link(aimed, cell.digest) })),
  };
}

function textOf(plan: MatrixPlan, matrix: Matrix, wallMs: number): string {
  const { goals, calm, faults, singles } = matrix;
  const row = (name: string, cell: MatrixCell | undefined): readonly string[] => [
    name,
    ...goals.map(({ unit }, i) => {
      const verdict = cell?.verdicts[i];
      return verdict === undefined ? (cell?.problem ?? '–') : `${valueText(verdict.value, unit)} ${verdict.met ? '   ' : '(!)'}`;
    }),
    cell?.availability == null ? '–' : formatQuantity(cell.availability, 'ratio', 4),
    cell?.p99Ms == null ? '–' : formatQuantity(cell.p99Ms, 'ms', 3),
  ];
  const table = [
    ['fault', ...goals.map((_, i) => `goal ${i + 1}`), 'answered', 'p99'],
    row('none', calm),
    ...faults.map(({ words }, i) => row(words, singles[i])),
  ];
  const hidden = hiddenPairs(matrix);
  return [
    `Each fault for ${plan.lastsMs / 1000} s, measured from its beginning to ${plan.afterMs / 1000} s after its end. (!) an objective missed.`,
    ...goals.map(({ text }, i) => `goal ${i + 1}: ${text}`),
    '',
    columns(table),
    '',
    `${weakPoints(matrix).length} of ${faults.length} single faults miss an objective.`,
    ...(plan.pairs ? pairLines(matrix, hidden) : []),
    tookWords(matrixRuns(plan), wallMs),
  ].join('\n');
}

/** Pairs that break what each alone does not: at most so many lines. */
const MOST_LINES = 20;

function pairLines({ pairs }: Matrix, hidden: ReturnType<typeof hiddenPairs>): readonly string[] {
  const run = pairs.filter((cell) => cell !== undefined);
  const lines = hidden.slice(0, MOST_LINES).map(({ words, cell }) => {
    const answered = cell.availability === null ? 'nothing' : formatQuantity(cell.availability, 'ratio', 3);
    return `  ${words}: ${answered} answered`;
  });
  const more = hidden.length > MOST_LINES ? [`  and ${hidden.length - MOST_LINES} more`] : [];
  return [
    `${run.filter((cell) => cell.missed > 0).length} of ${run.length} pairs miss one; ${hidden.length} miss what each of the two alone meets${hidden.length > 0 ? ':' : '.'}`,
    ...lines,
    ...more,
  ];
}
