import { describe, expect, it } from 'vitest';
import type { Setting } from '../../src/run/study/settings.ts';
import { type HeatCell, nextCell } from './HeatTable.tsx';
import { pathOf, scaleOf } from './plot-scale.ts';
import { readValues } from './values.ts';
import { heatOf, verdictCell } from './words.ts';

const goal = { id: 'o', text: 'p99 latency at most 100 ms', unit: 'ms', bound: 'most', value: 100 } as const;
const least = { ...goal, bound: 'least', value: 0.99, unit: 'ratio' } as const;

describe('the shade of a verdict', () => {
  it('is none when it is met, and deeper the further it is missed', () => {
    expect(heatOf(goal, { met: true, value: 90 })).toBe(0);
    const shades = [101, 200, 1000, 10_000].map((value) => heatOf(goal, { met: false, value }));
    expect(shades).toEqual([...shades].sort((a, b) => a - b));
    expect([shades[0]! > 0.3, shades[3]]).toEqual([true, 1]);
    expect(heatOf(least, { met: false, value: 0.5 })).toBeGreaterThan(heatOf(least, { met: false, value: 0.98 }));
    expect(heatOf(goal, { met: false, value: null })).toBe(1);
  });

  it('comes with words that say the same', () => {
    const cell = verdictCell(goal, { met: false, value: 250 }, 'app crashes', () => {});
    expect(cell).toMatchObject({ text: '250 ms', bad: true });
    expect(cell.label).toBe('app crashes: p99 latency at most 100 ms, missed with 250 ms. Open this run.');
  });
});

describe('the arrows in a table', () => {
  const open: HeatCell = { text: '', label: '', heat: 0, onOpen: () => {} };
  const plain: HeatCell = { text: '', label: '', heat: 0 };
  const cells = [
    [open, open, plain],
    [open, null, open],
    [open, undefined, open],
  ];

  it('go to the next cell that opens something, past those that do not', () => {
    expect(nextCell(cells, [0, 0], 'ArrowRight')).toEqual([0, 1]);
    expect(nextCell(cells, [0, 1], 'ArrowRight')).toBeUndefined();
    expect(nextCell(cells, [1, 0], 'ArrowRight')).toEqual([1, 2]);
    expect(nextCell(cells, [2, 2], 'ArrowUp')).toEqual([1, 2]);
    expect(nextCell(cells, [0, 1], 'ArrowDown')).toBeUndefined();
    expect(nextCell(cells, [0, 0], 'Enter')).toBeUndefined();
  });
});

describe('the scale of a plot', () => {
  it('begins at 0 and ends at a round number above the largest', () => {
    const { at, ticks } = scaleOf([12, 87], 0, 100);
    expect(ticks).toEqual([0, 50, 100]);
    expect([at(0), at(50), at(100)]).toEqual([0, 50, 100]);
    expect(scaleOf([], 0, 10).ticks).toEqual([0, 1]);
  });

  it('has equal steps for equal factors when it is logarithmic', () => {
    const { at, ticks } = scaleOf([1, 2, 4, 8], 0, 300, true);
    expect([1, 2, 4, 8].map((n) => Math.round(at(n)))).toEqual([0, 100, 200, 300]);
    expect(ticks).toEqual([1, 2, 4, 8]);
  });

  it('draws a line through its places', () => {
    expect(
      pathOf([
        [0, 1],
        [2.25, 3],
      ]),
    ).toBe('M0.0 1.0L2.3 3.0');
  });
});

describe('typed values', () => {
  const workers = {
    id: 'app.workers',
    of: 'node',
    owner: 'app',
    param: 'workers',
    words: 'workers of app',
    unit: 'count',
    value: 4,
    min: 1,
    max: 512,
    whole: true,
  } as const satisfies Setting;

  it('are numbers with commas between them, rising, each once', () => {
    expect(readValues('8, 2,2 , 4', workers)).toEqual([2, 4, 8]);
    expect(readValues('100ms, 2 s', { ...workers, unit: 'ms', max: 1e6, whole: false })).toEqual([100, 2000]);
  });

  it('are refused in words', () => {
    expect(readValues('', workers)).toBe('Type values of workers of app with commas between them.');
    expect(readValues('many', workers)).toBe('“many” is no value of workers of app.');
    expect(readValues('0', workers)).toBe('workers of app: from 1 to 512.');
    expect(readValues('1.5', workers)).toBe('workers of app: whole numbers only.');
    expect(readValues(Array.from({ length: 21 }, (_, i) => i + 1).join(), workers)).toBe('At most 20 values.');
  });
});
