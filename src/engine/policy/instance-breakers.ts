/** A breaker for each instance at the far end of a link: one bad copy is avoided while the others go on being called. */
import { Breaker, type BreakerSettings, CLOSED, HALF_OPEN, OPEN } from './breaker.ts';

export class InstanceBreakers {
  readonly first: number;
  readonly #all: readonly Breaker[];
  /** Calls for which no instance was left. */
  shortCircuited = 0;

  constructor(settings: BreakerSettings, first: number, instances: number) {
    this.first = first;
    this.#all = Array.from({ length: instances }, () => new Breaker(settings));
  }

  get count(): number {
    return this.#all.length;
  }

  set settings(settings: BreakerSettings) {
    for (const one of this.#all) one.settings = settings;
  }

  of(instance: number): Breaker {
    return this.#all[instance - this.first]!;
  }

  get opened(): number {
    return this.#all.reduce((sum, one) => sum + one.opened, 0);
  }

  /** How many of them are not closed. */
  get away(): number {
    return this.#all.reduce((sum, one) => sum + (one.state === CLOSED ? 0 : 1), 0);
  }

  /** The one that is furthest from closed: an open one, else one on trial, else the one with the most failures. */
  get worst(): Breaker {
    const rank = (one: Breaker) => (one.state === OPEN ? 3 : one.state === HALF_OPEN ? 2 : one.failureShare);
    return this.#all.reduce((worst, one) => (rank(one) > rank(worst) ? one : worst));
  }

  resetCounts(): void {
    this.shortCircuited = 0;
    for (const one of this.#all) one.resetCounts();
  }
}
