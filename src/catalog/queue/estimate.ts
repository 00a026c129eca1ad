/** How long a queue would take to store a message, and what its consumers would get. How long messages wait in it is not foretold. */
import { mean, variance } from '../../std/distribution.ts';
import type { Doubt, Estimator, Flow, Given } from '../estimate.ts';
import { inflowsOf, stationFigures } from '../estimate-station.ts';
import type { QueueValues } from './parameters.ts';

/** Consumers hold messages; from this share of their credit on, messages wait in the queue as well (chosen). */
const NEARLY_ALL = 0.8;

/** For each link, how many consumers of each class stand behind it: its copies, or one that chooses among them itself. */
function consumersOf({ far, classes }: Given): readonly Float64Array[] {
  return far.map((f) =>
    Float64Array.from(classes, (_, cls) => {
      const takes = f.role !== 'broker' && f.plan.weight > 0 && (f.plan.classes.length === 0 || f.plan.classes.includes(cls));
      return takes ? (f.choosesInstance ? 1 : f.instances) : 0;
    }),
  );
}

/** How many deliveries a consumer link has open, of those that it may have. */
function heldShare(given: Given, { prefetch }: QueueValues, i: number): number {
  const consumers = Math.max(...consumersOf(given)[i]!);
  if (consumers === 0) return 0;
  const { mean } = given.answers[i]!;
  const rates = ratesOver(given, i);
  return rates.reduce((sum, rate, cls) => sum + (rate > 0 ? (rate * mean[cls]!) / 1000 : 0), 0) / (prefetch * consumers);
}

function ratesOver(given: Given, i: number): Float64Array {
  const consumers = consumersOf(given);
  const accepted = given.before?.accepted ?? 1;
  return given.rates.map((rate, cls) => {
    const all = consumers.reduce((sum, row) => sum + row[cls]!, 0);
    return all > 0 ? (rate * accepted * consumers[i]![cls]!) / all : 0;
  });
}

export const queueEstimate: Estimator<QueueValues> = {
  send(given) {
    return given.far.map((f, i): Flow => {
      const spread = { how: 'least', among: f.instances, counters: 1 } as const;
      return {
        rates: ratesOver(given, i),
        fills: 0,
        drops: 0,
        loading: 0,
        scv: given.before?.scv ?? 1,
        spread,
        reads: given.reads,
        writes: given.writes,
      };
    });
  },
  serve(given, values) {
    const service = { mean: mean(values.time), variance: variance(values.time) };
    const station = stationFigures({
      inflows: inflowsOf(given.incoming),
      instances: 1,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service,
      exponential: values.time.type === 'exponential',
    });
    const held = given.far.map((_, i) => heldShare(given, values, i));
    return {
      mean: new Float64Array(given.classes.length).fill(station.wait + service.mean),
      variance: new Float64Array(given.classes.length).fill(station.waitVariance + service.variance),
      utilisation: station.utilisation,
      wait: station.wait,
      resources: [{ name: 'workers', load: station.load }],
      accepted: station.accepted,
      scv: station.scv,
      miss: 0,
      missed: undefined,
      p99: station.p99,
      doubts: [...station.doubts, ...deliveryDoubts(given, held)],
      figures: {},
    };
  },
};

function deliveryDoubts(given: Given, held: readonly number[]): readonly Doubt[] {
  const consumers = consumersOf(given);
  const nobody = given.rates.some((rate, cls) => rate > 0 && !consumers.some((row) => row[cls]! > 0));
  if (nobody) return [{ text: 'Nobody takes some of its messages: it fills until it is full.', hides: 'none' }];
  if (held.some((share) => share >= NEARLY_ALL)) {
    return [{ text: 'Its consumers hardly keep up: messages wait here, and how long is not foretold.', hides: 'none' }];
  }
  return [];
}
