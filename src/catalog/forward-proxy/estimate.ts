/** What a forward proxy would pass on, as if it kept no answers: how often it hits depends on the order of requests. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator } from '../estimate.ts';
import { hopEstimate, overRequests, turnsAway } from '../estimate-hop.ts';
import type { FORWARD_PARAMETERS } from './parameters.ts';

export const forwardEstimate: Estimator<ValuesOf<typeof FORWARD_PARAMETERS>> = hopEstimate((given, values) => {
  const blocked = given.classes.map(({ id }) => values.blocked.includes(id));
  const keeps: Doubt = { text: 'As if it kept no answers and made no requests one: fewer would go on, and faster.', hides: 'none' };
  return {
    passes: Float64Array.from(blocked, (is) => (is ? 0 : 1)),
    service: { mean: mean(values.time), variance: variance(values.time) },
    workers: values.workers,
    queueLimit: values.queueLimit,
    doubts: [
      ...turnsAway(
        'Its filter',
        overRequests(given, (cls) => (blocked[cls] ? 1 : 0)),
      ),
      ...(values.capacity > 0 || values.collapse ? [keeps] : []),
    ],
  };
});
