/** Calls whose work fell due while their instance hung, in order, for each instance: lines through the rows' own `next`. */
import { NEXT, type Requests } from '../../engine/requests.ts';

export class StuckCalls {
  readonly #requests: Requests;
  readonly #head: Int32Array;
  readonly #tail: Int32Array;

  constructor(requests: Requests, instances: number) {
    this.#requests = requests;
    this.#head = new Int32Array(instances).fill(-1);
    this.#tail = new Int32Array(instances).fill(-1);
  }

  put(row: number, i: number): void {
    const tail = this.#tail[i]!;
    if (tail < 0) this.#head[i] = row;
    else this.#requests.ints[tail + NEXT] = row;
    this.#requests.ints[row + NEXT] = -1;
    this.#tail[i] = row;
  }

  /** The first one, taken out of the line; -1: there is none. */
  take(i: number): number {
    const row = this.#head[i]!;
    if (row < 0) return -1;
    this.#head[i] = this.#requests.ints[row + NEXT]!;
    if (this.#head[i]! < 0) this.#tail[i] = -1;
    this.#requests.ints[row + NEXT] = -1;
    return row;
  }

  clear(i: number): void {
    this.#head[i] = -1;
    this.#tail[i] = -1;
  }
}
