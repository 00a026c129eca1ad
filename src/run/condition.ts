/**
 * Conditions on a running system, asked at the ends of chart windows and nowhere else, so that whether and when one holds
 * depends neither on speed nor on slices. Shares, rates and latencies look back over the trailing second, as the charts do;
 * utilisation and queue are those of the window; the rest is what stands at its end. It only watches and never draws.
 */
import { type ConditionDoc, isListed, type ListedConditionMetric } from '../design/condition-doc.ts';
import { partOf } from '../design/part-figure.ts';
import { UP } from '../engine/knobs.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { Compiled } from './compile.ts';
import { NODE_WINDOW, WINDOW } from './frame.ts';
import type { Recorder } from './recorder.ts';

/** Where figures are read: a session is one. */
export interface Measuring {
  readonly compiled: Compiled;
  readonly recorder: Recorder;
}

/** Whether a figure satisfies a condition; what was not measured (NaN) satisfies none. */
export function satisfies({ bound, value }: Pick<ConditionDoc, 'bound' | 'value'>, figure: number): boolean {
  if (bound === 'above') return figure > value;
  if (bound === 'below') return figure < value;
  return bound === 'least' ? figure >= value : figure <= value;
}

/**
 * Follows one condition from a moment on. It holds at the end of a window when the figure satisfied it at the ends of all
 * windows that reach back as long as it asks; a window in which nothing was measured breaks the row.
 */
export class ConditionWatch {
  readonly condition: ConditionDoc;
  /** Windows that end at or before this moment (ns) do not count. */
  readonly from: number;
  /** The figure at the end of the last window; NaN when it was not measured. */
  figure = Number.NaN;
  /** For how long it has held by now, ms; 0 when it does not. */
  heldMs = 0;
  readonly #of: Measuring;

  /** Of a class it can only tell when the recorder follows that class (`Recorder.follow`). */
  constructor(of: Measuring, condition: ConditionDoc, from = 0) {
    this.#of = of;
    this.condition = condition;
    this.from = from;
  }

  /** Looks at the window that ended at this moment (ns). True when the condition holds now. To be called once for each window. */
  look(time: number): boolean {
    if (time <= this.from) return false;
    this.figure = figureOf(this.#of, this.condition);
    this.heldMs = satisfies(this.condition, this.figure) ? this.heldMs + this.#of.recorder.windowMs : 0;
    return this.heldMs > 0 && this.heldMs >= (this.condition.for ?? 0);
  }
}

/** Ids of the classes that conditions ask about. */
export function classesOf(conditions: readonly Pick<ConditionDoc, 'class'>[]): readonly string[] {
  return [...new Set(conditions.map((one) => one.class))].filter((id) => id !== '');
}

/** The figure of a metric at the end of the window closed last, in document units; NaN when it was not measured. */
export function figureOf(of: Measuring, { metric, class: cls }: Pick<ConditionDoc, 'metric' | 'class'>): number {
  if (of.recorder.windows === 0) return Number.NaN;
  if (!isListed(metric)) return figureOfPart(of, metric);
  return cls === '' ? figureOfAll(of.recorder, metric) : figureOfClass(of, metric, cls);
}

const COLUMNS = {
  'latency.p50': WINDOW.p50,
  'latency.p95': WINDOW.p95,
  'latency.p99': WINDOW.p99,
  'latency.p999': WINDOW.p999,
  'latency.mean': WINDOW.mean,
  inFlight: WINDOW.inFlight,
  lostWrites: WINDOW.lostWrites,
} as const;

function figureOfAll(recorder: Recorder, metric: ListedConditionMetric): number {
  if (metric in COLUMNS) return recorder.series.at(recorder.windows - 1, COLUMNS[metric as keyof typeof COLUMNS]);
  const ok = recorder.trailing(WINDOW.ok);
  switch (metric) {
    case 'throughput':
      return ok / recorder.trailSeconds;
    case 'offered':
      return recorder.trailing(WINDOW.offered) / recorder.trailSeconds;
    case 'staleShare':
      return recorder.trailing(WINDOW.staleReads) / recorder.trailing(WINDOW.reads);
    default:
      return shareOf(metric, ok, recorder.trailing(WINDOW.error, WINDOW.cancelled));
  }
}

function shareOf(metric: ListedConditionMetric, ok: number, failed: number): number {
  const ended = ok + failed;
  if (ended === 0) return Number.NaN;
  return metric === 'availability' ? ok / ended : failed / ended;
}

function figureOfClass({ compiled, recorder }: Measuring, metric: ListedConditionMetric, cls: string): number {
  const trail = recorder.classTrail(compiled.design.classes.findIndex(({ id }) => id === cls));
  if (trail === undefined) return Number.NaN;
  const { latency, ok, failed } = trail;
  if (metric === 'throughput') return ok / recorder.trailSeconds;
  if (!metric.startsWith('latency.')) return shareOf(metric, ok, failed);
  if (latency.count === 0) return Number.NaN;
  return (metric === 'latency.mean' ? latency.mean() : latency.quantile(QUANTILES[metric] ?? 0.5)) / NS_PER_MS;
}

const QUANTILES: Readonly<Record<string, number>> = { 'latency.p50': 0.5, 'latency.p95': 0.95, 'latency.p99': 0.99, 'latency.p999': 0.999 };

function figureOfPart({ compiled, recorder }: Measuring, metric: string): number {
  const part = partOf(metric);
  const n = compiled.nodeIndex.get(part?.node ?? '');
  const node = n === undefined ? undefined : compiled.nodes[n];
  if (part === undefined || n === undefined || node === undefined) return Number.NaN;
  const own = node.kind.figures.findIndex(({ id }) => id === part.figure);
  if (own >= 0) {
    const values = new Float64Array(node.kind.figures.length).fill(Number.NaN);
    compiled.sim.stations[n]!.figures?.(values, 0);
    return values[own]!;
  }
  const at = WINDOW.size + n * NODE_WINDOW.size;
  const now = (column: number): number => recorder.series.at(recorder.windows - 1, at + column);
  const trail = recorder.trailOf(n);
  switch (part.figure) {
    case 'utilisation':
      return now(NODE_WINDOW.utilisation);
    case 'queue':
      return now(NODE_WINDOW.queue);
    case 'p50':
      return now(NODE_WINDOW.p50);
    case 'p95':
      return trail.count === 0 ? Number.NaN : trail.quantile(0.95) / NS_PER_MS;
    case 'p99':
      return now(NODE_WINDOW.p99);
    case 'throughput':
      return recorder.trailing(at + NODE_WINDOW.ok) / recorder.trailSeconds;
    case 'errorShare':
      return shareOf('errorShare', recorder.trailing(at + NODE_WINDOW.ok), recorder.trailing(at + NODE_WINDOW.failed));
    case 'up':
      return upOf(compiled, n);
    default:
      return Number.NaN;
  }
}

/** Copies of a node that serve and that no fault has down. */
function upOf({ nodes, sim }: Compiled, n: number): number {
  const { firstInstance, instances } = nodes[n]!;
  let up = 0;
  for (let i = firstInstance; i < firstInstance + instances; i++) if (sim.knobs.down[i] === UP && sim.rotation.serves(i)) up++;
  return up;
}
