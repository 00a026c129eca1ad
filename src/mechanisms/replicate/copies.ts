/**
 * The copies of a replicated store: which version of every key each instance holds, how much of the log it has received
 * and applied, and where its past parts from the log after changes of leader that it did not see. Records are applied in
 * the log's order and undone in the opposite order (as pg_rewind does), so a copy is always exactly one prefix of one
 * leader's log. Instances are counted from 0 here.
 */
import { widenInts } from '../../engine/widen.ts';
import type { ReplicatedLog } from './replicated-log.ts';

export class Copies {
  readonly count: number;
  /** Positions of the last record received (on disk) and of the last one applied (visible). */
  readonly received: Float64Array;
  readonly applied: Float64Array;
  /** The epoch whose log it follows. */
  readonly epoch: Int32Array;
  /** The first record dropped since then: what it has from there on is not in force any more. Infinity: none. */
  readonly fork: Float64Array;
  /** 1: it holds nothing of use, and only a copy of another instance can help it. */
  readonly blank: Uint8Array;
  /** 1: it has left the log for good, and needs nothing of it. */
  readonly #left: Uint8Array;
  readonly #log: ReplicatedLog;
  readonly #versions: Int32Array[];

  constructor(log: ReplicatedLog, count: number) {
    this.count = count;
    this.#log = log;
    this.received = new Float64Array(count);
    this.applied = new Float64Array(count);
    this.epoch = new Int32Array(count);
    this.fork = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.blank = new Uint8Array(count);
    this.#left = new Uint8Array(count);
    this.#versions = Array.from({ length: count }, () => new Int32Array(1024));
  }

  /** The version of a key that an instance holds; 0: the one from before the run. */
  version(i: number, key: number): number {
    const versions = this.#versions[i]!;
    return key < versions.length ? versions[key]! : 0;
  }

  /** Position of the next record that an instance has to apply; not yet received when it lies behind `received`. */
  next(i: number): number {
    return this.#log.next(this.applied[i]!, this.epoch[i]!);
  }

  /** Whether it has received what it has not applied, and can apply it. */
  behind(i: number): boolean {
    return this.applied[i]! < this.received[i]! && !this.outrun(i) && this.next(i) <= this.received[i]!;
  }

  /** Applies the next record; its position. */
  apply(i: number): number {
    const log = this.#log;
    const position = this.next(i);
    const at = log.place(position);
    const key = log.key[at]!;
    const versions = this.#versionsUpTo(i, key);
    log.before[at] = versions[key]!;
    versions[key] = log.version[at]!;
    this.applied[i] = position;
    return position;
  }

  /** When the oldest record in force that it has not applied was committed, ns; Infinity when it has applied all. */
  oldestMissing(i: number): number {
    const log = this.#log;
    const position = log.next(this.applied[i]!, log.epoch);
    return position <= log.end ? log.committed[log.place(position)]! : Number.POSITIVE_INFINITY;
  }

  /** The oldest position that some instance still needs, to apply or to undo. */
  needed(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.count; i++) if (this.#left[i] === 0) least = Math.min(least, this.#needs(i));
    return least;
  }

  /** What it needs is not kept any more: only a copy of another instance can help it. */
  outrun(i: number): boolean {
    return this.blank[i] === 1 || this.#needs(i) <= this.#log.base;
  }

  /** It has records that a change of leader dropped. */
  diverged(i: number): boolean {
    return this.received[i]! >= this.fork[i]!;
  }

  /** The last position of the log in force that it has received. */
  reach(i: number): number {
    return Math.min(this.received[i]!, this.fork[i]! - 1);
  }

  /** An instance leads from now on: the records that it has not received are dropped. Position of the first one dropped. */
  lead(i: number): number {
    const log = this.#log;
    const first = log.dropAfter(this.received[i]!);
    this.dropped(first);
    this.fork[i] = Number.POSITIVE_INFINITY;
    this.epoch[i] = log.epoch;
    return first;
  }

  /** The records in force from this position on are so no longer; beyond the end of the log: there are none. */
  dropped(first: number): void {
    if (first <= this.#log.end) for (let j = 0; j < this.count; j++) this.fork[j] = Math.min(this.fork[j]!, first);
  }

  /** An instance goes its own way from now on: the log may forget what it has not applied. */
  leave(i: number): void {
    this.#left[i] = 1;
  }

  /** An instance follows the log in force: it undoes what was dropped since it last did. It must not be outrun. */
  rejoin(i: number): void {
    const log = this.#log;
    const fork = this.fork[i]!;
    for (let p = this.applied[i]!; p >= fork; p--) {
      const at = log.place(p);
      // A record dropped before this instance's own epoch was never applied here.
      if (log.dropped[at]! > this.epoch[i]!) this.#versions[i]![log.key[at]!] = log.before[at]!;
    }
    this.received[i] = this.reach(i);
    this.applied[i] = Math.min(this.applied[i]!, this.received[i]!);
    this.#follow(i);
  }

  /** An instance takes over everything that another one has applied. */
  copy(i: number, from: number): void {
    this.load(i, this.#versions[from]!, this.applied[from]!);
  }

  /** All versions that an instance holds, as they are now. */
  snapshot(i: number): Int32Array {
    return this.#versions[i]!.slice();
  }

  /** An instance holds these versions from now on, which are the log in force up to a position. */
  load(i: number, versions: Int32Array, applied: number): void {
    this.#versions[i] = versions.slice();
    this.applied[i] = applied;
    this.received[i] = applied;
    this.blank[i] = 0;
    this.#follow(i);
  }

  /** Sets one version past the log; what it was before. */
  set(i: number, key: number, version: number): number {
    const versions = this.#versionsUpTo(i, key);
    const before = versions[key]!;
    versions[key] = version;
    return before;
  }

  #follow(i: number): void {
    this.fork[i] = Number.POSITIVE_INFINITY;
    this.epoch[i] = this.#log.epoch;
  }

  #needs(i: number): number {
    return Math.min(this.applied[i]! + 1, this.fork[i]!);
  }

  #versionsUpTo(i: number, key: number): Int32Array {
    let versions = this.#versions[i]!;
    if (key < versions.length) return versions;
    let length = versions.length;
    while (length <= key) length *= 2;
    versions = widenInts(versions, length);
    this.#versions[i] = versions;
    return versions;
  }
}
