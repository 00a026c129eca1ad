/** What can be set on a web application firewall. */
import { choice, number } from '../../engine/policy/parameters/spec.ts';
import { attackClasses, share } from '../../mechanisms/inspect/attack-classes.ts';
import type { InspectorSettings } from '../../mechanisms/inspect/inspector.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { instancesSpec } from '../kind.ts';

const whenOwn = { param: 'level', is: ['own'] } as const;

/** Share of attacks found and of other requests taken for attacks, by paranoia level (chosen; their order is that of the rule set). */
const LEVELS: Readonly<Record<string, readonly [detection: number, falseAlarms: number]>> = {
  1: [0.8, 0.002],
  2: [0.9, 0.02],
  3: [0.95, 0.08],
  4: [0.98, 0.25],
};

export const WAF_PARAMETERS = {
  instances: instancesSpec(2),
  mode: choice({
    label: 'Mode',
    group: 'Detection',
    default: 'block',
    source: 'ModSecurity: SecRuleEngine On and DetectionOnly',
    help: 'What happens to a request that is taken for an attack.',
    options: [
      { value: 'block', label: 'block', help: 'It is rejected.' },
      {
        value: 'detect',
        label: 'detect only',
        help: 'It is counted and passed on: the way to learn how much would be blocked by mistake.',
      },
    ],
  }),
  attacks: attackClasses(),
  level: choice({
    label: 'Strictness',
    group: 'Detection',
    default: '1',
    source: 'the four paranoia levels of the OWASP Core Rule Set; the rates are chosen, measured ones differ widely (open-appsec 2023)',
    help: 'Stricter rules find more attacks, and take more other requests for attacks.',
    options: [
      { value: '1', label: 'level 1', help: 'Finds 80 % of attacks, blocks 0.2 % of other requests.' },
      { value: '2', label: 'level 2', help: 'Finds 90 %, blocks 2 % of other requests.' },
      { value: '3', label: 'level 3', help: 'Finds 95 %, blocks 8 % of other requests.' },
      { value: '4', label: 'level 4', help: 'Finds 98 %, blocks 25 % of other requests.' },
      { value: 'own', label: 'own rates', help: 'Rates of your own, such as those of tuned rules.' },
    ],
  }),
  detection: share({
    label: 'Attacks found',
    default: 0.9,
    source: 'chosen',
    shownIf: whenOwn,
    help: 'Share of attack requests that are taken for attacks.',
  }),
  falseAlarms: share({
    label: 'False alarms',
    default: 0.01,
    source: 'chosen',
    shownIf: whenOwn,
    help: 'Share of other requests that are taken for attacks.',
  }),
  workers: number({
    label: 'Workers',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 10_000,
    default: 8,
    whole: true,
    source: 'chosen',
    help: 'Requests that one copy inspects at a time.',
  }),
  queueLimit: number({
    label: 'Queue limit',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 1024,
    whole: true,
    source: 'Envoy: 1,024 pending requests',
    help: 'Requests that may wait at one copy; more are rejected.',
  }),
  time: {
    type: 'distribution',
    label: 'Time for a request',
    group: 'Work',
    default: { type: 'lognormal', p50: 0.5, p99: 3 },
    live: true,
    source: 'chosen',
    help: 'Inspection of the address and the headers.',
  },
  kilobyteTime: number({
    label: 'Time for a kilobyte',
    group: 'Work',
    unit: 'ms',
    min: 0,
    max: 100,
    default: 0.1,
    source: 'chosen',
    help: 'Inspection of the body, for every 1,024 bytes of it.',
  }),
  bodyLimit: number({
    label: 'Looks at most at',
    group: 'Work',
    unit: 'bytes',
    min: 0,
    max: 1e9,
    default: 131_072,
    whole: true,
    source: 'ModSecurity: SecRequestBodyNoFilesLimit 131,072',
    help: 'Bytes of a body that are inspected; what comes after passes unseen.',
  }),
} as const satisfies ParamSpecs;

/** The rates in force. */
export function ratesOf({ attacks, level, detection, falseAlarms }: ValuesOf<typeof WAF_PARAMETERS>): InspectorSettings {
  const [found, alarms] = LEVELS[level] ?? [detection, falseAlarms];
  return { attacks, detection: found, falseAlarms: alarms };
}
