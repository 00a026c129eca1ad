/** Questions that findings ask of a column: what stands at the end, what is usual, where the worst was. */
import { type Band, bandsAt } from './bands.ts';
import { trailMs } from './follow.ts';
import { at } from './numbers.ts';

/** A value and the window it stands in. */
export interface Found {
  readonly value: number;
  readonly index: number;
}

/** Index of the last window in which something was measured, or -1. */
export function lastKnown(column: Float64Array): number {
  let i = column.length - 1;
  while (i >= 0 && Number.isNaN(at(column, i))) i--;
  return i;
}

/** The highest (`sign` 1) or lowest (-1) value in the windows that `wanted` admits. */
export function extreme(column: Float64Array, sign: 1 | -1, wanted: (index: number) => boolean = () => true): Found | undefined {
  let found: Found | undefined;
  for (let i = 0; i < column.length; i++) {
    const value = at(column, i);
    if (Number.isNaN(value) || !wanted(i)) continue;
    if (found === undefined || value * sign > found.value * sign) found = { value, index: i };
  }
  return found;
}

/** At most this many windows are looked at for what is usual (chosen: the median of 2,000 is good to about 2 %). */
const LOOKED_AT = 2000;

/** The median over evenly spread windows that `wanted` admits; NaN when there are none. */
export function usual(column: Float64Array, wanted: (index: number) => boolean): number {
  const every = Math.max(1, Math.floor(column.length / LOOKED_AT));
  const values: number[] = [];
  for (let i = 0; i < column.length; i += every) {
    const value = at(column, i);
    if (!Number.isNaN(value) && wanted(i)) values.push(value);
  }
  values.sort((a, b) => a - b);
  const middle = Math.floor(values.length / 2);
  const high = values[middle] ?? Number.NaN;
  return values.length % 2 === 1 ? high : ((values[middle - 1] ?? Number.NaN) + high) / 2;
}

/** Windows that a fault can have touched: figures look back, so its trace outlasts it by that much. */
export function touched(band: Band, endMs: Float64Array, index: number): boolean {
  const end = at(endMs, index);
  return end > band.fromMs && end <= band.toMs + trailMs(at(endMs, 0));
}

/** "during db/2 slow ×8": the bands over a moment; '' when there is none. */
export function during(bands: readonly Band[], ms: number): string {
  const active = bandsAt(bands, ms);
  const first = active[0];
  if (first === undefined) return '';
  return active.length === 1 ? ` during ${first.label}` : ` during ${first.label} and ${active.length - 1} more`;
}
