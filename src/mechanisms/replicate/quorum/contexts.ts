/** What sessions have seen: for each session and key the versions that it read or wrote last, of the newest sessions only. */

/** Remembered at most (chosen); the oldest go first. */
const MOST = 20_000;
const KEYS = 4_194_304;
const NONE: readonly number[] = [];

export class Contexts {
  readonly #seen = new Map<number, readonly number[]>();

  of(session: number, key: number): readonly number[] {
    return this.#seen.get(session * KEYS + key) ?? NONE;
  }

  remember(session: number, key: number, seen: readonly number[]): void {
    const at = session * KEYS + key;
    this.#seen.delete(at);
    this.#seen.set(at, seen);
    if (this.#seen.size <= MOST) return;
    for (const oldest of this.#seen.keys()) {
      this.#seen.delete(oldest);
      return;
    }
  }
}
