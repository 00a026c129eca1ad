/** What can be set on a quorum store, and the settings of its mechanisms that follow. */
import type { RequestClass } from '../../engine/station.ts';
import type { Versions } from '../../mechanisms/replicate/quorum/holdings.ts';
import type { Level } from '../../mechanisms/replicate/quorum/level.ts';
import type { StoreSettings } from '../../mechanisms/replicate/quorum/quorum.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ChoiceSpec, NumberSpec, ParamSpecs, ShownIf, ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS, nanosFromMillis } from '../../std/units.ts';
import { MEMBER_PARAMETERS, MESH_PARAMETERS, membersOf, placesSpec, storeMillis, storeRegions } from '../store-parameters.ts';
import { REPAIR_PARAMETERS } from './repair-parameters.ts';

function count(label: string, group: string, value: number, help: string, source: string, more: Partial<NumberSpec> = {}): NumberSpec {
  return {
    type: 'number',
    unit: 'count',
    label,
    group,
    min: 1,
    max: 32,
    default: value,
    whole: true,
    live: true,
    source,
    help,
    ...more,
  };
}

function level(label: string, value: Level, help: string, more: { readonly shownIf?: ShownIf } = {}): ChoiceSpec {
  return {
    type: 'choice',
    label,
    group: 'Copies that must answer',
    default: value,
    live: true,
    source: 'Cassandra, Riak: consistency levels; the default is chosen',
    help,
    options: [
      { value: 'count', label: 'a number', help: 'So many of them.' },
      { value: 'one', label: 'one', help: 'The first that answers.' },
      { value: 'quorum', label: 'a majority', help: 'More than half of all copies, in whatever region.' },
      { value: 'local-quorum', label: 'a majority here', help: "More than half of the copies in the coordinator's own region." },
      { value: 'each-quorum', label: 'a majority everywhere', help: 'More than half of the copies in every region.' },
      { value: 'all', label: 'all', help: 'Every copy.' },
    ],
    ...more,
  };
}

export const QUORUM_PARAMETERS = {
  instances: count('Instances', 'Scale', 3, 'Instances in each region; each holds a share of the keys.', 'chosen', {
    live: false,
    max: 12,
  }),
  places: placesSpec,
  copies: count('Copies (N)', 'Scale', 3, 'Copies of each key in each region.', 'Cassandra, DynamoDB: three', { live: false, max: 9 }),
  gateways: count(
    'Coordinators without data',
    'Scale',
    0,
    'Further instances in each region that only coordinate; callers turn to them.',
    'chosen',
    {
      min: 0,
      max: 4,
      live: false,
      zero: 'none',
    },
  ),
  readLevel: level('Reads want', 'quorum', 'Copies that must have answered before a read is done (R).'),
  readCount: count('R', 'Copies that must answer', 2, 'So many copies must answer a read.', 'chosen', {
    shownIf: { param: 'readLevel', is: ['count'] },
  }),
  writeLevel: level('Writes want', 'quorum', 'Copies that must have taken a write before it is done (W).'),
  writeCount: count('W', 'Copies that must answer', 2, 'So many copies must have taken a write.', 'chosen', {
    shownIf: { param: 'writeLevel', is: ['count'] },
  }),
  special: {
    type: 'classes',
    label: 'Classes with a level of their own',
    group: 'Copies that must answer',
    default: [],
    empty: 'none',
    live: true,
    source: 'Cassandra: the level is chosen for each statement',
    help: 'Requests of these classes want another level, reads and writes alike.',
  },
  specialLevel: level('These want', 'all', 'Copies that must have answered a request of those classes.'),
  coordinator: {
    type: 'choice',
    label: 'Callers turn to',
    group: 'Copies that must answer',
    default: 'nearest',
    live: true,
    source: 'Cassandra drivers: nearest region first, token-aware',
    help: 'Which instance coordinates a call.',
    options: [
      { value: 'nearest', label: 'the nearest', help: 'The nearest instances in turn.' },
      { value: 'holder', label: 'the nearest with the key', help: 'It has a copy of its own: one message fewer.' },
      { value: 'any', label: 'any', help: 'All in turn.' },
    ],
  },
  nextCoordinator: {
    type: 'flag',
    label: 'Try the next one',
    group: 'Copies that must answer',
    default: false,
    live: true,
    source:
      "Cassandra's Java driver 4 does, once (its default retry policy, unavailable); chosen: off, so that the part shows what it does alone",
    help: 'A call that its coordinator refuses for want of copies goes to another one, once: the first may be cut off from the others, and its callers not.',
  },
  readFrom: {
    type: 'choice',
    label: 'Reads ask',
    group: 'Copies that must answer',
    default: 'nearest',
    live: true,
    source: 'Cassandra: as many as are needed, nearest first; Riak: all',
    help: 'Which copies a read asks.',
    options: [
      { value: 'nearest', label: 'as many as needed, nearest first', help: 'The least work.' },
      { value: 'random', label: 'as many as needed, at random', help: 'Every copy gets its share.' },
      { value: 'all', label: 'all', help: 'The quickest answers count: more work, shorter tails.' },
    ],
  },
  writeTo: {
    type: 'choice',
    label: 'Writes go to',
    group: 'Copies that must answer',
    default: 'all',
    live: true,
    source: 'Dynamo, Cassandra: all; Gifford 1979: as many as needed',
    help: 'Which copies a write is sent to.',
    options: [
      { value: 'all', label: 'all copies', help: 'Those that were not waited for get it too.' },
      { value: 'needed', label: 'as many as needed, at random', help: 'The others learn of it by repair alone.' },
    ],
  },
  speculate: storeMillis({
    label: 'Ask one more after',
    group: 'Copies that must answer',
    default: 0,
    zero: 'never',
    help: 'A read that takes longer than this asks one more copy.',
    source: 'Cassandra: speculative retry, off here',
  }),
  timeout: storeMillis({
    label: 'Coordinator gives up after',
    group: 'Copies that must answer',
    default: 2000,
    min: 1,
    help: 'A call for which too few copies have answered by then is unavailable.',
    source: 'Cassandra: write request timeout 2 s',
  }),
  ...REPAIR_PARAMETERS,
  readTime: {
    type: 'distribution',
    label: 'Read',
    group: 'Work',
    default: { type: 'lognormal', p50: 0.4, p99: 8 },
    live: true,
    source: 'Cassandra, quorum read 2 ms p50, 20 ms p99 less the way (general knowledge)',
    help: 'Time that a copy takes over a read.',
  },
  writeTime: {
    type: 'distribution',
    label: 'Write',
    group: 'Work',
    default: { type: 'lognormal', p50: 0.2, p99: 4 },
    live: true,
    source: 'Cassandra, quorum write 1 ms p50, 10 ms p99 less the way (general knowledge)',
    help: 'Time that a copy takes over a write, into its log and memory.',
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
    source: 'chosen: about 40,000 writes a second and instance (docs.axonops.com: 20,000 to 100,000)',
    help: 'Reads and writes that one instance works on at a time.',
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
    help: 'Reads and writes that may wait at one instance; more are dropped, and whoever sent them waits in vain.',
  },
  ...MESH_PARAMETERS,
  ...MEMBER_PARAMETERS,
} as const satisfies ParamSpecs;

