/** Which data is gone for good: groups of which fewer pieces are left than a read needs, and what was written to them since. */
import type { Groups } from './groups.ts';

export class Losses {
  /** Groups of which something is gone. */
  count = 0;
  readonly #groups: Groups;
  readonly #lost: Uint8Array;
  /** Keys written since something was lost: they are whole. */
  readonly #since = new Set<number>();

  constructor(groups: Groups) {
    this.#groups = groups;
    this.#lost = new Uint8Array(groups.count);
  }

  /** Looks which groups are gone now; calls `found` for each new one. */
  look(found: (group: number) => void): void {
    for (let g = 0; g < this.#groups.count; g++) {
      if (this.#groups.whole(g, () => true) >= this.#groups.need) continue;
      if (this.#lost[g] === 0) this.count++;
      this.#lost[g] = 1;
      found(g);
    }
  }

  /** Forgets that keys were written, for those in lost groups. */
  forget(gone: (key: number) => boolean): void {
    for (const key of [...this.#since]) if (gone(key)) this.#since.delete(key);
  }

  has(group: number): boolean {
    return this.#lost[group] === 1;
  }

  written(key: number): void {
    if (this.count > 0) this.#since.add(key);
  }

  /** Whether a key whose block lies in this group is gone. */
  gone(key: number, group: number): boolean {
    return this.#lost[group] === 1 && !this.#since.has(key);
  }
}
