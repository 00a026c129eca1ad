/**
 * Which instances hold a key: a ring for each region, on which a key's copies are the next so many different instances, as in Dynamo
 * (DeCandia et al. 2007). Those after them take over for copies that are away where the store is sloppy. Instances that only
 * coordinate stand on no ring. Instances are counted from 0 here.
 */
import { mix32 } from '../../../std/random.ts';
import { HashRing } from '../../ring/hash-ring.ts';

const VIRTUAL_NODES = 32;

export class KeyRing {
  readonly regions: number;
  /** Region of each instance, by number. */
  readonly regionOf: Int32Array;
  /** Copies in each region, and in all. */
  readonly copies: Int32Array;
  readonly total: number;
  readonly #rings: readonly { readonly ring: HashRing; readonly owners: readonly number[] }[];
  readonly #found: number[] = [];

  /** `regionNames` by instance; `holds`: whether it stands on a ring; `copies`: a key's copies in each region. */
  constructor(regionNames: readonly string[], holds: readonly boolean[], copies: number) {
    const names = [...new Set(regionNames)];
    this.regions = names.length;
    this.regionOf = Int32Array.from(regionNames, (name) => names.indexOf(name));
    this.#rings = names.map((name) => {
      const owners = regionNames.flatMap((region, i) => (region === name && holds[i] ? [i] : []));
      return { ring: new HashRing(owners.length > 0 ? owners.map((i) => `instance-${i}`) : ['none'], VIRTUAL_NODES), owners };
    });
    this.copies = Int32Array.from(this.#rings, ({ owners }) => Math.min(copies, owners.length));
    this.total = this.copies.reduce((sum, n) => sum + n, 0);
  }

  /** Puts a key's copies into `out` in the order of the rings, region by region; how many there are. */
  find(key: number, out: Int32Array): number {
    let count = 0;
    for (let region = 0; region < this.regions; region++) {
      this.#walk(key, region, this.copies[region]!);
      for (const i of this.#found) out[count++] = i;
    }
    return count;
  }

  isCopy(key: number, i: number): boolean {
    const region = this.regionOf[i]!;
    this.#walk(key, region, this.copies[region]!);
    return this.#found.includes(i);
  }

  /** The next instance of a region behind the copies for which `may` holds, or -1. */
  next(key: number, region: number, may: (i: number) => boolean): number {
    const copies = this.copies[region]!;
    this.#walk(key, region, this.#rings[region]!.owners.length);
    for (let k = copies; k < this.#found.length; k++) if (may(this.#found[k]!)) return this.#found[k]!;
    return -1;
  }

  #walk(key: number, region: number, most: number): void {
    const { ring, owners } = this.#rings[region]!;
    const found = this.#found;
    found.length = 0;
    if (owners.length === 0) return;
    for (let at = ring.first(mix32(key, 0)), n = 0; found.length < most && n < ring.points; n++) {
      const owner = owners[ring.ownerAt(at + n)]!;
      if (!found.includes(owner)) found.push(owner);
    }
  }
}
