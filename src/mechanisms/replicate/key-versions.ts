/** Which version of every key each member of a group holds, by number; 0: the one from before the run. */
import { widenInts } from '../../engine/widen.ts';

export class KeyVersions {
  readonly #held: Int32Array[];

  constructor(members: number) {
    this.#held = Array.from({ length: members }, () => new Int32Array(256));
  }

  of(i: number, key: number): number {
    const held = this.#held[i]!;
    return key < held.length ? held[key]! : 0;
  }

  set(i: number, key: number, version: number): void {
    let held = this.#held[i]!;
    if (key >= held.length) {
      let length = held.length;
      while (length <= key) length *= 2;
      held = widenInts(held, length);
      this.#held[i] = held;
    }
    held[key] = version;
  }

  /** A copy of all that a member holds. */
  save(i: number): Int32Array {
    return this.#held[i]!.slice();
  }

  /** A member holds what was saved from now on; undefined: nothing. */
  load(i: number, data: Int32Array | undefined): void {
    this.#held[i] = data?.slice() ?? new Int32Array(256);
  }
}
