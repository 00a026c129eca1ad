/** What a scrubber would let through: on demand it is taken to be out of the way, since a mean rate tells of no flood. */
import { mean } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Estimator } from '../estimate.ts';
import { hopEstimate } from '../estimate-hop.ts';
import type { SCRUBBER_PARAMETERS } from './parameters.ts';

export const scrubberEstimate: Estimator<ValuesOf<typeof SCRUBBER_PARAMETERS>> = {
  ...hopEstimate((given, values) => {
    const on = values.mode === 'always';
    const stopped = given.classes.map(({ id }) => (on ? (values.attacks.includes(id) ? values.removed : values.lost) : 0));
    return {
      passes: Float64Array.from(stopped, (share) => 1 - share),
      service: { mean: 0, variance: 0 },
      workers: 1,
      queueLimit: 0,
      besides: new Float64Array(given.classes.length).fill(on ? mean(values.detour) : 0),
      doubts: [
        on
          ? { text: 'Its capacity is taken to suffice; what vanishes in it is not in the times.', hides: 'none' }
          : { text: 'As if there were no flood.', hides: 'none' },
      ],
    };
  }),
};
