/**
 * One setting over a range of values: throughput and latency at each, with their intervals, under the load as it is drawn and under a
 * lighter one. A larger batch or a longer wait lets a system bear more and makes whoever asks little wait for others; one load alone
 * shows only one half of that. Every point is runs of their own under the same seeds.
 */
import type { Design } from '../../design/document.ts';
import { type Interval, interval95 } from '../../stats/confidence.ts';
import { formatQuantity } from '../../std/quantity.ts';
import type { RunPool } from '../replications.ts';
import type { Report } from '../report.ts';
import { withLoad } from './load.ts';
import { allowed, type Setting, withSetting } from './settings.ts';
import { CannotRun, reportsOf, titled, type Watch } from './study.ts';

export interface SweepPlan {
  readonly setting: Setting;
  /** Rising. */
  readonly values: readonly number[];
  /** Times the load as drawn, > 0; the first is the one that the chart's throughput is of. */
  readonly loads: readonly number[];
  readonly seeds: number;
}

/** The load as drawn and a tenth of it; three seeds (chosen). */
export const USUAL_SWEEP = { loads: [1, 0.1], seeds: 3 } as const;

/** Points at most: more are for `frontier` (chosen). */
const MOST_POINTS = 100;

export interface SweepPoint {
  readonly value: number;
  readonly load: number;
  /** Over the seeds: answered requests a second, and times of the answered, ms; n = 0 where nothing was answered. */
  readonly throughput: Interval;
  readonly p50Ms: Interval;
  readonly p99Ms: Interval;
  /** Share of the requests that were answered; null when nothing was asked. */
  readonly answered: number | null;
  /** The part whose places were taken most, and how much of the time. */
  readonly busiest: { readonly node: string; readonly utilisation: number } | undefined;
  /** Of the run under the design's own seed; '' when it could not be run, and why. */
  readonly digest: string;
  readonly problem: string | undefined;
}

export interface Sweep {
  readonly setting: Setting;
  readonly loads: readonly number[];
  /** Load by load, in the order of the values; those not measured yet are left out. */
  readonly points: readonly SweepPoint[];
}

/** @throws when there are too many points, the pool is closed, or the simulation breaks. */
export async function sweep(design: Design, plan: SweepPlan, pool: RunPool, watch: Watch<Sweep> = () => {}): Promise<Sweep> {
  const { setting, loads, seeds } = plan;
  const places = loads.flatMap((load) => plan.values.map((value) => ({ load, value })));
  if (places.length > MOST_POINTS) throw new CannotRun(`That are ${places.length} points; at most ${MOST_POINTS} are run.`);
  const found: (SweepPoint | undefined)[] = places.map(() => undefined);
  const now = (): Sweep => ({ setting, loads, points: found.flatMap((point) => point ?? []) });
  let done = 0;
  await Promise.all(
    places.map(async ({ load, value }, i) => {
      found[i] = await measured(design, plan, value, load, pool);
      done += seeds;
      watch({ done, planned: places.length * seeds, result: now() });
    }),
  );
  return now();
}

async function measured(design: Design, { setting, seeds }: SweepPlan, value: number, load: number, pool: RunPool): Promise<SweepPoint> {
  try {
    const reports = await reportsOf(sweepDesign(design, setting, value, load), seeds, pool);
    const over = (of: (report: Report) => number | null): Interval => interval95(reports.flatMap((report) => of(report) ?? []));
    const [requests, ok] = reports.reduce(([all, good], { total }) => [all + total.requests, good + total.ok], [0, 0]);
    return {
      value,
      load,
      throughput: over(({ total }) => total.throughput),
      p50Ms: over(({ total }) => total.latencyMs.p50),
      p99Ms: over(({ total }) => total.latencyMs.p99),
      answered: requests === 0 ? null : ok / requests,
      busiest: busiestOf(reports[0], design),
      digest: reports[0].digest,
      problem: undefined,
    };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    const none = interval95([]);
    const nothing = { throughput: none, p50Ms: none, p99Ms: none, answered: null, busiest: undefined, digest: '' };
    return { value, load, ...nothing, problem: error.message };
  }
}

function busiestOf(report: Report, design: Design): SweepPoint['busiest'] {
  const parts = design.nodes.flatMap(({ id }) => {
    const utilisation = report.nodes[id]?.utilisation ?? 0;
    return utilisation > 0 ? [{ node: id, utilisation }] : [];
  });
  return parts.sort((a, b) => b.utilisation - a.utilisation)[0];
}

