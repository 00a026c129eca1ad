/**
 * How busy the instances of a quorum store would be while all are well, and about how long a call would take: the way to the copies and
 * back, and the work of those that are waited for. The wait for the k-th of several copies is taken from the exponential law, and said
 * to be.
 */
import { mean, variance } from '../../std/distribution.ts';
import { kthOfExponentials } from '../../theory/fanout.ts';
import type { Estimator, Served } from '../estimate.ts';
import { stationFigures } from '../estimate-station.ts';
import { storeRegions } from '../store-parameters.ts';
import { holdsData, type QuorumValues } from './parameters.ts';

interface Asked {
  /** Copies that are asked, and how many of them are waited for. */
  readonly asked: number;
  readonly waited: number;
}

function copiesOf(values: QuorumValues): { readonly each: number; readonly all: number } {
  const each = Math.min(values.copies, values.instances);
  return { each, all: each * storeRegions(values.places).length };
}

function waited(level: string, count: number, values: QuorumValues): number {
  const { each, all } = copiesOf(values);
  if (level === 'one') return 1;
  if (level === 'all') return all;
  if (level === 'count') return Math.min(count, all);
  return level === 'local-quorum' ? Math.floor(each / 2) + 1 : Math.floor(all / 2) + 1;
}

function askedBy(values: QuorumValues, write: boolean): Asked {
  const { all } = copiesOf(values);
  const least = write ? waited(values.writeLevel, values.writeCount, values) : waited(values.readLevel, values.readCount, values);
  const everyone = write ? values.writeTo === 'all' : values.readFrom === 'all';
  const asked = everyone ? all : least + (write ? 0 : values.repairChance * (all - least));
  return { asked, waited: least };
}

export const quorumEstimate: Estimator<QuorumValues> = {
  send: () => [],
  serve(given, values): Served {
    const [reads, writes] = [askedBy(values, false), askedBy(values, true)];
    const holders = Math.max(1, values.instances * storeRegions(values.places).length);
    let [readRate, writeRate] = [0, 0];
    given.classes.forEach(({ write }, cls) => {
      if (write) writeRate += given.rates[cls]!;
      else readRate += given.rates[cls]!;
    });
    const work = [readRate * reads.asked, writeRate * writes.asked] as const;
    const total = work[0] + work[1];
    const share = total > 0 ? work[1] / total : 0;
    const [r, w] = [mean(values.readTime), mean(values.writeTime)];
    const first = (1 - share) * r + share * w;
    const second = (1 - share) * (variance(values.readTime) + r * r) + share * (variance(values.writeTime) + w * w);
    const station = stationFigures({
      inflows: total > 0 ? [{ rate: total, scv: 1, spread: { how: 'random', among: holders, counters: 1 } }] : [],
      instances: holders,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service: { mean: first, variance: Math.max(0, second - first * first) },
      exponential: false,
    });
    const way = wayOf(given.instances, given.between, values) + 2 * mean(values.messageDelay);
    const timeOf = (one: Asked, work: number): number => {
      const slowest = kthOfExponentials(one.waited, Math.max(one.waited, Math.round(one.asked)), 1);
      return way + station.wait + work * slowest;
    };
    return {
      mean: Float64Array.from(given.classes, ({ write }) => (write ? timeOf(writes, w) : timeOf(reads, r))),
      variance: Float64Array.from(given.classes, ({ write }) => (write ? variance(values.writeTime) : variance(values.readTime))),
      utilisation: (station.utilisation * holders) / given.instances,
      wait: station.wait,
      resources: [{ name: 'workers', load: station.load }],
      accepted: 1,
      scv: 1,
      miss: 0,
      missed: undefined,
      p99: undefined,
      doubts: [
        ...station.doubts,
        { text: 'How long the slowest of the copies takes that are waited for is a rough estimate.', hides: 'time' },
      ],
      figures: {},
    };
  },
};

/** The way to the nearest other copy and back, ms. */
function wayOf(instances: number, between: (i: number, j: number) => number, values: QuorumValues): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < instances; i++) if (holdsData(values, i)) least = Math.min(least, 2 * between(0, i));
  return Number.isFinite(least) ? least : 0;
}
