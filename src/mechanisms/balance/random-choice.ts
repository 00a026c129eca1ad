/** Random choice among the eligible targets, and the better of d random choices (Mitzenmacher 2001, "The power of two choices"). */
import type { Stream } from '../../std/random.ts';
import type { Balancer, Targets } from './balancer.ts';

export class RandomChoice implements Balancer {
  readonly counts: boolean;
  readonly #choices: number;
  readonly #stream: Stream;

  /** `choices` 1: plain random; 2: power of two; each drawn independently, with replacement. */
  constructor(choices: number, stream: Stream) {
    this.#choices = choices;
    this.counts = choices > 1;
    this.#stream = stream;
  }

  pick(targets: Targets): number {
    let best = this.#draw(targets);
    for (let d = 1; d < this.#choices && best >= 0; d++) {
      const other = this.#draw(targets);
      if (targets.open[other]! < targets.open[best]!) best = other;
    }
    return best;
  }

  /** One eligible target, each as likely; -1 when there is none. */
  #draw(targets: Targets): number {
    return targets.usable === 0 ? -1 : targets.nth(this.#stream.below(targets.usable));
  }
}
