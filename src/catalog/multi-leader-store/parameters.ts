/** What can be set on a store with several leaders, and the settings of its mechanisms that follow. */
import type { MultiLeaderSettings, Resolution } from '../../mechanisms/replicate/multi-leader.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS, nanosFromMillis } from '../../std/units.ts';
import { MEMBER_PARAMETERS, MESH_PARAMETERS, membersOf, placesSpec, storeMillis, storeRegions } from '../store-parameters.ts';

export const MULTI_LEADER_PARAMETERS = {
  places: { ...placesSpec, default: 'two' },
  leaders: {
    type: 'number',
    unit: 'count',
    label: 'Leaders in a region',
    group: 'Scale',
    min: 1,
    max: 8,
    default: 1,
    whole: true,
    live: false,
    source: 'chosen',
    help: 'Each takes reads and writes by itself.',
  },
  resolution: {
    type: 'choice',
    label: 'Of two writes unseen',
    group: 'Conflicts',
    default: 'later',
    live: false,
    source: 'DynamoDB global tables: last writer wins',
    help: 'What becomes of writes of one key of which neither had seen the other.',
    options: [
      { value: 'later', label: 'the later stands', help: 'By the time stamps of their leaders; the other is gone.' },
      { value: 'first', label: 'the first leader stands', help: 'The leader that comes first in order; the other is gone.' },
      { value: 'merge', label: 'both are merged', help: 'A counter or a set that has both; nothing is gone.' },
      { value: 'hand', label: 'somebody decides', help: 'Both are kept, and readers get both, until it was settled by hand.' },
    ],
  },
  byHand: {
    type: 'distribution',
    label: 'Time to decide',
    group: 'Conflicts',
    default: { type: 'lognormal', p50: 5000, p99: 30_000 },
    live: true,
    source: 'chosen',
    shownIf: { param: 'resolution', is: ['hand'] },
    help: 'Time until somebody has settled a conflict.',
  },
  exchangeEvery: storeMillis({
    label: 'Exchange every',
    group: 'Exchange',
    default: 0,
    zero: 'at once',
    help: 'Time between two exchanges of what was written.',
    source: 'chosen: at once, as change streams do',
  }),
  applyTime: {
    type: 'distribution',
    label: "Apply another's write",
    group: 'Exchange',
    default: { type: 'constant', value: 0.3 },
    live: true,
    source: 'chosen, as replicas of the SQL database: a third of a write',
    help: 'Time that a leader takes over each write of another.',
  },
  coordinator: {
    type: 'choice',
    label: 'Callers turn to',
    group: 'Exchange',
    default: 'nearest',
    live: true,
    source: 'chosen',
    help: 'Which leader takes a call.',
    options: [
      { value: 'nearest', label: 'the nearest', help: 'The nearest leaders in turn.' },
      { value: 'any', label: 'any', help: 'All in turn, near or far.' },
    ],
  },
  readTime: {
    type: 'distribution',
    label: 'Read',
    group: 'Work',
    default: { type: 'lognormal', p50: 0.4, p99: 8 },
    live: true,
    source: 'chosen, as the quorum store',
    help: 'Time that a leader takes over a read.',
  },
  writeTime: {
    type: 'distribution',
    label: 'Write',
    group: 'Work',
    default: { type: 'lognormal', p50: 1, p99: 6 },
    live: true,
    source: 'chosen, between the quorum store and the SQL database',
    help: 'Time that a leader takes over a write of its callers.',
  },
  workers: {
    type: 'number',
    label: 'Parallel work',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 10_000,
    default: 16,
    whole: true,
    live: true,
    source: 'chosen',
    help: 'Reads and writes that one leader works on at a time.',
  },
  queueLimit: {
    type: 'number',
    label: 'Queue limit',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 10_000,
    whole: true,
    live: true,
    source: 'chosen',
    help: 'Calls that may wait at one leader; more are rejected.',
  },
  ...MESH_PARAMETERS,
  ...MEMBER_PARAMETERS,
} as const satisfies ParamSpecs;

export type MultiLeaderValues = ValuesOf<typeof MULTI_LEADER_PARAMETERS>;

export function leadersOf({ leaders, places }: MultiLeaderValues): number {
  return leaders * storeRegions(places).length;
}

export function settingsOf(values: MultiLeaderValues): MultiLeaderSettings {
  return {
    resolution: values.resolution as Resolution,
    // Not more often than a thousand times a second.
    every: values.exchangeEvery > 0 ? nanosFromMillis(Math.max(1, values.exchangeEvery)) : 0,
    byHand: new Sampler(values.byHand, NS_PER_MS),
    mesh: { delay: new Sampler(values.messageDelay, NS_PER_MS), loss: values.messageLoss },
    work: {
      workers: values.workers,
      queueLimit: values.queueLimit,
      read: new Sampler(values.readTime, NS_PER_MS),
      write: new Sampler(values.writeTime, NS_PER_MS),
      apply: new Sampler(values.applyTime, NS_PER_MS),
    },
    members: membersOf(values),
  };
}
