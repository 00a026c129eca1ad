/** The copies of a part as a controller sees them: how many serve and boot; more of them, fewer of them. The newest go first. */
import { ABSENT, BOOTING, DRAINING } from '../../engine/rotation.ts';
import type { Sim } from '../../engine/sim.ts';

export class Fleet {
  readonly #sim: Sim;
  readonly #first: number;
  /** Copies there could be. */
  readonly size: number;

  constructor(sim: Sim, first: number, size: number) {
    this.#sim = sim;
    this.#first = first;
    this.size = size;
  }

  /** Copies that take new calls. */
  count(): number {
    return this.sum((i) => (this.#sim.rotation.takes(i) ? 1 : 0));
  }

  booting(): number {
    return this.sum((i) => (this.#sim.rotation.stateOf(i) === BOOTING ? 1 : 0));
  }

  sum(of: (instance: number) => number): number {
    let total = 0;
    for (let i = this.#first; i < this.#first + this.size; i++) total += of(i);
    return total;
  }

  /** So many more: those that were about to leave stay, others boot for so many ns. */
  grow(by: number, boot: number): void {
    const { rotation } = this.#sim;
    let left = by;
    for (let i = this.#first; i < this.#first + this.size && left > 0; i++) {
      if (rotation.stateOf(i) !== DRAINING) continue;
      rotation.keep(i);
      left--;
    }
    for (let i = this.#first; i < this.#first + this.size && left > 0; i++) {
      if (rotation.stateOf(i) !== ABSENT) continue;
      rotation.boot(i, boot);
      left--;
    }
  }

  /** So many fewer: those that still boot leave at once, others finish what they have for at most so many ns. */
  shrink(by: number, longest: number): void {
    const { rotation } = this.#sim;
    let left = by;
    for (let i = this.#first + this.size - 1; i >= this.#first && left > 0; i--) {
      if (rotation.stateOf(i) !== BOOTING) continue;
      rotation.leave(i);
      left--;
    }
    for (let i = this.#first + this.size - 1; i >= this.#first && left > 0; i--) {
      if (!rotation.takes(i)) continue;
      rotation.drain(i, longest);
      left--;
    }
  }
}
