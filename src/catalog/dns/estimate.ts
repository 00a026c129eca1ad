/** How often resolvers would know the answer. The way from callers to what a name leads to is not theirs, so times are left out. */
import type { ValuesOf } from '../../std/parameter.ts';
import type { Estimator } from '../estimate.ts';
import { nameEstimate } from '../estimate-name.ts';
import type { DNS_PARAMETERS } from './parameters.ts';

export const dnsEstimate: Estimator<ValuesOf<typeof DNS_PARAMETERS>> = nameEstimate(
  (values) => values.policy === 'weighted',
  (values) => values,
);
