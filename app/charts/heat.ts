/**
 * The heat map of latencies: time to the right, latency upwards on a logarithmic scale, the darker the more answers. Windows are put
 * together until each column is wide enough to be seen and hit. Pure: windows in, cells out.
 */
import { HEAT, heatFromMs } from '../../src/run/frame.ts';
import type { WindowSource } from './model.ts';
import { at } from './numbers.ts';

/** Cells counted together; row r of column c stands at r × columns + c, the quickest row first. */
export interface HeatCells {
  readonly columns: number;
  readonly rows: number;
  /** Windows in each column but perhaps the last. */
  readonly windows: number;
  /** Cell of the run's scale that the first row is. */
  readonly lowest: number;
  readonly counts: Float64Array;
  readonly most: number;
}

/** What one cell covers: moments in ms of the run, latencies in ms; the last row has no upper end. */
export interface HeatCell {
  readonly fromMs: number;
  readonly toMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly count: number;
}

/** Rows that are shown at least, so that a steady system does not fill the height with one row (chosen: two octaves). */
const LEAST_ROWS = 8;

/** @param room how many columns fit over the whole run, which lasts `durationMs`. */
export function heatCells(source: WindowSource, windowMs: number, durationMs: number, room: number): HeatCells {
  const all = Math.max(1, Math.ceil(durationMs / windowMs));
  const windows = Math.max(1, Math.ceil(all / Math.max(1, room)));
  const columns = Math.ceil(source.length / windows);
  const [lowest, highest] = usedCells(source);
  const rows = highest < lowest ? 0 : Math.max(LEAST_ROWS, highest - lowest + 1);
  const first = Math.max(0, Math.min(lowest - Math.floor((rows - (highest - lowest + 1)) / 2), HEAT.size - rows));
  const counts = new Float64Array(rows * columns);
  let most = 0;
  for (let row = 0; row < rows; row++) {
    const column = source.heat(first + row);
    for (let i = 0; i < source.length; i++) {
      const place = row * columns + Math.floor(i / windows);
      const count = at(counts, place) + (at(column, i) || 0);
      counts[place] = count;
      if (count > most) most = count;
    }
  }
  return { columns, rows, windows, lowest: first, counts, most };
}

function usedCells(source: WindowSource): readonly [number, number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, -1];
  for (let cell = 0; cell < HEAT.size; cell++) {
    if (!source.heat(cell).some((count) => count > 0)) continue;
    lowest = Math.min(lowest, cell);
    highest = cell;
  }
  return [lowest, highest];
}

/** What stands at a place; undefined outside. */
export function cellAt(cells: HeatCells, windowMs: number, column: number, row: number): HeatCell | undefined {
  if (column < 0 || row < 0 || column >= cells.columns || row >= cells.rows) return undefined;
  const cell = cells.lowest + row;
  return {
    fromMs: column * cells.windows * windowMs,
    toMs: (column + 1) * cells.windows * windowMs,
    leastMs: cell === 0 ? 0 : heatFromMs(cell),
    mostMs: cell === HEAT.size - 1 ? Number.POSITIVE_INFINITY : heatFromMs(cell + 1),
    count: at(cells.counts, row * cells.columns + column),
  };
}

/** How dark a cell is, 0…1: the square root of its share of the fullest, so that the tail is seen beside the crowd. Never nearly nothing. */
export function darkness(count: number, most: number): number {
  return count <= 0 ? 0 : 0.12 + 0.88 * Math.sqrt(count / most);
}

/** Where a latency lies on the scale, in rows from the lower edge; may lie outside. */
export function rowOf(ms: number, lowest: number): number {
  const ns = Math.max(1, ms * 1e6);
  const octave = Math.floor(Math.log2(ns));
  return (octave - HEAT.first) * HEAT.perOctave + (ns / 2 ** octave - 1) * HEAT.perOctave - lowest;
}
