/**
 * Versions of several keys that one write made together: whoever hears that it is done has written all of them, and a reader of any of
 * them is measured against that. What was tied last is remembered, whether anybody hears of it or not.
 */

export interface Tie {
  readonly key: number;
  readonly version: number;
}

/** Ties remembered in a data set; a write whose end is heard after so many others counts for its own key alone (chosen). */
const REMEMBERED = 1 << 14;
/** Versions are told apart within a key by adding so many times its number. */
const VERSIONS = 67_108_864;
const NONE: readonly Tie[] = [];

export class Tied {
  readonly #sets: Map<number, readonly Tie[]>[] = [];
  #none = true;

  /** `first`: whose version the writer is told. */
  tie(dataset: number, [first, ...others]: readonly [Tie, ...Tie[]]): void {
    this.#none = false;
    const set = this.#sets[dataset] ?? new Map<number, readonly Tie[]>();
    this.#sets[dataset] = set;
    set.set(first.key * VERSIONS + first.version, others);
    if (set.size <= REMEMBERED) return;
    for (const oldest of set.keys()) {
      set.delete(oldest);
      break;
    }
  }

  /** What else the write made that made this version. */
  with(dataset: number, key: number, version: number): readonly Tie[] {
    return this.#none ? NONE : (this.#sets[dataset]?.get(key * VERSIONS + version) ?? NONE);
  }
}
