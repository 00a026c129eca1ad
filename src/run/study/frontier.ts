/**
 * The frontier: a grid over one to three settings, every point run under the same seed, and which of the points no other beats in cost,
 * latency and availability at once (Pareto). Beside it the grid itself, for small multiples.
 */
import type { Design } from '../../design/document.ts';
import type { RunPool } from '../replications.ts';
import type { Report } from '../report.ts';
import { type Setting, withSetting } from './settings.ts';
import { CannotRun, reportsOf, titled, type Watch } from './study.ts';

export interface Axis {
  readonly setting: Setting;
  /** Rising. */
  readonly values: readonly number[];
}

export interface GridPoint {
  /** A value for each axis. */
  readonly values: readonly number[];
  /** Means over the seeds; null where nothing was measured. */
  readonly costPerHour: number | null;
  readonly p99Ms: number | null;
  readonly availability: number | null;
  readonly throughput: number | null;
  /** Whether every objective of the design was met under every seed. */
  readonly met: boolean;
  readonly digest: string;
  readonly problem: string | undefined;
}

export interface Frontier {
  readonly axes: readonly Axis[];
  /** In the order of the axes, the last one fastest; undefined until it is measured. */
  readonly points: readonly (GridPoint | undefined)[];
}

/** Points at most: more are for `sweep` on a cluster (chosen). */
export const MOST_POINTS = 400;

/** The values of every point of the grid. */
export function gridOf(axes: readonly Axis[]): readonly (readonly number[])[] {
  return axes.reduce<readonly (readonly number[])[]>(
    (rows, { values }) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}

/** @throws when the grid is too large, the pool is closed, or the simulation breaks. */
export async function frontier(
  design: Design,
  axes: readonly Axis[],
  seeds: number,
  pool: RunPool,
  watch: Watch<Frontier> = () => {},
): Promise<Frontier> {
  const grid = gridOf(axes);
  if (grid.length > MOST_POINTS) throw new CannotRun(`That are ${grid.length} points; at most ${MOST_POINTS} are run.`);
  const points: (GridPoint | undefined)[] = grid.map(() => undefined);
  let done = 0;
  await Promise.all(
    grid.map(async (values, i) => {
      points[i] = await measured(design, axes, values, seeds, pool);
      done += seeds;
      watch({ done, planned: grid.length * seeds, result: { axes, points: [...points] } });
    }),
  );
  return { axes, points };
}

async function measured(
  design: Design,
  axes: readonly Axis[],
  values: readonly number[],
  seeds: number,
  pool: RunPool,
): Promise<GridPoint> {
  try {
    const reports = await reportsOf(frontierDesign(design, axes, values), seeds, pool);
    const mean = (of: (report: Report) => number | null): number | null => {
      const found = reports.flatMap((report) => of(report) ?? []);
      return found.length === 0 ? null : found.reduce((sum, one) => sum + one, 0) / found.length;
    };
    return {
      values,
      costPerHour: mean(({ cost }) => cost.perHour),
      p99Ms: mean(({ total }) => total.latencyMs.p99),
      availability: mean(({ total }) => (total.requests === 0 ? null : total.ok / total.requests)),
      throughput: mean(({ total }) => total.throughput),
      met: reports.every(({ objectives }) => objectives.every(({ met }) => met)),
      digest: reports[0].digest,
      problem: undefined,
    };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { values, costPerHour: null, p99Ms: null, availability: null, throughput: null, met: false, digest: '', problem: error.message };
  }
}

/** The design at a point of the grid, as it was run and can be opened. */
export function frontierDesign(design: Design, axes: readonly Axis[], values: readonly number[]): Design {
  const turned = axes.reduce((now, { setting }, i) => withSetting(now, setting, values[i] ?? setting.value), design);
  const what = axes.map(({ setting }, i) => `${setting.param} ${Number((values[i] ?? 0).toPrecision(3))}`).join(', ');
  return { ...turned, title: titled(design, what) };
}

/** Points that no other beats: nowhere worse, somewhere better, in cost, p99 and availability. Those that measured nothing are none. */
export function paretoOf(points: readonly (GridPoint | undefined)[]): ReadonlySet<number> {
  const figures = points.map((point) =>
    point === undefined || point.p99Ms === null || point.availability === null
      ? undefined
      : [point.costPerHour ?? 0, point.p99Ms, -point.availability],
  );
  const beats = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((value, i) => value <= (b[i] ?? 0)) && a.some((value, i) => value < (b[i] ?? 0));
  return new Set(
    figures.flatMap((mine, i) => (mine === undefined || figures.some((other) => other !== undefined && beats(other, mine)) ? [] : [i])),
  );
}

/** Values for an axis when nobody names any: a quarter to four times the present one, each twice the one before. */
export function usualValues({ value, min, max, whole }: Setting): readonly number[] {
  const wanted = [0.25, 0.5, 1, 2, 4].map((factor) => Math.min(max, Math.max(min, value * factor)));
  return [...new Set(wanted.map((one) => (whole ? Math.round(one) : Number(one.toPrecision(3)))))].sort((a, b) => a - b);
}
