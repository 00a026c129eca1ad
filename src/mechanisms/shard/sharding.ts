/** What two-phase commit is set to, and what it needs to know of a sharded store and asks of it. */
import type { Note } from '../replicate/raft/keyed-store.ts';
import type { Parts } from './transaction.ts';

export interface TwoPhaseSettings {
  /** Shards that such a write touches, its own included. */
  readonly touches: number;
  /** Keys among which those of the other shards are sought. */
  readonly keys: number;
  /** ns after which a leader that lacks a vote gives the write up, and one that is prepared asks how it ended. */
  readonly patience: number;
  /** Whether a read of a key that is prepared waits until it is known there how the write ends. */
  readonly readsWait: boolean;
}

/** The station's side. */
export interface Sharding {
  /** The shard of a key; whether it is held still because it moves; how many shards there are. */
  shardOf(key: number): number;
  moves(key: number): boolean;
  shards(): number;
  /** The instance that leads a shard (-1: none); whether an instance leads the shard that it belongs to. */
  leaderOf(shard: number): number;
  leads(instance: number): boolean;
  isOn(row: number, generation: number): boolean;
  /** A part of a call is done as work, and `worked` with its ticket follows; false when there is no room. */
  work(row: number, generation: number, instance: number, ticket: number): boolean;
  /** A leader has its group agree on a note, about a key or about none (-1); on a call's own write; or learns what was agreed on. */
  note(instance: number, key: number, note: Note): void;
  decide(row: number, instance: number, note: Note): void;
  learn(instance: number, ticket: number, note: Note): void;
  fail(row: number, reason: number): void;
  /** A write is decided: versions of all of its keys are made, and tied to each other. */
  make(parts: Parts): void;
  /** The key that a call waited for is free. */
  resume(row: number, instance: number): void;
}
