/** What experiments found, as tables of plain text for a terminal. */
import type { Design } from '../design/document.ts';
import { differenceTexts, differenceWords, intervalTexts } from '../run/experiment/compare.ts';
import { ENOUGH_BEYOND, FIGURES } from '../run/experiment/figures.ts';
import { differenceOf, intervalOf, isThin, type Outcome, type Plan } from '../run/experiment.ts';

/** Figures of one design: mean, half-width of the 95 % interval, how many runs measured it. */
export function replicationTable(design: Design, { rounds, ended }: Outcome, plan: Plan): string {
  const rows = shownFigures(plan).flatMap((figure) => {
    const interval = intervalOf(rounds, figure);
    if (interval.n === 0) return [];
    const { mean, half } = intervalTexts(interval, figure.unit);
    const thin = isThin(rounds, figure, ENOUGH_BEYOND) ? '*' : '';
    return [[figure.words + thin, mean, half === undefined ? '' : `± ${half}`, String(interval.n)]];
  });
  const seed = rounds[0]?.seed ?? 0;
  return [
    `${design.title}: ${rounds.length} runs, seeds from ${seed}, means with 95 % intervals`,
    ...endWords(ended, plan),
    table([['', 'mean', '', 'runs'], ...rows]),
    ...thinWords(rows),
  ].join('\n');
}

/** Figures of two designs and what differs, over pairs of runs under the same seed. */
export function comparisonTable(titles: readonly [string, string], { rounds, ended }: Outcome, plan: Plan): string {
  const rows = shownFigures(plan).flatMap((figure) => {
    const [a, b, difference] = [intervalOf(rounds, figure, 0), intervalOf(rounds, figure, 1), differenceOf(rounds, figure)];
    if (a.n === 0 && b.n === 0) return [];
    const apart = differenceTexts(difference, figure.unit, a.mean);
    const thin = isThin(rounds, figure, ENOUGH_BEYOND) ? '*' : '';
    const by = apart.half === undefined ? apart.mean : `${apart.mean} ± ${apart.half}`;
    const means = [a, b].map((interval) => intervalTexts(interval, figure.unit).mean);
    return [[figure.words + thin, ...means, by, differenceWords(difference, figure, a.mean)]];
  });
  return [
    `A ${titles[0]}`,
    `B ${titles[1]}`,
    `${rounds.length} pairs under the same seeds, from ${rounds[0]?.seed ?? 0}; B − A with its 95 % interval`,
    ...endWords(ended, plan, true),
    table([['', 'A', 'B', 'B − A', ''], ...rows]),
    ...thinWords(rows),
  ].join('\n');
}

function shownFigures({ precision }: Plan) {
  return precision === undefined || FIGURES.includes(precision.figure) ? FIGURES : [...FIGURES, precision.figure];
}

function endWords(ended: Outcome['ended'], { precision, runs }: Plan, paired = false): readonly string[] {
  if (precision === undefined) return [];
  const percent = `${Number((precision.share * 100).toPrecision(3))} %`;
  const asked = paired
    ? `the difference in ${precision.figure.words} to within ${percent} of A`
    : `${precision.figure.words} to within ${percent}`;
  return [ended === 'precise' ? `Stopped when it knew ${asked}.` : `Not precise enough after ${runs}: ${asked} was asked for.`];
}

function thinWords(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.some(([name]) => name?.endsWith('*'))
    ? [`* fewer than ${ENOUGH_BEYOND} samples lie beyond it in some runs: longer runs would tell it better`]
    : [];
}

/** Columns as wide as their widest cell; the first to the left, the rest to the right, the last to the left again when it is words. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || (column === 4 && row.length === 5) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}
