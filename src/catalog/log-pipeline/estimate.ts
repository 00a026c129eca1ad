/** What writing would take while the pipeline keeps up: nothing for those who do not wait for it. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Estimator } from '../estimate.ts';
import { hopEstimate } from '../estimate-hop.ts';
import { sumOf } from '../estimate-station.ts';
import type { LOG_PARAMETERS } from './parameters.ts';

const NO_LIMIT = 1_000_000;

export const logEstimate: Estimator<ValuesOf<typeof LOG_PARAMETERS>> = hopEstimate((given, values) => {
  const bytes = values.records * values.recordBytes;
  const sync = values.mode === 'sync';
  const writing = (1000 * bytes) / values.rate;
  const load = (sumOf(given.rates) * values.sampled * bytes) / (values.rate * given.instances);
  const kept = values.sampled;
  return {
    passes: new Float64Array(given.classes.length),
    // One that waits for its write waits for those before it: the disk is its one worker.
    service: sync ? { mean: kept * writing, variance: kept * (1 - kept) * writing * writing } : { mean: 0, variance: 0 },
    workers: 1,
    queueLimit: NO_LIMIT,
    after: sync ? { mean: kept * mean(values.writeTime), variance: kept * variance(values.writeTime) } : { mean: 0, variance: 0 },
    ends: true,
    resources: sync ? [] : [{ name: 'writing', load, wanted: true }],
    doubts:
      !sync && load >= 1 ? [{ text: `It gets ${Math.round(load * 100)} % of what it can write: the rest is dropped.`, hides: 'none' }] : [],
  };
});
