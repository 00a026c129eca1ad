/**
 * The ledger of a broker: which messages it has taken and which are done, by their numbers, and in which order those of a key were
 * done. A message that comes or is done a second time is counted; where delivery is effectively once it is not taken, and what its
 * second consumer did does not count, as long as the window lasts.
 */
import { KeyOrder } from './key-order.ts';
import { Seen } from './seen.ts';

export class Ledger {
  /** Second copies are kept out. */
  exact = false;
  /** Messages that were done after a later one of their key. */
  reordered = 0;
  /** Messages done that had been done before under another copy: their producer sent them again. */
  repeated = 0;
  /** Copies that were not taken, and second results that did not count. */
  suppressed = 0;
  readonly order = new KeyOrder();
  readonly #taken: Seen;
  readonly #done: Seen;
  /** Whether producers send again at all, so that numbers are worth remembering. */
  readonly #again: boolean;

  constructor(window: number, again: boolean) {
    this.#taken = new Seen(window);
    this.#done = new Seen(window);
    this.#again = again;
  }

  set window(ns: number) {
    this.#taken.window = ns;
    this.#done.window = ns;
  }

  /** A producer brings a message; false when it was taken already and must not be taken again. */
  takes(number: number, now: number): boolean {
    if (!this.exact || this.#taken.add(number, now)) return true;
    this.suppressed++;
    return false;
  }

  /** Whether a message was taken already, so that a copy of it takes no room. */
  knows(number: number, now: number): boolean {
    return this.exact && this.#taken.has(number, now);
  }

  /** A message is done, for the first time as far as the broker knows. */
  done(number: number, key: number, order: number, now: number): void {
    if (this.order.done(key, order)) this.reordered++;
    if ((!this.#again && !this.exact) || this.#done.add(number, now)) return;
    if (this.exact) this.suppressed++;
    else this.repeated++;
  }

  /** A second consumer has done a message that was done; whether that is kept from showing. */
  hides(number: number, now: number): boolean {
    if (!this.exact || !this.#done.has(number, now)) return false;
    this.suppressed++;
    return true;
  }

  forgetCounts(): void {
    this.reordered = 0;
    this.repeated = 0;
    this.suppressed = 0;
  }

  /** What was taken is lost, and the memory of it. */
  clear(): void {
    this.#taken.clear();
  }
}
