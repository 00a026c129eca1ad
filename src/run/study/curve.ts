/**
 * Throughput against the number of users at once: slow for one is a problem of performance, slow for many one of scalability. Sources
 * with a rate become crowds who ask again as soon as they are answered, so that the number of requests under way is what is turned. The
 * Universal Scalability Law is fitted to what is measured: contention, coherence, and where the top lies.
 */
import { kindOf } from '../../catalog/index.ts';
import type { Design, NodeDoc } from '../../design/document.ts';
import { valueIn } from '../../std/parameter.ts';
import { formatQuantity } from '../../std/quantity.ts';
import { fitUsl, type UslFit, uslPeak } from '../../theory/usl.ts';
import type { RunPool } from '../replications.ts';
import { usersOf } from './load.ts';
import { CannotRun, reportsOf, titled, type Watch, withoutFaults } from './study.ts';

export interface CurvePoint {
  readonly users: number;
  /** Answered requests a second, and times of an answer in ms. */
  readonly throughput: number;
  readonly meanMs: number | null;
  readonly p99Ms: number | null;
  readonly availability: number | null;
  readonly digest: string;
}

export interface Curve {
  readonly points: readonly CurvePoint[];
  readonly fit: UslFit | undefined;
  /** Users at the highest throughput of the fitted line; undefined without a line, Infinity without coherence cost. */
  readonly peak: number | undefined;
}

/** Crowds tried unless said otherwise (chosen: each twice the one before). */
export const USUAL_CROWDS: readonly number[] = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** Measured for so long after the warm-up at most, ms: crowds without pauses send much (chosen). */
const MOST_MS = 20_000;

/** @throws when the design cannot run, the pool is closed, or the simulation breaks. */
export async function loadCurve(design: Design, crowds: readonly number[], pool: RunPool, watch: Watch<Curve> = () => {}): Promise<Curve> {
  if (crowdSources(design).length === 0) throw new CannotRun('Nothing in this design sends requests as a crowd of users could.');
  const found: (CurvePoint | undefined)[] = crowds.map(() => undefined);
  const now = (): Curve => curveOf(found.flatMap((point) => point ?? []));
  let done = 0;
  await Promise.all(
    crowds.map(async (users, i) => {
      const [report] = await reportsOf(crowdDesign(design, users), 1, pool);
      const { total } = report;
      found[i] = {
        users,
        throughput: total.throughput,
        meanMs: total.latencyMs.mean,
        p99Ms: total.latencyMs.p99,
        availability: total.requests === 0 ? null : total.ok / total.requests,
        digest: report.digest,
      };
      watch({ done: ++done, planned: crowds.length, result: now() });
    }),
  );
  return now();
}

export function curveOf(points: readonly CurvePoint[]): Curve {
  const fit = fitUsl(answering(points).map(({ users, throughput }) => ({ n: users, throughput })));
  return { points, fit, peak: fit && uslPeak(fit.alpha, fit.beta) };
}

/** Sources that can be a crowd. */
function crowdSources(design: Design) {
  return usersOf(design).filter(({ kind }) => kindOf(kind)?.params['users'] !== undefined);
}

/** What a source would send as one with a rate: crowds are divided by it. */
function rateOf({ kind, params }: NodeDoc): number {
  const specs = kindOf(kind)?.params ?? {};
  return Object.hasOwn(specs, 'rate') ? Math.max(1e-9, Number(valueIn(specs, params, 'rate'))) : 1;
}

/** The design with so many users at once, without pauses between their requests, as it was run and can be opened. */
export function crowdDesign(design: Design, users: number): Design {
  const sources = crowdSources(design);
  const all = sources.reduce((sum, node) => sum + rateOf(node), 0);
  let given = 0;
  const shares = new Map(
    sources.map((node, i) => {
      const share = i === sources.length - 1 ? users - given : Math.min(users - given, Math.round((users * rateOf(node)) / all));
      given += share;
      return [node.id, share] as const;
    }),
  );
  const others = new Set(
    usersOf(design)
      .filter((node) => !shares.has(node.id))
      .map(({ id }) => id),
  );
  const nodes = design.nodes
    .filter(({ id }) => !others.has(id) && shares.get(id) !== 0)
    .map((node) => {
      const share = shares.get(node.id);
      if (share === undefined) return node;
      const params = { ...node.params, loop: 'closed', users: share, think: { type: 'constant', value: 0 } as const, rampUp: 0, quits: 0 };
      return { ...node, params };
    });
  const ids = new Set(nodes.map(({ id }) => id));
  const links = design.links.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const timeline = withoutFaults(design.scenario.timeline).filter((entry) => entry.type === 'note');
  const { warmupMs, durationMs } = design.scenario;
  const end = Math.max(warmupMs + 1, Math.min(durationMs, warmupMs + MOST_MS));
  return {
    ...design,
    title: titled(design, `${users} ${users === 1 ? 'user' : 'users'} at once`),
    nodes,
    links,
    scenario: { ...design.scenario, durationMs: end, objectives: [], timeline },
  };
}

/** The crowds up to the first of which nothing was answered: no law of scalability speaks of a collapse. */
function answering(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const first = points.findIndex(({ throughput }) => throughput === 0);
  return first < 0 ? points : points.slice(0, first);
}

/** What the curve says, in a few sentences. */
export function curveWords({ points, fit, peak }: Curve): string {
  const many = answering(points).at(-1);
  const one = points.find(({ users }) => users === 1);
  if (one === undefined || many === undefined || one.meanMs === null || many.meanMs === null) return '';
  const ms = (value: number): string => formatQuantity(value, 'ms', 3);
  const times = Number((many.meanMs / one.meanMs).toPrecision(2));
  const alone = `One user waits ${ms(one.meanMs)}: that is its performance. ${many.users} at once wait ${ms(many.meanMs)}, ${times} times as long: that is how it scales.`;
  const collapse = points.find(({ throughput }) => throughput === 0);
  const end = collapse === undefined ? '' : ` From ${collapse.users} users on nothing is answered any more.`;
  if (fit === undefined) return `${alone}${end}`;
  const top = peak === undefined || !Number.isFinite(peak) ? '' : `, top at ${Math.max(1, Math.round(peak))} users`;
  const near = `within ${percent(fit.deviation)} of what was measured on average`;
  return `${alone} Fitted line, ${near}: contention ${percent(fit.alpha)}, coherence ${percent(fit.beta)}${top}.${end}`;
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;
