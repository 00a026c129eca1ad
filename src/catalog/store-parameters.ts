/** Settings that stores without a single leader share: where their instances stand, their messages, their work, whom they take for dead. */
import type { MembershipSettings } from '../mechanisms/detect/membership.ts';
import type { Distribution } from '../std/distribution.ts';
import type { ChoiceSpec, NumberSpec, ParamSpecs, ValuesOf } from '../std/parameter.ts';
import { nanosFromMillis } from '../std/units.ts';

const REGIONS: Readonly<Record<string, readonly string[]>> = {
  here: [''],
  two: ['virginia', 'ireland'],
  three: ['virginia', 'ireland', 'singapore'],
};

/** Regions in which a store's instances stand. */
export function storeRegions(places: string): readonly string[] {
  return REGIONS[places] ?? [''];
}

export const placesSpec = {
  type: 'choice',
  label: 'Regions',
  group: 'Scale',
  default: 'here',
  live: false,
  source: 'chosen; distances between regions as measured, see placement',
  help: 'Where its instances stand.',
  options: [
    { value: 'here', label: "the node's own", help: 'All in one region, over its zones in turn.' },
    { value: 'two', label: 'two', help: 'Virginia and Ireland.' },
    { value: 'three', label: 'three', help: 'Virginia, Ireland and Singapore.' },
  ],
} as const satisfies ChoiceSpec;

/** A number of ms, from 0, that takes effect at once. */
export function storeMillis(of: {
  readonly label: string;
  readonly group: string;
  readonly default: number;
  readonly help: string;
  readonly source: string;
  readonly zero?: string;
  readonly min?: number;
  readonly max?: number;
  readonly shownIf?: NumberSpec['shownIf'];
}): NumberSpec {
  const { shownIf, zero, ...rest } = of;
  const more = { ...(shownIf === undefined ? {} : { shownIf }), ...(zero === undefined ? {} : { zero }) };
  return { type: 'number', unit: 'ms', min: 0, max: 3_600_000, whole: false, live: true, ...rest, ...more };
}

const INSTANT: Distribution = { type: 'constant', value: 0 };

export const MESH_PARAMETERS = {
  messageDelay: {
    type: 'distribution',
    label: 'Delay of its messages',
    group: 'Messages between instances',
    default: INSTANT,
    live: true,
    source: 'chosen: the distance alone',
    help: 'Added to the way of each message between two instances, each way.',
  },
  messageLoss: {
    type: 'number',
    label: 'Loss of its messages',
    group: 'Messages between instances',
    unit: 'ratio',
    min: 0,
    max: 0.99,
    default: 0,
    whole: false,
    live: true,
    source: 'chosen',
    help: 'Share of messages between instances that are lost and sent again after 200 ms, 400 ms and so on.',
  },
} as const satisfies ParamSpecs;

export const MEMBER_PARAMETERS = {
  spread: {
    type: 'choice',
    label: 'Signs of life',
    group: 'Detection',
    default: 'gossip',
    live: false,
    source: 'Cassandra, Dynamo: gossip',
    help: 'How instances hear that the others are alive.',
    options: [
      { value: 'gossip', label: 'gossip', help: 'Each tells one other all it knows, which passes it on.' },
      { value: 'heartbeat', label: 'heartbeat to all', help: 'Each tells every other directly: quicker, and as many messages as pairs.' },
    ],
  },
  heartbeat: storeMillis({
    label: 'Interval',
    group: 'Detection',
    default: 1000,
    min: 50,
    help: 'Time between two signs of life of an instance.',
    source: 'Cassandra: gossip every second',
  }),
  detector: {
    type: 'choice',
    label: 'Suspects',
    group: 'Detection',
    default: 'phi',
    live: true,
    source: 'Cassandra: phi accrual',
    help: 'When an instance takes another for dead.',
    options: [
      { value: 'phi', label: 'by rarity of the silence', help: 'Phi accrual: by the rhythm heard so far, such a silence would be rare.' },
      { value: 'timeout', label: 'after a fixed time', help: 'Always the same time after the last sign of life.' },
    ],
  },
  phi: {
    type: 'number',
    label: 'Phi',
    group: 'Detection',
    unit: 'count',
    min: 0.5,
    max: 15,
    default: 8,
    whole: false,
    live: true,
    source: 'Cassandra: phi_convict_threshold 8; Hayashibara et al. 2004',
    shownIf: { param: 'detector', is: ['phi'] },
    help: 'A silence is suspicious when it would come once in 10 to this power.',
  },
  suspectAfter: storeMillis({
    label: 'Silence allowed',
    group: 'Detection',
    default: 5000,
    min: 1,
    shownIf: { param: 'detector', is: ['timeout'] },
    help: 'An instance that was not heard of for so long is taken for dead.',
    source: 'chosen: five intervals',
  }),
} as const satisfies ParamSpecs;

export function membersOf(values: ValuesOf<typeof MEMBER_PARAMETERS>): MembershipSettings {
  return {
    spread: values.spread === 'heartbeat' ? 'heartbeat' : 'gossip',
    rule: values.detector === 'timeout' ? 'timeout' : 'phi',
    timeout: nanosFromMillis(values.suspectAfter),
    phi: values.phi,
    interval: Math.max(1, nanosFromMillis(values.heartbeat)),
  };
}

/** Figures of detection, for the list of a kind's own. */
export const MEMBER_FIGURES = [
  { id: 'suspected', label: 'Suspected', unit: 'count', help: 'Pairs of instances of which one takes the other for dead now.' },
  {
    id: 'falseAlarms',
    label: 'False alarms',
    unit: 'count',
    help: 'Suspicions of an instance that was up and could be reached (it paused, or was only not heard of).',
  },
  { id: 'detectionMs', label: 'Time to detect', unit: 'ms', help: 'Mean time from the loss of an instance to the suspicion of it.' },
] as const;
