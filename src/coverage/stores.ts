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
    built: [
      'kind chain-store',
      'parameter chain-store.reads',
      'parameter chain-store.lease',
      'parameter chain-store.misses',
      'example chain-store',
    ],
    proof: [
      'case chain-of-4',
      'chain-store.test "takes the sum of all hops"',
      'chain-store.test "is never old at the tail"',
      'chain-store.test "holds up writes until"',
      'chain.test "confirms each write once"',
      'chain.test "loses with its head only"',
    ],
  },
  {
    id: 'B6',
    concept: 'consensus (Raft): election, log replication, minority cannot write',
    built: [
      'kind consensus-store',
      'parameter consensus-store.reads',
      'parameter consensus-store.fsync',
      'parameter consensus-store.places',
      'fault kill-leader',
      'fault partition',
      'example consensus-store',
      'example two-cut-off',
    ],
    proof: [
      'safety.test "keeps election safety"',
      'raft.test "is found again"',
      'raft.test "is committed when a majority"',
      'raft.test "is not committed by a minority"',
      'raft.test "is sent the saved state"',
      'consensus-store.test "cannot write"',
      'consensus-store.test "is followed by another within"',
      'case three-of-five-disks',
    ],
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
    built: [
      'kind sharded-store',
      'parameter sharded-store.scheme',
      'parameter sharded-store.shards',
      'parameter sharded-store.virtualNodes',
      'parameter sharded-store.moving',
      'parameter sharded-store.scatter',
      'example sharded-store',
    ],
    proof: [
      'partition.test "by ring and by directory moves"',
      'partition.test "by hash moves"',
      'partition.test "by range moves half"',
      'sharded-store.test "that is popular makes"',
      'sharded-store.test "whose neighbours are popular"',
      'sharded-store.test "moves 1/(n+1) of the keys"',
      'sharded-store.test "waits for the slowest"',
    ],
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
    built: [],
    proof: [],
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
