/**
 * What the instances of a store hold: values by key, which outlive a crash, and hints: values kept for a copy that was away, to be
 * handed to it later. Instances are counted from 0 here.
 */
import { join, later, NOTHING, type Value } from '../values.ts';

export type Versions = 'clock' | 'vectors';

export class Holdings {
  readonly count: number;
  versions: Versions;
  readonly #values: readonly Map<number, Value>[];

  constructor(count: number, versions: Versions) {
    this.count = count;
    this.versions = versions;
    this.#values = Array.from({ length: count }, () => new Map<number, Value>());
  }

  get(i: number, key: number): Value {
    return this.#values[i]!.get(key) ?? NOTHING;
  }

  /** Takes a value in; whether that changed anything. */
  put(i: number, key: number, value: Value): boolean {
    const held = this.get(i, key);
    const both = this.join(held, value);
    if (both === held) return false;
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
