/** How often the edge would hit, by Che's approximation with its time to live, and what that leaves for the origin. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { cacheHits } from '../../theory/cache-hits.ts';
import { sometimes } from '../../theory/durations.ts';
import type { Doubt, Estimator, Flow, Given } from '../estimate.ts';
import { sumOf } from '../estimate-station.ts';
import type { CDN_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof CDN_PARAMETERS>;

/** By class: whether its answers may be kept. */
function keptOf(given: Given, values: Values): readonly boolean[] {
  return given.classes.map(({ id, write }) => !write && (values.kept.length === 0 || values.kept.includes(id)));
}

export const cdnEstimate: Estimator<Values> = {
  send(given, values) {
    const kept = keptOf(given, values);
    const miss = given.before?.miss ?? 1;
    const used = new Set<number>();
    return given.far.map(({ plan }, i): Flow => {
      const rates = given.rates.map((rate, cls) => {
        if (used.has(cls) || (plan.classes.length > 0 && !plan.classes.includes(cls))) return 0;
        used.add(cls);
        return kept[cls] ? rate * miss : rate;
      });
      const spread = given.spreads[i]!;
      return { rates, fills: 0, drops: 0, loading: 0, scv: 1, spread, reads: given.before?.missed ?? given.reads, writes: given.writes };
    });
  },
  serve(given, values) {
    const kept = keptOf(given, values);
    const reads = sumOf(given.rates.filter((_, cls) => kept[cls]));
    const writes = values.purge ? sumOf(given.rates.filter((_, cls) => given.classes[cls]!.write)) : 0;
    const ttl = values.ttl / 1000;
    const { hitRatio, missed } =
      values.mode === 'push'
        ? { hitRatio: 1, missed: undefined }
        : cacheHits(
            {
              readRate: reads,
              reads: given.reads,
              writeRate: writes,
              writes: given.writes,
              capacity: values.capacity,
              eviction: values.policy === 'fifo' ? 'fifo' : values.policy === 'lfu' ? 'lfu' : 'lru',
              loading: 0,
              ttl: ttl > 0 ? ttl : Number.MIN_VALUE,
            },
            given.keys,
          );
    const miss = reads > 0 ? 1 - hitRatio : 0;
    const [means, variances] = [new Float64Array(given.classes.length), new Float64Array(given.classes.length)];
    given.classes.forEach((_, cls) => {
      const at = given.far.findIndex(({ plan }) => plan.classes.length === 0 || plan.classes.includes(cls));
      const answer = given.answers[at];
      const behind =
        answer === undefined
          ? { mean: 0, variance: 0 }
          : sometimes({ mean: answer.mean[cls]!, variance: answer.variance[cls]! }, kept[cls] ? miss : 1);
      means[cls] = mean(values.time) + behind.mean;
      variances[cls] = variance(values.time) + behind.variance;
    });
    return {
      mean: means,
      variance: variances,
      utilisation: Number.NaN,
      wait: Number.NaN,
      resources: [],
      accepted: 1,
      scv: given.inflowScv,
      miss,
      missed,
      p99: undefined,
      doubts: doubtsOf(given, values),
      figures: reads > 0 ? { hitRatio } : {},
    };
  },
};

function doubtsOf(given: Given, values: Values): readonly Doubt[] {
  const doubts: Doubt[] = [];
  if (given.instances > 1) {
    doubts.push({ text: 'All callers are taken to be served by one point of presence, at the mean distance of all.', hides: 'time' });
  }
  if (values.mode === 'pull' && values.room > 0)
    doubts.push({ text: 'Its storage is taken to hold as many objects as it is set to.', hides: 'none' });
  if (values.mode === 'pull' && values.collapse) {
    doubts.push({ text: 'Those who wait for an object that is being fetched are counted as if it came at once.', hides: 'none' });
  }
  return doubts;
}
