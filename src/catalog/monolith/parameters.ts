/** Parameters that only a monolith has. */
import type { ParamSpecs } from '../../std/parameter.ts';

export const MODULE_PARAMETERS = {
  modules: {
    type: 'number',
    label: 'Modules on the way',
    group: 'Modules',
    unit: 'count',
    min: 1,
    max: 64,
    default: 4,
    whole: true,
    live: true,
    source: 'chosen',
    help: 'Modules of the process through which each request goes, one after the other; each does the work below.',
  },
} as const satisfies ParamSpecs;
