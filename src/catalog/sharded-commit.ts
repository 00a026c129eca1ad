/** What a write over several shards (mechanisms/shard/two-phase) needs to know of a sharded store, and asks of it. */
import { GENERATION, THERE } from '../engine/requests.ts';
import type { Sim } from '../engine/sim.ts';
import type { KeyedStore } from '../mechanisms/replicate/raft/keyed-store.ts';
import type { Resharding } from '../mechanisms/shard/resharding.ts';
import type { Job, Slots } from '../mechanisms/shard/slots.ts';
import type { Sharding } from '../mechanisms/shard/two-phase.ts';

export interface Shards {
  readonly firstInstance: number;
  /** Members of each shard. */
  readonly members: number;
  readonly stores: readonly KeyedStore[];
  readonly moves: Resharding;
  readonly slots: Slots;
}

/** What only the station can do. */
export interface Doing {
  ask(job: Job, from: number, to: number): void;
  refuse(job: Job, from: number, to: number): void;
  fail(row: number, reason: number): void;
  resume(row: number, instance: number): void;
}

export class ShardedCommit implements Sharding {
  readonly #sim: Sim;
  readonly #shards: Shards;
  readonly #do: Doing;

  constructor(sim: Sim, shards: Shards, doing: Doing) {
    this.#sim = sim;
    this.#shards = shards;
    this.#do = doing;
  }

  shardOf(key: number): number {
    return this.#shards.moves.of(key);
  }

  shards(): number {
    return this.#shards.moves.shards;
  }

  leaderOf(shard: number): number {
    const leader = this.#shards.stores[shard]!.raft.leader();
    return leader < 0 ? -1 : this.#shards.firstInstance + shard * this.#shards.members + leader;
  }

  version(shard: number, key: number): number {
    const store = this.#shards.stores[shard]!;
    const leader = store.raft.leader();
    return leader < 0 ? 0 : store.version(leader, key);
  }

  ask(row: number, generation: number, from: number, to: number): void {
    this.#do.ask(this.#job(row, generation, to, from), from, to);
  }

  refuse(row: number, generation: number, from: number, to: number): void {
    this.#do.refuse(this.#job(row, generation, from, to), from, to);
  }

  work(row: number, generation: number, instance: number, asker: number): boolean {
    return this.#shards.slots.add(row, generation, instance, asker, true);
  }

  commit(row: number, instance: number): void {
    const { firstInstance, members, stores } = this.#shards;
    const at = instance - firstInstance;
    stores[Math.floor(at / members)]!.write(row, at % members);
  }

  fail(row: number, reason: number): void {
    this.#do.fail(row, reason);
  }

  resume(row: number, instance: number): void {
    this.#do.resume(row, instance);
  }

  isOn(row: number, generation: number): boolean {
    const { requests } = this.#sim;
    return requests.ints[row + GENERATION] === generation && requests.has(row, THERE);
  }

  #job(row: number, generation: number, instance: number, asker: number): Job {
    return { row, generation, instance, for: asker, write: true, since: this.#sim.now, run: 0 };
  }
}
