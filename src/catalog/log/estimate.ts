/**
 * What every group that reads a log would get, and how long a record would take to be safe while records are few: its own batch, and
 * the round trip to the farthest copy. What batches wait for each other, and how far readers are behind, is not foretold.
 */
import { mean, variance } from '../../std/distribution.ts';
import type { Doubt, Estimator, Given } from '../estimate.ts';
import { fanOut } from '../estimate-fan-out.ts';
import type { LogValues } from './parameters.ts';

/** From this share of a partition's time on that is taken by batches, records wait for the batch before theirs (chosen). */
const FEW = 0.1;

/** ms there and back between two brokers, for the farthest of so many copies, from whichever leads. */
function farthest({ instances, between }: Given, copies: number): number {
  let sum = 0;
  for (let i = 0; i < instances; i++) {
    const ways = Array.from({ length: instances }, (_, j) => (j === i ? 0 : between(i, j))).sort((a, b) => a - b);
    sum += 2 * (ways[Math.min(copies, instances) - 1] ?? 0);
  }
  return sum / instances;
}

export const logEstimate: Estimator<LogValues> = {
  send: (given) => fanOut(given, false),
  serve(given, values) {
    const rate = given.rates.reduce((sum, one) => sum + one, 0);
    const topics = values.topics === 'class' ? Math.max(1, given.rates.filter((one) => one > 0).length) : 1;
    const writing = mean(values.batchTime) + values.linger;
    const busy = (rate / 1000 / (values.partitions * topics)) * writing;
    const agreed = values.acks === 'all' ? farthest(given, values.replication) : 0;
    const time = values.acks === 'none' ? 0 : writing + agreed;
    const doubts: Doubt[] = [];
    if (values.acks !== 'none' && busy > FEW) {
      doubts.push({ text: 'Records come faster than batches are written: how long they wait for theirs is not foretold.', hides: 'time' });
    }
    return {
      mean: new Float64Array(given.classes.length).fill(time),
      variance: new Float64Array(given.classes.length).fill(values.acks === 'none' ? 0 : variance(values.batchTime)),
      utilisation: Number.NaN,
      wait: Number.NaN,
      resources: [],
      accepted: 1,
      scv: given.inflowScv,
      miss: 0,
      missed: undefined,
      p99: undefined,
      doubts,
      figures: {},
    };
  },
};
