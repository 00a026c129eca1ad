/** How long a topic would take to keep a message for all its subscribers, and what each of them would get. How long copies wait is not foretold. */
import { mean, variance } from '../../std/distribution.ts';
import type { Doubt, Estimator } from '../estimate.ts';
import { delivers, fanOut } from '../estimate-fan-out.ts';
import { inflowsOf, stationFigures } from '../estimate-station.ts';
import type { PubsubValues } from './parameters.ts';

export const pubsubEstimate: Estimator<PubsubValues> = {
  send: (given) => fanOut(given, true),
  serve(given, values) {
    const copies = given.classes.map((_, cls) => given.far.filter((_far, i) => delivers(given, i, cls, true)).length);
    const total = given.rates.reduce((sum, rate) => sum + rate, 0);
    const all = given.rates.reduce((sum, rate, cls) => sum + rate * copies[cls]!, 0);
    const each = total > 0 ? all / total : 0;
    const own = copies.map((count) => mean(values.time) + count * mean(values.copyTime));
    // Classes with more subscribers take longer: that is part of how much the work varies.
    const between =
      total > 0 ? given.rates.reduce((sum, rate, cls) => sum + (rate * (copies[cls]! - each) * (copies[cls]! - each)) / total, 0) : 0;
    const station = stationFigures({
      inflows: inflowsOf(given.incoming),
      instances: 1,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service: {
        mean: mean(values.time) + each * mean(values.copyTime),
        variance: variance(values.time) + each * variance(values.copyTime) + between * mean(values.copyTime) * mean(values.copyTime),
      },
      exponential: values.time.type === 'exponential' && mean(values.copyTime) === 0,
    });
    const doubts: Doubt[] = [...station.doubts];
    if (values.full === 'block')
      doubts.push({ text: 'A subscriber that is full makes publishers wait: not reckoned with.', hides: 'none' });
    return {
      mean: Float64Array.from(own, (ms) => station.wait + ms),
      variance: Float64Array.from(own, (_, cls) => station.waitVariance + variance(values.time) + copies[cls]! * variance(values.copyTime)),
      utilisation: station.utilisation,
      wait: station.wait,
      resources: [{ name: 'workers', load: station.load }],
      accepted: station.accepted,
      scv: station.scv,
      miss: 0,
      missed: undefined,
      p99: station.p99,
      doubts,
      figures: {},
    };
  },
};
