/**
 * What the instances of a store hold: values by key, which outlive a crash, and hints: values kept for a copy that was away, to be
 * handed to it later. Instances are counted from 0 here.
 */
import { join, later, NOTHING, type Value } from '../values.ts';

export type Versions = 'clock' | 'vectors';

export class Holdings {
  readonly count: number;
  versions: Versions;
  /** ns that a tombstone is kept for; then its holder forgets it, and with it that there was such a key. */
  grace = Number.POSITIVE_INFINITY;
  /** Keys that came back, since a copy had outlived the tombstone that it missed. */
  resurrected = 0;
  readonly #values: readonly Map<number, Value>[];
  readonly #now: () => number;
  /** Keys whose tombstone an instance has, in the order in which it got them. */
  readonly #tombstones: readonly Set<number>[];
  /** What each instance has forgotten, and the newest of it by key. Nobody asks these: they are for those who measure. */
  readonly #forgotten: readonly Map<number, Value>[];
  readonly #deletedBy = new Map<number, number>();
  readonly #back = new Map<number, number>();

  constructor(count: number, versions: Versions, now: () => number) {
    this.count = count;
    this.versions = versions;
    this.#now = now;
    this.#values = Array.from({ length: count }, () => new Map<number, Value>());
    this.#tombstones = Array.from({ length: count }, () => new Set<number>());
    this.#forgotten = Array.from({ length: count }, () => new Map<number, Value>());
  }

  get(i: number, key: number): Value {
    const value = this.#values[i]!.get(key) ?? NOTHING;
    if (!value.deleted || this.#now() < value.stamp + this.grace) return value;
    this.#forget(i, key, value);
    return NOTHING;
  }

  /** Tombstones kept now, at all instances. */
  get tombstones(): number {
    let sum = 0;
    this.#tombstones.forEach((keys, i) => {
      // Those that nobody has asked for since their time was over are still there; the oldest come first.
      for (const key of keys) if (this.get(i, key) !== NOTHING) break;
      sum += keys.size;
    });
    return sum;
  }

  /** The version of the delete that left nothing of a key; 0: there was none. */
  deletedBy(key: number): number {
    return this.#deletedBy.get(key) ?? 0;
  }

  /** Takes a value in; whether that changed anything. */
  put(i: number, key: number, value: Value): boolean {
    const held = this.get(i, key);
    const both = this.join(held, value);
    if (both === held) return false;
    if (held === NOTHING && !both.deleted) this.#mayBeBack(i, key, both);
    if (held.deleted) this.#tombstones[i]!.delete(key);
    if (both.deleted) this.#tombstones[i]!.add(key);
    this.#values[i]!.set(key, both);
    return true;
  }

  join(a: Value, b: Value): Value {
    return this.versions === 'clock' ? later(a, b) : join(a, b);
  }

  keys(i: number): IterableIterator<number> {
    return this.#values[i]!.keys();
  }

  size(i: number): number {
    return this.#values[i]!.size;
  }

  #forget(i: number, key: number, value: Value): void {
    this.#tombstones[i]!.delete(key);
    this.#values[i]!.delete(key);
    this.#forgotten[i]!.set(key, value);
    this.#deletedBy.set(key, Math.max(this.deletedBy(key), value.version));
  }

  /** A copy takes in a value that it had known to be deleted. */
  #mayBeBack(i: number, key: number, { stamp }: Value): void {
    const tombstone = this.#forgotten[i]!.get(key);
    if (tombstone === undefined || tombstone.stamp < stamp || this.#back.get(key) === tombstone.version) return;
    this.#back.set(key, tombstone.version);
    this.resurrected++;
  }
}

/** Hints of all instances: for whom, and for each key the newest value. */
export class Hints {
  /** Hints kept now; lost with a crash, or for want of room. */
  kept = 0;
  lost = 0;
  limit: number;
  readonly #holdings: Holdings;
  /** Holder × count + the one they are for. */
  readonly #for: readonly Map<number, Value>[];
  readonly #heldBy: Int32Array;

  constructor(holdings: Holdings, limit: number) {
    const { count } = holdings;
    this.#holdings = holdings;
    this.limit = limit;
    this.#for = Array.from({ length: count * count }, () => new Map<number, Value>());
    this.#heldBy = new Int32Array(count);
  }

  /** Keeps a value for somebody who is away; false when there is no room. */
  keep(holder: number, target: number, key: number, value: Value): boolean {
    const map = this.#mapOf(holder, target);
    const before = map.get(key);
    if (before === undefined) {
      if (this.#heldBy[holder]! >= this.limit) {
        this.lost++;
        return false;
      }
      this.#heldBy[holder] = this.#heldBy[holder]! + 1;
      this.kept++;
    }
    map.set(key, before === undefined ? value : this.#holdings.join(before, value));
    return true;
  }

  get(holder: number, target: number, key: number): Value {
    return this.#mapOf(holder, target).get(key) ?? NOTHING;
  }

  /** The key of the oldest hint of a holder for somebody, or -1. */
  first(holder: number, target: number): number {
    for (const key of this.#mapOf(holder, target).keys()) return key;
    return -1;
  }

  /** It was handed over: the hint goes, unless a newer value has come since. */
  handed(holder: number, target: number, key: number, value: Value): void {
    const map = this.#mapOf(holder, target);
    if (map.get(key) !== value) return;
    map.delete(key);
    this.kept--;
    this.#heldBy[holder] = this.#heldBy[holder]! - 1;
  }

  /** The holder's memory is gone. */
  forget(holder: number): void {
    for (let target = 0; target < this.#holdings.count; target++) this.#mapOf(holder, target).clear();
    this.lost += this.#heldBy[holder]!;
    this.kept -= this.#heldBy[holder]!;
    this.#heldBy[holder] = 0;
  }

  #mapOf(holder: number, target: number): Map<number, Value> {
    return this.#for[holder * this.#holdings.count + target]!;
  }
}
