/**
 * Capacity search: the largest load at which a design meets its objectives, by bisection. Each load is judged over runs under the same
 * seeds as every other (common random numbers), so that neighbouring loads differ by the load and not by luck; where the 95 % interval
 * of a figure lies astride its bound more seeds are run, as far as the plan allows. Effort is bounded. It takes for granted that more
 * load never helps.
 */
import type { Design, ObjectiveDoc } from '../../design/document.ts';
import { type Interval, interval95 } from '../../stats/confidence.ts';
import { estimate } from '../estimate.ts';
import { seedAt } from '../experiment.ts';
import { explain } from '../explain.ts';
import { Facts } from '../explain-facts.ts';
import { figureOf } from '../objective.ts';
import type { RunPool } from '../replications.ts';
import type { Report } from '../report.ts';
import type { Aimed } from './fault-choices.ts';
import { type FaultTimes, underFaults } from './faulty.ts';
import { mostLoad, usersOf, withLoad } from './load.ts';
import { CannotRun, type Goal, goalsOf, objectivesOf, offeredIn, reportsOf, titled, type Watch, withoutFaults } from './study.ts';

export interface CapacityPlan {
  /** Seeds of each load at first, at least 2, and at most. */
  readonly seeds: number;
  readonly mostSeeds: number;
  /** How near the two loads that hold the limit between them must come, as a share of it. */
  readonly precision: number;
  /** Runs at most, all loads together. */
  readonly mostRuns: number;
  /** The limit is looked for while these are in force; empty: without faults. */
  readonly faults: readonly Aimed[];
  readonly times: FaultTimes;
}

/** Three seeds for a first look, nine where it is close, two parts in a hundred, a hundred and fifty runs (all chosen). */
export const USUAL_CAPACITY = { seeds: 3, mostSeeds: 9, precision: 0.02, mostRuns: 150 } as const;

/** `unclear`: the interval contains the bound, and no more seeds were allowed. */
export type Standing = 'held' | 'missed' | 'unclear';

export interface LoadPoint {
  /** Times the load of the design. */
  readonly factor: number;
  /** Requests a second that users sent, and those answered; means over the seeds. */
  readonly offered: number;
  readonly throughput: number;
  readonly p99Ms: number | null;
  readonly availability: number | null;
  /** For each objective its figure with the interval over the seeds. */
  readonly figures: readonly { readonly interval: Interval; readonly standing: Standing }[];
  /** What the means say of all objectives together, and whether the intervals leave no doubt about it. */
  readonly held: boolean;
  readonly clear: boolean;
  readonly runs: number;
  readonly digest: string;
  /** The part whose work slots were taken most. */
  readonly busiest: { readonly node: string; readonly utilisation: number } | undefined;
  /** What limits the run, in words. */
  readonly why: string;
}

export interface CapacityResult {
  readonly objectives: readonly ObjectiveDoc[];
  readonly goals: readonly Goal[];
  /** In the order of the load. */
  readonly points: readonly LoadPoint[];
  /** The largest load that held and the smallest that did not; the limit lies between. */
  readonly low: LoadPoint | undefined;
  readonly high: LoadPoint | undefined;
  readonly runs: number;
  /** `settings`: no setting allows more; `never`: not even a thousandth of the load holds. */
  readonly ended: 'looking' | 'found' | 'effort' | 'settings' | 'never';
}

/** Below this factor the objectives have nothing to do with the load (chosen). */
const LEAST_FACTOR = 1 / 1024;
/** Steps up or down until the limit lies between two loads (chosen). */
const STRIDE = 1.6;

/** Looks for the limit. @throws when the design cannot run, the pool is closed, or the simulation breaks. */
export async function capacitySearch(
  design: Design,
  plan: CapacityPlan,
  pool: RunPool,
  watch: Watch<CapacityResult> = () => {},
): Promise<CapacityResult> {
  if (usersOf(design).length === 0) throw new CannotRun('Nothing in this design sends requests that could become more.');
  const calm =
    design.scenario.objectives.length > 0 ? undefined : (await reportsOf(loadDesign(design, 1, { ...plan, faults: [] }, []), 1, pool))[0];
  const objectives = objectivesOf(design, calm);
  const search = new Search(design, objectives, plan, pool, watch);
  return search.run();
}

class Search {
  readonly #design: Design;
  readonly #objectives: readonly ObjectiveDoc[];
  readonly #plan: CapacityPlan;
  readonly #pool: RunPool;
  readonly #watch: Watch<CapacityResult>;
  readonly #points: LoadPoint[] = [];
  #runs = 0;

  constructor(design: Design, objectives: readonly ObjectiveDoc[], plan: CapacityPlan, pool: RunPool, watch: Watch<CapacityResult>) {
    this.#design = design;
    this.#objectives = objectives;
    this.#plan = plan;
    this.#pool = pool;
    this.#watch = watch;
  }

