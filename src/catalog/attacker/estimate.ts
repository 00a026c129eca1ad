/** An attack is no steady state: what its target would do is said for the time before it. */
import type { ValuesOf } from '../../std/parameter.ts';
import type { Estimator } from '../estimate.ts';
import { sourceEstimate } from '../estimate-source.ts';
import type { ATTACKER_PARAMETERS } from './parameters.ts';

export const attackerEstimate: Estimator<ValuesOf<typeof ATTACKER_PARAMETERS>> = sourceEstimate((values) => ({
  is: 'open',
  rate: values.sort === 'requests' && values.starts === 0 ? values.bots * values.perBot : 0,
  scv: 1,
  doubts:
    values.sort === 'requests' || values.starts > 0 ? [] : [{ text: 'What a flood of junk does is not reckoned with.', hides: 'all' }],
  changesAt: values.starts > 0 ? values.starts : values.lasts > 0 ? values.lasts : Infinity,
  keys: values.keys,
  skew: 0,
}));
