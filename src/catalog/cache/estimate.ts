/** How often a cache would hit, by Che's approximation with its time to live and the writes that drop entries, and how busy it would be. */
import { mean, variance } from '../../std/distribution.ts';
import { cacheHits } from '../../theory/cache-hits.ts';
import { sometimes } from '../../theory/durations.ts';
import type { Answer, Doubt, Estimator, Flow, Given } from '../estimate.ts';
import { inflowsOf, stationFigures, sumOf } from '../estimate-station.ts';
import { type CacheValues, ENTRY_BYTES } from './parameters.ts';

/** Eviction as the formula knows it. Any entry at random hits as often as the oldest does (Gelenbe 1973). */
const EVICTION: Readonly<Record<string, 'lru' | 'fifo' | 'lfu'>> = { lru: 'lru', fifo: 'fifo', random: 'fifo', lfu: 'lfu', sieve: 'lru' };

/** Entries that fit into all instances that hold keys of their own. */
function roomOf(given: Given, values: CacheValues): number {
  const nodes = given.instances / (1 + values.replicas);
  if (values.limit === 'entries') return values.capacity * nodes;
  let [bytes, rate] = [0, 0];
  given.classes.forEach(({ write, bytesDown = 0 }, cls) => {
    if (write) return;
    bytes += given.rates[cls]! * (bytesDown + ENTRY_BYTES);
    rate += given.rates[cls]!;
  });
  return rate > 0 ? Math.floor((values.memory * rate) / bytes) * nodes : 0;
}

/** Look-ups a second that load here what they miss, and writes that pass through. */
function passing(given: Given, values: CacheValues): { readonly reads: Float64Array; readonly writes: Float64Array } {
  const reads = new Float64Array(given.classes.length);
  const writes = new Float64Array(given.classes.length);
  given.incoming.forEach((flow, i) => {
    const loads = values.mode !== 'cache-aside' || !given.callersReachOrigin[i];
    given.classes.forEach(({ write }, cls) => {
      if (write) writes[cls] = writes[cls]! + flow.rates[cls]!;
      else if (loads) reads[cls] = reads[cls]! + flow.rates[cls]!;
    });
  });
  return { reads, writes };
}

export const cacheEstimate: Estimator<CacheValues> = {
  send(given, values) {
    const { reads, writes } = passing(given, values);
    const accepted = given.before?.accepted ?? 1;
    const miss = given.before?.miss ?? 1;
    return given.far.map((_, i): Flow => {
      const rates = reads.map((rate, cls) => (i === 0 ? accepted * (rate * miss + writes[cls]!) : 0));
      const spread = given.spreads[i]!;
      return { rates, fills: 0, drops: 0, loading: 0, scv: 1, spread, reads: given.before?.missed ?? given.reads, writes: given.writes };
    });
  },
  serve(given, values) {
    const service = { mean: mean(values.time), variance: variance(values.time) };
    const station = stationFigures({
      // A key lives on one copy: its hash spreads calls as chance would.
      inflows: inflowsOf(given.incoming).map((one) => ({ ...one, spread: { how: 'random', among: 1, counters: 1 } })),
      instances: given.instances,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service,
      exponential: values.time.type === 'exponential',
    });
    const reads = sumOf(given.rates.filter((_, cls) => !given.classes[cls]!.write));
    const { hitRatio, missed } = cacheHits(
      {
        readRate: reads * station.accepted,
        reads: given.reads,
        writeRate: sumOf(given.rates) - reads + given.drops,
        writes: given.writes,
        capacity: roomOf(given, values),
        eviction: EVICTION[values.policy] ?? 'lru',
        loading: loadingTime(given, reads),
        ttl: values.ttl === 0 ? Infinity : (values.ttl / 1000) * (1 - values.jitter / 2),
      },
      given.keys,
    );
    const miss = reads > 0 ? 1 - hitRatio : 0;
    const there = { mean: station.wait + service.mean, variance: station.waitVariance + service.variance };
    const { mean: means, variance: variances } = throughTimes(given, values, miss, there);
    return {
      mean: means,
      variance: variances,
      utilisation: station.utilisation,
      wait: station.wait,
      resources: [{ name: 'workers', load: station.load }],
      accepted: station.accepted,
      scv: station.scv,
      miss,
      missed,
      p99: given.far.length === 0 ? station.p99 : undefined,
      doubts: [...station.doubts, ...hitDoubts(given, values)],
      figures: reads > 0 ? { hitRatio } : {},
    };
  },
};

/** By class: the operation, and for what passes through, the origin behind. */
function throughTimes(
  given: Given,
  values: CacheValues,
  miss: number,
  there: { mean: number; variance: number },
): Pick<Answer, 'mean' | 'variance'> {
  const { reads } = passing(given, values);
  const [means, variances] = [new Float64Array(given.classes.length), new Float64Array(given.classes.length)];
  const origin = given.answers[0];
  given.classes.forEach(({ write }, cls) => {
    const share = given.rates[cls]! > 0 ? (write ? 1 : (reads[cls]! / given.rates[cls]!) * miss) : 0;
    const behind =
      origin === undefined ? { mean: 0, variance: 0 } : sometimes({ mean: origin.mean[cls]!, variance: origin.variance[cls]! }, share);
    means[cls] = there.mean + behind.mean;
    variances[cls] = there.variance + behind.variance;
  });
  return { mean: means, variance: variances };
}

/** How long an entry is missing before what was loaded is in, s: its caller's load, or its own. */
function loadingTime(given: Given, reads: number): number {
  if (!(reads > 0)) return 0;
  let sum = 0;
  for (const flow of given.incoming) {
    given.classes.forEach(({ write }, cls) => {
      if (!write) sum += flow.rates[cls]! * (flow.loading > 0 ? flow.loading : (given.answers[0]?.mean[cls] ?? 0));
    });
  }
  return sum / reads / 1000;
}

function hitDoubts(given: Given, values: CacheValues): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const say = (text: string) => doubts.push({ text, hides: 'none' });
  if (values.policy === 'sieve')
    say('Its eviction is taken for least recently used; sieve hits a little more often where popularity lasts.');
  if (values.mode === 'write-behind') say('Every write is taken to be saved by itself; several of one key become one save.');
  if (values.mode === 'write-through' || values.mode === 'write-around') say('A write is taken to drop its entry.');
  if (values.mode === 'refresh-ahead' || values.stampede === 'early')
    say('Loads ahead of the end of an entry are left out: it hits more often.');
  if (values.stampede === 'single-flight' || values.stampede === 'lease') say('Misses that wait for one load are taken to load each.');
  if (values.holds !== 'object') say('Entries are counted by key and not by query: it hits less often.');
  if (values.policy === 'lfu') {
    doubts.push({
      text: 'It is taken to keep the most popular keys from the start; in truth it has to learn which they are.',
      hides: 'none',
    });
  }
  if (given.far.length === 0 && values.mode === 'read-through') {
    doubts.push({ text: 'There is nothing behind it to load from: what is missing fails.', hides: 'time' });
  }
  return doubts;
}
