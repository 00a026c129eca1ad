/**
 * Locks on rows: shared ones beside each other, exclusive ones alone, granted in the order in which they were asked for (nobody
 * overtakes, so nobody starves). Who holds locks and waits for another may be part of a circle: a deadlock, which is looked for when
 * asked. Holders are numbers of the station's. It allocates, on the ways of transactions alone.
 */
interface Wish {
  readonly holder: number;
  readonly exclusive: boolean;
}

interface Lock {
  readonly holders: Map<number, boolean>;
  readonly line: Wish[];
}

export class RowLocks {
  readonly #locks = new Map<number, Lock>();
  readonly #held = new Map<number, Set<number>>();
  /** The key that a holder waits for. */
  readonly #waits = new Map<number, number>();

  /** How many wait for something. */
  get waiting(): number {
    return this.#waits.size;
  }

  /** Asks for a lock: true when it is granted at once; else the holder waits in line. */
  request(holder: number, key: number, exclusive: boolean): boolean {
    let lock = this.#locks.get(key);
    if (lock === undefined) {
      lock = { holders: new Map(), line: [] };
      this.#locks.set(key, lock);
    }
    const own = lock.holders.get(holder);
    if (own === true || (own === false && !exclusive)) return true;
    if (own === false && lock.holders.size === 1) {
      lock.holders.set(holder, true);
      return true;
    }
    const wish = { holder, exclusive };
    if (lock.line.length === 0 && this.#fits(lock, wish)) {
      this.#grant(lock, key, wish);
      return true;
    }
    lock.line.push(wish);
    this.#waits.set(holder, key);
    return false;
  }

  isWaiting(holder: number): boolean {
    return this.#waits.has(holder);
  }

  /** Gives back all that a holder has, and takes it out of line. Those who have what they waited for by that, in order. */
  release(holder: number): number[] {
    const keys = [...(this.#held.get(holder) ?? [])];
    this.#held.delete(holder);
    const waited = this.#waits.get(holder);
    if (waited !== undefined) {
      this.#waits.delete(holder);
      const { line } = this.#locks.get(waited)!;
      line.splice(
        line.findIndex((wish) => wish.holder === holder),
        1,
      );
      keys.push(waited);
    }
    return keys.flatMap((key) => this.#next(key, holder));
  }

  /** Whether a holder that waits does so for itself in the end. */
  inCircle(holder: number): boolean {
    const seen = new Set<number>();
    const ahead = this.#before(holder);
    while (ahead.length > 0) {
      const one = ahead.pop()!;
      if (one === holder) return true;
      if (seen.has(one)) continue;
      seen.add(one);
      ahead.push(...this.#before(one));
    }
    return false;
  }

  clear(): void {
    this.#locks.clear();
    this.#held.clear();
    this.#waits.clear();
  }

  /** Whom a holder waits for: those who have the lock, and those ahead of it in line. */
  #before(holder: number): number[] {
    const key = this.#waits.get(holder);
    const lock = key === undefined ? undefined : this.#locks.get(key);
    if (lock === undefined) return [];
    const at = lock.line.findIndex((wish) => wish.holder === holder);
    const ahead = lock.line.slice(0, at).map((wish) => wish.holder);
    return [...[...lock.holders.keys()].filter((one) => one !== holder), ...ahead];
  }

  #next(key: number, gone: number): number[] {
    const lock = this.#locks.get(key);
    if (lock === undefined) return [];
    lock.holders.delete(gone);
    const granted: number[] = [];
    while (lock.line.length > 0 && this.#fits(lock, lock.line[0]!)) {
      const wish = lock.line.shift()!;
      this.#waits.delete(wish.holder);
      this.#grant(lock, key, wish);
      granted.push(wish.holder);
    }
    if (lock.holders.size === 0 && lock.line.length === 0) this.#locks.delete(key);
    return granted;
  }

  #fits(lock: Lock, { holder, exclusive }: Wish): boolean {
    for (const [other, taken] of lock.holders) if (other !== holder && (exclusive || taken)) return false;
    return true;
  }

  #grant(lock: Lock, key: number, { holder, exclusive }: Wish): void {
    lock.holders.set(holder, exclusive || lock.holders.get(holder) === true);
    const held = this.#held.get(holder);
    if (held === undefined) this.#held.set(holder, new Set([key]));
    else held.add(key);
  }
}
