/** Locks of keys, each by one holder (a number from 1 on), and who waits for them, first come first served. */
export class Locks {
  readonly #holders = new Map<number, number>();
  readonly #waiting = new Map<number, (() => void)[]>();

  /** Who has a key; 0: nobody. */
  holder(key: number): number {
    return this.#holders.get(key) ?? 0;
  }

  /** Locks a key that is free. */
  take(key: number, holder: number): void {
    this.#holders.set(key, holder);
  }

  /** `go`: the key is free; whoever waited may lock it then, or wait again. */
  wait(key: number, go: () => void): void {
    const line = this.#waiting.get(key);
    if (line === undefined) this.#waiting.set(key, [go]);
    else line.push(go);
  }

  /** A holder lets go of a key, if it has it. */
  free(key: number, holder: number): void {
    if (this.#holders.get(key) !== holder) return;
    this.#holders.delete(key);
    const line = this.#waiting.get(key);
    if (line === undefined) return;
    this.#waiting.delete(key);
    for (const go of line) go();
  }
}
