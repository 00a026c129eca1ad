/**
 * What one leader of several has written, in order, until all others have it: who has how much, and how long each write took to be
 * everywhere. Instances are counted from 0 here.
 */
import type { Value } from './values.ts';

interface Entry {
  readonly key: number;
  readonly value: Value;
  /** When it was written, ns, and how many leaders have it. */
  readonly at: number;
  have: number;
}

export class ExchangeLog {
  readonly #count: number;
  readonly #owner: number;
  #entries: Entry[] = [];
  /** Position of the first entry kept. */
  #base = 0;
  /** By leader: up to where it has received, and up to where the owner knows. */
  readonly received: Float64Array;
  readonly confirmed: Float64Array;

  constructor(owner: number, count: number) {
    this.#owner = owner;
    this.#count = count;
    this.received = new Float64Array(count);
    this.confirmed = new Float64Array(count);
  }

  get end(): number {
    return this.#base + this.#entries.length;
  }

  append(key: number, value: Value, now: number): void {
    this.#entries.push({ key, value, at: now, have: 1 });
  }

  /** Hands to `take` what leader `i` has not received yet below `end`; `whole` hears when an entry is everywhere, and since when it was written. */
  deliver(i: number, end: number, take: (key: number, value: Value) => void, whole: (at: number) => void): void {
    for (let p = Math.max(this.received[i]!, this.#base); p < end; p++) {
      const entry = this.#entries[p - this.#base]!;
      take(entry.key, entry.value);
      if (++entry.have === this.#count) whole(entry.at);
    }
    this.received[i] = Math.max(this.received[i]!, end);
  }

  /** The owner hears that leader `i` has all below `end`; what all have is forgotten. */
  confirm(i: number, end: number): void {
    this.confirmed[i] = Math.max(this.confirmed[i]!, end);
    let all = this.end;
    for (let j = 0; j < this.#count; j++) if (j !== this.#owner) all = Math.min(all, this.confirmed[j]!);
    // Seldom, so that it costs little.
    if (all - this.#base < 1024) return;
    this.#entries = this.#entries.slice(all - this.#base);
    this.#base = all;
  }
}
