/**
 * Resharding while calls go on: the keys whose shard changes are moved in small groups, one after the other, as fast as copying goes. A
 * group of keys is held still while it is copied, so nothing is written to it meanwhile; then it belongs to its new shard. Keys that
 * nobody has asked for yet have no data and change at once.
 */
import type { Partition } from './partition.ts';

export interface MoveSettings {
  /** Keys copied in a second, and how many are held still at a time. */
  readonly rate: number;
  readonly group: number;
}

export interface MoveSurroundings {
  wake(delay: number, a: number): void;
}

export interface MoveOwner {
  /** No write of this key is under way. */
  isQuiet(key: number): boolean;
  /** Its data goes to another shard; `arrived` follows. False when that cannot be now. */
  transfer(key: number, from: number, to: number): boolean;
  /** A group of keys has changed its shard: calls that waited go on. */
  changed(): void;
}

const NS_PER_S = 1_000_000_000;
/** ns after which what did not succeed is tried again (chosen). */
const AGAIN = 5_000_000;

export class Resharding {
  settings: MoveSettings;
  /** Keys moved, and keys that were there when they were, since the start. */
  moved = 0;
  known = 0;
  readonly #around: MoveSurroundings;
  readonly #owner: MoveOwner;
  #now: Partition;
  #next: Partition | undefined;
  #wanted: number;
  /** 1: somebody asked for this key. */
  #seen = new Uint8Array(1024);
  /** Keys that still have to move, the next one last; the group that is held still; what has not arrived of it. */
  #left: number[] = [];
  #group = new Set<number>();
  #missing = new Set<number>();
  #waiting = new Set<number>();
  #round = 0;

  constructor(partition: Partition, settings: MoveSettings, around: MoveSurroundings, owner: MoveOwner) {
    this.#now = partition;
    this.#wanted = partition.shards;
    this.settings = settings;
    this.#around = around;
    this.#owner = owner;
  }

  /** Shards that hold keys or are about to. */
  get shards(): number {
    return Math.max(this.#now.shards, this.#next?.shards ?? 0);
  }

  get left(): number {
    return this.#left.length + this.#group.size;
  }

  /** The shard that a key belongs to now. */
  of(key: number): number {
    this.#see(key);
    if (this.#next === undefined) return this.#now.of(key);
    return this.#waiting.has(key) ? this.#now.of(key) : this.#next.of(key);
  }

  /** Whether a key is held still. */
  holds(key: number): boolean {
    return this.#group.size > 0 && this.#group.has(key);
  }

  resize(shards: number): void {
    this.#wanted = shards;
    if (this.#next === undefined) this.#begin();
  }

  /** A group's time is over, or something is tried again. */
  event(round: number): void {
    if (round !== this.#round) return;
    if ([...this.#group].some((key) => !this.#owner.isQuiet(key))) {
      this.#wait(AGAIN);
      return;
    }
    const next = this.#next!;
    for (const key of [...this.#missing]) this.#owner.transfer(key, this.#now.of(key), next.of(key));
    // With the last one that arrived at once the next group has begun already.
    if (this.#round === round) this.#wait(AGAIN);
  }

  /** A key's data is in its new shard. */
  arrived(key: number): void {
    if (!this.#missing.delete(key) || this.#missing.size > 0) return;
    this.#change();
  }

  #see(key: number): void {
    if (key >= this.#seen.length) {
      let length = this.#seen.length;
      while (length <= key) length *= 2;
      const seen = new Uint8Array(length);
      seen.set(this.#seen);
      this.#seen = seen;
    }
    this.#seen[key] = 1;
  }

  #begin(): void {
    if (this.#wanted === this.#now.shards) return;
    const next = this.#now.copy();
    next.resize(this.#wanted);
    for (let key = this.#seen.length - 1; key >= 0; key--) {
      if (this.#seen[key] === 0) continue;
      this.known++;
      if (this.#now.of(key) !== next.of(key)) this.#left.push(key);
    }
    this.#next = next;
    this.#waiting = new Set(this.#left);
    this.#take();
  }

  /** The next group is held still for as long as copying it takes. */
  #take(): void {
    this.#group = new Set(this.#left.splice(-Math.max(1, this.settings.group)));
    this.#missing = new Set(this.#group);
    if (this.#group.size === 0) {
      this.#now = this.#next!;
      this.#next = undefined;
      this.#begin();
      return;
    }
    this.#wait(Math.round((this.#group.size / this.settings.rate) * NS_PER_S));
  }

  #wait(ns: number): void {
    this.#round++;
    this.#around.wake(ns, this.#round);
  }

  #change(): void {
    this.#round++;
    this.moved += this.#group.size;
    for (const key of this.#group) this.#waiting.delete(key);
    this.#group = new Set();
    this.#owner.changed();
    this.#take();
  }
}
