/**
 * Builds: what the version of the program that an instance runs does to its work. A fault comes and goes; a bad build stays until it is
 * replaced. Kept apart from the knobs, which are recomputed from the faults of each moment, and laid over them.
 */
import { either } from './knobs.ts';
import type { Sim } from './sim.ts';

export class Builds {
  readonly #sim: Sim;
  readonly #slow: Float64Array;
  readonly #errors: Float64Array;
  /** What the faults of this moment say. */
  readonly #faultSlow: Float64Array;
  readonly #faultErrors: Float64Array;
  /** How many instances run a build that differs from the first. */
  #changed = 0;

  constructor(sim: Sim, instances: number) {
    this.#sim = sim;
    this.#slow = new Float64Array(instances).fill(1);
    this.#errors = new Float64Array(instances);
    this.#faultSlow = new Float64Array(instances).fill(1);
    this.#faultErrors = new Float64Array(instances);
  }

  /** All run as they did at the beginning. */
  get plain(): boolean {
    return this.#changed === 0;
  }

  /** An instance runs another build from now on: work takes so many times as long, and so large a share of calls fails. */
  install(instance: number, slow: number, errors: number): void {
    const differs = (i: number): number => (this.#slow[i] !== 1 || this.#errors[i] !== 0 ? 1 : 0);
    this.#changed -= differs(instance);
    this.#slow[instance] = slow;
    this.#errors[instance] = errors;
    this.#changed += differs(instance);
    this.#lay(instance);
    this.#sim.settle();
  }

  /** Faults were looked at anew and have set the knobs: builds are laid over them. */
  overlay(): void {
    const { slow, errors } = this.#sim.knobs;
    this.#faultSlow.set(slow);
    this.#faultErrors.set(errors);
    if (this.#changed > 0) for (let i = 0; i < slow.length; i++) this.#lay(i);
  }

  #lay(i: number): void {
    const { slow, errors } = this.#sim.knobs;
    slow[i] = this.#faultSlow[i]! * this.#slow[i]!;
    errors[i] = either(this.#faultErrors[i]!, this.#errors[i]!);
  }
}
