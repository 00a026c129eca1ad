/** `capacity`: the largest load that meets the objectives, and what limits it. */
import { intervalTexts } from '../../../run/experiment/compare.ts';
import { type CapacityPlan, type CapacityResult, capacitySearch, type LoadPoint, USUAL_CAPACITY } from '../../../run/study/capacity.ts';
import { USUAL_TIMES } from '../../../run/study/faulty.ts';
import { valueText } from '../../../run/study/study.ts';
import { formatQuantity } from '../../../std/quantity.ts';
import { MISSED } from '../../output.ts';
import { told } from '../../spread.ts';
import { chosenFaults, columns, type StudyOptions, study, tookWords, wholeOption } from './study.ts';

export function capacityCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const seeds = wholeOption('seeds', options.seeds, USUAL_CAPACITY.seeds, 2, 100);
    const faults = options.under === undefined ? [] : chosenFaults(design, options.under);
    const mostRuns = wholeOption('runs', options.runs, USUAL_CAPACITY.mostRuns, seeds, 100_000);
    const plan: CapacityPlan = { ...USUAL_CAPACITY, seeds, mostSeeds: 3 * seeds, mostRuns, faults, times: USUAL_TIMES };
    const found = await capacitySearch(design, plan, pool, watch);
    return {
      json: (wallMs) => jsonOf(found, wallMs),
      text: (wallMs) => textOf(found, plan, wallMs),
      code: options.objectives === true && found.ended === 'never' ? MISSED : 0,
    };
  });
}

function jsonOf({ goals, points, low, high, runs, ended }: CapacityResult, wallMs: number): object {
  const point = (one: LoadPoint | undefined) =>
    one === undefined
      ? null
      : { ...one, busiest: one.busiest ?? null, figures: one.figures.map(({ interval, standing }) => ({ ...told(interval), standing })) };
  return { ended, runs, wallMs, goals, low: point(low), high: point(high), points: points.map(point) };
}

function textOf(result: CapacityResult, plan: CapacityPlan, wallMs: number): string {
  const { goals, points, runs } = result;
  const rows = points.map((point) => [
    `×${Number(point.factor.toPrecision(3))}`,
    formatQuantity(point.offered, 'perSecond', 3),
    formatQuantity(point.throughput, 'perSecond', 3),
    valueText(point.p99Ms, 'ms'),
    ...point.figures.map(({ interval }, i) => {
      const { mean, half } = intervalTexts(interval, goals[i]?.unit ?? 'count');
      return half === undefined ? mean : `${mean} ± ${half}`;
    }),
    `${point.held ? 'held' : 'missed'}${point.clear ? '' : ' (within noise)'}`,
    String(point.runs),
  ]);
  const head = ['load', 'sent', 'answered', 'p99', ...goals.map((_, i) => `goal ${i + 1}`), '', 'runs'];
  return [
    ...goals.map(({ text }, i) => `goal ${i + 1}: ${text}`),
    ...(plan.faults.length === 0 ? [] : [`under ${plan.faults.map(({ fault, target }) => `${fault} ${target}`).join(' and ')}`]),
    '',
    columns([head, ...rows]),
    '',
    limitWords(result),
    tookWords(runs, wallMs),
  ].join('\n');
}

/** What was found, in a sentence or two. */
function limitWords({ low, high, ended }: CapacityResult): string {
  const at = (point: LoadPoint): string => `${formatQuantity(point.offered, 'perSecond', 3)} (×${Number(point.factor.toPrecision(3))})`;
  const why = high === undefined || high.why === '' ? '' : ` Beyond it: ${high.why}`;
  if (ended === 'never') return `No load meets the objectives, not even a thousandth of the one drawn.${why}`;
  if (high === undefined) return `They are met at every load that was tried${low === undefined ? '' : `, up to ${at(low)}`}.`;
  if (low === undefined) return `The limit lies below ${at(high)}.${why}`;
  return `The limit lies between ${at(low)} and ${at(high)}.${why}`;
}
