/**
 * What a caller makes do with when a call has failed for good: a default value, or the last good answer that it remembers for
 * the key. Either is an answer, counted as degraded; a remembered one carries the version it had, so its staleness is measured.
 * Each instance of the caller remembers for itself, in a table where a key has one place and pushes out whoever was there.
 */

export interface FallbackSettings {
  readonly cached: boolean;
}

export class Fallback {
  settings: FallbackSettings;
  readonly #size: number;
  readonly #first: number;
  /** By caller and place: the key (plus one, 0: nobody's) and its class, and the version. */
  readonly #keys: Float64Array;
  readonly #versions: Int32Array;

  /** `size`: answers that each instance remembers. */
  constructor(settings: FallbackSettings, size: number, firstCaller: number, callers: number) {
    this.settings = settings;
    this.#size = size;
    this.#first = firstCaller;
    this.#keys = new Float64Array(size * callers);
    this.#versions = new Int32Array(size * callers);
  }

  /** A good answer to a caller: class, key and the version that it held. */
  remember(caller: number, cls: number, key: number, version: number): void {
    const at = this.#place(caller, cls, key);
    this.#keys[at] = nameOf(cls, key);
    this.#versions[at] = version;
  }

  /** The version that a caller remembers, or -1 when it remembers no answer. */
  recall(caller: number, cls: number, key: number): number {
    const at = this.#place(caller, cls, key);
    return this.#keys[at] === nameOf(cls, key) ? this.#versions[at]! : -1;
  }

  /** An instance of the caller went down: what it remembered is lost. */
  forget(caller: number): void {
    const at = (caller - this.#first) * this.#size;
    this.#keys.fill(0, at, at + this.#size);
  }

  #place(caller: number, cls: number, key: number): number {
    return (caller - this.#first) * this.#size + ((key + cls * APART) % this.#size);
  }
}

const MOST_CLASSES = 256;
/** How far apart the same key of two classes lies; a prime (chosen). */
const APART = 7919;

/** Class and key as one whole number above 0. */
function nameOf(cls: number, key: number): number {
  return key * MOST_CLASSES + (cls % MOST_CLASSES) + 1;
}
