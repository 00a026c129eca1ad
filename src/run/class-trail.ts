/**
 * The last second of one request class: times of its answered requests and how many ended, window by window. Kept only for
 * classes that somebody asks about, since most runs ask about none. It reads the meter's totals and takes differences.
 */
import type { RequestFigures } from '../engine/meter.ts';
import { OK } from '../engine/outcome.ts';
import { Histogram } from '../stats/histogram.ts';

export class ClassTrail {
  /** Times of those answered in the trailing windows, ns. */
  readonly latency = new Histogram();
  readonly #figures: RequestFigures;
  readonly #windows: readonly { readonly latency: Histogram; ok: number; failed: number }[];
  readonly #before = new Histogram();
  /** Counted in the running window before a reset. */
  readonly #carried = new Histogram();
  #okBefore = 0;
  #failedBefore = 0;
  #at = 0;

  /** `windows`: how many chart windows it looks back. What was counted before this moment is left out. */
  constructor(figures: RequestFigures, windows: number) {
    this.#figures = figures;
    this.#windows = Array.from({ length: windows }, () => ({ latency: new Histogram(), ok: 0, failed: 0 }));
    this.#remember();
  }

  /** Answered in the trailing windows. */
  get ok(): number {
    return this.#windows.reduce((sum, one) => sum + one.ok, 0);
  }

  /** Failed in the trailing windows. */
  get failed(): number {
    return this.#windows.reduce((sum, one) => sum + one.failed, 0);
  }

  /** A window ends; the meter is folded. */
  close(): void {
    this.#at = (this.#at + 1) % this.#windows.length;
    const window = this.#windows[this.#at]!;
    const { latency } = this.#figures;
    window.latency.copyFrom(latency);
    window.latency.takeAway(this.#before);
    window.latency.merge(this.#carried);
    this.#carried.clear();
    window.ok = this.#figures.outcomes[OK]! - this.#okBefore;
    window.failed = failedOf(this.#figures) - this.#failedBefore;
    this.#remember();
    this.latency.clear();
    for (const one of this.#windows) this.latency.merge(one.latency);
  }

  /** The meter, which is folded, is about to reset its totals: what the running window has counted is carried over. */
  forget(): void {
    this.#carried.copyFrom(this.#figures.latency);
    this.#carried.takeAway(this.#before);
    this.#before.clear();
    this.#okBefore -= this.#figures.outcomes[OK]!;
    this.#failedBefore -= failedOf(this.#figures);
  }

  #remember(): void {
    this.#before.copyFrom(this.#figures.latency);
    this.#okBefore = this.#figures.outcomes[OK]!;
    this.#failedBefore = failedOf(this.#figures);
  }
}

function failedOf({ outcomes }: RequestFigures): number {
  return outcomes.reduce((sum, count) => sum + count, 0) - outcomes[OK]!;
}
