/**
 * The history of reads and writes: which version of a key each write made, when it was acknowledged, and what each read
 * returned. Staleness, lost writes and their ages are observed here and declared nowhere. An operation begins where a
 * call first reaches towards a data set and ends where its caller hears of it, as in Herlihy & Wing (1990).
 * Versions of one key count 1, 2, 3 …; 0 is the value from before the run.
 */
import { Histogram } from '../stats/histogram.ts';
import type { Recording } from './recording.ts';
import { Tied } from './tied.ts';
import { widenFloats, widenInts } from './widen.ts';

/** Acknowledgements remembered for telling the age of a stale value (a ring over all keys of a data set). */
const REMEMBERED = 1 << 14;

class Dataset {
  /** Per key: last version made, last version acknowledged. */
  made: Int32Array = new Int32Array(1024);
  acknowledged: Int32Array = new Int32Array(1024);
  /** Per key: place of the key's last acknowledgement in the ring, counted from 1; 0: none. */
  last: Float64Array = new Float64Array(1024);
  /** Per key: the versions that were lost last, first and last of them; 0 and 0: none. */
  lostFrom: Int32Array = new Int32Array(1024);
  lostTo: Int32Array = new Int32Array(1024);
  readonly ringVersion = new Int32Array(REMEMBERED);
  readonly ringTime = new Float64Array(REMEMBERED);
  readonly ringBefore = new Float64Array(REMEMBERED);
  /** 1 for an acknowledgement that came after that of a later version. */
  readonly ringLate = new Uint8Array(REMEMBERED);
  count = 0;

  /** Remembers an acknowledgement. */
  remember(key: number, version: number, now: number): void {
    const at = this.count % REMEMBERED;
    this.ringVersion[at] = version;
    this.ringTime[at] = now;
    this.ringBefore[at] = this.last[key]!;
    this.ringLate[at] = version > this.acknowledged[key]! ? 0 : 1;
    this.count++;
    this.last[key] = this.count;
  }

  /** Where in the ring a place counted from 1 is, or -1 when it is forgotten or none. */
  at(place: number): number {
    return place > 0 && place > this.count - REMEMBERED ? (place - 1) % REMEMBERED : -1;
  }

  reach(key: number): void {
    if (key < this.made.length) return;
    let length = this.made.length;
    while (length <= key) length *= 2;
    this.made = widenInts(this.made, length);
    this.acknowledged = widenInts(this.acknowledged, length);
    this.last = widenFloats(this.last, length);
    this.lostFrom = widenInts(this.lostFrom, length);
    this.lostTo = widenInts(this.lostTo, length);
  }
}

export class History {
  reads = 0;
  staleReads = 0;
  writes = 0;
  lostWrites = 0;
  /** Writes that met another one which neither had seen. */
  conflicts = 0;
  /** How long a stale value had been superseded when its read began, ns. */
  readonly age = new Histogram();
  /** How many acknowledged versions a stale value was behind, in the histogram's own scale. */
  readonly behind = new Histogram();
  /** Where operations are written down for checkers; absent: nowhere. */
  recording: Recording | undefined;
  readonly tied = new Tied();
  readonly #sets: Dataset[] = [];

  constructor(datasets: number) {
    for (let i = 0; i < datasets; i++) this.#sets.push(new Dataset());
  }

  /** A write takes effect at its store: the version it makes. */
  make(dataset: number, key: number): number {
    const set = this.#sets[dataset]!;
    set.reach(key);
    const version = set.made[key]! + 1;
    set.made[key] = version;
    this.recording?.made(dataset, key, version);
    return version;
  }

  /** What a read that begins now must at least return. */
  newest(dataset: number, key: number): number {
    const set = this.#sets[dataset]!;
    return key < set.acknowledged.length ? set.acknowledged[key]! : 0;
  }

  /** A writer heard that its write of this version is done, and of those tied to it. The news may come so late that the write is lost already. */
  acknowledge(dataset: number, key: number, version: number, now: number): void {
    this.writes++;
    this.#confirm(dataset, key, version, now);
    for (const other of this.tied.with(dataset, key, version)) this.#confirm(dataset, other.key, other.version, now);
  }

  #confirm(dataset: number, key: number, version: number, now: number): void {
    const set = this.#sets[dataset]!;
    set.reach(key);
    if (version >= set.lostFrom[key]! && version <= set.lostTo[key]!) {
      this.lostWrites++;
      return;
    }
    set.remember(key, version, now);
    set.acknowledged[key] = Math.max(set.acknowledged[key]!, version);
  }

  /** A reader got its answer. Returns whether it was stale. `began` is the read's first moment in ns. */
  observe(dataset: number, key: number, version: number, expected: number, began: number): boolean {
    this.reads++;
    if (version >= expected) return false;
    this.staleReads++;
    this.behind.record(expected - version);
    this.age.record(began - this.supersededAt(dataset, key, version, began));
    return true;
  }

  /**
   * All versions of a key made so far are gone but this one and those before it: a new leader has no more. Those that were
   * acknowledged are counted, each once (as one at least, where so many followed that they are forgotten here), and
   * those whose acknowledgement is still on its way when it arrives. Readers are measured against what survived from now
   * on, so that a loss is counted as a loss and not again at each later read.
   */
  lose(dataset: number, key: number, survived: number): void {
    const set = this.#sets[dataset]!;
    set.reach(key);
    set.lostFrom[key] = survived + 1;
    set.lostTo[key] = set.made[key]!;
    this.recording?.lost(dataset, key, survived + 1, set.made[key]!);
    if (survived >= set.acknowledged[key]!) return;
    let lost = 0;
    let place = set.last[key]!;
    for (let at = set.at(place); at >= 0; at = set.at(place)) {
      if (set.ringVersion[at]! > survived) lost++;
      else if (set.ringLate[at] === 0) break;
      place = set.ringBefore[at]!;
    }
    this.lostWrites += Math.max(1, lost);
    set.last[key] = place;
    set.acknowledged[key] = survived;
  }

  resetCounts(): void {
    this.reads = 0;
    this.staleReads = 0;
    this.writes = 0;
    this.lostWrites = 0;
    this.conflicts = 0;
    this.age.clear();
    this.behind.clear();
  }

  /** When the first version after this one was acknowledged, ns, as far as `began`; the oldest remembered moment when that is forgotten. */
  supersededAt(dataset: number, key: number, version: number, began: number): number {
    const set = this.#sets[dataset]!;
    let found = began;
    let place = set.last[key]!;
    for (let at = set.at(place); at >= 0; at = set.at(place)) {
      if (set.ringVersion[at]! > version) {
        if (set.ringTime[at]! <= began) found = set.ringTime[at]!;
      } else if (set.ringLate[at] === 0) break;
      place = set.ringBefore[at]!;
    }
    return found;
  }
}
