/**
 * Numbers as charts write them: short at axes, line ends and in findings, one digit more in readouts and tables. Never
 * more than four significant digits, always with a unit; NaN is a dash.
 */
import type { Unit } from '../../src/std/parameter.ts';
import { formatQuantity } from '../../src/std/quantity.ts';

/** Before a quantile that fewer than 100 samples lie beyond. */
export const ROUGH_MARK = '≈';

/** Two significant digits, all digits of a whole number under 1000: "8.4 ms", "86 ms", "714 ms", "2k/s", "18 %". */
export function brief(value: number, unit: Unit): string {
  if (unit === 'ratio') return formatQuantity(value, unit, value >= 0.5 && value < 0.99 ? 3 : 2);
  const size = Math.abs(value);
  return size >= 10 && size < 1000 ? formatQuantity(Math.round(value), unit, 3) : formatQuantity(value, unit, 2);
}

/** Up to four significant digits. */
export function precise(value: number, unit: Unit): string {
  return formatQuantity(value, unit, unit === 'ratio' ? 3 : 4);
}

/** The unit alone, as the head of a table or a file names it; '' for counts. Values there are in document units. */
export function unitName(unit: Unit): string {
  const names = {
    ms: 'ms',
    perSecond: '/s',
    ratio: 'share',
    bytes: 'B',
    bytesPerSecond: 'B/s',
    count: '',
    factor: '×',
    usd: 'USD',
  } as const;
  return names[unit];
}

/** A value of a column that may be shorter than asked for. */
export function at(column: Float64Array, index: number): number {
  return column[index] ?? Number.NaN;
}
