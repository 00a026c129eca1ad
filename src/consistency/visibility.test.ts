import { describe, expect, it } from 'vitest';
import { history } from './made-up.ts';
import { freshness, STRETCHES } from './visibility.ts';

const only = (...lines: readonly string[]) => freshness(history(...lines))[0]!;
const stretch = (ns: number): number => STRETCHES.findIndex((end) => ns < end);

describe('freshness', () => {
  it('counts each read by the time since the newest version was acknowledged, and whether it was missed', () => {
    const f = only('A w x1 0-10', 'B r x0 500000-500100', 'B r x1 3000010-3000020', 'C r x1 3000015-3000025');
    expect([f.reads, f.stale, f.after[stretch(499_990)], f.staleAfter[stretch(499_990)]]).toEqual([3, 1, 1, 1]);
    expect([f.after[stretch(3_000_000)], f.staleAfter[stretch(3_000_000)]]).toEqual([2, 0]);
  });

  it('tells how many versions behind a stale read was, and for how long its value had been superseded', () => {
    const f = only('A w x1 0-10', 'A w x2 20-30', 'A w x3 40-50', 'B r x1 100-110', 'B r x2 200-210');
    expect([...f.behind].slice(0, 3)).toEqual([1, 1, 0]);
    expect(f.ages).toEqual([70, 150]);
  });

  it('owes a reader nothing that was not acknowledged before it began', () => {
    const f = only('A w x1 0-100', 'B r x0 50-60', '? w x2 0-?', 'B r x1 200-210');
    expect(f.stale).toBe(0);
  });

  it('counts versions that were given up no more', () => {
    const ops = {
      ...history('A w x1 0-10', 'A w x2 20-30', 'B r x1 100-110', 'B r x1 300-310'),
      losses: [{ object: 0, first: 2, last: 2, at: 200 }],
    };
    expect(freshness(ops)[0]).toMatchObject({ reads: 2, stale: 1 });
  });

  it('goes by the order that the store keeps', () => {
    const base = history('A w x1 0-10', 'B w x2 20-30', 'C r x1 100-110');
    expect(freshness(base)[0]?.stale).toBe(1);
    expect(freshness({ ...base, rank: Float64Array.of(5, 4, 5) })[0]?.stale).toBe(0);
  });
});
