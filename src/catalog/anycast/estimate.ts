/** Which site gets how much follows from where callers stand; a prediction takes them to be spread evenly and leaves times out. */
import type { ValuesOf } from '../../std/parameter.ts';
import type { Estimator } from '../estimate.ts';
import { nameEstimate } from '../estimate-name.ts';
import type { ANYCAST_PARAMETERS } from './parameters.ts';

const shared = nameEstimate<ValuesOf<typeof ANYCAST_PARAMETERS>>(
  () => false,
  () => undefined,
);

export const anycastEstimate: Estimator<ValuesOf<typeof ANYCAST_PARAMETERS>> = {
  send: shared.send,
  serve: (given, values) => ({
    ...shared.serve(given, values),
    doubts: [{ text: 'Each site is taken to get its share by number of copies; in truth callers go to the nearest.', hides: 'all' }],
  }),
};
