/**
 * Which shard a key belongs to. By range: shards have neighbouring keys, a new one takes half of the longest range. By hash: the
 * remainder of a hash, so that another number of shards moves nearly all keys. By ring: consistent hashing with virtual nodes, so that a
 * new shard takes about 1/(n+1) from all others. By directory: slots of keys are listed with their shard, and as few are moved as give
 * each shard the same number. Keys count from 0.
 */
import { mix32 } from '../../std/random.ts';
import { HashRing } from '../ring/hash-ring.ts';

export type Scheme = 'range' | 'hash' | 'ring' | 'directory';

/** Slots of a directory (chosen; Redis Cluster has 16,384). */
const SLOTS = 16_384;
const SEED = 0x5a4d;

export interface PartitionSettings {
  readonly scheme: Scheme;
  /** Keys there are, for ranges. */
  readonly keys: number;
  readonly virtualNodes: number;
}

export class Partition {
  readonly #settings: PartitionSettings;
  #shards: number;
  #ring: HashRing;
  /** Ranges: where each begins, ascending, and whose it is. */
  #begins: number[];
  #owners: number[];
  #directory: Uint8Array;

  constructor(settings: PartitionSettings, shards: number) {
    this.#settings = settings;
    this.#shards = shards;
    this.#ring = ringOf(settings, shards);
    this.#begins = Array.from({ length: shards }, (_, i) => Math.floor((i * settings.keys) / shards));
    this.#owners = this.#begins.map((_, i) => i);
    this.#directory = Uint8Array.from({ length: SLOTS }, (_, slot) => slot % shards);
  }

  get shards(): number {
    return this.#shards;
  }

  of(key: number): number {
    switch (this.#settings.scheme) {
      case 'range':
        return this.#owners[this.#rangeOf(key)]!;
      case 'hash':
        return mix32(key, SEED) % this.#shards;
      case 'ring':
        return this.#ring.ownerOf(mix32(key, SEED));
      default:
        return this.#directory[mix32(key, SEED) % SLOTS]!;
    }
  }

  /** From now on there are so many shards. */
  resize(shards: number): void {
    while (this.#begins.length > 0 && this.#shards < shards) this.#grow();
    while (this.#shards > shards) this.#shrink();
    this.#ring = ringOf(this.#settings, shards);
  }

  /** The same partition, to be resized by itself. */
  copy(): Partition {
    const copy = new Partition(this.#settings, this.#shards);
    copy.#begins = [...this.#begins];
    copy.#owners = [...this.#owners];
    copy.#directory = this.#directory.slice();
    return copy;
  }

  #rangeOf(key: number): number {
    let at = this.#begins.length - 1;
    while (at > 0 && this.#begins[at]! > key) at--;
    return at;
  }

  #length(at: number): number {
    return (this.#begins[at + 1] ?? this.#settings.keys) - this.#begins[at]!;
  }

  #grow(): void {
    const next = this.#shards++;
    let longest = 0;
    for (let at = 1; at < this.#begins.length; at++) if (this.#length(at) > this.#length(longest)) longest = at;
    this.#begins.splice(longest + 1, 0, this.#begins[longest]! + Math.ceil(this.#length(longest) / 2));
    this.#owners.splice(longest + 1, 0, next);
    this.#level();
  }

  /** The last shard goes; its neighbours take over its ranges. */
  #shrink(): void {
    const gone = --this.#shards;
    for (let at = this.#owners.length - 1; at >= 0; at--) {
      if (this.#owners[at] !== gone) continue;
      if (at === 0) this.#owners[0] = this.#owners[1] ?? 0;
      else this.#owners[at] = this.#owners[at - 1]!;
    }
    this.#level();
  }

  /** The directory gives each shard its part again, and moves no more slots than that takes. */
  #level(): void {
    const counts = new Int32Array(Math.max(this.#shards + 1, 256));
    for (const owner of this.#directory) counts[owner] = counts[owner]! + 1;
    const share = Math.floor(SLOTS / this.#shards);
    const more = SLOTS % this.#shards;
    const wants = (shard: number): number => share + (shard < more ? 1 : 0);
    let to = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      const owner = this.#directory[slot]!;
      if (owner < this.#shards && counts[owner]! <= wants(owner)) continue;
      while (to < this.#shards && counts[to]! >= wants(to)) to++;
      if (to === this.#shards) return;
      counts[owner] = counts[owner]! - 1;
      counts[to] = counts[to]! + 1;
      this.#directory[slot] = to;
    }
  }
}

function ringOf({ virtualNodes }: PartitionSettings, shards: number): HashRing {
  return new HashRing(
    Array.from({ length: shards }, (_, i) => `shard-${i}`),
    virtualNodes,
  );
}