  async run(): Promise<CapacityResult> {
    const { precision, mostRuns, seeds } = this.#plan;
    const ceiling = mostLoad(this.#design);
    let next = Math.min(ceiling, startFactor(this.#design));
    for (;;) {
      const { low, high } = this.#bounds();
      if (low !== undefined && high !== undefined) {
        if (high.factor - low.factor <= precision * high.factor) return this.#result('found');
        next = (low.factor + high.factor) / 2;
      } else if (low !== undefined) {
        if (low.factor >= ceiling) return this.#result('settings');
        next = Math.min(ceiling, low.factor * STRIDE);
      } else if (high !== undefined) {
        if (high.factor <= LEAST_FACTOR) return this.#result('never');
        next = high.factor / STRIDE;
      }
      if (this.#runs + seeds > mostRuns) return this.#result('effort');
      this.#points.push(await this.#point(next));
      this.#points.sort((a, b) => a.factor - b.factor);
      this.#watch({ done: this.#runs, planned: this.#planned(), result: this.#result('looking') });
    }
  }

  /** The largest load below the first that missed, and that one: from there on nothing counts as held. */
  #bounds(): { readonly low: LoadPoint | undefined; readonly high: LoadPoint | undefined } {
    const first = this.#points.findIndex(({ held }) => !held);
    return first < 0 ? { low: this.#points.at(-1), high: undefined } : { low: this.#points[first - 1], high: this.#points[first] };
  }

  /** Runs that bisection still needs, as far as can be said. */
  #planned(): number {
    const { low, high } = this.#bounds();
    const { precision, mostRuns, seeds } = this.#plan;
    const steps =
      low === undefined || high === undefined
        ? 6
        : Math.max(0, Math.ceil(Math.log2((high.factor - low.factor) / (precision * high.factor))));
    return Math.min(mostRuns, this.#runs + steps * seeds);
  }

  async #point(factor: number): Promise<LoadPoint> {
    const { seeds, mostSeeds, mostRuns } = this.#plan;
    const opened = loadDesign(this.#design, factor, this.#plan, this.#objectives);
    const reports: Report[] = [];
    let more = seeds;
    for (;;) {
      const first = seedAt(this.#design.scenario.seed, reports.length);
      reports.push(...(await reportsOf({ ...opened, scenario: { ...opened.scenario, seed: first } }, more, this.#pool)));
      this.#runs += more;
      const point = pointOf(opened, factor, this.#objectives, reports);
      more = Math.min(seeds, mostSeeds - reports.length, mostRuns - this.#runs);
      if (point.clear || more <= 0) return point;
    }
  }

  #result(ended: CapacityResult['ended']): CapacityResult {
    const points = [...this.#points];
    const goals = goalsOf(this.#objectives, this.#design);
    return { objectives: this.#objectives, goals, points, ...this.#bounds(), runs: this.#runs, ended };
  }
}

/** Where to begin: a little below what queueing theory gives as the limit, else the load as drawn. */
function startFactor(design: Design): number {
  const factor = estimate(design).capacity?.factor;
  return factor === undefined || !Number.isFinite(factor) || factor <= 0 ? 1 : Math.max(LEAST_FACTOR, factor * 0.9);
}

/** The design at a load, as it was run and can be opened. */
export function loadDesign(
  design: Design,
  factor: number,
  { faults, times }: Pick<CapacityPlan, 'faults' | 'times'>,
  objectives: readonly ObjectiveDoc[],
): Design {
  const loaded = withLoad(design, factor);
  const what = `${Number(factor.toPrecision(3))} times the load`;
  if (faults.length > 0) return underFaults(loaded, faults, times, objectives, what);
  const { scenario } = loaded;
  return { ...loaded, title: titled(design, what), scenario: { ...scenario, objectives, timeline: withoutFaults(scenario.timeline) } };
}

function pointOf(design: Design, factor: number, objectives: readonly ObjectiveDoc[], reports: readonly Report[]): LoadPoint {
  const sources = usersOf(design).map(({ id }) => id);
  const mean = (of: (report: Report) => number | null): number | null => {
    const values = reports.flatMap((report) => of(report) ?? []);
    return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;
  };
  const figures = objectives.map((o) => {
    const values = reports.map((report) => figureOf(o, report));
    // A run that measured nothing of it does not meet it, and no interval can say otherwise.
    if (values.includes(null)) return { interval: interval95([]), standing: 'missed' as const, met: false };
    const interval = interval95(values as number[]);
    const margin = o.bound === 'most' ? o.value - interval.mean : interval.mean - o.value;
    const standing: Standing = Math.abs(margin) < interval.half ? 'unclear' : margin >= 0 ? 'held' : 'missed';
    return { interval, standing, met: margin >= 0 };
  });
  const [first] = reports;
  const facts = first === undefined ? undefined : new Facts(first, design);
  const busiest = facts?.busiest();
  return {
    factor,
    offered: mean((report) => offeredIn(report, sources)) ?? 0,
    throughput: mean(({ total }) => total.throughput) ?? 0,
    p99Ms: mean(({ total }) => total.latencyMs.p99),
    availability: mean(({ total }) => (total.requests === 0 ? null : total.ok / total.requests)),
    figures: figures.map(({ interval, standing }) => ({ interval, standing })),
    held: figures.every(({ met }) => met),
    clear: figures.some(({ standing }) => standing === 'missed') || figures.every(({ standing }) => standing === 'held'),
    runs: reports.length,
    digest: first?.digest ?? '',
    busiest: busiest && { node: busiest.node.id, utilisation: busiest.utilisation },
    why: facts === undefined || first === undefined ? '' : whyOf(first, design, facts),
  };
}

/** The first finding about a part, without the list of missed objectives that may stand before it; else which part is busiest. */
function whyOf(report: Report, design: Design, { busiest, words }: Facts): string {
  const found = explain(report, design).find(({ nodeId }) => nodeId !== undefined);
  if (found !== undefined) return [`${found.title}.`, found.sentences[0] ?? ''].join(' ').trim();
  const part = busiest();
  return part === undefined ? '' : `${part.name} is the busiest part: ${words.share(part.utilisation)} of its places are taken.`;
}
