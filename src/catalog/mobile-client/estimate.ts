/** What a mobile client would send: as any client, with waits for radio and coverage that depend on pauses and are not foretold. */
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator } from '../estimate.ts';
import { clientEstimate } from '../estimate-source.ts';
import type { MOBILE_PARAMETERS } from './parameters.ts';

function doubtsOf(values: ValuesOf<typeof MOBILE_PARAMETERS>): readonly Doubt[] {
  const doubts: Doubt[] = [];
  if (values.access !== 'wifi')
    doubts.push({ text: 'Radios that sleep add to its times: how often depends on the pauses of each phone.', hides: 'time' });
  if (values.outShare > 0) doubts.push({ text: 'Phones without coverage wait or give up: not reckoned with.', hides: 'time' });
  return doubts;
}

export const mobileEstimate: Estimator<ValuesOf<typeof MOBILE_PARAMETERS>> = {
  ...clientEstimate,
  serve(given, values) {
    const served = clientEstimate.serve(given, values);
    return { ...served, doubts: [...served.doubts, ...doubtsOf(values)] };
  },
};
