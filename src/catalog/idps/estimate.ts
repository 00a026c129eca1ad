/** What intrusion prevention would cost before anybody is blocked; detection costs nothing. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Estimator } from '../estimate.ts';
import { hopEstimate } from '../estimate-hop.ts';
import type { IDPS_PARAMETERS } from './parameters.ts';

export const idpsEstimate: Estimator<ValuesOf<typeof IDPS_PARAMETERS>> = hopEstimate((given, values) => {
  const inline = values.mode === 'prevention';
  return {
    passes: new Float64Array(given.classes.length).fill(1),
    service: inline ? { mean: mean(values.time), variance: variance(values.time) } : { mean: 0, variance: 0 },
    workers: values.workers,
    queueLimit: values.queueLimit,
    doubts: inline ? [{ text: 'As if nobody were blocked.', hides: 'none' }] : [],
  };
});
