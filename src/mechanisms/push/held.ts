/** Calls that a station keeps open until there is news for them: by key, in the order in which they came, known by generation. */
import { GENERATION, type Requests, THERE } from '../../engine/requests.ts';

export class HeldCalls {
  count = 0;
  readonly #requests: Requests;
  readonly #byKey = new Map<number, { row: number; generation: number }[]>();

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  add(key: number, row: number): void {
    const held = { row, generation: this.#requests.ints[row + GENERATION]! };
    const list = this.#byKey.get(key);
    if (list === undefined) this.#byKey.set(key, [held]);
    else list.push(held);
    this.count++;
  }

  /** The calls held for a key that are still there; those that are gone are forgotten. */
  of(key: number): readonly number[] {
    const list = this.#byKey.get(key);
    if (list === undefined) return [];
    const there = list.filter(
      ({ row, generation }) => this.#requests.ints[row + GENERATION] === generation && this.#requests.has(row, THERE),
    );
    this.count -= list.length - there.length;
    if (there.length === 0) this.#byKey.delete(key);
    else this.#byKey.set(key, there);
    return there.map(({ row }) => row);
  }

  /** One of them has its answer. */
  remove(key: number, row: number): void {
    const list = this.#byKey.get(key);
    const at = list?.findIndex((held) => held.row === row) ?? -1;
    if (list === undefined || at < 0) return;
    list.splice(at, 1);
    this.count--;
    if (list.length === 0) this.#byKey.delete(key);
  }

  clear(): void {
    this.#byKey.clear();
    this.count = 0;
  }
}
