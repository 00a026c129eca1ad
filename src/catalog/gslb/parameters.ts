/** What can be set on a global load balancer. */
import { CHECK_PARAMETERS, LIFE_PARAMETERS, LOOKING_PARAMETERS } from '../../mechanisms/names/parameters.ts';
import type { ParamSpecs } from '../../std/parameter.ts';

export const GSLB_PARAMETERS = {
  places: {
    type: 'choice',
    label: 'Servers and probes',
    group: 'Sites',
    default: 'three',
    live: false,
    source: 'chosen; cloud health checkers stand in eight regions and vote',
    help: 'Where its servers stand, which answer and probe; most of them must reach a site for it to count as healthy.',
    options: [
      { value: 'here', label: 'one, here', help: "In the part's own region: a cut between it and a site looks like the site's end." },
      { value: 'three', label: 'three', help: 'Virginia, Ireland and Singapore.' },
      { value: 'five', label: 'five', help: 'Virginia, Oregon, Ireland, Singapore and São Paulo.' },
    ],
  },
  capacity: {
    type: 'number',
    label: 'Room of an instance',
    group: 'Sites',
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 100,
    whole: true,
    live: true,
    source: 'chosen',
    help: 'Requests that an instance at a site can have open; what it has open over this is its load.',
  },
  limit: {
    type: 'number',
    label: 'Spills over at',
    group: 'Sites',
    unit: 'ratio',
    min: 0.01,
    max: 100,
    default: 0.8,
    whole: false,
    live: true,
    source: 'chosen',
    help: 'A site with more load than this gets only part of the answers that its nearness would give it.',
  },
  reportEvery: {
    type: 'number',
    label: 'Sites report every',
    group: 'Sites',
    unit: 'ms',
    min: 10,
    max: 600_000,
    default: 10_000,
    whole: false,
    live: true,
    source: 'chosen',
    help: 'How often the sites say how busy they are; in between their last word holds.',
  },
  addresses: {
    type: 'number',
    label: 'Addresses in an answer',
    group: 'Sites',
    unit: 'count',
    min: 1,
    max: 13,
    default: 1,
    whole: true,
    live: true,
    source: 'one, so that the choice holds',
    help: 'Instances of the chosen site that are answered, another one first each time.',
  },
  nextAddress: {
    type: 'flag',
    label: 'Callers try the next address',
    group: 'Sites',
    default: false,
    live: true,
    source: 'off; browsers do (RFC 8305)',
    help: 'When an address refuses or stays silent to the end, the caller goes on with the next one of the same answer.',
  },
  ...LIFE_PARAMETERS,
  ttl: { ...LIFE_PARAMETERS.ttl, default: 30_000, source: 'appliances: 30 s' },
  ...LOOKING_PARAMETERS,
  ...CHECK_PARAMETERS,
  checkInterval: { ...CHECK_PARAMETERS.checkInterval, default: 10_000, source: 'fast checks of cloud DNS: 10 s' },
} as const satisfies ParamSpecs;

const REGIONS: Readonly<Record<string, readonly string[]>> = {
  here: [''],
  three: ['virginia', 'ireland', 'singapore'],
  five: ['virginia', 'oregon', 'ireland', 'singapore', 'sao-paulo'],
};

/** Regions of its servers. */
export function regionsOf(places: string): readonly string[] {
  return REGIONS[places] ?? [''];
}
