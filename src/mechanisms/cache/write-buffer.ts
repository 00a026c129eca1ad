/**
 * Writes that a cache has taken and not yet saved in the store behind it (write-behind): the newest version of each key, oldest key
 * first. Several writes of one key become one. A key whose save is under way is not saved again before that one's end, so saves of
 * one key never overtake each other here. What is in here when its instance dies is lost.
 */
export interface Unsaved {
  readonly key: number;
  version: number;
  /** The version before the first write in here: what the store is left with if this is lost. */
  readonly before: number;
  readonly cls: number;
  readonly session: number;
  /** When the first of its writes came, ns. */
  readonly since: number;
}

export class WriteBuffer {
  /** Writes that found an unsaved one of their key. */
  merged = 0;
  readonly #waiting = new Map<number, Unsaved>();
  readonly #underWay = new Map<number, Unsaved>();

  /** Keys in here, with those that are being saved. */
  get size(): number {
    return this.#waiting.size + this.#underWay.size;
  }

  /** Keys that wait to be saved. */
  get waiting(): number {
    return this.#waiting.size;
  }

  put(key: number, version: number, cls: number, session: number, now: number): void {
    const known = this.#waiting.get(key);
    if (known !== undefined) {
      known.version = version;
      this.merged++;
    } else this.#waiting.set(key, { key, version, before: version - 1, cls, session, since: now });
  }

  /** The version of a key that is not saved yet, or -1. */
  version(key: number): number {
    return this.#waiting.get(key)?.version ?? this.#underWay.get(key)?.version ?? -1;
  }

  /** When the oldest waiting write came that may be saved now, ns; Infinity: there is none. */
  oldest(): number {
    for (const one of this.#waiting.values()) if (!this.#underWay.has(one.key)) return one.since;
    return Number.POSITIVE_INFINITY;
  }

  /** Takes out at most so many to be saved now, those that came at or before a moment (ns). */
  take(most: number, until: number): Unsaved[] {
    const taken: Unsaved[] = [];
    for (const one of this.#waiting.values()) {
      if (taken.length >= most || one.since > until) break;
      if (!this.#underWay.has(one.key)) taken.push(one);
    }
    for (const one of taken) {
      this.#waiting.delete(one.key);
      this.#underWay.set(one.key, one);
    }
    return taken;
  }

  /** A save is over. One that failed is to be made again, unless a newer write waits, which then answers for it too. */
  saved(key: number, well: boolean, now: number): void {
    const one = this.#underWay.get(key);
    this.#underWay.delete(key);
    if (well || one === undefined) return;
    const newer = this.#waiting.get(key);
    this.#waiting.delete(key);
    this.#waiting.set(key, newer === undefined ? { ...one, since: now } : { ...newer, before: one.before });
  }

  /** All is gone; what was lost of it: what waited. A save under way reaches the store without whoever sent it. */
  lose(): readonly Unsaved[] {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#underWay.clear();
    return lost;
  }
}
