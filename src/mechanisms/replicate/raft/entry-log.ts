/**
 * A member's log: entries by index from 1, of which the first `base` have been forgotten because a saved state holds them. It knows
 * nothing of roles; who may append or cut is decided in `replication`.
 */
import type { Entry } from './protocol.ts';

export class EntryLog {
  /** Index and term of the last entry that was forgotten. */
  base = 0;
  baseTerm = 0;
  readonly #entries: Entry[] = [];

  get last(): number {
    return this.base + this.#entries.length;
  }

  get lastTerm(): number {
    return this.#entries.at(-1)?.term ?? this.baseTerm;
  }

  /** The entry at an index that is there. */
  at(index: number): Entry {
    return this.#entries[index - this.base - 1]!;
  }

  /** The term of the entry at an index; -1 when it is forgotten or not there yet. */
  termAt(index: number): number {
    if (index === this.base) return this.baseTerm;
    return this.#entries[index - this.base - 1]?.term ?? -1;
  }

  append(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Drops all entries from this index on. */
  cut(from: number): void {
    this.#entries.length = Math.max(0, from - this.base - 1);
  }

  /** Forgets all entries up to this index. */
  forget(upTo: number): void {
    if (upTo <= this.base) return;
    this.baseTerm = this.termAt(upTo);
    this.#entries.splice(0, upTo - this.base);
    this.base = upTo;
  }

  /** Begins anew behind a state that holds everything up to this index. */
  restart(base: number, baseTerm: number): void {
    this.#entries.length = 0;
    this.base = base;
    this.baseTerm = baseTerm;
  }

  /** Whether a log that ends so is at least as new as this one (section 5.4.1). */
  isNoNewerThan(last: number, lastTerm: number): boolean {
    return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && last >= this.last);
  }

  /** Where to look for agreement when the entry before `index` is not of the leader's term: before its whole term (section 5.3). */
  before(index: number): number {
    if (index > this.last) return this.last;
    const term = this.termAt(index);
    let at = index;
    while (at > this.base && this.termAt(at) === term) at--;
    return at;
  }
}
