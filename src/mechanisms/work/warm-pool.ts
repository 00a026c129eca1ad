/**
 * Instances that are warm and idle, kept for a while in case of another call. The one used last is taken first, so that those that are
 * too many grow old. Kept as moments since when each has been idle; so many may stay for ever.
 */

export class WarmPool {
  /** Moments (ns) from which each has been idle, the oldest first. */
  readonly #since: number[] = [];
  #kept = 0;
  #forever = 0;
  /** Instances of those that stay for ever that are in use. */
  #lent = 0;

  /** How long an idle one is kept, ns, and how many more are always there. */
  keep(kept: number, forever: number): void {
    this.#kept = kept;
    this.#forever = forever;
  }

  /** Takes a warm one: false when there is none. */
  take(now: number): boolean {
    if (this.#lent < this.#forever) {
      this.#lent++;
      return true;
    }
    this.#drop(now);
    return this.#since.pop() !== undefined;
  }

  /** A call is over: its instance is idle from now on. */
  give(now: number): void {
    if (this.#lent > 0) this.#lent--;
    else this.#since.push(now);
  }

  size(now: number): number {
    this.#drop(now);
    return this.#since.length + Math.max(0, this.#forever - this.#lent);
  }

  clear(): void {
    this.#since.length = 0;
    this.#lent = 0;
  }

  #drop(now: number): void {
    let old = 0;
    while (old < this.#since.length && now - this.#since[old]! > this.#kept) old++;
    if (old > 0) this.#since.splice(0, old);
  }
}
