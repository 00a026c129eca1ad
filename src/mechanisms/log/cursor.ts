/**
 * How far a consumer group is in one partition: which records are handed out, done, and committed. Those done out of order are
 * remembered until the ones before them are; what is committed is what a next reader goes on from. Work that was done and is done
 * again is seen here, since offsets name records.
 */

const NONE = 0;
const OUT = 1;
const DONE = 2;
const WAITS = 3;

export class Cursor {
  /** The next offset to hand out; all before `done` are done; all before `committed` are known to be. */
  position = 0;
  done = 0;
  committed = 0;
  /** Everything before was handed out, and was done, at some time. */
  seen = 0;
  everDone = 0;
  /** Who reads: member and the copy read from; −1: nobody, none yet. */
  owner = -1;
  source = -1;
  /** The newest epoch of a leader that it was read from. */
  epoch = 0;
  /** Deliveries of another generation are of a reader before. */
  generation = 0;
  /** Its reader died since it last read: what was not committed is read again. */
  broken = false;
  paused = false;
  /** Records that a reader before has done, out of this one's sight. */
  readonly elsewhere = new Set<number>();
  /** Handed out and not done. */
  out = 0;
  readonly #states: Uint8Array;
  readonly #attempts: Int32Array;

  /** `most`: records that may be in work at a time. */
  constructor(most: number) {
    this.#states = new Uint8Array(most);
    this.#attempts = new Int32Array(most);
  }

  /** Whether another record may be handed out. */
  get hasRoom(): boolean {
    return this.position - this.done < this.#states.length;
  }

  /** Hands out the next one; whether it was handed out before. */
  hand(): boolean {
    const at = this.position % this.#states.length;
    this.#states[at] = OUT;
    this.#attempts[at] = 1;
    this.out++;
    const again = this.position < this.seen;
    this.position++;
    this.seen = Math.max(this.seen, this.position);
    return again;
  }

  /** The next one is of no concern to this group. */
  skip(): void {
    this.#states[this.position % this.#states.length] = DONE;
    this.position++;
    this.seen = Math.max(this.seen, this.position);
    this.#settle();
  }

  /** One handed out is done; whether it had been done before. */
  finish(offset: number): boolean {
    const again = offset < this.everDone || this.elsewhere.delete(offset);
    this.#states[offset % this.#states.length] = DONE;
    this.out--;
    this.#settle();
    return again;
  }

  /** A reader before has done one: whether that had been done before. */
  finishElsewhere(offset: number): boolean {
    if (offset < this.everDone || this.elsewhere.has(offset)) return true;
    this.elsewhere.add(offset);
    return false;
  }

  /** One handed out failed and waits to be handed out again; how often it was. */
  fail(offset: number): number {
    const at = offset % this.#states.length;
    this.#states[at] = WAITS;
    this.out--;
    return this.#attempts[at]!;
  }

  /** It is handed out again. `counts`: as a further attempt. */
  retry(offset: number, counts: boolean): void {
    const at = offset % this.#states.length;
    this.#states[at] = OUT;
    if (counts) this.#attempts[at] = this.#attempts[at]! + 1;
    this.out++;
  }

  /** One that waits is of no concern any more: a newer record of its key took its place. */
  drop(offset: number): void {
    this.#states[offset % this.#states.length] = DONE;
    this.#settle();
  }

  /** Whether a record was done before, by this reader or another one. */
  wasDone(offset: number): boolean {
    return offset < this.everDone || this.elsewhere.has(offset);
  }

  waits(offset: number): boolean {
    return offset >= this.done && offset < this.position && this.#states[offset % this.#states.length] === WAITS;
  }

  /** Another reader begins: at what is committed, or where the last one stopped. Its own deliveries are void. */
  restart(from: number): void {
    this.generation++;
    this.out = 0;
    for (let offset = this.done; offset < this.position; offset++) {
      // What was done behind something that was not is done again.
      if (this.#states[offset % this.#states.length] === DONE && offset >= this.everDone) this.elsewhere.add(offset);
    }
    this.#states.fill(NONE);
    this.done = from;
    this.position = from;
  }

  /** The log goes on differently from an offset on: what was read beyond never was. */
  rewind(offset: number): void {
    if (this.position > offset) this.restart(Math.min(offset, this.done));
    this.committed = Math.min(this.committed, offset);
    this.seen = Math.min(this.seen, offset);
    this.everDone = Math.min(this.everDone, offset);
    for (const other of this.elsewhere) if (other >= offset) this.elsewhere.delete(other);
  }

  /** Nothing is in work, and records before an offset are gone: it goes on there. How many of them were never done. */
  advance(offset: number): number {
    let missed = 0;
    for (let gone = Math.max(this.position, this.everDone); gone < offset; gone++) if (!this.elsewhere.delete(gone)) missed++;
    this.restart(offset);
    this.committed = Math.max(this.committed, offset);
    this.everDone = Math.max(this.everDone, offset);
    return missed;
  }

  #settle(): void {
    while (this.done < this.position && this.#states[this.done % this.#states.length] === DONE) {
      this.elsewhere.delete(this.done);
      this.done++;
    }
    this.everDone = Math.max(this.everDone, this.done);
  }
}
