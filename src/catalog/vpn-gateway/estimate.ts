/** What a VPN gateway would add when its tunnels are open; it does not know how many bytes there are. */
import { mean } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Estimator } from '../estimate.ts';
import { hopEstimate } from '../estimate-hop.ts';
import type { VPN_PARAMETERS } from './parameters.ts';

export const vpnEstimate: Estimator<ValuesOf<typeof VPN_PARAMETERS>> = hopEstimate((given, values) => ({
  passes: new Float64Array(given.classes.length).fill(1),
  service: { mean: 0, variance: 0 },
  workers: 1,
  queueLimit: 0,
  besides: new Float64Array(given.classes.length).fill(mean(values.time)),
  doubts: [{ text: 'Tunnels are taken to be open, and the time that bytes take is not reckoned with.', hides: 'none' }],
}));
