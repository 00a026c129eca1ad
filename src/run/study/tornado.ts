/**
 * Sensitivity: how much a figure moves when one setting is halved or doubled while all others stay. Every setting is looked at once under
 * one seed; those that move the figure most are measured again under several, in pairs with the design as it is (common random numbers),
 * so that the difference comes with an interval. Settings are turned one at a time: what two do together it does not say.
 */
import type { Design } from '../../design/document.ts';
import { type Interval, interval95, pairedDifference } from '../../stats/confidence.ts';
import type { Figure } from '../experiment/figures.ts';
import type { RunPool } from '../replications.ts';
import type { Report } from '../report.ts';
import { allowed, type Setting, withSetting } from './settings.ts';
import { CannotRun, reportsOf, titled, type Watch } from './study.ts';

export interface TornadoPlan {
  readonly figure: Figure;
  /** How many times as much, and as little; above 1. */
  readonly factor: number;
  /** How many settings are measured under several seeds. */
  readonly most: number;
  /** Seeds of those, at least 2. */
  readonly seeds: number;
  readonly settings: readonly Setting[];
}

/** Halved and doubled; the ten that move most under five seeds (chosen). */
export const USUAL_TORNADO = { factor: 2, most: 10, seeds: 5 } as const;

export interface TornadoEnd {
  readonly value: number;
  /** The figure there, and its difference from the design as it is, over the seeds. */
  readonly figure: number | null;
  readonly difference: Interval;
  /** Whether the figure was the very same under every seed. */
  readonly same: boolean;
  readonly digest: string;
}

export interface TornadoBar {
  readonly setting: Setting;
  /** undefined where the setting cannot go that way, or the design cannot run there. */
  readonly less: TornadoEnd | undefined;
  readonly more: TornadoEnd | undefined;
}

export interface Tornado {
  /** The figure of the design as it is, over the seeds. */
  readonly base: Interval;
  /** Those measured under several seeds, the one that moves the figure most first. */
  readonly bars: readonly TornadoBar[];
  /** Settings looked at, and those that did not move the figure at all. */
  readonly looked: number;
  readonly without: number;
}

/** @throws when the design cannot run, the pool is closed, or the simulation breaks. */
export async function tornado(design: Design, plan: TornadoPlan, pool: RunPool, watch: Watch<Tornado> = () => {}): Promise<Tornado> {
  const { settings, seeds, factor, most } = plan;
  const base = await reportsOf(design, seeds, pool);
  const steps = settings.map((setting) => ({
    setting,
    less: allowed(setting, setting.value / factor),
    more: allowed(setting, setting.value * factor),
  }));
  const values = steps.flatMap(({ less, more }) => [less, more]).filter((value) => value !== undefined).length;
  let [done, planned] = [seeds, seeds + values + Math.min(most, steps.length) * 2 * (seeds - 1)];
  let bars: readonly TornadoBar[] = [];
  const now = (): Tornado => ({
    base: interval95(base.flatMap((report) => plan.figure.of(report) ?? [])),
    bars: [...bars].filter(moves).sort((a, b) => reachOf(b) - reachOf(a)),
    looked: settings.length,
    without: bars.filter((bar) => !moves(bar)).length,
  });
  const ends = async (setting: Setting, value: number | undefined, count: number): Promise<TornadoEnd | undefined> => {
    if (value === undefined) return undefined;
    const end = await endOf(design, setting, value, plan, base.slice(0, count), pool);
    done += count;
    watch({ done, planned, result: now() });
    return end;
  };
  const barOf = async ({ setting, less, more }: (typeof steps)[number], count: number): Promise<TornadoBar> => {
    const [low, high] = await Promise.all([ends(setting, less, count), ends(setting, more, count)]);
    return { setting, less: low, more: high };
  };
  bars = await Promise.all(
    steps.map(async (step) => {
      const bar = await barOf(step, 1);
      bars = [...bars, bar];
      return bar;
    }),
  );
  const first = [...bars]
    .filter(moves)
    .sort((a, b) => reachOf(b) - reachOf(a))
    .slice(0, most);
  planned = done + first.reduce((sum, { less, more }) => sum + (less ? seeds : 0) + (more ? seeds : 0), 0);
  const measured = await Promise.all(
    first.map(async ({ setting }) => {
      const bar = await barOf(steps.find((step) => step.setting === setting) as (typeof steps)[number], seeds);
      bars = bars.map((old) => (old.setting === setting ? bar : old));
      return bar;
    }),
  );
  return { ...now(), bars: measured.sort((a, b) => reachOf(b) - reachOf(a)) };
}

async function endOf(
  design: Design,
  setting: Setting,
  value: number,
  { figure }: TornadoPlan,
  base: readonly Report[],
  pool: RunPool,
): Promise<TornadoEnd | undefined> {
  try {
    const reports = await reportsOf(tornadoDesign(design, setting, value), base.length, pool);
    const pairs = reports.flatMap((report, i) => {
      const [a, b] = [figure.of(base[i] as Report), figure.of(report)];
      return a === null || b === null ? [] : [{ a, b }];
    });
    return {
      value,
      figure: pairs.length === 0 ? null : pairs.reduce((sum, { b }) => sum + b, 0) / pairs.length,
      difference: pairedDifference(
        pairs.map(({ b }) => b),
        pairs.map(({ a }) => a),
      ),
      same: reports.every((report, i) => figure.of(report) === figure.of(base[i] as Report)),
      digest: reports[0].digest,
    };
  } catch (error) {
    if (error instanceof CannotRun) return undefined;
    throw error;
  }
}

/** The design with a setting turned, as it was run and can be opened. */
export function tornadoDesign(design: Design, setting: Setting, value: number): Design {
  return { ...withSetting(design, setting, value), title: titled(design, `${setting.words} ${Number(value.toPrecision(3))}`) };
}

function moves({ less, more }: TornadoBar): boolean {
  return [less, more].some((end) => end !== undefined && !end.same);
}

/** How far the figure moves at most. */
function reachOf({ less, more }: TornadoBar): number {
  return Math.max(...[less, more].map((end) => (end === undefined || end.difference.n === 0 ? 0 : Math.abs(end.difference.mean))));
}