export type QuorumValues = ValuesOf<typeof QUORUM_PARAMETERS>;

export function instancesIn({ instances, gateways, places }: QuorumValues): number {
  return (instances + gateways) * storeRegions(places).length;
}

/** Whether the i-th instance holds data; regions take turns. */
export function holdsData({ instances, places }: QuorumValues, i: number): boolean {
  return Math.floor(i / storeRegions(places).length) < instances;
}

export function versionsOf(values: QuorumValues): Versions {
  return values.versions === 'vectors' ? 'vectors' : 'clock';
}

export function settingsOf(values: QuorumValues, classes: readonly RequestClass[]): StoreSettings {
  const levels = (usual: string, count: number) =>
    classes.map(({ id }) =>
      values.special.includes(id) ? { level: values.specialLevel as Level, count: values.copies } : { level: usual as Level, count },
    );
  return {
    quorum: {
      reads: levels(values.readLevel, values.readCount),
      deletes: classes.map(({ id, write }) => write && values.deletes.includes(id)),
      writes: levels(values.writeLevel, values.writeCount),
      sloppy: values.sloppy,
      handoff: values.handoff,
      writeTo: values.writeTo === 'needed' ? 'needed' : 'all',
      readFrom: values.readFrom === 'all' ? 'all' : values.readFrom === 'random' ? 'random' : 'nearest',
      readRepair: values.readRepair === 'sync' ? 'sync' : values.readRepair === 'async' ? 'async' : 'none',
      repairChance: values.repairChance,
      speculate: nanosFromMillis(values.speculate),
      siblings: values.siblings === 'merge' ? 'merge' : 'keep',
      context: values.context === 'session' ? 'session' : 'coordinator',
      timeout: Math.max(1, nanosFromMillis(values.timeout)),
    },
    mesh: { delay: new Sampler(values.messageDelay, NS_PER_MS), loss: values.messageLoss },
    work: {
      workers: values.workers,
      queueLimit: values.queueLimit,
      read: new Sampler(values.readTime, NS_PER_MS),
      write: new Sampler(values.writeTime, NS_PER_MS),
    },
    members: membersOf(values),
    hints: { limit: values.hintLimit, durable: values.hintsDurable, every: Math.max(1, nanosFromMillis(values.hintEvery)) },
    // Not more often than a hundred times a second.
    antiEntropy: {
      every: values.compareEvery > 0 ? nanosFromMillis(Math.max(10, values.compareEvery)) : 0,
      ranges: values.ranges,
      perKey: nanosFromMillis(values.hashTime),
    },
    grace: nanosFromMillis(values.grace),
  };
}
