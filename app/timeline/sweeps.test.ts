import { describe, expect, it } from 'vitest';
import type { ChangeEntry, TimelineEntry } from '../../src/design/document.ts';
import { draggedMark, marksOf } from './sweeps.ts';

const change = (id: string, at: number, param = 'rate', target = 'clients'): ChangeEntry => ({
  type: 'change',
  id,
  at,
  target,
  param,
  value: at,
});
const note: TimelineEntry = { type: 'note', id: 'n', at: 1500, text: 'x' };
const ids = (timeline: readonly TimelineEntry[]): string[][] => marksOf(timeline, 500).map(({ entries }) => entries.map(({ id }) => id));
const room = { durationMs: 10_000, stepMs: 100, snap: false };

describe('a sweep', () => {
  it('gathers changes of one setting that follow each other closely, past what stands between', () => {
    expect(ids([change('a', 1000), note, change('b', 1400), change('c', 1900), change('d', 2500)])).toEqual([
      ['a', 'b', 'c'],
      ['n'],
      ['d'],
    ]);
  });

  it('keeps settings and parts apart', () => {
    expect(ids([change('a', 1000), change('b', 1100, 'think'), change('c', 1200, 'rate', 'others')])).toEqual([['a'], ['b'], ['c']]);
  });

  it('moves as a whole and stays inside the run', () => {
    const [mark] = marksOf([change('a', 1000), change('b', 1400)], 500);
    const at = (by: number): number[] => draggedMark(mark!, 'move', by, false, room).entries.map((entry) => entry.at);
    expect(at(300)).toEqual([1300, 1700]);
    expect(at(-5000)).toEqual([0, 400]);
    expect(at(50_000)).toEqual([9600, 10_000]);
  });

  it('of one entry is that entry', () => {
    const [mark] = marksOf([note], 500);
    expect(draggedMark(mark!, 'end', 100, false, room).entries).toEqual([{ ...note, at: 1600 }]);
  });
});
