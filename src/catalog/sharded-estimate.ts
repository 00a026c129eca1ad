/**
 * How busy the leaders of a sharded store would be while all is well, and how long calls would take: those of a popular key's shard wait
 * longer. Reads of all shards wait for the slowest, writes over several for the slowest of them to be prepared and then for their own.
 */
import { accessTime } from '../mechanisms/access/access.ts';
import { Partition, type Scheme } from '../mechanisms/shard/partition.ts';
import { type Distribution, mean, variance } from '../std/distribution.ts';
import { meanOfKth } from '../theory/order-statistics.ts';
import { blend, GROUPS, keysIn } from '../theory/popularity.ts';
import { waitForRound } from '../theory/rounds.ts';
import type { Doubt, Estimator, Given, Served } from './estimate.ts';
import { type StationFigures, stationFigures } from './estimate-station.ts';
import { mixed, storeServed, together, type Work } from './estimate-store.ts';
import type { ShardedValues } from './sharded-parameters.ts';

/** Keys of a group of equally popular ones that are looked up (chosen). */
const LOOKED_UP = 64;

/** Share of the calls that each shard gets by their keys. */
function sharesOf(given: Given, values: ShardedValues): Float64Array {
  const { scheme, keys, virtualNodes, shards } = values;
  const partition = new Partition({ scheme: scheme as Scheme, keys, virtualNodes }, shards);
  let [reads, writes] = [0, 0];
  given.classes.forEach(({ write }, cls) => {
    if (write) writes += given.rates[cls]!;
    else reads += given.rates[cls]!;
  });
  const mix = blend([
    { mix: given.reads, rate: reads },
    { mix: given.writes, rate: writes },
  ]);
  const shares = new Float64Array(shards);
  for (let g = 0, first = 0; g < GROUPS; g++) {
    const count = keysIn(g, given.keys);
    const looks = Math.min(count, LOOKED_UP);
    for (let k = 0; k < looks; k++) {
      const shard = partition.of(first + Math.floor(((k + 0.5) * count) / looks));
      shares[shard] = shares[shard]! + mix[g]! / looks;
    }
    first += count;
  }
  const all = shares.reduce((sum, one) => sum + one, 0);
  return all > 0 ? shares.map((one) => one / all) : shares.fill(1 / shards);
}

/** ms from any member of a shard until a majority of them has answered, each there and back and a wait of its own. */
function agreement({ between }: Given, { shards, copies }: ShardedValues, disk: number): number {
  if (copies === 1) return disk;
  let sum = 0;
  for (let i = 0; i < shards * copies; i++) {
    const first = i - (i % copies);
    const ways = Array.from({ length: copies }, (_, k) => (first + k === i ? 0 : 2 * between(i, first + k))).sort((a, b) => a - b);
    sum += ways[Math.floor(copies / 2)]! + disk;
  }
  return sum / (shards * copies);
}

/** Mean one-way ms between members of different shards. */
function across({ between }: Given, { shards, copies }: ShardedValues): number {
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < shards * copies; i++) {
    for (let j = 0; j < shards * copies; j++) {
      if (Math.floor(i / copies) === Math.floor(j / copies)) continue;
      sum += between(i, j);
      pairs++;
    }
  }
  return pairs > 0 ? sum / pairs : 0;
}

/** The leader of each shard: calls of its own keys, and parts of what the others are asked. */
function leadersOf(given: Given, values: ShardedValues, shares: Float64Array): readonly StationFigures[] {
  const others = values.shards - 1;
  return Array.from(shares, (share) => {
    const works = given.classes.flatMap((cls, c): Work[] => {
      const rate = given.rates[c]!;
      const [own, elsewhere] = [rate * share, rate * (1 - share)];
      if (!cls.write) {
        const scatters = values.scatter.includes(cls.id) && others > 0;
        const besides = accessTime(cls, values) / (scatters ? values.shards : 1);
        return [{ rate: own + (scatters ? elsewhere : 0), time: values.readTime, besides }];
      }
      const parts = values.spans.includes(cls.id) ? Math.min(values.touches - 1, others) : 0;
      return [{ rate: own + (others > 0 ? (elsewhere * parts) / others : 0), time: values.writeTime, besides: 0 }];
    });
    const all = mixed(works);
    const spread = { how: 'turns', among: 1, counters: 1 } as const;
    return stationFigures({
      inflows: [{ rate: all.rate, scv: given.inflowScv, spread }],
      instances: 1,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service: all,
      exponential: false,
    });
  });
}

