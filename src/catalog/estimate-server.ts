/**
 * How busy a service would be, what it would call, and how long its answers would take: own work, then its steps one after
 * the other. A worker that is held is taken for as long as all of that lasts.
 */

import { type Plan, type PlanCall, planFor } from '../mechanisms/serve/plan.ts';
import { type Distribution, mean, variance } from '../std/distribution.ts';
import { splitScv } from '../theory/approximate.ts';
import { type Moments, NOTHING, repeated, slowest, sometimes, together } from '../theory/durations.ts';
import { harmonic } from '../theory/fanout.ts';
import type { Doubt, Estimator, Flow, Given, Served } from './estimate.ts';
import { inflowsOf, stationFigures, sumOf } from './estimate-station.ts';

/** The parameters of a service that count here. */
export interface ServedBy {
  readonly workers: number;
  readonly queueLimit: number;
  readonly discipline: string;
  readonly work: Distribution;
  readonly modules?: number;
  readonly waiting: string;
  readonly classWork: string;
  readonly cores: number;
  readonly contention: number;
  readonly coherence: number;
  readonly heap: number;
  readonly diskShare: number;
  readonly patience: number;
  readonly shedFrom: number;
  readonly state: string;
}

/** How long one call of the plan takes, repetitions and probability included. */
function callTime(given: Given, call: PlanCall, cls: number, at: (link: number) => number): Moments {
  if (call.async) return NOTHING;
  const answer = (link: number): Moments => {
    const { mean, variance } = given.answers[at(link)]!;
    return { mean: mean[cls]!, variance: variance[cls]! };
  };
  let one = answer(call.link);
  if (call.cache >= 0) {
    const cache = answer(call.cache);
    const then = given.classes[cls]!.write ? one : sometimes(one, given.answers[at(call.cache)]!.miss);
    one = { mean: cache.mean + then.mean, variance: cache.variance + then.variance };
  }
  return sometimes(call.together ? together(one, call.count, harmonic(call.count)) : repeated(one, call.count), call.probability);
}

/** All steps of a plan: those of one step are waited for together. */
function planTime(given: Given, plan: Plan, cls: number, at: (link: number) => number): Moments {
  let total = NOTHING;
  for (let step = 0; step + 1 < plan.steps.length; step++) {
    const calls = plan.calls.slice(plan.steps[step], plan.steps[step + 1]).map((call) => callTime(given, call, cls, at));
    const longest = calls.reduce(slowest, NOTHING);
    total = { mean: total.mean + longest.mean, variance: total.variance + longest.variance };
  }
  return total;
}

interface Outgoing {
  readonly rates: Float64Array;
  fills: number;
  /** Time until a miss is filled, ms, times the misses. */
  loading: number;
  drops: number;
  /** Calls made at one moment. */
  group: number;
}

/** What a request of one class sends, added up. */
function sendPlan(given: Given, plan: Plan, cls: number, rate: number, out: readonly Outgoing[], at: (link: number) => number): void {
  const write = given.classes[cls]!.write;
  for (const call of plan.calls) {
    const made = rate * call.probability * call.count;
    const to = out[at(call.link)]!;
    if (call.together || call.async) to.group = Math.max(to.group, call.count);
    const cache = call.cache < 0 ? undefined : out[at(call.cache)]!;
    const miss = cache === undefined || write ? 1 : given.answers[at(call.cache)]!.miss;
    to.rates[cls] = to.rates[cls]! + made * miss;
    if (cache === undefined) continue;
    if (write) cache.drops += made;
    else {
      cache.rates[cls] = cache.rates[cls]! + made;
      cache.fills += made * miss;
      cache.loading += made * miss * given.answers[at(call.link)]!.mean[cls]!;
    }
  }
}

const indexer = (given: Given) => {
  const index = new Map(given.far.map((f, i) => [f.link, i]));
  return (link: number): number => index.get(link) ?? 0;
};

export const serverEstimate: Estimator<ServedBy> = {
  send(given) {
    const at = indexer(given);
    const accepted = given.before?.accepted ?? 1;
    const out = given.far.map(
      (): Outgoing => ({ rates: new Float64Array(given.classes.length), fills: 0, loading: 0, drops: 0, group: 1 }),
    );
    given.classes.forEach((_, cls) => {
      if (given.rates[cls]! > 0) sendPlan(given, planFor(cls, given.far), cls, given.rates[cls]! * accepted, out, at);
    });
    const requests = sumOf(given.rates) * accepted;
    const scv = given.before?.scv ?? 1;
    // What misses a cache asks for what is not in it.
    const missed = given.far.map((f) => given.far.findIndex((c) => c.role === 'cache' && c.aside && c.dataset === f.dataset && c !== f));
    return out.map((one, i): Flow => {
      const share = requests > 0 ? Math.min(1, sumOf(one.rates) / requests) : 1;
      const reads = given.far[i]!.aside ? undefined : given.answers[missed[i]!]?.missed;
      return {
        rates: one.rates,
        fills: one.fills,
        loading: one.fills > 0 ? one.loading / one.fills : 0,
        drops: one.drops,
        scv: splitScv(scv, share) * one.group,
        spread: given.spreads[i]!,
        reads: reads ?? given.reads,
        writes: given.writes,
      };
    });
  },
  serve(given, values): Served {
    const at = indexer(given);
    const count = given.classes.length;
    const modules = values.modules ?? 1;
    const own: Moments = { mean: mean(values.work) * modules, variance: variance(values.work) * modules };
    const calls = given.classes.map((_, cls) => planTime(given, planFor(cls, given.far), cls, at));
    const held = values.waiting === 'held';
    const busy = held ? averaged(own, calls, given.rates) : own;
    const station = stationFigures({
      inflows: inflowsOf(given.incoming),
      instances: given.instances,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service: busy,
      exponential: values.work.type === 'exponential' && (!held || calls.every((call) => call.mean === 0)) && values.discipline === 'fifo',
    });
    const leaf = calls.every((call) => call.mean === 0);
    if (leaf && sharedAlone(values)) return shared(given, values, own);
    return {
      mean: Float64Array.from({ length: count }, (_, cls) => station.wait + own.mean + calls[cls]!.mean),
      variance: Float64Array.from({ length: count }, (_, cls) => station.waitVariance + own.variance + calls[cls]!.variance),
      utilisation: station.utilisation,
      wait: station.wait,
      resources: [{ name: 'workers', load: station.load }],
      accepted: station.accepted,
      scv: station.scv,
      miss: 0,
      missed: undefined,
      p99: leaf ? station.p99 : undefined,
      doubts: [...station.doubts, ...planDoubts(given, held, own, busy), ...unmodelled(values)],
      figures: {},
      holds: held && !leaf,
    };
  },
};

