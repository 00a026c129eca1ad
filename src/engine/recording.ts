/**
 * The recording: every operation on some keys, written down for checkers to look at afterwards: who asked, what it read or wrote, when it
 * began and when its caller heard. A key is recorded wholly or not at all, since a history with gaps proves nothing. Which keys is decided
 * by a hash; when the table is full, half of the keys are let go and their rows are used again, so memory is bounded. It draws nothing,
 * adds no event and allocates nothing on the way of one; while it is off a call costs one look at a number.
 */
import { mix32 } from '../std/random.ts';
import { type Clock, NOW } from './clock.ts';
import type { Link } from './link.ts';
import { OK } from './outcome.ts';
import {
  DATASET,
  DEGRADED,
  DETACHED,
  FLAGS,
  GENERATION,
  INSTANCE,
  KEY,
  MISS,
  ORIGIN,
  OUTCOME,
  PARENT,
  PARENT_GENERATION,
  type Requests,
  SESSION,
  STARTED,
  VERSION,
  WRITE,
} from './requests.ts';
import type { Tied } from './tied.ts';

/** What a row tells: an operation that was answered, a write whose writer never heard, a version that a store made, … */
export const READ = 0;
export const WRITTEN = 1;
export const UNHEARD = 2;
export const MADE = 3;
/** … versions that a store gave up (from the one in `version` to the one in `session`), where a version stands in its key's order. */
export const LOST = 4;
export const RANKED = 5;

/** Nobody whom later operations could be told of. */
export const NOBODY = -1;

/** Rows at the beginning and at most (chosen: 6 MB). */
const FIRST_ROWS = 1 << 12;
const MOST_ROWS = 1 << 17;
/** Letting go of half of the keys must leave this share of the rows at least; else it stops recording. */
const LEFT_AT_LEAST = 1 / 8;
const ALL = 4_294_967_296;

export class Recording {
  /** 1 while operations are written down. */
  on = 0;
  /** Which versions of other keys a write made besides its own. */
  tied: Tied | undefined;
  count = 0;
  /** Keys whose hash lies below this are recorded. */
  below = ALL;
  /** From when on nothing was written down any more, because the table was full; Infinity: it never was. */
  fullAt = Number.POSITIVE_INFINITY;
  what = new Uint8Array(0);
  dataset = new Int32Array(0);
  key = new Int32Array(0);
  session = new Int32Array(0);
  /** The source's instance at which the session lives. */
  source = new Int32Array(0);
  version = new Int32Array(0);
  /** Who answered: the instance called. */
  instance = new Int32Array(0);
  /** ns; of MADE and LOST both are the moment, of RANKED the first is the rank. */
  began = new Float64Array(0);
  ended = new Float64Array(0);
  readonly #requests: Requests;
  readonly #clock: Clock;
  readonly #most: number;

  constructor(requests: Requests, clock: Clock, most = MOST_ROWS) {
    this.#requests = requests;
    this.#clock = clock;
    this.#most = most;
  }

  /** Begins to write down; to be called before the run starts, since what was not seen cannot be judged. */
  start(): void {
    this.on = 1;
    this.#resize(Math.min(FIRST_ROWS, this.#most));
  }

  /** An operation came to its end, as its row says; a write of several keys is an operation on each of them. */
  heard(row: number, link: Link): void {
    const { ints } = this.#requests;
    const [flags, dataset, key] = [ints[row + FLAGS]!, ints[row + DATASET]!, ints[row + KEY]!];
    const write = (flags & WRITE) !== 0;
    const well = ints[row + OUTCOME] === OK;
    const version = ints[row + VERSION]!;
    if (!write && (!well || (flags & (MISS | DETACHED)) !== 0)) return;
    if (write && well && version === 0) return;
    // A default value is no read of anybody's data.
    if (well && version === 0 && (flags & DEGRADED) !== 0 && link.fallback?.settings.cached === false) return;
    const what = !write ? READ : well ? WRITTEN : UNHEARD;
    this.#operation(what, row, dataset, key, version);
    if (what !== WRITTEN || this.tied === undefined) return;
    for (const other of this.tied.with(dataset, key, version)) this.#operation(WRITTEN, row, dataset, other.key, other.version);
  }

