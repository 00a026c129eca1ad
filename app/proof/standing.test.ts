import { describe, expect, it } from 'vitest';
import { fewestOf } from '../../src/proof/judge.ts';
import { madeUpCase, madeUpQuantity } from './made-up-case.ts';
import { judged, standingWords } from './standing.ts';

const quantity = madeUpQuantity({ exact: 10, tolerance: 0.05 });

describe('the standing of a quantity', () => {
  it('holds when the interval is narrow and contains the exact value', () => {
    expect(judged(quantity, [9.9, 10.1, 10, 9.95, 10.05], true, 2).standing).toBe('holds');
  });

  it('fails when the interval is narrow and misses it', () => {
    const { standing, chance } = judged(quantity, [10.4, 10.5, 10.45, 10.42, 10.48], true, 2);
    expect(standing).toBe('fails');
    expect(chance).toBeLessThan(1e-4);
  });

  it('is not yet precise when the interval is too wide, whether it contains the value or not', () => {
    expect(judged(quantity, [5, 15, 8, 13], true, 2).standing).toBe('imprecise');
    expect(judged(quantity, [25, 35, 28, 33], true, 2).standing).toBe('imprecise');
    expect(judged(quantity, [10], true, 2).standing).toBe('imprecise');
  });

  it('is being measured until no more replications come, however good it looks', () => {
    expect(judged(quantity, [], false, 2).standing).toBe('not-run');
    expect(judged(quantity, [9.9, 10.1, 10, 9.95, 10.05], false, 2).standing).toBe('measuring');
  });

  it('is not judged on too few replications, however narrow the interval', () => {
    const samples = [9.9, 10.1, 10, 9.95, 10.05];
    expect(judged(quantity, samples, true, fewestOf(madeUpCase('long'))).standing).toBe('imprecise');
    expect(judged(quantity, samples, true, fewestOf(madeUpCase('short', { replications: 5 }))).standing).toBe('holds');
  });

  it('says when there was nothing to measure', () => {
    expect(judged(quantity, [Number.NaN, 10, 10], true, 2).standing).toBe('nothing');
  });

  it('tells the chance of a miss: a value at the edge of the interval is missed by 1 in 20', () => {
    const samples = [9, 10, 11, 10, 10, 9.5, 10.5];
    const { verdict } = judged(quantity, samples, true, 2);
    const atEdge = madeUpQuantity({ exact: verdict.mean + verdict.half });
    expect(judged(atEdge, samples, true, 2).chance).toBeCloseTo(0.05, 6);
    expect(judged(madeUpQuantity({ exact: verdict.mean }), samples, true, 2).chance).toBeCloseTo(1, 6);
  });

  it('tells no chance where there is none: approximations and replications that all agree', () => {
    expect(judged(madeUpQuantity({ approximate: true }), [9.9, 10.1], true, 2).chance).toBeNaN();
    expect(judged(madeUpQuantity({ exact: 3, tolerance: 0 }), [3, 3, 3], true, 2)).toMatchObject({ standing: 'holds', chance: Number.NaN });
    expect(judged(madeUpQuantity({ exact: 3, tolerance: 0 }), [4, 4, 4], true, 2)).toMatchObject({ standing: 'fails', chance: Number.NaN });
  });

  it('has words of its own for every standing', () => {
    const all = (['not-run', 'measuring', 'holds', 'fails', 'imprecise', 'nothing'] as const).map(standingWords);
    expect(new Set(all).size).toBe(6);
  });
});
