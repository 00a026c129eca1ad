/** Settings that all kinds of names share: how answers are kept, how they are looked up, how addresses are checked. */

import { Sampler } from '../../std/distribution.ts';
import type { NumberSpec, ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { CallerSettings } from './names.ts';
import type { ResolverSettings } from './resolvers.ts';

type Fields = Pick<NumberSpec, 'label' | 'help' | 'min' | 'max' | 'default' | 'source'> & Partial<NumberSpec>;

const DAY = 86_400_000;
const whenChecking = { param: 'healthChecks', is: [true] } as const;

function ms(group: string, fields: Fields): NumberSpec {
  return { type: 'number', unit: 'ms', whole: false, live: true, group, ...fields };
}

function count(group: string, fields: Fields): NumberSpec {
  return { type: 'number', unit: 'count', whole: true, live: true, group, ...fields };
}

const [LIFE, LOOKING, CHECKS] = ['How long answers live', 'Looking up', 'Health checks'];

export const LIFE_PARAMETERS = {
  ttl: ms(LIFE, {
    label: 'Time to live',
    min: 0,
    max: DAY,
    default: 300_000,
    zero: 'never kept',
    source: 'typical zones: 300 s; cloud balancers 60 s',
    help: 'A resolver may use an answer for so long; a change is seen everywhere only then.',
  }),
  negativeTtl: ms(LIFE, {
    label: 'Time to live of "no such name"',
    min: 0,
    max: DAY,
    default: 300_000,
    zero: 'never kept',
    source: 'RFC 2308, last field of the SOA record; 5 minutes to 3 hours are advised',
    help: 'For so long a resolver remembers that there is no record, even when there is one by then.',
  }),
  resolvers: count(LIFE, {
    label: 'Resolvers',
    min: 1,
    max: 10_000,
    default: 1,
    live: false,
    source: 'chosen',
    help: 'Resolvers that the sessions of each caller share; each keeps answers of its own.',
  }),
  extendShare: {
    type: 'number',
    unit: 'ratio',
    label: 'Resolvers that keep answers longer',
    group: LIFE,
    min: 0,
    max: 1,
    default: 0,
    whole: false,
    live: true,
    zero: 'none',
    source: 'off; some operators do (Moura et al. 2019, "Cache me if you can")',
    help: 'Share of the resolvers that do not go by the time to live.',
  },
  extendTo: ms(LIFE, {
    label: 'They keep them at least',
    min: 0,
    max: 7 * DAY,
    default: 3_600_000,
    source: 'chosen',
    help: 'How long such a resolver uses an answer, whatever the record says.',
  }),
  keep: {
    type: 'choice',
    label: "In the caller's own cache",
    group: LIFE,
    default: 'capped',
    live: true,
    source: 'browsers keep answers for a minute at most',
    help: 'What browser, operating system or run-time library of each session (of each instance, for a service) does with an answer.',
    options: [
      { value: 'ttl', label: 'as long as it lives', help: 'Until the time to live has run out at the resolver.' },
      { value: 'capped', label: 'as long as it lives, at most', help: 'No longer than the time below.' },
      { value: 'fixed', label: 'for a fixed time', help: 'Whatever the time to live: a virtual machine that caches names by itself.' },
      { value: 'none', label: 'not kept', help: 'Every request asks the resolver.' },
    ],
  },
  keepFor: ms(LIFE, {
    label: 'Kept for',
    min: 0,
    max: 7 * DAY,
    default: 60_000,
    shownIf: { param: 'keep', is: ['capped', 'fixed'] },
    source: 'browsers: 60 s; the Java virtual machine: 30 s',
    help: 'Longest time, or exact time, that a caller keeps an answer by itself.',
  }),
} satisfies ParamSpecs;

export const LOOKING_PARAMETERS = {
  trip: {
    type: 'distribution',
    label: 'Round trip to a server of names',
    group: LOOKING,
    default: { type: 'lognormal', p50: 35, p99: 150 },
    live: true,
    source: 'a miss takes 70 ms in the median, 200 ms at p95 (course dns.k5z.net): about two round trips',
    help: 'Time from a resolver to one of the servers that it asks, and back.',
  },
  levels: count(LOOKING, {
    label: 'Servers asked from above',
    min: 1,
    max: 4,
    default: 2,
    source: "RFC 1034: root, top-level domain, domain; the root's word is known to every resolver",
    help: "Servers that a resolver asks in turn when it knows nothing, the domain's own included: 3 begins at the root.",
  }),
  delegationTtl: ms(LOOKING, {
    label: 'Time to live of the NS records',
    min: 0,
    max: 7 * DAY,
    default: 172_800_000,
    source: 'two days in the zones of com and net',
    help: "For so long a resolver knows the domain's servers and asks them at once.",
  }),
  aliases: count(LOOKING, {
    label: 'Aliases on the way (CNAME)',
    min: 0,
    max: 8,
    default: 0,
    zero: 'none: A and AAAA records',
    source: 'off; content networks use one or two',
    help: 'Each alias names another name, which takes a further round trip to look up.',
  }),
  serverTimeout: ms(LOOKING, {
    label: 'Gives a server up after',
    min: 1,
    max: 60_000,
    default: 800,
    source: 'BIND: 800 ms',
    help: 'A server of names that says nothing for so long is given up, and another is asked.',
  }),
  serverTries: count(LOOKING, {
    label: 'Servers tried',
    min: 1,
    max: 20,
    default: 4,
    source: 'chosen; of the order of resolvers in use',
    help: 'After so many tries without an answer the name is not resolved.',
  }),
  failureTtl: ms(LOOKING, {
    label: 'A failure is remembered',
    min: 0,
    max: 300_000,
    default: 1000,
    source: 'BIND: 1 s; RFC 2308 allows 5 minutes',
    help: 'For so long a resolver does not ask again after no server answered.',
  }),
  staleFor: ms(LOOKING, {
    label: 'Old answers in need',
    min: 0,
    max: 7 * DAY,
    default: 0,
    zero: 'never used',
    source: 'off; RFC 8767: 1 to 3 days',
    help: 'When no server answers, a resolver goes on using an answer for so long after its time.',
  }),
  queryTimeout: ms(LOOKING, {
    label: 'A caller asks again after',
    min: 1,
    max: 60_000,
    default: 5000,
    source: 'resolv.conf: 5 s',
    help: 'A question to the resolver that was lost is asked again after so long.',
  }),
  queryAttempts: count(LOOKING, {
    label: 'Questions in all',
    min: 1,
    max: 10,
    default: 2,
    source: 'resolv.conf: 2',
    help: 'After so many lost ones the name is not resolved.',
  }),
} satisfies ParamSpecs;

export const CHECK_PARAMETERS = {
  healthChecks: {
    type: 'flag',
    label: 'Health checks',
    group: CHECKS,
    default: true,
    live: true,
    source: 'on where a provider offers them; plain zones have none',
    help: 'The servers of the name probe every address and leave out those that do not answer; the majority decides.',
  },
  checkInterval: ms(CHECKS, {
    label: 'Every',
    min: 10,
    max: 600_000,
    default: 30_000,
    source: 'cloud DNS and cloud balancers: 30 s, or 10 s for more money',
    shownIf: whenChecking,
    help: 'Time from one probe of an address to the next.',
  }),
  checkTimeout: ms(CHECKS, {
    label: 'Timeout of a probe',
    min: 1,
    max: 600_000,
    default: 5000,
    source: 'cloud balancers: 5 s',
    shownIf: whenChecking,
    help: 'A probe without an answer for this long has failed.',
  }),
  checkFall: count(CHECKS, {
    label: 'Out after',
    min: 1,
    max: 100,
    default: 3,
    source: 'cloud DNS: 3',
    shownIf: whenChecking,
    help: 'Failed probes in a row that take an address out of the answers.',
  }),
  checkRise: count(CHECKS, {
    label: 'Back after',
    min: 1,
    max: 100,
    default: 3,
    source: 'cloud DNS: 3',
    shownIf: whenChecking,
    help: 'Good probes in a row that bring it back.',
  }),
} satisfies ParamSpecs;

type Looked = ValuesOf<typeof LIFE_PARAMETERS> & ValuesOf<typeof LOOKING_PARAMETERS>;

export function resolverSettings(values: Looked): ResolverSettings {
  return {
    ttl: nanos(values.ttl),
    negativeTtl: nanos(values.negativeTtl),
    failureTtl: nanos(values.failureTtl),
    extending: Math.round(values.extendShare * values.resolvers),
    extendedTtl: nanos(values.extendTo),
    levels: values.levels,
    delegationTtl: nanos(values.delegationTtl),
    aliases: values.aliases,
    trip: new Sampler(values.trip, NS_PER_MS),
    serverTimeout: nanos(values.serverTimeout),
    serverTries: values.serverTries,
    staleFor: nanos(values.staleFor),
  };
}

export function callerSettings(values: Looked, nextAddress: boolean): CallerSettings {
  return {
    keep: values.keep,
    keepFor: nanos(values.keepFor),
    queryTimeout: nanos(values.queryTimeout),
    queryAttempts: values.queryAttempts,
    nextAddress,
  };
}

function nanos(time: number): number {
  return Math.round(time * NS_PER_MS);
}
