/**
 * A trail: the times of the last few chart windows taken together. The newest window comes in as it closes, the oldest goes. A window
 * is a list of buckets and not a histogram, for most windows hold fewer times than a histogram has buckets: what a window costs
 * follows from what happened in it. Where one window is all that is looked back on, it may be long, and is a histogram.
 */
import { Histogram } from './histogram.ts';

const FIRST_ROOM = 64;

/** The times of one window: their buckets, in any order, and in `totals` how many, their sum, the smallest and the largest. */
class Window {
  buckets: Uint16Array = new Uint16Array(FIRST_ROOM);
  readonly totals = new Float64Array(4);

  constructor() {
    this.clear();
  }

  /** Room for so many more; the place of the first. */
  extend(more: number): number {
    const count = this.totals[0]!;
    if (count + more > this.buckets.length) {
      const wider = new Uint16Array(2 * (count + more));
      wider.set(this.buckets);
      this.buckets = wider;
    }
    return count;
  }

  clear(): void {
    this.totals.set([0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  }
}

export class Trail {
  /** All windows together, up to the one that closed last. */
  merged = new Histogram();
  #running = new Window();
  #histogram: Histogram | undefined;
  readonly #kept: Window[];
  #at = 0;

  /** Looks back on so many windows. */
  constructor(windows: number) {
    this.#histogram = windows === 1 ? new Histogram() : undefined;
    this.#kept = Array.from({ length: windows }, () => new Window());
  }

  /** Takes in the value ≥ 0 that stands in a cell. */
  note(cells: Float64Array, cell: number): void {
    const x = cells[cell]!;
    if (this.#histogram !== undefined) {
      this.#histogram.record(x);
      return;
    }
    const at = this.#running.extend(1);
    const { totals, buckets } = this.#running;
    buckets[at] = Histogram.slotOf(x);
    totals[0] = at + 1;
    totals[1] = totals[1]! + x;
    if (x < totals[2]!) totals[2] = x;
    if (x > totals[3]!) totals[3] = x;
  }

  /** Takes in many: their slots (see Histogram.slotOf), and their totals from a place. */
  noteAll(slots: Uint16Array, from: number, totals: Float64Array, place: number): void {
    const count = totals[place]!;
    if (this.#histogram !== undefined) {
      this.#histogram.addSlots(slots, from, totals, place, 1);
      return;
    }
    const at = this.#running.extend(count);
    const mine = this.#running.totals;
    this.#running.buckets.set(slots.subarray(from, from + count), at);
    mine[0] = at + count;
    mine[1] = mine[1]! + totals[place + 1]!;
    mine[2] = Math.min(mine[2]!, totals[place + 2]!);
    mine[3] = Math.max(mine[3]!, totals[place + 3]!);
  }

  /** The running window's times by coarser cells (see Histogram.coarse). */
  coarse(out: Float64Array, first: number, perOctave: number): void {
    if (this.#histogram !== undefined) {
      this.#histogram.coarse(out, first, perOctave);
      return;
    }
    out.fill(0);
    const { buckets, totals } = this.#running;
    for (let i = 0; i < totals[0]!; i++) {
      const cell = Histogram.cellOf(buckets[i]!, first, perOctave, out.length);
      out[cell] = out[cell]! + 1;
    }
  }

  /** The running window closes; all together. */
  close(): Histogram {
    if (this.#histogram !== undefined) {
      this.merged.clear();
      [this.merged, this.#histogram] = [this.#histogram, this.merged];
      return this.merged;
    }
    this.#at = (this.#at + 1) % this.#kept.length;
    const oldest = this.#kept[this.#at]!;
    const newest = this.#running;
    this.merged.addSlots(oldest.buckets, 0, oldest.totals, 0, -1);
    this.merged.addSlots(newest.buckets, 0, newest.totals, 0, 1);
    this.#kept[this.#at] = newest;
    this.#running = oldest;
    oldest.clear();
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { totals } of this.#kept) {
      min = Math.min(min, totals[2]!);
      max = Math.max(max, totals[3]!);
    }
    this.merged.between(min, max);
    return this.merged;
  }
}
