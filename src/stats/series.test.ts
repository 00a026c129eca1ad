import { expect, it } from 'vitest';
import { Series } from './series.ts';

function squares(rows: number, limit?: number): Series {
  const series = new Series(3, limit);
  for (let i = 0; i < rows; i++) {
    const row = series.append();
    if (row < 0) continue;
    for (let column = 0; column < 3; column++) series.set(row, column, i * i + column / 10);
  }
  return series;
}

it('keeps rows through every doubling', () => {
  const series = squares(1000);
  expect(series.rows).toBe(1000);
  expect([series.at(0, 0), series.at(17, 2), series.at(999, 1)]).toEqual([0, 289.2, 998001.1]);
});

it('gives slices of a column, clipped to what exists, in a buffer of the caller if one is offered', () => {
  const series = squares(5);
  expect([...series.column(0)]).toEqual([0, 1, 4, 9, 16]);
  expect([...series.column(0, 3, 99)]).toEqual([9, 16]);
  expect([...series.column(0, -3, 1)]).toEqual([0]);
  expect([...series.column(0, 9)]).toEqual([]);
  const buffer = new Float64Array(8);
  expect(series.column(1, 1, 3, buffer).buffer).toBe(buffer.buffer);
  expect([...buffer.subarray(0, 2)]).toEqual([1.1, 4.1]);
});

it('refuses rows beyond its limit and keeps the others', () => {
  const series = squares(7, 4);
  expect([series.rows, series.append(), series.at(3, 0)]).toEqual([4, -1, 9]);
});

it('starts with zeros again after clear', () => {
  const series = squares(40);
  series.clear();
  expect(series.rows).toBe(0);
  expect(series.at(series.append(), 2)).toBe(0);
});

it('calls a cell outside a bug', () => {
  const series = squares(2);
  expect(() => series.at(2, 0)).toThrow('outside');
  expect(() => series.at(0, 3)).toThrow('outside');
  expect(() => series.set(-1, 0, 1)).toThrow('outside');
});
