/** What can be set on the data that a database holds. */
import type { ParamSpecs } from '../../std/parameter.ts';

export const DATA_PARAMETERS = {
  absent: {
    type: 'number',
    label: 'Keys that do not exist',
    group: 'Data',
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 0,
    whole: false,
    live: true,
    zero: 'none',
    source: 'chosen',
    help: 'Share of the keys that it does not have until they are written. To ask for one is a read like any other, which finds nothing.',
  },
} as const satisfies ParamSpecs;
