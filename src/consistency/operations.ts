/**
 * A history as checkers take it: operations on registers, each of one session and about one key, with the version that it read or wrote.
 * A version is written at most once, so who read from whom is known. Columns, since a run has a hundred thousand operations. It is built
 * from a recording of the engine; what was recorded of a key is all there was (see engine/recording).
 *
 * A write whose writer never heard how it ended may take effect at any later moment: it begins when its store made the version, has no end
 * and belongs to no session. One that was never read either might as well not have happened.
 */
import { LOST, MADE, NOBODY, RANKED, READ, type Recording, WRITTEN } from '../engine/recording.ts';

/** A read's origin: the value from before the run, or a version that nobody wrote. */
export const INITIAL = -1;
export const NOWHERE = -2;

export interface Operation {
  readonly object: number;
  /** NOBODY: of no session. */
  readonly session: number;
  readonly write: boolean;
  readonly version: number;
  /** Where the version stands in its key's order; its number unless said otherwise. */
  readonly rank?: number;
  readonly began: number;
  /** Infinity: nobody heard. */
  readonly ended: number;
  readonly instance?: number;
}

/** Versions of a key that its store gave up. */
export interface Loss {
  readonly object: number;
  readonly first: number;
  readonly last: number;
  readonly at: number;
}

export interface Who {
  readonly source: number;
  readonly session: number;
}

export interface What {
  readonly dataset: number;
  readonly key: number;
}

/** One row for each operation. Objects and sessions are numbered from 0. */
export interface Operations {
  readonly count: number;
  readonly object: Int32Array;
  readonly session: Int32Array;
  readonly write: Uint8Array;
  readonly version: Int32Array;
  readonly rank: Float64Array;
  /** ns */
  readonly began: Float64Array;
  readonly ended: Float64Array;
  readonly instance: Int32Array;
  /** Of a read: the write whose version it returned, INITIAL or NOWHERE. Of a write: itself. */
  readonly origin: Int32Array;
  readonly objects: number;
  readonly sessions: number;
  readonly what: readonly What[];
  readonly who: readonly Who[];
  readonly losses: readonly Loss[];
}

/** Versions are told apart within an object by adding so many times its number. */
const VERSIONS = 67_108_864;

export function operationsOf(list: readonly Operation[], more: Partial<Pick<Operations, 'what' | 'who' | 'losses'>> = {}): Operations {
  const count = list.length;
  const columns = {
    object: new Int32Array(count),
    session: new Int32Array(count),
    write: new Uint8Array(count),
    version: new Int32Array(count),
    rank: new Float64Array(count),
    began: new Float64Array(count),
    ended: new Float64Array(count),
    instance: new Int32Array(count),
    origin: new Int32Array(count),
  };
  const writers = new Map<number, number>();
  let [objects, sessions] = [0, 0];
  list.forEach((op, i) => {
    columns.object[i] = op.object;
    columns.session[i] = op.session;
    columns.write[i] = op.write ? 1 : 0;
    columns.version[i] = op.version;
    columns.rank[i] = op.rank ?? op.version;
    columns.began[i] = op.began;
    columns.ended[i] = op.ended;
    columns.instance[i] = op.instance ?? NOBODY;
    objects = Math.max(objects, op.object + 1);
    sessions = Math.max(sessions, op.session + 1);
    if (op.write) writers.set(op.object * VERSIONS + op.version, i);
  });
  for (let i = 0; i < count; i++) {
    const version = columns.version[i]!;
    const writer = writers.get(columns.object[i]! * VERSIONS + version);
    columns.origin[i] = writer ?? (version === 0 ? INITIAL : NOWHERE);
    if (writer !== undefined) columns.rank[i] = columns.rank[writer]!;
  }
  const what = more.what ?? Array.from({ length: objects }, (_, key) => ({ dataset: 0, key }));
  const who = more.who ?? Array.from({ length: sessions }, (_, session) => ({ source: 0, session }));
  return { count, ...columns, objects, sessions, what, who, losses: more.losses ?? [] };
}

/** Numbers pairs of numbers from 0 on, in the order in which they come. */
class Numbering<T> {
  readonly list: T[] = [];
  readonly #of = new Map<number, number>();

  of(a: number, b: number, make: () => T): number {
    const id = (a + 1) * 4_294_967_296 + (b >>> 0);
    const known = this.#of.get(id);
    if (known !== undefined) return known;
    this.#of.set(id, this.list.length);
    this.list.push(make());
    return this.list.length - 1;
  }
}

/** The operations that a recording holds. */
export function recordedOperations(recording: Recording): Operations {
  const { count, what, dataset, key, session, source, version, instance, began, ended } = recording;
  const objects = new Numbering<What>();
  const sessions = new Numbering<Who>();
  const objectAt = (i: number): number => objects.of(dataset[i]!, key[i]!, () => ({ dataset: dataset[i]!, key: key[i]! }));
  const sessionAt = (i: number): number =>
    source[i] === NOBODY ? NOBODY : sessions.of(source[i]!, session[i]!, () => ({ source: source[i]!, session: session[i]! }));
  const ranks = new Map<number, number>();
  const made = new Map<number, number>();
  const list: Operation[] = [];
  const losses: Loss[] = [];
  for (let i = 0; i < count; i++) {
    const object = objectAt(i);
    const id = object * VERSIONS + version[i]!;
    if (what[i] === RANKED) ranks.set(id, began[i]!);
    else if (what[i] === MADE) made.set(id, began[i]!);
    else if (what[i] === LOST) losses.push({ object, first: version[i]!, last: session[i]!, at: began[i]! });
  }
  const told = new Set<number>();
  for (let i = 0; i < count; i++) {
    const [object, write] = [objectAt(i), what[i] !== READ];
    const id = object * VERSIONS + version[i]!;
    if (what[i]! > WRITTEN || (write && told.has(id))) continue;
    if (write) told.add(id);
    list.push({
      object,
      session: sessionAt(i),
      write,
      version: version[i]!,
      rank: ranks.get(id) ?? version[i]!,
      began: began[i]!,
      ended: ended[i]!,
      instance: instance[i]!,
    });
  }
  for (const [id, at] of made) {
    if (told.has(id)) continue;
    const version = id % VERSIONS;
    const object = (id - version) / VERSIONS;
    const rank = ranks.get(id) ?? version;
    list.push({ object, session: NOBODY, write: true, version, rank, began: at, ended: Number.POSITIVE_INFINITY });
  }
  return operationsOf(list, { what: objects.list, who: sessions.list, losses });
}
