/** What a reverse proxy would pass on and how busy its cores would be, as if it kept nothing and clients were quick. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator } from '../estimate.ts';
import { hopEstimate, overRequests } from '../estimate-hop.ts';
import { HANDSHAKE, type REVERSE_PARAMETERS } from './parameters.ts';

/** Requests that wait for a core are limited by time, not by number. */
const NO_LIMIT = 1_000_000;

export const reverseEstimate: Estimator<ValuesOf<typeof REVERSE_PARAMETERS>> = hopEstimate((given, values) => {
  const own = given.classes.map(({ id }) => values.static.includes(id));
  const share = overRequests(given, (cls) => (own[cls] ? 1 : 0));
  const handshake = HANDSHAKE[values.tls] ?? 0;
  const fresh = Math.min(1, 1 / values.perConnection);
  const doubts: Doubt[] = [];
  if (values.capacity > 0 || values.collapse)
    doubts.push({ text: 'As if it kept no answers: fewer would go on, and faster.', hides: 'none' });
  if (values.compression !== 'none' || values.tls !== 'none') {
    doubts.push({ text: 'The work on the bytes of answers is not reckoned with.', hides: 'none' });
  }
  if (values.clientRate > 0) doubts.push({ text: 'Clients are taken to be as fast as it is.', hides: 'time' });
  return {
    passes: Float64Array.from(own, (is) => (is ? 0 : 1)),
    service: {
      mean: mean(values.time) + share * mean(values.staticTime) + fresh * handshake,
      variance: variance(values.time) + share * variance(values.staticTime) + fresh * (1 - fresh) * handshake * handshake,
    },
    workers: values.cores,
    queueLimit: NO_LIMIT,
    doubts,
  };
});
