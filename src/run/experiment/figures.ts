/**
 * The figures of a run that experiments are about: those that objectives know, each with the direction in which it is better,
 * and any other number of a report by its path (`nodes.db.utilisation`), of which nobody can say which way is better.
 */
import { type ListedMetric, OBJECTIVE_METRICS } from '../../design/document.ts';
import type { Unit } from '../../std/parameter.ts';
import { METRICS } from '../objective.ts';
import type { Report } from '../report.ts';

export interface Figure {
  /** An objective's metric, or a path in the report. */
  readonly id: string;
  /** As people say it inside a sentence: `p99 latency`. */
  readonly words: string;
  readonly unit: Unit;
  readonly better: 'more' | 'less' | undefined;
  /** null when the run has nothing to say about it. */
  readonly of: (report: Report) => number | null;
  /** How many samples the figure of this run rests on: those beyond a quantile, all for anything else. */
  readonly support: (report: Report) => number;
}

/** A quantile with fewer samples beyond it moves by more than a tenth from run to run. */
export const ENOUGH_BEYOND = 100;

const MORE_IS_BETTER: ReadonlySet<ListedMetric> = new Set(['availability', 'throughput']);

/** Share of the samples beyond each quantile. */
const BEYOND: Readonly<Partial<Record<ListedMetric, number>>> = {
  'latency.p50': 0.5,
  'latency.p95': 0.05,
  'latency.p99': 0.01,
  'latency.p999': 0.001,
};

/** In the order in which tables show them. */
export const FIGURES: readonly Figure[] = OBJECTIVE_METRICS.map((metric) => {
  const { words, unit, figure } = METRICS[metric];
  const beyond = BEYOND[metric];
  return {
    id: metric,
    words,
    unit,
    better: MORE_IS_BETTER.has(metric) ? 'more' : 'less',
    of: (report) => figure(report.total, report),
    support: ({ total }) => (beyond === undefined ? Number.POSITIVE_INFINITY : Math.round(total.latencyMs.count * beyond)),
  };
});

/** The figure of this name, or the number at this path of the report; undefined when the report has no such place. */
export function figureNamed(id: string, report: Report): Figure | undefined {
  const known = FIGURES.find((figure) => figure.id === id);
  if (known !== undefined) return known;
  const path = id.split('.');
  if (at(report, path) === undefined) return undefined;
  const of = (one: Report): number | null => at(one, path) ?? null;
  return { id, words: id, unit: unitOf(path), better: undefined, of, support: () => Number.POSITIVE_INFINITY };
}

/** The number at a path; null where the report says that nothing was measured, undefined where there is no number. */
function at(report: Report, path: readonly string[]): number | null | undefined {
  let place: unknown = report;
  for (const step of path) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, step)) return undefined;
    place = (place as Readonly<Record<string, unknown>>)[step];
  }
  return typeof place === 'number' || place === null ? place : undefined;
}

/** Fields that end in Ms hold ms, in the report as everywhere. */
function unitOf(path: readonly string[]): Unit {
  const last = path.at(-1) ?? '';
  const inside = path.at(-2) ?? '';
  if (last.endsWith('Ms') || (inside.endsWith('Ms') && last !== 'count')) return 'ms';
  return last === 'throughput' ? 'perSecond' : 'count';
}
