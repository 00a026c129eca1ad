/** A batch job is no steady state: what holds before its first run is said, and that it then changes. */
import type { ValuesOf } from '../../std/parameter.ts';
import type { Estimator } from '../estimate.ts';
import { sourceEstimate } from '../estimate-source.ts';
import type { BATCH_PARAMETERS } from './parameters.ts';

export const batchEstimate: Estimator<ValuesOf<typeof BATCH_PARAMETERS>> = sourceEstimate(({ starts, keys, skew }) => ({
  is: 'open',
  rate: 0,
  scv: 1,
  doubts: starts > 0 ? [] : [{ text: 'A job that takes whatever it is given is not reckoned with.', hides: 'all' }],
  changesAt: starts,
  keys,
  skew,
}));