/** The design at a point, as it was run and can be opened. */
export function sweepDesign(design: Design, setting: Setting, value: number, load: number): Design {
  const turned = withLoad(value === setting.value ? design : withSetting(design, setting, value), load);
  return { ...turned, title: titled(design, `${setting.param} ${Number(value.toPrecision(3))}${load === 1 ? '' : `, ${load} × load`}`) };
}

/** Values when nobody names any: a quarter to sixteen times the present one, each twice the one before; from nothing on for what is off. */
export function sweepValues(setting: Setting): readonly number[] {
  const { value, max } = setting;
  const wanted =
    value > 0 ? [0.25, 0.5, 1, 2, 4, 8, 16].map((factor) => value * factor) : [0, 1, 2, 5, 10, 20, 50].filter((one) => one <= max);
  return [...new Set(wanted.map((one) => allowed(setting, one) ?? value))].sort((a, b) => a - b);
}

/** What the sweep says, in two or three sentences; '' until there is enough to say. */
export function sweepWords(sweep: Sweep, design: Pick<Design, 'nodes'>): string {
  const [first, ...others] = sweep.loads;
  if (first === undefined) return '';
  const rest = others.length === 0 ? [latencyWords(sweep, first)] : others.map((load) => latencyWords(sweep, load));
  return [throughputWords(sweep, first, design), ...rest].filter((text) => text !== '').join(' ');
}

/** Points of one load in the order of their values, as far as something was answered. */
export function pointsAt({ points }: Sweep, load: number): readonly SweepPoint[] {
  return points.filter((point) => point.load === load && point.throughput.n > 0);
}

/** Within two hundredths it is the same (chosen). */
const AS_MUCH = 0.98;

function throughputWords(sweep: Sweep, load: number, { nodes }: Pick<Design, 'nodes'>): string {
  const points = pointsAt(sweep, load);
  const [low, high] = [points[0], points.at(-1)];
  if (low === undefined || high === undefined || low === high) return '';
  const most = Math.max(...points.map(({ throughput }) => throughput.mean));
  const enough = points.find(({ throughput }) => throughput.mean >= AS_MUCH * most);
  if (enough === undefined || most <= 0) return 'Nothing is answered at any value.';
  const at = (point: SweepPoint): string => formatQuantity(point.value, sweep.setting.unit, 3);
  const rate = (value: number): string => formatQuantity(value, 'perSecond', 3);
  if (low.throughput.mean >= AS_MUCH * most && high.throughput.mean >= AS_MUCH * most) {
    return `Throughput is ${rate(most)} whatever the value${why(enough, nodes)}.`;
  }
  const ends = `Throughput goes from ${rate(low.throughput.mean)} at ${at(low)} to ${rate(high.throughput.mean)} at ${at(high)}`;
  return `${ends}; at ${at(enough)} it has reached its most${why(enough, nodes)}.`;
}

/** Why there is no more. */
function why({ answered, busiest }: SweepPoint, nodes: Design['nodes']): string {
  if (answered !== null && answered >= 0.99) return ': all that is asked is answered';
  if (busiest === undefined) return '';
  const name = nodes.find(({ id }) => id === busiest.node)?.name || busiest.node;
  return `: ${name} is busiest, at ${formatQuantity(busiest.utilisation, 'ratio', 2)}`;
}

function latencyWords(sweep: Sweep, load: number): string {
  const points = pointsAt(sweep, load).filter(({ p50Ms }) => p50Ms.n > 0);
  const [low, high] = [points[0], points.at(-1)];
  if (low === undefined || high === undefined || low === high) return '';
  const ms = (value: number): string => formatQuantity(value, 'ms', 3);
  const whose = `${load === 1 ? 'Under the load as drawn' : `At ${formatQuantity(load, 'ratio', 2)} of the load`}`;
  const [from, to] = [low.p50Ms.mean, high.p50Ms.mean];
  if (Math.min(from, to) >= AS_MUCH * Math.max(from, to)) return `${whose} the median answer takes ${ms(from)} either way.`;
  return `${whose} the median answer takes ${ms(from)} at the smallest value and ${ms(to)} at the largest.`;
}
