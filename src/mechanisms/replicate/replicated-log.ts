/**
 * The log of a replicated store: every committed write in order, as columns in a ring. Positions count 1, 2, 3 … and are
 * never used twice: a change of leader marks the records that the new leader lacks as dropped in its epoch and goes on
 * behind them, so an instance that was away still finds what it must undo. It holds records only; who has got how far is
 * in `copies`. Kept records are bounded: beyond the limit the oldest goes, and who still needed it must copy everything.
 */
import { assert } from '../../std/assert.ts';

/** Places at the start; the ring doubles up to its limit. */
const FIRST_ROOM = 256;

export class ReplicatedLog {
  /** Positions after `base` up to `end` are kept. */
  base = 0;
  end = 0;
  /** Counts the changes of leader that this log has seen. */
  epoch = 0;
  /** Columns, to be read at `place(position)`. */
  key: Int32Array;
  version: Int32Array;
  /** The version of the key that this record replaced; known once the record was applied somewhere. */
  before: Int32Array;
  /** When it was committed, ns. */
  committed: Float64Array;
  /** The epoch that dropped the record; 0: in force. */
  dropped: Int32Array;
  /** 1 when its writer was told that it is done. */
  confirmed: Uint8Array;
  /** The call that waits for it, with its generation; -1: none. */
  row: Int32Array;
  generation: Int32Array;
  readonly #limit: number;
  #room: number;

  /** `limit`: records kept at most, ≥ 1. */
  constructor(limit: number) {
    assert(limit >= 1, 'a log keeps at least one record');
    this.#limit = limit;
    this.#room = Math.min(FIRST_ROOM, limit);
    this.key = new Int32Array(this.#room);
    this.version = new Int32Array(this.#room);
    this.before = new Int32Array(this.#room);
    this.committed = new Float64Array(this.#room);
    this.dropped = new Int32Array(this.#room);
    this.confirmed = new Uint8Array(this.#room);
    this.row = new Int32Array(this.#room);
    this.generation = new Int32Array(this.#room);
  }

  /** Where a kept record's columns are. */
  place(position: number): number {
    return position % this.#room;
  }

  /** Whether the next record finds no place; `makeRoom` is to be asked first then. */
  get full(): boolean {
    return this.end - this.base >= this.#room;
  }

  /**
   * Forgets records before the position `needed`; grows while those still needed are many, and gives up the oldest at the
   * limit, but none from `held` on, for which calls wait (as many as there are connections at most).
   */
  makeRoom(needed: number, held: number): void {
    this.base = Math.max(this.base, Math.min(needed - 1, this.end));
    if ((this.end - this.base) * 2 <= this.#room) return;
    if (this.#room < this.#limit) this.#grow(Math.min(this.#room * 2, this.#limit));
    else if (this.full && this.base + 1 < held) this.base++;
    else if (this.full) this.#grow(this.#room * 2);
  }

  /** Writes a record behind the last one; its position. */
  append(key: number, version: number, now: number, row: number, generation: number): number {
    assert(!this.full, 'a full log takes no record');
    const position = ++this.end;
    const at = this.place(position);
    this.key[at] = key;
    this.version[at] = version;
    this.before[at] = 0;
    this.committed[at] = now;
    this.dropped[at] = 0;
    this.confirmed[at] = 0;
    this.row[at] = row;
    this.generation[at] = generation;
    return position;
  }

  /** The first position after this one that is in force for somebody who knows changes of leader up to `epoch`. */
  next(position: number, epoch: number): number {
    let p = Math.max(position, this.base) + 1;
    while (p <= this.end && this.#isDropped(p, epoch)) p++;
    return p;
  }

  /** Begins a new epoch that drops every record in force behind `position`. The first one dropped; beyond `end`: none. */
  dropAfter(position: number): number {
    const first = this.next(position, this.epoch);
    this.epoch++;
    for (let p = first; p <= this.end; p++) {
      const at = this.place(p);
      if (this.dropped[at] === 0) this.dropped[at] = this.epoch;
    }
    return first;
  }

  #isDropped(position: number, epoch: number): boolean {
    const by = this.dropped[this.place(position)]!;
    return by !== 0 && by <= epoch;
  }

  #grow(room: number): void {
    const from = this.#room;
    const move = <T extends Int32Array | Float64Array | Uint8Array>(old: T, to: T): T => {
      for (let p = this.base + 1; p <= this.end; p++) to[p % room] = old[p % from]!;
      return to;
    };
    this.key = move(this.key, new Int32Array(room));
    this.version = move(this.version, new Int32Array(room));
    this.before = move(this.before, new Int32Array(room));
    this.committed = move(this.committed, new Float64Array(room));
    this.dropped = move(this.dropped, new Int32Array(room));
    this.confirmed = move(this.confirmed, new Uint8Array(room));
    this.row = move(this.row, new Int32Array(room));
    this.generation = move(this.generation, new Int32Array(room));
    this.#room = room;
  }
}
