/**
 * How busy the threads of a search engine would be while all is well, and how long requests would take: a search waits for the slowest
 * of its shards, a write for the leading copy and then for the slowest of the others.
 */
import { accessTime } from '../../mechanisms/access/access.ts';
import { mean } from '../../std/distribution.ts';
import { meanOfKth } from '../../theory/order-statistics.ts';
import type { Estimator, Given } from '../estimate.ts';
import { stationFigures } from '../estimate-station.ts';
import { instancesFrom, longestWait, meanWay, mixed, storeServed, together, type Work } from '../estimate-store.ts';
import type { SearchValues } from './parameters.ts';

interface Asked {
  /** Shards that a request asks, and its work on each beyond the draw, ms. */
  readonly shards: number;
  readonly besides: number;
}

function askedBy({ classes }: Given, values: SearchValues, cls: number): Asked {
  const one = classes[cls]!;
  if (one.write) return { shards: 1, besides: 0 };
  return { shards: (one.query ?? 'key') === 'key' ? 1 : values.shards, besides: accessTime(one, values) / values.shards };
}

export const searchEstimate: Estimator<SearchValues> = {
  send: () => [],
  serve(given, values) {
    const copies = Math.min(1 + values.replicas, given.instances);
    const works = given.classes.map(({ write }, cls): Work => {
      const { shards, besides } = askedBy(given, values, cls);
      return { rate: given.rates[cls]! * (write ? copies : shards), time: values.shardTime, besides };
    });
    const threads = stationFigures({
      inflows: [{ rate: mixed(works).rate, scv: 1, spread: { how: 'random', among: given.instances, counters: 1 } }],
      instances: given.instances,
      workers: values.threads,
      queueLimit: 1e9,
      service: mixed(works),
      exponential: false,
    });
    const nodes = instancesFrom(0, given.instances);
    const way = 2 * meanWay(given, nodes, nodes);
    const waits = (n: number) => longestWait(threads.wait, threads.load, n);
    const timeOf = (cls: number): number => {
      const { shards, besides } = askedBy(given, values, cls);
      const part = waits(shards) + besides + meanOfKth(values.shardTime, shards, shards);
      if (!given.classes[cls]!.write) return part + way + mean(values.merge);
      return part + way + (copies > 1 ? way + waits(copies - 1) + meanOfKth(values.shardTime, copies - 1, copies - 1) : 0);
    };
    return storeServed(given, timeOf, {
      wait: threads.wait,
      resources: [{ name: 'search threads', load: threads.load }],
      doubts: [...threads.doubts, ...(values.shards > 1 ? together(threads.load, 'Parts of a search') : [])],
      figures: { busy: Math.min(1, threads.load) },
    });
  },
};
