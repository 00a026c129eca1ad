/** What an identity provider would take when all users are logged in: by a signed token it computes, otherwise it asks. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator } from '../estimate.ts';
import { hopEstimate } from '../estimate-hop.ts';
import { type IDENTITY_PARAMETERS, SIGNATURE } from './parameters.ts';

const NO_LIMIT = 1_000_000;

export const identityEstimate: Estimator<ValuesOf<typeof IDENTITY_PARAMETERS>> = {
  ...hopEstimate((given, values) => {
    const token = values.method === 'token';
    const verify = token ? (SIGNATURE[values.signature] ?? 0) : 0;
    const stores = given.far.filter((end) => end.role === 'store' || end.role === 'cache').length;
    const asks = token || stores > 0 ? 0 : mean(values.lookUp);
    const doubts: Doubt[] = [{ text: 'All users are taken to be logged in.', hides: 'none' }];
    if (stores > 0 && (token || stores < given.far.length))
      doubts.push({ text: 'Its calls to the store are not told apart.', hides: 'time' });
    return {
      passes: Float64Array.from(given.classes, ({ id }) => (values.forbidden.includes(id) ? 0 : 1)),
      service: { mean: verify + mean(values.authorisation), variance: variance(values.authorisation) },
      workers: values.cores,
      queueLimit: NO_LIMIT,
      besides: new Float64Array(given.classes.length).fill(asks),
      doubts,
      ends: true,
    };
  }),
};
