/**
 * A ring for consistent hashing (Karger et al. 1997): every owner has V points on a circle of 2^32 places, and a hash
 * belongs to the owner of the first point at or after it. One more owner takes over about 1/(n+1) of all hashes and moves no
 * other; the shares of the owners differ by about 1/√V of their mean. Points follow from an owner's name alone.
 */
import { assert } from '../../std/assert.ts';
import { hash32, mix32 } from '../../std/random.ts';

/** Points on one ring at most; more owners get fewer points each (chosen). */
export const MOST_POINTS = 1 << 18;

export class HashRing {
  readonly points: number;
  readonly #places: Uint32Array;
  readonly #owners: Int32Array;

  /** Owners are numbered in the order of their names, which must differ. */
  constructor(names: readonly string[], virtualNodes: number) {
    assert(names.length > 0 && names.length <= MOST_POINTS && virtualNodes >= 1, 'a ring has owners with points');
    const each = Math.max(1, Math.min(Math.floor(virtualNodes), Math.floor(MOST_POINTS / names.length)));
    const sorted = new Float64Array(names.length * each);
    let at = 0;
    names.forEach((name, owner) => {
      const base = hash32(name);
      // Place and owner in one number of 50 bits, so that sorting numbers sorts points.
      for (let v = 0; v < each; v++) sorted[at++] = mix32(base, v) * MOST_POINTS + owner;
    });
    sorted.sort();
    this.points = sorted.length;
    this.#places = Uint32Array.from(sorted, (x) => Math.floor(x / MOST_POINTS));
    this.#owners = Int32Array.from(sorted, (x) => x % MOST_POINTS);
  }

  /** Index of the first point at or after a hash (0 … 2^32-1). */
  first(hash: number): number {
    let low = 0;
    let high = this.points;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#places[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    return low === this.points ? 0 : low;
  }

  /** The owner of a point, counted onwards from any index. */
  ownerAt(index: number): number {
    return this.#owners[index % this.points]!;
  }

  /** The owner of a hash. */
  ownerOf(hash: number): number {
    return this.ownerAt(this.first(hash));
  }
}
