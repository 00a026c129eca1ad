/**
 * How long reads and writes of a consensus store would take while the first member leads and all are well: a write waits for its own
 * work, then for the round trip to the nearer half of the others with a write to their disks.
 */
import { mean, variance } from '../../std/distribution.ts';
import type { Estimator, Given } from '../estimate.ts';
import { stationFigures } from '../estimate-station.ts';
import type { ConsensusValues } from './parameters.ts';

/** ms until a majority has answered, each after its way there and back and a wait of its own. */
function agreement({ instances, between }: Given, disk: number): number {
  if (instances === 1) return disk;
  const ways = Array.from({ length: instances - 1 }, (_, i) => 2 * between(0, i + 1)).sort((a, b) => a - b);
  return Math.max(disk, ways[Math.floor(instances / 2) - 1]! + disk);
}

export const consensusEstimate: Estimator<ConsensusValues> = {
  send: () => [],
  serve(given, values) {
    let [reads, writes] = [0, 0];
    given.classes.forEach(({ write }, cls) => {
      if (write) writes += given.rates[cls]!;
      else reads += given.rates[cls]!;
    });
    const here = values.reads === 'follower' ? reads / given.instances : reads;
    const total = here + writes;
    const share = total > 0 ? writes / total : 0;
    const first = (1 - share) * mean(values.readTime) + share * mean(values.writeTime);
    const square = (d: ConsensusValues['readTime']) => variance(d) + mean(d) * mean(d);
    const leader = stationFigures({
      inflows: [{ rate: total, scv: given.inflowScv, spread: { how: 'turns', among: 1, counters: 1 } }],
      instances: 1,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service: {
        mean: first,
        variance: Math.max(0, (1 - share) * square(values.readTime) + share * square(values.writeTime) - first * first),
      },
      exponential: false,
    });
    const disk = values.fsync ? mean(values.diskTime) : 0;
    const asked = values.reads === 'read-index' && given.instances > 1 ? agreement(given, 0) : 0;
    const read = leader.wait + mean(values.readTime) + asked;
    const write = leader.wait + mean(values.writeTime) + agreement(given, disk);
    return {
      mean: Float64Array.from(given.classes, (cls) => (cls.write ? write : read)),
      variance: Float64Array.from(given.classes, (cls) =>
        cls.write ? variance(values.writeTime) + (values.fsync ? variance(values.diskTime) : 0) : variance(values.readTime),
      ),
      utilisation: leader.utilisation / given.instances,
      wait: leader.wait,
      resources: [{ name: 'workers of the leader', load: leader.load }],
      accepted: leader.accepted,
      scv: 1,
      miss: 0,
      missed: undefined,
      p99: undefined,
      doubts: [
        ...leader.doubts,
        { text: 'Who leads is not foretold: ways are taken from the first member. Writes that share a disk are not in it.', hides: 'none' },
      ],
      figures: {},
    };
  },
};
