/**
 * Writes that an instance took alone: it led beside another, because nothing fenced it (split brain). They stand in no log that the
 * others know. When it is found they are undone, and those that were confirmed to their writers are lost. Instances count from 0.
 */
import type { History } from '../../engine/history.ts';
import type { Copies } from './copies.ts';

interface Written {
  readonly key: number;
  readonly version: number;
  readonly before: number;
  readonly confirmed: boolean;
  /** The history has counted it already. */
  counted: boolean;
}

export class Alone {
  readonly #copies: Copies;
  readonly #history: History;
  readonly #dataset: number;
  readonly #written: Written[][];
  readonly #waiting: { readonly row: number; readonly generation: number }[][];

  constructor(copies: Copies, history: History, dataset: number) {
    this.#copies = copies;
    this.#history = history;
    this.#dataset = dataset;
    this.#written = Array.from({ length: copies.count }, () => []);
    this.#waiting = Array.from({ length: copies.count }, () => []);
  }

  /** An instance writes a version of a key by itself; `confirmed`: somebody waits to hear of it. */
  write(i: number, key: number, version: number, confirmed: boolean): void {
    this.#written[i]!.push({ key, version, before: this.#copies.set(i, key, version), confirmed, counted: false });
  }

  /** The history has counted all versions of a key above the one that survived, those written alone among them. */
  counted(key: number, survived: number): void {
    for (const all of this.#written) for (const one of all) if (one.key === key && one.version > survived) one.counted = true;
  }

  /** A call waits for its write to be confirmed by others, who will not hear of it. */
  wait(i: number, row: number, generation: number): void {
    this.#waiting[i]!.push({ row, generation });
  }

  /** The calls that wait at an instance, which do so no longer. */
  take(i: number): readonly { readonly row: number; readonly generation: number }[] {
    return this.#waiting[i]!.splice(0);
  }

  /** Undoes what an instance wrote alone. How many confirmed writes are lost by that; `leader` has what stays. */
  undo(i: number, leader: number): number {
    const written = this.#written[i]!;
    this.#written[i] = [];
    let lost = 0;
    for (const one of [...written].reverse()) this.#copies.set(i, one.key, one.before);
    for (const key of new Set(written.map((one) => one.key))) {
      const survived = this.#copies.version(leader, key);
      const confirmed = written.filter((one) => one.key === key && one.confirmed);
      lost += confirmed.length;
      // Those above what survives the history counts itself; it knows of no gaps below.
      const below = written.filter((one) => one.key === key && one.version < survived && !one.counted);
      for (const { version } of below) this.#history.recording?.lost(this.#dataset, key, version, version);
      this.#history.lostWrites += below.filter((one) => one.confirmed).length;
      if (this.#history.newest(this.#dataset, key) > survived) this.#history.lose(this.#dataset, key, survived);
    }
    return lost;
  }
}
