/**
 * Objectives: what a design should achieve, the figure of a report that decides, and the words for both. Pure functions over
 * reports, shared by the verdict, the page and the labs.
 */
import type { Design, ListedMetric, ObjectiveDoc, ObjectiveMetric } from '../design/document.ts';
import { partFigure, partOf } from '../design/part-figure.ts';
import type { Unit } from '../std/parameter.ts';
import { formatQuantity } from '../std/quantity.ts';
import type { NodeReport, Report, TotalsReport } from './report.ts';

/** The figures of a report that objectives are about. */
export type Measured = Pick<Report, 'total' | 'classes' | 'nodes' | 'consistency' | 'cost'>;

/** The figure an objective is about; null when it was not measured. */
export function figureOf(o: Pick<ObjectiveDoc, 'metric' | 'class'>, report: Measured): number | null {
  const part = partOf(o.metric);
  if (part !== undefined) return figureOfPart(report.nodes[part.node], part.figure);
  const totals = o.class === '' ? report.total : report.classes[o.class];
  return totals === undefined ? null : (listed(o.metric)?.figure(totals, report) ?? null);
}

/** Whether an objective is met, and the figure it was measured by. A figure that was not measured does not meet it. */
export function judge(o: ObjectiveDoc, report: Measured): { readonly met: boolean; readonly value: number | null } {
  const value = figureOf(o, report);
  return { met: value !== null && (o.bound === 'most' ? value <= o.value : value >= o.value), value };
}

/** What an objective asks, as a person would say it. */
export function objectiveText(o: ObjectiveDoc, design: Pick<Design, 'classes' | 'nodes'>): string {
  const whose = o.class === '' ? '' : ` of ${design.classes.find((c) => c.id === o.class)?.name ?? o.class}`;
  const { words, unit } = metricWords(o.metric, design);
  return `${words}${whose} ${o.bound === 'most' ? 'at most' : 'at least'} ${formatQuantity(o.value, unit)}`;
}

/** Objectives that are a promise about availability; one of the other bound promises nothing. */
export function promisesAvailability({ metric, bound }: Pick<ObjectiveDoc, 'metric' | 'bound'>): boolean {
  return metric === 'availability' && bound === 'least';
}

/** The measured part of a whole run, ms: what stands for the 30 days of an error budget. Never below a millisecond, whatever the warm-up. */
export function measuredPeriod({ durationMs, warmupMs }: { readonly durationMs: number; readonly warmupMs: number }): number {
  return Math.max(1, durationMs - Math.min(warmupMs, durationMs));
}

/** What a metric is called, and its unit. */
export function metricWords(metric: ObjectiveMetric, design: Pick<Design, 'nodes'>): { readonly words: string; readonly unit: Unit } {
  return listed(metric) ?? partFigure(metric, design) ?? { words: metric, unit: 'count' };
}

function listed(metric: ObjectiveMetric): Metric | undefined {
  return Object.hasOwn(METRICS, metric) ? METRICS[metric as ListedMetric] : undefined;
}

function figureOfPart(node: NodeReport | undefined, figure: string): number | null {
  if (node === undefined) return null;
  if (Object.hasOwn(node.figures, figure)) return node.figures[figure] ?? null;
  if (figure === 'utilisation') return node.utilisation;
  return figure === 'queue' ? node.queueLength.mean : figure === 'p99' ? node.sojournMs.p99 : null;
}

interface Metric {
  readonly words: string;
  readonly unit: Unit;
  readonly figure: (totals: TotalsReport, report: Measured) => number | null;
}

/** Every metric in words, with its unit and the figure behind it. */
export const METRICS: Readonly<Record<ListedMetric, Metric>> = {
  'latency.p50': { words: 'p50 latency', unit: 'ms', figure: (t) => t.latencyMs.p50 },
  'latency.p95': { words: 'p95 latency', unit: 'ms', figure: (t) => t.latencyMs.p95 },
  'latency.p99': { words: 'p99 latency', unit: 'ms', figure: (t) => t.latencyMs.p99 },
  'latency.p999': { words: 'p99.9 latency', unit: 'ms', figure: (t) => t.latencyMs.p999 },
  'latency.mean': { words: 'mean latency', unit: 'ms', figure: (t) => t.latencyMs.mean },
  availability: { words: 'availability', unit: 'ratio', figure: (t) => (t.requests === 0 ? null : t.ok / t.requests) },
  throughput: { words: 'throughput', unit: 'perSecond', figure: (t) => t.throughput },
  staleShare: { words: 'stale reads', unit: 'ratio', figure: (_, r) => r.consistency.staleShare },
  lostWrites: { words: 'lost acknowledged writes', unit: 'count', figure: (_, r) => r.consistency.lostAcknowledgedWrites },
  'cost.perHour': { words: 'cost per hour', unit: 'usd', figure: (_, r) => r.cost.perHour },
  'cost.perMillionOk': { words: 'cost per million answered', unit: 'usd', figure: (_, r) => r.cost.perMillionOk },
};