  #operation(what: number, row: number, dataset: number, key: number, version: number): void {
    const at = this.#place(what, dataset, key);
    if (at < 0) return;
    const { ints, times } = this.#requests;
    const source = (ints[row + FLAGS]! & DETACHED) !== 0 ? NOBODY : this.#source(row);
    this.source[at] = source;
    this.session[at] = source === NOBODY ? NOBODY : ints[row + SESSION]!;
    this.version[at] = version;
    this.instance[at] = ints[row + INSTANCE]!;
    this.began[at] = times[(row >> 1) + STARTED]!;
    this.ended[at] = this.#clock[NOW]!;
  }

  /** A source read a version of its own memory. */
  recalled(dataset: number, key: number, version: number, session: number, source: number): void {
    const at = this.#place(READ, dataset, key);
    if (at < 0) return;
    this.source[at] = source;
    this.session[at] = session;
    this.version[at] = version;
    this.instance[at] = source;
    this.#atOnce(at);
  }

  /** A store made a version. */
  made(dataset: number, key: number, version: number): void {
    const at = this.#place(MADE, dataset, key);
    if (at < 0) return;
    this.version[at] = version;
    this.#atOnce(at);
  }

  /** A store gave up versions of a key: those from `first` to `last`. */
  lost(dataset: number, key: number, first: number, last: number): void {
    if (first > last) return;
    const at = this.#place(LOST, dataset, key);
    if (at < 0) return;
    this.version[at] = first;
    this.session[at] = last;
    this.#atOnce(at);
  }

  /** Where a version stands in the order that its store keeps for the key, when that is not the order in which they were made. */
  ranked(dataset: number, key: number, version: number, rank: number): void {
    const at = this.#place(RANKED, dataset, key);
    if (at < 0) return;
    this.version[at] = version;
    this.began[at] = rank;
    this.ended[at] = rank;
  }

  #atOnce(at: number): void {
    const now = this.#clock[NOW]!;
    this.began[at] = now;
    this.ended[at] = now;
  }

  /** A row for this, or -1 when its key is not recorded. */
  #place(what: number, dataset: number, key: number): number {
    if (this.on === 0 || mix32(key, dataset) >= this.below || !this.#hasRoom()) return -1;
    // Making room may have let go of this very key.
    if (mix32(key, dataset) >= this.below) return -1;
    const at = this.count++;
    this.what[at] = what;
    this.dataset[at] = dataset;
    this.key[at] = key;
    this.source[at] = NOBODY;
    this.session[at] = NOBODY;
    this.instance[at] = NOBODY;
    return at;
  }

  #hasRoom(): boolean {
    const { length } = this.what;
    if (this.count < length) return true;
    if (length < this.#most) {
      this.#resize(Math.min(length * 2, this.#most));
      return true;
    }
    return this.#thinOut();
  }

  /** Half of the keys are let go. When what is left would be next to nothing, it stops instead: a few keys have all the traffic. */
  #thinOut(): boolean {
    const half = this.below / 2;
    let left = 0;
    for (let i = 0; i < this.count; i++) if (mix32(this.key[i]!, this.dataset[i]!) < half) left++;
    if (left < this.count * LEFT_AT_LEAST || left === this.count) {
      this.on = 0;
      this.fullAt = this.#clock[NOW]!;
      return false;
    }
    this.below = half;
    let to = 0;
    for (let i = 0; i < this.count; i++) if (mix32(this.key[i]!, this.dataset[i]!) < half) this.#move(i, to++);
    this.count = to;
    return true;
  }

  #move(from: number, to: number): void {
    this.what[to] = this.what[from]!;
    this.dataset[to] = this.dataset[from]!;
    this.key[to] = this.key[from]!;
    this.session[to] = this.session[from]!;
    this.source[to] = this.source[from]!;
    this.version[to] = this.version[from]!;
    this.instance[to] = this.instance[from]!;
    this.began[to] = this.began[from]!;
    this.ended[to] = this.ended[from]!;
  }

  /** The source on whose behalf a call is made; nobody, when who asked is gone already. */
  #source(row: number): number {
    const { ints } = this.#requests;
    let at = row;
    for (let parent = ints[at + PARENT]!; parent >= 0; parent = ints[at + PARENT]!) {
      if (ints[parent + GENERATION] !== ints[at + PARENT_GENERATION]) return NOBODY;
      at = parent;
    }
    return ints[at + ORIGIN]!;
  }

  #resize(rows: number): void {
    const ints = (from: Int32Array): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(rows);
      to.set(from);
      return to;
    };
    const floats = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(rows);
      to.set(from);
      return to;
    };
    const what = new Uint8Array(rows);
    what.set(this.what);
    this.what = what;
    this.dataset = ints(this.dataset);
    this.key = ints(this.key);
    this.session = ints(this.session);
    this.source = ints(this.source);
    this.version = ints(this.version);
    this.instance = ints(this.instance);
    this.began = floats(this.began);
    this.ended = floats(this.ended);
  }
}
