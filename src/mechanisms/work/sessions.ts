/**
 * Sessions that a process keeps in its memory. A session lives at the one copy that began it; another copy knows nothing of it, and
 * what a copy knew is gone when it goes down. Whoever comes with a session that is not there has to begin anew.
 */
import type { Heap } from './heap.ts';

const NOWHERE = -1;

export class Sessions {
  /** The copy at which each session lives, or NOWHERE when it was lost. */
  readonly #home = new Map<number, number>();
  readonly #heap: Heap;
  lost = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** A request of a session reached copy `i`: false when its session is not there; it begins anew at this copy. */
  find(session: number, i: number): boolean {
    const home = this.#home.get(session);
    if (home === i) return true;
    this.#home.set(session, i);
    this.#heap.session(i, 1);
    if (home === undefined) return true;
    if (home !== NOWHERE) this.#heap.session(home, -1);
    this.lost++;
    return false;
  }

  /** A copy went down, and its memory with it. */
  clear(i: number): void {
    for (const [session, home] of this.#home) if (home === i) this.#home.set(session, NOWHERE);
  }
}
