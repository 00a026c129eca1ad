import { describe, expect, it } from 'vitest';
import { follow, perSecond, trailingWindows, trailWords } from './follow.ts';
import { GrowingColumn, TrailingSum } from './growing-column.ts';
import { MadeUpRun } from './made-up-run.ts';

describe('a growing column', () => {
  it('keeps every number while it grows', () => {
    const column = new GrowingColumn();
    for (let i = 0; i < 1000; i++) column.push(i);
    expect(column.length).toBe(1000);
    expect([...column.view()]).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    column.clear();
    expect(column.view().length).toBe(0);
  });
});

describe('a trailing sum', () => {
  it('holds the last windows and no others', () => {
    const sum = new TrailingSum(3);
    const counts = Float64Array.of(1, 2, 3, 4, 5);
    expect([0, 1, 2, 3, 4].map((i) => sum.take(counts, i))).toEqual([1, 3, 6, 9, 12]);
  });

  it('counts what was not measured as nothing', () => {
    const sum = new TrailingSum(2);
    const counts = Float64Array.of(1, Number.NaN, 3, 4);
    expect([0, 1, 2, 3].map((i) => sum.take(counts, i))).toEqual([1, 1, 3, 7]);
  });
});

describe('rates', () => {
  it('look back one second, or as far as the run goes', () => {
    expect(trailingWindows(100)).toBe(10);
    expect(trailingWindows(5000)).toBe(1);
    expect([trailWords(100), trailWords(1000), trailWords(5000)]).toEqual(['last second', 'last second', 'last 5 s']);
    expect(perSecond(200, 0, 100)).toBe(2000);
    expect(perSecond(2000, 9, 100)).toBe(2000);
    expect(perSecond(2000, 500, 100)).toBe(2000);
  });
});

describe('following a run', () => {
  it('takes in each window once, and starts from nothing with another run', () => {
    const run = new MadeUpRun();
    const log: string[] = [];
    const refresh = follow(run, { clear: () => log.push('clear'), take: (from, to) => log.push(`${from}–${to}`) });
    run.add({}, 3);
    refresh();
    refresh();
    run.add({}, 2);
    expect(refresh()).toBe(0);
    run.restart();
    run.add({}, 9);
    expect(refresh()).toBe(1);
    expect(log).toEqual(['0–3', '3–5', 'clear', '0–9']);
  });
});
