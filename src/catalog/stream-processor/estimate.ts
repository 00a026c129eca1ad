/**
 * How busy a stream processor would be, and how long its events would be open: until the checkpoint that has them is safe. What it sends
 * on depends on how many keys fall into a window, and is left open.
 */
import { mean, variance } from '../../std/distribution.ts';
import { NO_KEYS } from '../../theory/popularity.ts';
import type { Doubt, Estimator, Flow } from '../estimate.ts';
import { inflowsOf, stationFigures } from '../estimate-station.ts';
import { storeServed } from '../estimate-store.ts';
import type { StreamValues } from './parameters.ts';

export const streamEstimate: Estimator<StreamValues> = {
  send(given) {
    const spread = { how: 'random', among: 1, counters: 1 } as const;
    return given.far.map((): Flow => {
      const rates = new Float64Array(given.classes.length);
      return { rates, fills: 0, drops: 0, loading: 0, scv: 1, spread, reads: NO_KEYS, writes: NO_KEYS };
    });
  },
  serve(given, values) {
    const rate = given.rates.reduce((sum, one) => sum + one, 0);
    const station = stationFigures({
      inflows: inflowsOf(given.incoming),
      instances: given.instances,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service: { mean: mean(values.work), variance: variance(values.work) },
      exponential: values.work.type === 'exponential',
    });
    // The first event that no checkpoint has waits for a whole round, those that come during it for half of one and for its writing.
    const [every, writing] = [values.checkpoint, mean(values.checkpointTime)];
    const round = every + writing;
    const during = (rate / 1000 / given.instances) * round;
    const open = values.guarantee === 'at-most-once' ? 0 : (round + during * (round / 2 + writing)) / (1 + during);
    const doubts: Doubt[] = [...station.doubts];
    if (given.far.length > 0)
      doubts.push({
        text: 'How many results it sends depends on the keys in its windows: what is behind it is not foretold.',
        hides: 'none',
      });
    return storeServed(given, () => station.wait + mean(values.work) + open, {
      utilisation: station.utilisation,
      wait: station.wait,
      accepted: station.accepted,
      resources: [{ name: 'workers', load: station.load }],
      doubts,
    });
  },
};
