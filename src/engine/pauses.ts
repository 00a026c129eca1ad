/**
 * Pauses: moments in which a whole process stands still by itself, as in a collection of garbage that stops the world. It takes in nothing
 * and answers nothing, and whoever probes it thinks it dead; then it goes on where it stopped. Kept apart from the knobs, which are
 * recomputed from the faults of each moment, and laid over them.
 */
import { UP } from './knobs.ts';
import { ENGINE, type Sim } from './sim.ts';

/** The engine's event at the end of a pause; `a` is the instance. */
export const PAUSE_OVER = 80;

export class Pauses {
  readonly #sim: Sim;
  readonly #until: Float64Array;
  readonly #on: Uint8Array;
  /** What the faults of this moment say. */
  readonly #struck: Uint8Array;
  #count = 0;

  constructor(sim: Sim, instances: number) {
    this.#sim = sim;
    this.#until = new Float64Array(instances);
    this.#on = new Uint8Array(instances);
    this.#struck = new Uint8Array(instances);
  }

  /** Nobody stands still. */
  get none(): boolean {
    return this.#count === 0;
  }

  /** An instance stands still for so many ns, after the pause that it is in. */
  stop(instance: number, ns: number): void {
    const { knobs, now, queue } = this.#sim;
    const until = Math.max(now, this.#until[instance]!) + ns;
    this.#until[instance] = until;
    queue.push(until, ENGINE, PAUSE_OVER, instance, 0);
    if (this.#on[instance] === 1) return;
    this.#on[instance] = 1;
    this.#count++;
    knobs.hung[instance] = 1;
    this.#sim.settle();
  }

  /** A pause is over, unless another came on top. */
  event(instance: number): void {
    if (this.#on[instance] === 0 || this.#sim.now < this.#until[instance]!) return;
    this.over(instance);
    const { hung, down } = this.#sim.knobs;
    if (hung[instance] === 0 && down[instance] === UP) this.#sim.resume(instance);
  }

  /** Whatever pause an instance was in has ended with it. */
  over(instance: number): void {
    this.#until[instance] = 0;
    if (this.#on[instance] === 0) return;
    this.#on[instance] = 0;
    this.#count--;
    this.#sim.knobs.hung[instance] = this.#struck[instance]!;
    this.#sim.settle();
  }

  /** Faults were looked at anew and have set the knobs: pauses are laid over them. */
  overlay(): void {
    const { hung } = this.#sim.knobs;
    this.#struck.set(hung);
    if (this.#count > 0) for (let i = 0; i < hung.length; i++) if (this.#on[i] === 1) hung[i] = 1;
  }
}
