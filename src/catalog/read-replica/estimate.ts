/** How busy read replicas would be and how long a read would take there. How old its answer is, is not reckoned: that is for a run. */
import { mean, variance } from '../../std/distribution.ts';
import type { Doubt, Estimator } from '../estimate.ts';
import { inflowsOf, stationFigures } from '../estimate-station.ts';
import type { ReplicaValues } from './parameters.ts';

export const replicaEstimate: Estimator<ReplicaValues> = {
  send: () => [],
  serve(given, values) {
    const { readTime } = values;
    const figures = stationFigures({
      inflows: inflowsOf(given.incoming),
      instances: given.instances,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service: { mean: mean(readTime), variance: variance(readTime) },
      exponential: readTime.type === 'exponential',
    });
    const writes = given.classes.some(({ write }, cls) => write && given.rates[cls]! > 0);
    const doubts: Doubt[] = [...figures.doubts];
    if (writes) doubts.push({ text: 'Writes come to it, which it refuses until it is promoted: not reckoned with.', hides: 'all' });
    return {
      mean: new Float64Array(given.classes.length).fill(figures.wait + mean(readTime)),
      variance: new Float64Array(given.classes.length).fill(figures.waitVariance + variance(readTime)),
      utilisation: figures.utilisation,
      wait: figures.wait,
      resources: [{ name: 'workers', load: figures.load }],
      accepted: figures.accepted,
      scv: figures.scv,
      miss: 0,
      missed: undefined,
      p99: figures.p99,
      doubts,
      figures: {},
    };
  },
};
