/** What can be set on a forward proxy. */
import { number } from '../../engine/policy/parameters/spec.ts';
import { ANSWER_PARAMETERS } from '../../mechanisms/cache/answer-parameters.ts';
import type { ParamSpecs } from '../../std/parameter.ts';
import { instancesSpec } from '../kind.ts';

export const FORWARD_PARAMETERS = {
  instances: instancesSpec(1),
  ...ANSWER_PARAMETERS,
  blocked: {
    type: 'classes',
    label: 'Blocked classes',
    group: 'Filter',
    default: [],
    empty: 'none',
    live: true,
    source: 'chosen',
    help: 'Request classes that the filter denies.',
  },
  connections: number({
    label: 'Connections out',
    group: 'Filter',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 0,
    whole: true,
    zero: 'no limit',
    source: 'off by default',
    help: 'Requests that one copy may have passed on at a time; more are rejected.',
  }),
  workers: number({
    label: 'Workers',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 10_000,
    default: 4,
    whole: true,
    source: 'chosen',
    help: 'Requests that one copy works on at a time; waiting for the far end takes no worker.',
  }),
  queueLimit: number({
    label: 'Queue limit',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 1024,
    whole: true,
    source: 'chosen',
    help: 'Requests that may wait at one copy; more are rejected.',
  }),
  time: {
    type: 'distribution',
    label: 'Time for a request',
    group: 'Work',
    default: { type: 'lognormal', p50: 0.1, p99: 0.5 },
    live: true,
    source: 'nginx as a proxy: 10,000 to 20,000 requests a second on a core',
    help: 'Reading it, filtering it, looking it up.',
  },
} as const satisfies ParamSpecs;
