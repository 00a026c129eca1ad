/**
 * Conditions as data: a figure of the running system, a bound, and for how long. Triggers and stop conditions of the timeline,
 * the hypotheses of probes and the breakpoints of the page are all made of them. How they are measured: run/condition.
 */
import type { Unit } from '../std/parameter.ts';
import { formatQuantity } from '../std/quantity.ts';
import type { Design } from './document.ts';
import { partOf } from './part-figure.ts';
import { CATALOG, type Registry } from './registry.ts';

interface Words {
  readonly words: string;
  readonly unit: Unit;
}

/** Figures of all requests; those that can also be asked of one class say so. */
export const CONDITION_METRICS = {
  'latency.p50': { words: 'p50 latency', unit: 'ms', byClass: true },
  'latency.p95': { words: 'p95 latency', unit: 'ms', byClass: true },
  'latency.p99': { words: 'p99 latency', unit: 'ms', byClass: true },
  'latency.p999': { words: 'p99.9 latency', unit: 'ms', byClass: true },
  'latency.mean': { words: 'mean latency', unit: 'ms', byClass: true },
  availability: { words: 'availability', unit: 'ratio', byClass: true },
  errorShare: { words: 'share of errors', unit: 'ratio', byClass: true },
  throughput: { words: 'throughput', unit: 'perSecond', byClass: true },
  offered: { words: 'offered load', unit: 'perSecond', byClass: false },
  inFlight: { words: 'requests in flight', unit: 'count', byClass: false },
  staleShare: { words: 'stale reads', unit: 'ratio', byClass: false },
  lostWrites: { words: 'lost acknowledged writes', unit: 'count', byClass: false },
} as const satisfies Record<string, Words & { readonly byClass: boolean }>;
export type ListedConditionMetric = keyof typeof CONDITION_METRICS;

/** Figures that every part has, besides those of its kind. */
export const PART_CONDITIONS = {
  utilisation: { words: 'utilisation', unit: 'ratio' },
  queue: { words: 'queue', unit: 'count' },
  p50: { words: 'p50', unit: 'ms' },
  p95: { words: 'p95', unit: 'ms' },
  p99: { words: 'p99', unit: 'ms' },
  errorShare: { words: 'share of errors', unit: 'ratio' },
  throughput: { words: 'throughput', unit: 'perSecond' },
  up: { words: 'copies up', unit: 'count' },
} as const satisfies Record<string, Words>;
type PartCondition = keyof typeof PART_CONDITIONS;

/** One of the list, or a figure of a part: `part:db.queue`. */
export type ConditionMetric = ListedConditionMetric | `part:${string}`;

/** `above` and `below` are strict, `least` and `most` hold at the value itself. */
export const BOUNDS = { above: '>', below: '<', least: '≥', most: '≤' } as const;
export type Bound = keyof typeof BOUNDS;

export interface ConditionDoc {
  readonly metric: ConditionMetric;
  /** A class id, or '' for all requests. */
  readonly class: string;
  readonly bound: Bound;
  /** ms, 1/s, a share or a count, as the metric is. */
  readonly value: number;
  /** For how long it must hold in a row, ms; absent: one chart window. */
  readonly for?: number;
}

export function isListed(metric: string): metric is ListedConditionMetric {
  return Object.hasOwn(CONDITION_METRICS, metric);
}

/** What a metric is called, and its unit; undefined where the design has no such part, or the part no such figure. */
export function conditionWords(metric: string, { nodes }: Pick<Design, 'nodes'>, registry: Registry = CATALOG): Words | undefined {
  if (isListed(metric)) return CONDITION_METRICS[metric];
  const part = partOf(metric);
  const node = nodes.find(({ id }) => id === part?.node);
  const kind = node === undefined ? undefined : registry.kindOf(node.kind);
  if (part === undefined || node === undefined || kind === undefined) return undefined;
  const own = kind.figures.find(({ id }) => id === part.figure);
  if (own !== undefined) return { words: `${node.name}: ${own.label.charAt(0).toLowerCase()}${own.label.slice(1)}`, unit: own.unit };
  if (!Object.hasOwn(PART_CONDITIONS, part.figure)) return undefined;
  const { words, unit } = PART_CONDITIONS[part.figure as PartCondition];
  return { words: `${node.name}: ${words}`, unit };
}

/** All metrics of one part, in the order in which they are offered. */
export function conditionsOf(node: string, { nodes }: Pick<Design, 'nodes'>, registry: Registry = CATALOG): readonly ConditionMetric[] {
  const kind = registry.kindOf(nodes.find(({ id }) => id === node)?.kind ?? '');
  const own = kind?.figures.map(({ id }) => id) ?? [];
  return [...Object.keys(PART_CONDITIONS).filter((id) => !own.includes(id)), ...own].map((id): ConditionMetric => `part:${node}.${id}`);
}

/** A condition as a person would say it: `p99 latency of Checkout > 1 s for 5 s`. */
export function conditionText(condition: ConditionDoc, design: Pick<Design, 'classes' | 'nodes'>, registry: Registry = CATALOG): string {
  const { words, unit } = conditionWords(condition.metric, design, registry) ?? { words: condition.metric, unit: 'count' };
  const whose = condition.class === '' ? '' : ` of ${design.classes.find(({ id }) => id === condition.class)?.name ?? condition.class}`;
  const lasting = condition.for === undefined ? '' : ` for ${formatQuantity(condition.for, 'ms')}`;
  return `${words}${whose} ${BOUNDS[condition.bound]} ${formatQuantity(condition.value, unit)}${lasting}`;
}
