/**
 * What a far end that turns calls away says of when to come again (RFC 9110, Retry-After): kept beside the row of a call until
 * its caller has heard it, and passed on by relays. Few calls carry one, so it is no field of every row.
 */
import { GENERATION, type Requests } from '../requests.ts';

export class RetryAfter {
  readonly #requests: Requests;
  readonly #hints = new Map<number, { readonly generation: number; readonly ns: number }>();

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  /** Whether anybody has said anything. */
  get any(): boolean {
    return this.#hints.size > 0;
  }

  /** A station that is about to turn a call away says that it may come again after so many ns. */
  say(row: number, ns: number): void {
    if (ns > 0) this.#hints.set(row, { generation: this.#requests.ints[row + GENERATION]!, ns: Math.ceil(ns) });
  }

  /** ns after which a call that was turned away may come again; 0 when nothing was said. */
  of(row: number): number {
    const hint = this.#hints.get(row);
    return hint !== undefined && hint.generation === this.#requests.ints[row + GENERATION] ? hint.ns : 0;
  }

  /** A relay passes on what it was told. */
  pass(row: number, child: number): void {
    this.say(row, this.of(child));
  }

  forget(row: number): void {
    this.#hints.delete(row);
  }
}
