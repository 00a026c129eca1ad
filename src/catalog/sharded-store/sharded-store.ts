/** Sharded store: keys divided among groups that agree by themselves. What it does is in `sharded-station`, which families share. */
import { FAMILY_PRESETS } from '../family-presets.ts';
import { defineKind } from '../kind.ts';
import { shardedEstimate } from '../sharded-estimate.ts';
import { SHARDED_FIGURES } from '../sharded-figures.ts';
import { roomOf, SHARDED_PARAMETERS } from '../sharded-parameters.ts';
import { ShardedStore } from '../sharded-station.ts';

export const shardedStore = defineKind({
  id: 'sharded-store',
  name: 'Sharded store',
  group: 'data',
  role: 'store',
  summary: 'Keys are divided among shards, each with copies of its own: more capacity, as far as keys are asked for evenly.',
  about:
    'Keys go to shards by a ring with virtual nodes, by hash, by range or by a directory. Each shard is a group that agrees by majority (Raft), or ' +
    'one machine. A popular key makes its shard hot, however many others there are. Reads that need all shards wait for the slowest of them, and ' +
    'fail when one has no leader. When shards are added or taken away, keys are copied group by group while calls go on; calls to a group that ' +
    'moves wait or are refused. Writes over several shards are done by two-phase commit: on all of them or on none, and a leader that dies in ' +
    'between leaves keys locked, and reads of them wait or see the value before. Left out: shards that are split by load, callers with an old map of shards.',
  params: SHARDED_PARAMETERS,
  presets: FAMILY_PRESETS,
  countInstances: (values) => roomOf(values) * values.copies,
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: ['leader'],
  face: ['rate', 'hottest'],
  figures: SHARDED_FIGURES,
  slots: (values) => values.workers,
  costs: () => [{ price: 'database', each: 'instance' }],
  estimate: shardedEstimate,
  build: (context, values) => new ShardedStore(context, values),
});
