/** Coverage: databases and storage. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const STORES: readonly Row[] = [
  {
    id: 'B1',
    concept:
      'SQL: ACID, indexes, slow query, N+1, connection pool, locks; query tuning and denormalisation as cost changes; materialised views',
    built: [],
    proof: [],
  },
  {
    id: 'B2',
    concept:
      'primary–replica: asynchronous, semi-synchronous, synchronous; read replicas; replication lag; failover and lost writes; promotion',
    built: [],
    proof: [],
  },
  {
    id: 'B3',
    concept: 'multi-leader (peer to peer): conflicts, last-write-wins, version vectors, merge',
    built: [],
    proof: [],
  },
  {
    id: 'B4',
    concept: 'leaderless quorum N/R/W, sloppy quorum, hinted handoff, read repair, anti-entropy',
    built: [],
    proof: [],
  },
  {
    id: 'B5',
    concept: 'chain replication',
    built: [],
    proof: [],
  },
  {
    id: 'B6',
    concept: 'consensus (Raft): election, log replication, minority cannot write',
    built: [],
    proof: [],
  },
  {
    id: 'B7',
    concept: 'snapshot replication',
    built: [],
    proof: [],
  },
  {
    id: 'B8',
    concept: 'federation by function',
    built: [],
    proof: [],
  },
  {
    id: 'B9',
    concept: 'sharding: range, hash, consistent hashing with virtual nodes, directory; hot shard, resharding and keys moved (k/n)',
    built: [],
    proof: [],
  },
  {
    id: 'B10',
    concept: 'NoSQL families: key–value, document, wide-column, graph with their access costs',
    built: [],
    proof: [],
  },
  {
    id: 'B11',
    concept: 'SQL vs NoSQL choice compared under one workload',
    built: [],
    proof: [],
  },
  {
    id: 'B12',
    concept:
      'distributed file system / object store: client, metadata server, data nodes, blocks, replication factor, rack-aware placement, re-replication after loss',
    built: [
      'kind dfs',
      'kind object-store',
      'parameter dfs.copies',
      'parameter dfs.blockSize',
      'parameter dfs.standby',
      'parameter dfs.spread',
      'parameter dfs.repairRate',
      'parameter object-store.protection',
      'fault disk-loss',
      'example dfs',
      'example object-store',
    ],
    proof: [
      'dfs.test "is read from the nearest"',
      'dfs.test "is written through a pipeline"',
      'dfs.test "that is lost takes nothing with it"',
      'dfs.test "is followed by its standby"',
      'dfs.test "are spread over"',
      'placement.test "puts as few pieces"',
      'object-store.test "are made good from"',
      'part-examples.test "%s meets its objectives, and without it misses one"',
    ],
  },
  {
    id: 'B13',
    concept: 'redundancy vs replication; RAID levels for storage',
    built: [],
    proof: [],
  },
  {
    id: 'B14',
    concept: 'multi-region replication and region loss',
    built: [],
    proof: [],
  },
];
