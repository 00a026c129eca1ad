/**
 * The order of messages of one key: each gets the next number of its key when it is taken in, and whether one is done after a later
 * one of its key is seen when it is done. It observes and changes nothing; a message that is done twice is out of order only once.
 */
import { widenInts } from '../../engine/widen.ts';

export class KeyOrder {
  #given: Int32Array = new Int32Array(64);
  #done: Int32Array = new Int32Array(64);

  /** The next number of a key, from 1. */
  next(key: number): number {
    this.#reach(key);
    const number = this.#given[key]! + 1;
    this.#given[key] = number;
    return number;
  }

  /** A message is done for the first time: whether a later one of its key was before it. */
  done(key: number, number: number): boolean {
    this.#reach(key);
    if (number < this.#done[key]!) return true;
    this.#done[key] = number;
    return false;
  }

  #reach(key: number): void {
    if (key < this.#given.length) return;
    let length = this.#given.length;
    while (length <= key) length *= 2;
    this.#given = widenInts(this.#given, length);
    this.#done = widenInts(this.#done, length);
  }
}
