/** What a write over several shards (mechanisms/shard/two-phase) needs to know of a sharded store, and asks of it. */
import { GENERATION, THERE } from '../engine/requests.ts';
import type { Sim } from '../engine/sim.ts';
import type { KeyedStore, Note } from '../mechanisms/replicate/raft/keyed-store.ts';
import type { Resharding } from '../mechanisms/shard/resharding.ts';
import type { Sharding } from '../mechanisms/shard/sharding.ts';
import type { Slots } from '../mechanisms/shard/slots.ts';
import type { Parts } from '../mechanisms/shard/transaction.ts';

export interface Shards {
  readonly firstInstance: number;
  readonly dataset: number;
  /** Members of each shard. */
  readonly members: number;
  readonly stores: readonly KeyedStore[];
  readonly resharding: Resharding;
  readonly slots: Slots;
}

/** What only the station can do. */
export interface Doing {
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
    return this.#shards.resharding.of(key);
  }

  moves(key: number): boolean {
    return this.#shards.resharding.holds(key);
  }

  shards(): number {
    return this.#shards.resharding.shards;
  }

  leaderOf(shard: number): number {
    const leader = this.#shards.stores[shard]!.raft.leader();
    return leader < 0 ? -1 : this.#shards.firstInstance + shard * this.#shards.members + leader;
  }

  leads(instance: number): boolean {
    return this.#storeOf(instance).raft.leads(this.#memberOf(instance));
  }

  work(row: number, generation: number, instance: number, ticket: number): boolean {
    return this.#shards.slots.add(row, generation, instance, instance, true, ticket);
  }

  note(instance: number, key: number, note: Note): void {
    this.#storeOf(instance).note(this.#memberOf(instance), key, note);
  }

  decide(row: number, instance: number, note: Note): void {
    this.#storeOf(instance).write(row, this.#memberOf(instance), note);
  }

  learn(instance: number, ticket: number, note: Note): void {
    this.#storeOf(instance).learn(this.#memberOf(instance), ticket, note);
  }

  make(parts: Parts): void {
    const { history } = this.#sim;
    for (const part of parts) part.version = history.make(this.#shards.dataset, part.key);
    history.tied.tie(this.#shards.dataset, parts);
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

  #storeOf(instance: number): KeyedStore {
    return this.#shards.stores[Math.floor((instance - this.#shards.firstInstance) / this.#shards.members)]!;
  }

  #memberOf(instance: number): number {
    return (instance - this.#shards.firstInstance) % this.#shards.members;
  }
}
