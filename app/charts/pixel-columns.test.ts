import { describe, expect, it } from 'vitest';
import { type Pen, PixelColumns, type Span } from './pixel-columns.ts';

const span: Span = { fromMs: 0, toMs: 1000, left: 0, right: 100, columns: 100 };
const round = (value: number): number => Math.round(value * 100) / 100;
const same = (value: number): number => value;

/** Writes down what it is told. */
class Notes implements Pen {
  readonly said: string[] = [];
  moveTo(x: number, y: number): void {
    this.said.push(`M${round(x)} ${round(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.said.push(`L${round(x)} ${round(y)}`);
  }
}

function drawn(line: PixelColumns, step = false, base?: number): string[] {
  const notes = new Notes();
  line.draw(notes, same, step, base);
  return notes.said;
}

function lineOf(times: readonly number[], values: readonly number[]): PixelColumns {
  const line = new PixelColumns(span);
  line.extend(Float64Array.from(times), Float64Array.from(values));
  return line;
}

describe('a line in pixel columns', () => {
  it('goes through every point while there are fewer points than pixels', () => {
    expect(drawn(lineOf([0, 500, 1000], [3, 7, 5]))).toEqual(['M-0.5 3', 'L0 3', 'L50 7', 'L100 5']);
  });

  it('keeps first, lowest, highest and last of what shares a pixel', () => {
    expect(drawn(lineOf([10, 11, 12, 13, 14], [5, 1, 9, 4, 6]))).toEqual(['M0.5 5', 'L1 5', 'L1.2 1', 'L1.2 9', 'L1.4 6']);
  });

  it('shows every peak of a run of any length, with a bounded number of strokes', () => {
    const n = 50_000;
    const times = Float64Array.from({ length: n }, (_, i) => (i / n) * 1000);
    const values = Float64Array.from({ length: n }, (_, i) => (i % 5000 === 2507 ? 100 : 1 + (i % 7)));
    const line = new PixelColumns(span);
    line.extend(times, values);
    const said = drawn(line);
    expect(said.filter((one) => one.endsWith(' 100')).length).toBe(10);
    expect(said.length).toBeLessThanOrEqual(100 * 5);
    expect([line.low, line.high]).toEqual([1, 100]);
  });

  it('gives the same when windows arrive one by one', () => {
    const times = Float64Array.from({ length: 700 }, (_, i) => i * 1.4);
    const values = Float64Array.from({ length: 700 }, (_, i) => (i % 50 < 3 ? Number.NaN : Math.sin(i / 9)));
    const atOnce = new PixelColumns(span);
    atOnce.extend(times, values);
    const bit = new PixelColumns(span);
    for (let i = 1; i <= 700; i++) bit.extend(times.subarray(0, i), values.subarray(0, i));
    expect(drawn(bit)).toEqual(drawn(atOnce));
  });

  it('is interrupted where nothing was measured', () => {
    expect(drawn(lineOf([0, 100, 200, 300], [1, Number.NaN, 3, 4]))).toEqual(['M-0.5 1', 'L0 1', 'M19.5 3', 'L20 3', 'L30 4']);
  });

  it('leads each piece of an area from and to its base', () => {
    expect(drawn(lineOf([0, 100, 200], [1, Number.NaN, 3]), false, 9)).toEqual([
      'M-0.5 9',
      'L-0.5 1',
      'L0 1',
      'L0 9',
      'M19.5 9',
      'L19.5 3',
      'L20 3',
      'L20 9',
    ]);
  });

  it('can hold a value until the next one', () => {
    expect(drawn(lineOf([0, 500], [0, 2]), true)).toEqual(['M-0.5 0', 'L0 0', 'L50 0', 'L50 2']);
  });

  it('knows the lowest value above zero, which a logarithmic scale needs', () => {
    const line = lineOf([0, 1, 2], [0, 0.5, 3]);
    expect([line.low, line.lowPositive, line.high]).toEqual([0, 0.5, 3]);
  });

  it('forgets everything at another size', () => {
    const line = lineOf([0, 500], [1, 2]);
    line.restart({ ...span, columns: 50, right: 50 });
    expect(drawn(line)).toEqual([]);
    line.extend(Float64Array.of(0, 500), Float64Array.of(1, 2));
    expect(drawn(line)).toEqual(['M-0.5 1', 'L0 1', 'L25 2']);
  });
});
