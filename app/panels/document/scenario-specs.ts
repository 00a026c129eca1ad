/** The settings of the document itself, as specs, so that the same rows edit them: scenario, request classes, objectives. */
import { type Design, LIMITS, type ListedMetric, type ObjectiveDoc, type ObjectiveMetric } from '../../../src/design/document.ts';
import { partFigure } from '../../../src/design/part-figure.ts';
import type { ChoiceSpec, FlagSpec, NumberSpec, Unit } from '../../../src/std/parameter.ts';

type Fields = Pick<NumberSpec, 'label' | 'help' | 'unit' | 'min' | 'max' | 'default'>;

const number = (group: string, fields: Fields & Partial<NumberSpec>): NumberSpec => ({
  type: 'number',
  group,
  source: 'chosen',
  live: false,
  whole: false,
  ...fields,
});

export const SCENARIO = {
  durationMs: number('Scenario', {
    label: 'Duration',
    help: 'Simulated time from the start to the end of a run.',
    unit: 'ms',
    min: 1,
    max: LIMITS.durationMs,
    default: 60_000,
  }),
  warmupMs: number('Scenario', {
    label: 'Warm-up',
    help: 'Totals leave out what happens before this moment.',
    unit: 'ms',
    min: 0,
    max: LIMITS.durationMs,
    default: 0,
    zero: 'none',
  }),
  seed: number('Scenario', {
    label: 'Seed',
    help: 'Decides every random draw. The same seed gives the same run, to the last event.',
    unit: 'count',
    min: 0,
    max: 2 ** 32 - 1,
    default: 1,
    whole: true,
  }),
} as const; // prettier-ignore

export const CLASS = {
  weight: number('Class', {
    label: 'Weight',
    help: 'Share of the traffic, relative to the other classes.',
    unit: 'count',
    min: 0,
    max: 1e6,
    default: 1,
  }),
  bytesUp: number('Class', { label: 'Request size', help: 'Bytes on the way there.', unit: 'bytes', min: 0, max: 1e12, default: 1_000 }),
  bytesDown: number('Class', { label: 'Answer size', help: 'Bytes on the way back.', unit: 'bytes', min: 0, max: 1e12, default: 10_000 }),
} as const; // prettier-ignore

const QUERY: ChoiceSpec = {
  type: 'choice',
  group: 'Class',
  label: 'Asks by',
  help: 'How it asks a store: families of stores differ in what each way costs.',
  source: 'chosen',
  live: false,
  default: 'key',
  options: [
    { value: 'key', label: 'key', help: 'One record by its key.' },
    { value: 'range', label: 'range', help: 'Records that lie next to each other in order.' },
    { value: 'join', label: 'join', help: 'Records found by way of others.' },
    { value: 'traverse', label: 'traversal', help: 'A path or neighbourhood: friends of friends.' },
    { value: 'search', label: 'search', help: 'Records that contain words.' },
    { value: 'aggregate', label: 'aggregate', help: 'A sum or a count over many records.' },
  ],
};

/** What a class may say besides. `otherwise` stands for "as the source says" where a class says nothing. */
export const TRAITS = {
  priority: number('Class', {
    label: 'Priority',
    help: 'Where a part serves by priority, a higher number goes first.',
    unit: 'count',
    min: 0,
    max: 9,
    default: 0,
    whole: true,
  }),
  keys: number('Class', {
    label: 'Keys',
    help: 'How many different things it asks about; 0: as many as its source says.',
    unit: 'count',
    min: 0,
    max: 1e6,
    default: 0,
    whole: true,
    zero: 'as its source',
  }),
  skew: number('Class', {
    label: 'Skew',
    help: 'Zipf exponent over its own keys: 0 all alike, 1 a few very popular.',
    unit: 'factor',
    min: 0,
    max: 3,
    default: 0.9,
  }),
  hotShare: number('Class', {
    label: 'One hot key',
    help: 'Share of its requests that all ask about the same thing: a celebrity, a goal.',
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 0,
    zero: 'none',
  }),
  sessionShare: number('Class', {
    label: 'With a session',
    help: 'Share of its requests that carry a session; the others come as somebody new each time, so stickiness cannot hold them.',
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 1,
  }),
  query: QUERY,
  records: number('Class', {
    label: 'Records',
    help: 'How many records the store touches for one of its requests.',
    unit: 'count',
    min: 1,
    max: 1e6,
    default: 1,
    whole: true,
  }),
} as const; // prettier-ignore

export const WRITE: FlagSpec = {
  type: 'flag',
  group: 'Class',
  label: 'Writes',
  help: 'It changes data; otherwise it reads.',
  source: 'chosen',
  live: false,
  default: false,
}; // prettier-ignore

/** What an objective can be about, in words, with the bound and value that a new one starts with (chosen). */
export const METRICS: Readonly<
  Record<ListedMetric, { readonly label: string; readonly unit: Unit; readonly bound: ObjectiveDoc['bound']; readonly value: number }>
> = {
  'latency.p50': { label: 'p50 latency', unit: 'ms', bound: 'most', value: 50 },
  'latency.p95': { label: 'p95 latency', unit: 'ms', bound: 'most', value: 100 },
  'latency.p99': { label: 'p99 latency', unit: 'ms', bound: 'most', value: 200 },
  'latency.p999': { label: 'p99.9 latency', unit: 'ms', bound: 'most', value: 500 },
  'latency.mean': { label: 'mean latency', unit: 'ms', bound: 'most', value: 50 },
  availability: { label: 'availability', unit: 'ratio', bound: 'least', value: 0.999 },
  throughput: { label: 'throughput', unit: 'perSecond', bound: 'least', value: 100 },
  staleShare: { label: 'stale reads', unit: 'ratio', bound: 'most', value: 0.01 },
  lostWrites: { label: 'lost writes', unit: 'count', bound: 'most', value: 0 },
  'cost.perHour': { label: 'cost per hour', unit: 'usd', bound: 'most', value: 10 },
  'cost.perMillionOk': { label: 'cost per million answered', unit: 'usd', bound: 'most', value: 5 },
};

const TOP: Readonly<Partial<Record<Unit, number>>> = { ms: LIMITS.durationMs, ratio: 1, perSecond: 1e9, count: 1e12 };

/** Bounds and values that a figure of a part starts with, by its unit (chosen). */
const FIRST_VALUES: Readonly<Record<Unit, number>> = {
  ms: 100,
  perSecond: 100,
  ratio: 0.5,
  bytes: 1e6,
  bytesPerSecond: 1e6,
  count: 10,
  factor: 2,
  usd: 10,
};

/** What a metric is called, with its unit, and what a new objective on it starts with. */
export function metricOf(
  metric: ObjectiveMetric,
  design: Pick<Design, 'nodes'>,
): { readonly label: string; readonly unit: Unit; readonly bound: ObjectiveDoc['bound']; readonly value: number } {
  if (Object.hasOwn(METRICS, metric)) return METRICS[metric as ListedMetric];
  const figure = partFigure(metric, design);
  const unit = figure?.unit ?? 'count';
  return { label: figure?.words ?? metric, unit, bound: 'most', value: FIRST_VALUES[unit] };
}

/** The value of an objective as a setting. */
export function objectiveSpec(metric: ObjectiveMetric, design: Pick<Design, 'nodes'>): NumberSpec {
  const { unit, value } = metricOf(metric, design);
  return number('Objectives', { label: 'Value', help: 'Where the line is drawn.', unit, min: 0, max: TOP[unit] ?? 1e12, default: value });
}
