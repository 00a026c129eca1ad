/**
 * What was uploaded to one point of presence: the newest version of every object that has reached it. Everything is there from the
 * beginning; nothing is evicted, nothing runs out. How much is stored follows from the objects that were ever spoken of.
 */
import { widenInts } from '../../engine/widen.ts';

export class Pushed {
  objects = 0;
  bytes = 0;
  #versions: Int32Array = new Int32Array(1024);
  #seen: Int32Array = new Int32Array(1024);

  /** The version that is here. */
  version(key: number, size: number): number {
    this.#reach(key);
    if (this.#seen[key] === 0) {
      this.#seen[key] = 1;
      this.objects++;
      this.bytes += size;
    }
    return this.#versions[key]!;
  }

  /** A version arrives; one that was overtaken on the way changes nothing. */
  take(key: number, version: number): void {
    this.#reach(key);
    this.#versions[key] = Math.max(this.#versions[key]!, version);
  }

  #reach(key: number): void {
    if (key < this.#versions.length) return;
    let { length } = this.#versions;
    while (length <= key) length *= 2;
    this.#versions = widenInts(this.#versions, length);
    this.#seen = widenInts(this.#seen, length);
  }
}
