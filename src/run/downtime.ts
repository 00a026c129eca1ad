/**
 * For how long faults had a part down: all of its copies at once, or some of them. Copies go down and come back at the agenda's
 * moments only, so nothing is looked at between these. Copies that start, drain or are not there count as what faults made of them.
 */
import type { Compiled } from './compile.ts';

const WHOLE = 0;
const SOME = 1;
const ALL = 2;

export class Downtime {
  readonly #c: Compiled;
  /** By part: how much of it is down, since when (ns), and for how long in ns it was so before: SOME and ALL. */
  readonly #state: Uint8Array;
  readonly #since: Float64Array;
  readonly #some: Float64Array;
  readonly #all: Float64Array;

  constructor(compiled: Compiled) {
    this.#c = compiled;
    const parts = compiled.nodes.length;
    this.#state = new Uint8Array(parts);
    this.#since = new Float64Array(parts);
    this.#some = new Float64Array(parts);
    this.#all = new Float64Array(parts);
  }

  /** Knobs were turned at this moment, ns. */
  look(time: number): void {
    for (const { index, firstInstance, instances } of this.#c.nodes) {
      let down = 0;
      for (let i = firstInstance; i < firstInstance + instances; i++) if (!this.#c.sim.rotation.unharmed(i)) down++;
      const state = down === 0 ? WHOLE : down < instances ? SOME : ALL;
      if (state !== this.#state[index]) this.#settle(index, time);
      this.#state[index] = state;
    }
  }

  /** The warm-up is over at this moment, ns. */
  forget(time: number): void {
    this.#some.fill(0);
    this.#all.fill(0);
    this.#since.fill(time);
  }

  /** ns up to this moment for which no copy of a part was up, and for which some were and others were not. */
  of(part: number, time: number): { readonly all: number; readonly some: number } {
    this.#settle(part, time);
    return { all: this.#all[part]!, some: this.#some[part]! };
  }

  #settle(part: number, time: number): void {
    const state = this.#state[part];
    const list = state === ALL ? this.#all : state === SOME ? this.#some : undefined;
    if (list !== undefined) list[part] = list[part]! + time - this.#since[part]!;
    this.#since[part] = time;
  }
}
