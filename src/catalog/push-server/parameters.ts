/** What can be set on a push server. */
import type { ParamSpecs } from '../../std/parameter.ts';

export const PUSH_PARAMETERS = {
  connections: {
    type: 'number',
    label: 'Connections',
    group: 'Connections',
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 10_000,
    whole: true,
    live: true,
    source: 'the C10K problem (Kegel 1999)',
    help: 'So many requests and connections can be held open; more are rejected.',
  },
  holdFor: {
    type: 'number',
    label: 'Holds a poll for',
    group: 'Connections',
    unit: 'ms',
    min: 10,
    max: 3_600_000,
    default: 30_000,
    whole: false,
    live: true,
    source: 'RFC 6202, 5.5: 30 s are safe with most proxies',
    help: 'A long poll for which there is no news is answered after that, with nothing new.',
  },
  sending: {
    type: 'number',
    label: 'Sends one in',
    group: 'Work',
    unit: 'ms',
    min: 0,
    max: 1000,
    default: 0.02,
    whole: false,
    live: true,
    source: 'chosen: 50,000 messages a second',
    help: 'News goes to one watcher after the other: the last of many learns it later.',
  },
} as const satisfies ParamSpecs;
