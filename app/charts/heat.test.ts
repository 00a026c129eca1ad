import { describe, expect, it } from 'vitest';
import { HEAT, heatFromMs } from '../../src/run/frame.ts';
import { cellAt, darkness, heatCells, rowOf } from './heat.ts';
import { MadeUpRun } from './made-up-run.ts';

describe('the heat map of latencies (B11)', () => {
  const run = new MadeUpRun(100).add({ ok: 4 }, 6).add({ ok: 10 }, 3);

  it('puts windows together until columns have room, and loses no answer', () => {
    // Cell 10 alone is used: it stands in the middle of the least rows.
    const cells = heatCells(run, 100, 1200, 4);
    expect([cells.windows, cells.columns, cells.rows, cells.lowest]).toEqual([3, 3, 8, 7]);
    expect([...cells.counts.subarray(3 * 3, 4 * 3)]).toEqual([12, 12, 30]);
    expect(cells.counts.reduce((sum, count) => sum + count, 0)).toBe(54);
    expect(cells.most).toBe(30);
  });

  it('knows what each cell covers', () => {
    const cells = heatCells(run, 100, 1200, 4);
    const cell = cellAt(cells, 100, 2, 3);
    expect(cell).toMatchObject({ fromMs: 600, toMs: 900, count: 30 });
    expect(cell?.leastMs).toBe(heatFromMs(10));
    expect(cell?.mostMs).toBe(heatFromMs(11));
    expect(cellAt(cells, 100, 3, 0)).toBeUndefined();
  });

  it('places latencies where their cells are', () => {
    for (const cell of [0, 1, 17, 50, HEAT.size - 1]) expect(rowOf(heatFromMs(cell), 0)).toBeCloseTo(cell, 9);
  });

  it('is empty before anything was answered, and shows one answer beside many', () => {
    expect(heatCells(new MadeUpRun(), 100, 1000, 10)).toMatchObject({ columns: 0, rows: 0, most: 0 });
    expect(darkness(1, 10_000)).toBeGreaterThan(0.12);
    expect([darkness(0, 5), darkness(5, 5)]).toEqual([0, 1]);
  });
});