/** Own work and calls over all classes. */
function averaged(own: Moments, calls: readonly Moments[], rates: Float64Array): Moments {
  const total = sumOf(rates);
  let first = 0;
  let second = 0;
  calls.forEach((call, cls) => {
    const share = total > 0 ? rates[cls]! / total : 1 / calls.length;
    if (share === 0) return;
    const time = own.mean + call.mean;
    first += share * time;
    second += share * (own.variance + call.variance + time * time);
  });
  return { mean: first, variance: first < Infinity ? Math.max(0, second - first * first) : Infinity };
}

function planDoubts(given: Given, held: boolean, own: Moments, busy: Moments): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const shared = given.far.some((f) =>
    given.far.some((g) => g !== f && g.plan.step === f.plan.step && f.role !== 'cache' && g.role !== 'cache'),
  );
  if (shared || given.far.some((f) => f.plan.together && f.plan.count > 1)) {
    doubts.push({ text: 'Calls that run at the same time are taken to be independent of each other.', hides: 'none' });
  }
  if (held && busy.mean > own.mean * 1.5) {
    doubts.push({
      text: 'Its workers wait for its calls, and no more calls are out than it has workers: under load this errs on the high side.',
      hides: 'none',
    });
  }
  return doubts;
}

/** Cores shared by more workers than ever matter, and nothing else: processor sharing, whose mean does not depend on the law of the work. */
function sharedAlone(values: ServedBy): boolean {
  const { cores, contention, coherence } = values;
  return (
    cores > 0 && contention === 0 && coherence === 0 && values.workers >= 10 * cores && unmodelled({ ...values, cores: 0 }).length === 0
  );
}

/** M/G/c with processor sharing has the mean time of M/M/c (Kelly, Reversibility and Stochastic Networks, 1979, section 3.3). */
function shared(given: Given, values: ServedBy, own: Moments): Served {
  const count = given.classes.length;
  const station = stationFigures({
    inflows: inflowsOf(given.incoming),
    instances: given.instances,
    workers: values.cores,
    queueLimit: Number.POSITIVE_INFINITY,
    service: { mean: own.mean, variance: own.mean * own.mean },
    exponential: true,
  });
  const time = station.wait + own.mean;
  const at = (sumOf(given.rates) * time) / 1000 / given.instances;
  return {
    mean: new Float64Array(count).fill(time),
    variance: new Float64Array(count).fill(time * time),
    utilisation: Math.min(1, at / values.workers),
    wait: 0,
    resources: [{ name: 'cores', load: station.load }],
    accepted: station.accepted,
    scv: station.scv,
    miss: 0,
    missed: undefined,
    p99: undefined,
    doubts: station.doubts,
    figures: { cpu: Math.min(1, station.load) },
  };
}

/** What is switched on and not reckoned with. */
function unmodelled(values: ServedBy): readonly Doubt[] {
  const on = [
    ...(values.cores > 0 || values.contention > 0 || values.coherence > 0 ? ['shared cores'] : []),
    ...(values.heap > 0 ? ['pauses of its memory'] : []),
    ...(values.diskShare > 0 ? ['its disk'] : []),
    ...(values.classWork === 'own' ? ['classes of their own work'] : []),
    ...(values.patience > 0 || values.shedFrom > 0 || values.discipline === 'codel' ? ['requests turned away'] : []),
    ...(values.state === 'memory' ? ['sessions lost'] : []),
  ];
  return on.length === 0 ? [] : [{ text: `Left out of this estimate: ${on.join(', ')}.`, hides: 'time' }];
}

/** The values of a server that has nothing but workers and a line. */
export function plainServer(own: Pick<ServedBy, 'work' | 'workers' | 'queueLimit'>): ServedBy {
  return {
    discipline: 'fifo',
    waiting: 'held',
    classWork: 'same',
    cores: 0,
    contention: 0,
    coherence: 0,
    heap: 0,
    diskShare: 0,
    patience: 0,
    shedFrom: 0,
    state: 'none',
    ...own,
  };
}
