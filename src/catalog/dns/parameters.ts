/** What can be set on a name. */
import { CHECK_PARAMETERS, LIFE_PARAMETERS, LOOKING_PARAMETERS } from '../../mechanisms/names/parameters.ts';
import type { ParamSpecs } from '../../std/parameter.ts';
import { instancesSpec } from '../kind.ts';

export const DNS_PARAMETERS = {
  instances: {
    ...instancesSpec(4),
    label: 'Name servers (NS records)',
    source: 'cloud providers give a zone four; RFC 2182 asks for two at least',
    help: 'Servers that answer for the domain; each one can fail, hang or slow down by itself.',
  },
  policy: {
    type: 'choice',
    label: 'Answers by',
    group: 'Records',
    default: 'round-robin',
    live: true,
    source: 'RFC 1794: order in turn',
    help: 'Which addresses the servers answer, and in which order.',
    options: [
      { value: 'round-robin', label: 'round robin', help: 'All of them, another one first each time; with health checks active–active.' },
      { value: 'weighted', label: 'weighted', help: "One, drawn by the links' weights; a link's addresses share its weight." },
      { value: 'latency', label: 'latency', help: 'Those nearest to the asking resolver by placement.' },
      { value: 'geolocation', label: 'geolocation', help: "Those in the resolver's own region, else those of the first link." },
      { value: 'failover', label: 'failover', help: 'Active–passive: those of the first link of which one is healthy.' },
    ],
  },
  addresses: {
    type: 'number',
    label: 'Addresses in an answer',
    group: 'Records',
    unit: 'count',
    min: 1,
    max: 13,
    default: 8,
    whole: true,
    live: true,
    source: 'cloud DNS: up to 8; 13 fit into 512 bytes (the root)',
    help: 'More than one lets the sessions behind a resolver spread out, and a caller try the next one.',
  },
  nextAddress: {
    type: 'flag',
    label: 'Callers try the next address',
    group: 'Records',
    default: false,
    live: true,
    source: 'off; browsers do (RFC 8305)',
    help: 'When an address refuses or stays silent to the end, the caller goes on with the next one of the same answer.',
  },
  ...LIFE_PARAMETERS,
  ...LOOKING_PARAMETERS,
  ...CHECK_PARAMETERS,
} as const satisfies ParamSpecs;
