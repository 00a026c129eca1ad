/** How busy the leaders would be, each with its share of the calls and with what all others write, and how long calls would take. */
import { mean, variance } from '../../std/distribution.ts';
import type { Estimator, Served } from '../estimate.ts';
import { stationFigures } from '../estimate-station.ts';
import type { MultiLeaderValues } from './parameters.ts';

export const multiLeaderEstimate: Estimator<MultiLeaderValues> = {
  send: () => [],
  serve(given, values): Served {
    let [reads, writes] = [0, 0];
    given.classes.forEach(({ write }, cls) => {
      if (write) writes += given.rates[cls]!;
      else reads += given.rates[cls]!;
    });
    const applied = writes * (given.instances - 1);
    const total = reads + writes + applied;
    const parts = [
      [reads, values.readTime],
      [writes, values.writeTime],
      [applied, values.applyTime],
    ] as const;
    const share = (rate: number): number => (total > 0 ? rate / total : 0);
    const first = parts.reduce((sum, [rate, time]) => sum + share(rate) * mean(time), 0);
    const second = parts.reduce((sum, [rate, time]) => sum + share(rate) * (variance(time) + mean(time) * mean(time)), 0);
    const station = stationFigures({
      inflows: total > 0 ? [{ rate: total, scv: 1, spread: { how: 'random', among: given.instances, counters: 1 } }] : [],
      instances: given.instances,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service: { mean: first, variance: Math.max(0, second - first * first) },
      exponential: false,
    });
    const timeOf = (write: boolean): number => station.wait + mean(write ? values.writeTime : values.readTime);
    return {
      mean: Float64Array.from(given.classes, ({ write }) => timeOf(write)),
      variance: Float64Array.from(
        given.classes,
        ({ write }) => station.waitVariance + variance(write ? values.writeTime : values.readTime),
      ),
      utilisation: station.utilisation,
      wait: station.wait,
      resources: [{ name: 'workers', load: station.load }],
      accepted: station.accepted,
      scv: 1,
      miss: 0,
      missed: undefined,
      p99: undefined,
      doubts: station.doubts,
      figures: {},
    };
  },
};
