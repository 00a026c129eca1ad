/** What a fleet would send: devices over interval. Those on the beat come all at once, which no formula for steady traffic knows. */
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator } from '../estimate.ts';
import { sourceEstimate } from '../estimate-source.ts';
import type { FLEET_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof FLEET_PARAMETERS>;

export const fleetEstimate: Estimator<Values> = sourceEstimate((values) => {
  const doubts: Doubt[] = [];
  if (values.together > 0) {
    const share = `${Math.round(values.together * 100)} %`;
    doubts.push({ text: `${share} of its devices report at the same moment: what waits then is not reckoned with.`, hides: 'time' });
  }
  const rate = (values.devices * 1000) / values.every;
  // Many independent clocks together are close to Poisson.
  return { is: 'open', rate, scv: 1, doubts, changesAt: Infinity, keys: values.devices, skew: 0 };
});