/** Mean wait, ms, for the write of the disk that goes on, which takes entries together. */
function waitForDisk({ classes, rates }: Given, { fsync, diskTime, spans, touches }: ShardedValues, shares: Float64Array): number {
  if (!fsync) return 0;
  const entries = classes.reduce((sum, { id, write }, c) => sum + (write ? rates[c]! * (spans.includes(id) ? 2 * touches - 1 : 1) : 0), 0);
  return shares.reduce((sum, share) => sum + share * waitForRound((entries * share) / 1000, mean(diskTime), variance(diskTime)), 0);
}

export const shardedEstimate: Estimator<ShardedValues> = {
  send: () => [],
  serve(given, values): Served {
    const shares = sharesOf(given, values);
    const leaders = leadersOf(given, values, shares);
    const wait = leaders.reduce((sum, one, s) => sum + shares[s]! * one.wait, 0);
    const longest = Math.max(...leaders.map((one) => one.wait));
    const busiest = leaders.reduce((most, one) => (one.load > most.load ? one : most));
    const others = values.shards - 1;
    const there = 2 * across(given, values);
    // A majority has the entry when the disks of so many have, the fastest ones.
    const disk = values.fsync ? meanOfKth(values.diskTime, Math.floor(values.copies / 2) + 1, values.copies) : 0;
    const written = agreement(given, values, disk) + waitForDisk(given, values, shares);
    const known = values.lease === 0 && values.copies > 1 ? agreement(given, values, 0) : 0;
    /** Asks so many other shards for a part of so much work. */
    const asked = (time: Distribution, n: number, besides: number) => there + longest + meanOfKth(time, n, n) + besides;
    const timeOf = (c: number): number => {
      const cls = given.classes[c]!;
      if (cls.write) {
        const parts = values.spans.includes(cls.id) ? Math.min(values.touches - 1, others) : 0;
        return wait + mean(values.writeTime) + written + (parts > 0 ? asked(values.writeTime, parts, written) : 0);
      }
      const scatters = values.scatter.includes(cls.id) && others > 0;
      const besides = accessTime(cls, values) / (scatters ? values.shards : 1);
      return wait + mean(values.readTime) + besides + known + (scatters ? asked(values.readTime, others, besides) : 0);
    };
    return storeServed(given, timeOf, {
      utilisation: leaders.reduce((sum, one) => sum + one.utilisation, 0) / given.instances,
      wait,
      accepted: Math.min(
        1,
        leaders.reduce((sum, one, s) => sum + shares[s]! * one.accepted, 0),
      ),
      resources: [{ name: 'workers of the hottest shard', load: busiest.load }],
      doubts: [...busiest.doubts, ...together(busiest.load, 'Calls of the hottest shard'), ...saidBesides(values)],
      figures: { shards: values.shards, hottest: Math.max(...shares) * values.shards },
    });
  },
};

function saidBesides(values: ShardedValues): readonly Doubt[] {
  const doubts: Doubt[] = [{ text: 'Who leads a shard is not foretold, nor are writes that share a disk.', hides: 'none' }];
  const who = values.preparedReads === 'wait' ? 'neither those of writes nor of reads' : 'those of other writes';
  if (values.spans.length > 0) doubts.push({ text: `Waits for locks of writes over several shards are not in it, ${who}.`, hides: 'none' });
  return doubts;
}
