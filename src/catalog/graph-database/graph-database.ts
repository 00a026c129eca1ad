/** Graph database: records point at each other, so a step from one to the next is no look-up. */
import { familyParameters } from '../family-parameters.ts';
import { defineKind } from '../kind.ts';
import { shardedEstimate } from '../sharded-estimate.ts';
import { SHARDED_FIGURES } from '../sharded-figures.ts';
import { roomOf } from '../sharded-parameters.ts';
import { ShardedStore } from '../sharded-station.ts';

export const graphDatabase = defineKind({
  id: 'graph-database',
  name: 'Graph database',
  group: 'data',
  role: 'store',
  summary: 'Records that point at each other: friends of friends cost a step each, not a look-up each.',
  about:
    'One group of copies that elect a leader, as a Neo4j cluster, with the whole graph in each: a traversal follows pointers in memory. Ranges, searches ' +
    'and sums over many records are what it is poor at. How a class asks, and how many records that touches, is set on the class. With more shards ' +
    'each traversal stays within one, which real graphs seldom allow. Left out: planning of queries, graphs larger than memory.',
  params: familyParameters('graph', 1),
  countInstances: (values) => roomOf(values) * values.copies,
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: ['leader'],
  face: ['rate', 'p99'],
  figures: SHARDED_FIGURES,
  slots: (values) => values.workers,
  costs: () => [{ price: 'database', each: 'instance' }],
  estimate: { send: () => [], serve: (given, values) => shardedEstimate.serve(given, values) },
  build: (context, values) => new ShardedStore(context, values),
});
