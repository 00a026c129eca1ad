/**
 * A tape of durations on their way into histograms. Sorting a value into its histogram touches memory that nothing else in
 * the event needs; noting it here is two stores in a row, and a whole tape is sorted in one tight loop, in the order noted.
 * Counts are the same as if every value had been recorded at once; whoever reads a histogram winds the tape first.
 */
import type { Histogram } from './histogram.ts';
import type { Trail } from './trail.ts';

const LENGTH = 4096;

export class Tape {
  readonly #values = new Float64Array(LENGTH);
  readonly #lanes = new Int32Array(LENGTH);
  #count = 0;
  readonly histograms: readonly Histogram[];
  /** The trail that goes with a lane, where there is one. */
  readonly trails: (Trail | undefined)[] = [];

  /** One histogram for each lane. */
  constructor(histograms: readonly Histogram[]) {
    this.histograms = histograms;
    for (let i = 0; i < histograms.length; i++) this.trails.push(undefined);
  }

  /** Notes the value ≥ 0 that stands in a cell for the histogram of this lane. */
  note(lane: number, cells: Float64Array, cell: number): void {
    const at = this.#count;
    this.#values[at] = cells[cell]!;
    this.#lanes[at] = lane;
    this.#count = at + 1;
    if (at === LENGTH - 1) this.wind();
  }

  /** Records all that was noted. */
  wind(): void {
    const values = this.#values;
    const lanes = this.#lanes;
    const { histograms, trails } = this;
    const count = this.#count;
    for (let i = 0; i < count; i++) {
      const lane = lanes[i]!;
      histograms[lane]!.record(values[i]!);
      trails[lane]?.note(values, i);
    }
    this.#count = 0;
  }
}
