/**
 * Shards of an index and their copies: which node holds which, which copy leads, and which versions of documents each has taken in
 * and shows to searches. What a copy has taken in is seen by searches from its next refresh on (Lucene's segments). Nodes, shards
 * and copies count from 0; copy 0 of a shard leads at first.
 */
import { widenInts } from '../../engine/widen.ts';
import { mix32 } from '../../std/random.ts';

class Copy {
  /** By key: the version taken in, and the one that searches see. */
  taken: Int32Array = new Int32Array(64);
  shown: Int32Array = new Int32Array(64);
  /** Keys taken in since the last refresh. */
  readonly fresh: number[] = [];
  /** It has all writes of its shard. */
  current = true;

  reach(key: number): void {
    if (key < this.taken.length) return;
    let length = this.taken.length;
    while (length <= key) length *= 2;
    this.taken = widenInts(this.taken, length);
    this.shown = widenInts(this.shown, length);
  }
}

export class Shards {
  readonly count: number;
  readonly copies: number;
  readonly nodes: number;
  /** Per shard: the copy that leads. */
  readonly leader: Int32Array;
  readonly #copies: readonly Copy[];

  constructor(nodes: number, shards: number, copies: number) {
    this.nodes = nodes;
    this.count = shards;
    this.copies = Math.min(copies, nodes);
    this.leader = new Int32Array(shards);
    this.#copies = Array.from({ length: shards * this.copies }, () => new Copy());
  }

  shardOf(key: number): number {
    return mix32(0x7f4a7c15, key) % this.count;
  }

  /** Copies of one shard stand on different nodes, leaders evenly spread. */
  nodeOf(shard: number, copy: number): number {
    return (shard + copy) % this.nodes;
  }

  isCurrent(shard: number, copy: number): boolean {
    return this.#at(shard, copy).current;
  }

  /** A copy takes a version in; true when it is the first since its last refresh. */
  take(shard: number, copy: number, key: number, version: number): boolean {
    const one = this.#at(shard, copy);
    one.reach(key);
    one.taken[key] = Math.max(one.taken[key]!, version);
    one.fresh.push(key);
    return one.fresh.length === 1;
  }

  refresh(shard: number, copy: number): void {
    const one = this.#at(shard, copy);
    for (const key of one.fresh) one.shown[key] = one.taken[key]!;
    one.fresh.length = 0;
  }

  taken(shard: number, copy: number, key: number): number {
    return this.#at(shard, copy).taken[key] ?? 0;
  }

  shown(shard: number, copy: number, key: number): number {
    return this.#at(shard, copy).shown[key] ?? 0;
  }

  /** A copy missed a write: it serves nothing until it has caught up. */
  fallBehind(shard: number, copy: number): void {
    this.#at(shard, copy).current = false;
  }

  /** A copy gets all that the leader has, for all to see. */
  catchUp(shard: number, copy: number): void {
    const one = this.#at(shard, copy);
    const from = this.#at(shard, this.leader[shard]!);
    one.taken = from.taken.slice();
    one.shown = from.taken.slice();
    one.fresh.length = 0;
    one.current = true;
  }

  #at(shard: number, copy: number): Copy {
    return this.#copies[shard * this.copies + copy]!;
  }
}
