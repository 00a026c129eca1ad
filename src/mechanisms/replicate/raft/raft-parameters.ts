/** What can be set on a group that agrees by Raft, for every kind that has one, and the protocol's settings that follow. */
import type { Sim } from '../../../engine/sim.ts';
import { Sampler } from '../../../std/distribution.ts';
import type { ParamSpecs, ValuesOf } from '../../../std/parameter.ts';
import { Stream } from '../../../std/random.ts';
import { NS_PER_MS, nanosFromMillis } from '../../../std/units.ts';
import type { RaftSettings } from './protocol.ts';

export const ELECTION_PARAMETERS = {
  heartbeat: {
    type: 'number',
    label: 'Heartbeat',
    group: 'Election',
    unit: 'ms',
    min: 1,
    max: 60_000,
    default: 100,
    whole: false,
    live: true,
    source: 'etcd: 100 ms',
    help: 'The leader says so often that it is there.',
  },
  electionLeast: {
    type: 'number',
    label: 'Patience at least',
    group: 'Election',
    unit: 'ms',
    min: 2,
    max: 600_000,
    default: 1000,
    whole: false,
    live: true,
    source: 'etcd: 1,000 ms; Raft paper: 150 to 300',
    help: 'A follower that hears nothing for this long, or a little longer, stands for election.',
  },
  electionMost: {
    type: 'number',
    label: 'Patience at most',
    group: 'Election',
    unit: 'ms',
    min: 2,
    max: 600_000,
    default: 2000,
    whole: false,
    live: true,
    source: 'etcd: up to twice the least',
    help: 'Each waits for a time between the two, drawn anew. A leader that hears no majority for this long steps down.',
  },
  preVote: {
    type: 'flag',
    label: 'Asks before it stands',
    group: 'Election',
    default: true,
    live: true,
    source: 'etcd since 3.5; Ongaro’s thesis, 9.6',
    help: 'Who could not win does not stand, so that a member that was cut off disturbs nobody when it comes back.',
  },
} as const satisfies ParamSpecs;

export const DISK_PARAMETERS = {
  fsync: {
    type: 'flag',
    label: 'Waits for the disk',
    group: 'Disk',
    default: true,
    live: true,
    source: 'etcd, Consul: always',
    help: 'Entries and votes are on disk before anybody is told. Off: faster, and members that crash forget what they had promised.',
  },
  diskTime: {
    type: 'distribution',
    label: 'Write to disk',
    group: 'Disk',
    default: { type: 'lognormal', p50: 1.8, p99: 6 },
    live: true,
    source: 'commit with fsync on a network disk (gp3): earezki.com ch. 28',
    help: 'One write at a time; entries that come meanwhile go together with the next.',
  },
  flushEvery: {
    type: 'number',
    label: 'Flushed every',
    group: 'Disk',
    unit: 'ms',
    min: 1,
    max: 600_000,
    default: 5000,
    whole: false,
    live: true,
    source: 'Linux writes back every 5 s',
    help: 'Without waiting, what was written gets to the disk so long after.',
  },
} as const satisfies ParamSpecs;

export const LOG_PARAMETERS = {
  batch: {
    type: 'number',
    label: 'Entries in a message',
    group: 'Log',
    unit: 'count',
    min: 1,
    max: 100_000,
    default: 500,
    whole: true,
    live: true,
    source: 'chosen; etcd: 1 MB',
    help: 'At most so many entries go to a follower in one message.',
  },
  window: {
    type: 'number',
    label: 'Messages on their way',
    group: 'Log',
    unit: 'count',
    min: 1,
    max: 100_000,
    default: 512,
    whole: true,
    live: true,
    source: 'etcd: 512',
    help: 'So many may be unanswered for each follower; 1: each waits for the answer to the one before.',
  },
  snapshotEvery: {
    type: 'number',
    label: 'State saved every',
    group: 'Log',
    unit: 'count',
    min: 0,
    max: 10_000_000,
    default: 10_000,
    whole: true,
    zero: 'never',
    live: true,
    source: 'etcd 3.6: 10,000 entries',
    help: 'After so many entries a member saves its state and forgets the log before it.',
  },
  logKept: {
    type: 'number',
    label: 'Entries kept',
    group: 'Log',
    unit: 'count',
    min: 0,
    max: 10_000_000,
    default: 5000,
    whole: true,
    live: true,
    source: 'etcd: 5,000 for followers that catch up',
    help: 'So many stay in the log behind a saved state. A member that lags further behind needs the whole state.',
  },
  transferTime: {
    type: 'number',
    label: 'Sending the state',
    group: 'Log',
    unit: 'ms',
    min: 0,
    max: 3_600_000,
    default: 2000,
    whole: false,
    live: true,
    source: 'chosen: 200 MB at 100 MB/s',
    help: 'How long the saved state takes to a member that lags too far behind.',
  },
} as const satisfies ParamSpecs;

type Values = ValuesOf<typeof ELECTION_PARAMETERS> & ValuesOf<typeof DISK_PARAMETERS> & ValuesOf<typeof LOG_PARAMETERS>;

/** Draws how long a write to disk takes at each member, whose streams are named after the group. */
export class DiskLuck {
  readonly #sim: Sim;
  readonly #first: number;
  readonly #streams: readonly Stream[];

  constructor(sim: Sim, first: number, members: number, name: string) {
    this.#sim = sim;
    this.#first = first;
    this.#streams = Array.from({ length: members }, (_, i) => new Stream(sim.shape.seed, `${name}/disk/${i}`));
  }

  timer(sampler: Sampler): (i: number) => number {
    return (i) => this.#sim.work(this.#first + i, sampler.sampleNanos(this.#streams[i]!));
  }
}

/** `lease`: ns that a leader answers reads by itself; 0: never. */
export function raftSettings(values: Values, lease: number, luck: DiskLuck): RaftSettings {
  return {
    heartbeat: nanosFromMillis(values.heartbeat),
    least: nanosFromMillis(values.electionLeast),
    most: nanosFromMillis(Math.max(values.electionLeast, values.electionMost)),
    batch: values.batch,
    window: values.window,
    preVote: values.preVote,
    stepsDown: true,
    // Others may be elected when they have heard nothing for the least patience.
    lease: Math.min(lease, nanosFromMillis(values.electionLeast)),
    fsync: values.fsync,
    diskTime: luck.timer(new Sampler(values.diskTime, NS_PER_MS)),
    flush: nanosFromMillis(values.flushEvery),
    snapshotEvery: values.snapshotEvery,
    kept: values.logKept,
    transfer: nanosFromMillis(values.transferTime),
  };
}
