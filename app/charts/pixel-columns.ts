/**
 * A line of any length, reduced to what its pixels can show: per pixel column the first, lowest, highest and last value
 * (M4, Jugel et al., VLDB 2014), so that the drawn line is the same as if every point had been drawn. New points are
 * folded in as they arrive: painting costs the width of the plot, not the length of the run.
 */
import { at } from './numbers.ts';

/** What can draw a line: a canvas context, or a test that writes down what it is told. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** Moments of the plot's edges in ms, their pixels, and how many columns lie between. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly left: number;
  readonly right: number;
  readonly columns: number;
}

/** Fields per pixel column. */
const X0 = 0;
const FIRST = 1;
const LOW = 2;
const HIGH = 3;
const X1 = 4;
const LAST = 5;
/** How many points it holds; negative when the line was interrupted before it. */
const POINTS = 6;
const SIZE = 7;

export class PixelColumns {
  /** Lowest, lowest above zero, and highest value so far; infinite while there is none. */
  low = Number.POSITIVE_INFINITY;
  lowPositive = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  #span: Span;
  #cells = new Float64Array(0);
  #taken = 0;
  #broken = true;

  constructor(span: Span) {
    this.#span = span;
    this.restart(span);
  }

  /** Forgets everything; the next `extend` reads its columns from the start. */
  restart(span: Span): void {
    this.#span = span;
    const length = Math.max(1, span.columns) * SIZE;
    if (this.#cells.length === length) this.#cells.fill(0);
    else this.#cells = new Float64Array(length);
    this.low = this.lowPositive = Number.POSITIVE_INFINITY;
    this.high = Number.NEGATIVE_INFINITY;
    this.#taken = 0;
    this.#broken = true;
  }

  /** Folds in what these columns hold beyond what was taken before. NaN interrupts the line. */
  extend(times: Float64Array, values: Float64Array): void {
    const { fromMs, toMs, left, right, columns } = this.#span;
    const scale = (right - left) / Math.max(1e-9, toMs - fromMs);
    const perPx = columns / Math.max(1e-9, right - left);
    const length = Math.min(times.length, values.length);
    for (let i = this.#taken; i < length; i++) {
      const value = at(values, i);
      const time = at(times, i);
      if (Number.isNaN(value) || time < fromMs || time > toMs) {
        this.#broken = true;
        continue;
      }
      if (value < this.low) this.low = value;
      if (value > this.high) this.high = value;
      if (value > 0 && value < this.lowPositive) this.lowPositive = value;
      const x = left + (time - fromMs) * scale;
      this.#put(Math.max(0, Math.min(columns - 1, Math.floor((x - left) * perPx))), x, value);
    }
    this.#taken = length;
  }

  #put(column: number, x: number, value: number): void {
    const cells = this.#cells;
    const cell = column * SIZE;
    const points = at(cells, cell + POINTS);
    if (points === 0) {
      cells[cell + X0] = x;
      cells[cell + FIRST] = cells[cell + LOW] = cells[cell + HIGH] = value;
      cells[cell + POINTS] = this.#broken ? -1 : 1;
    } else {
      if (value < at(cells, cell + LOW)) cells[cell + LOW] = value;
      if (value > at(cells, cell + HIGH)) cells[cell + HIGH] = value;
      cells[cell + POINTS] = points + Math.sign(points);
    }
    cells[cell + X1] = x;
    cells[cell + LAST] = value;
    this.#broken = false;
  }

  /**
   * Draws the line; `y` turns a value into a pixel. With `step` a value holds until the next one. With `base` (px) each
   * uninterrupted piece is led from and back to that level, so that the path can be filled.
   */
  draw(pen: Pen, y: (value: number) => number, step = false, base?: number): void {
    const cells = this.#cells;
    let open = false;
    let lastX = Number.NaN;
    let lastY = Number.NaN;
    const end = (): void => {
      if (open && base !== undefined) pen.lineTo(lastX, base);
    };
    for (let cell = 0; cell < cells.length; cell += SIZE) {
      const points = at(cells, cell + POINTS);
      if (points === 0) continue;
      const x0 = at(cells, cell + X0);
      const first = y(at(cells, cell + FIRST));
      if (points < 0 || !open) {
        end();
        // Half a pixel to the left, so that a lone point shows.
        if (base === undefined) pen.moveTo(x0 - 0.5, first);
        else pen.moveTo(x0 - 0.5, base);
        open = true;
        if (base !== undefined) pen.lineTo(x0 - 0.5, first);
      } else if (step) pen.lineTo(x0, lastY);
      pen.lineTo(x0, first);
      lastX = at(cells, cell + X1);
      lastY = y(at(cells, cell + LAST));
      if (Math.abs(points) > 2) {
        const middle = (x0 + lastX) / 2;
        pen.lineTo(middle, y(at(cells, cell + LOW)));
        pen.lineTo(middle, y(at(cells, cell + HIGH)));
      }
      if (Math.abs(points) > 1) pen.lineTo(lastX, lastY);
    }
    end();
  }
}
