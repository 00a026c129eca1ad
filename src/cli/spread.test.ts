import { describe, expect, it } from 'vitest';
import type { Report } from '../run/report.ts';
import { spreadOf } from './spread.ts';

/** As much of a report as these specs look at. */
function report(seed: number, rest: object): Report {
  return { seed, digest: `d${seed}`, objectives: [], probes: [], problems: [], ...rest } as unknown as Report;
}

describe('several reports as one', () => {
  it('have mean, half-width and n where there was a number, and text as it was', () => {
    const spread = spreadOf([report(1, { engine: '1', total: { ok: 1 } }), report(2, { engine: '1', total: { ok: 3 } })]);
    expect(spread).toMatchObject({ engine: '1', total: { ok: { mean: 2, n: 2 } }, seeds: { first: 1, count: 2 }, digests: ['d1', 'd2'] });
    expect((spread as { total: { ok: { half95: number } } }).total.ok.half95).toBeCloseTo(12.706, 3);
  });

  it('count as 0 what a run never saw, and leave out what a run could not measure', () => {
    const reports = [report(1, { causes: {}, share: null }), report(2, { causes: { timeout: 4 }, share: 0.5 })] as const;
    expect(spreadOf(reports)).toMatchObject({ causes: { timeout: { mean: 2, n: 2 } }, share: { mean: 0.5, half95: null, n: 1 } });
    expect(spreadOf([report(1, { share: null })])).toMatchObject({ share: null });
  });

  it('meet an objective only when every run does, and keep the problems of every run', () => {
    const objective = (met: boolean, value: number | null) => ({ objectives: [{ text: 'fast', met, value }] });
    const halted = { problems: [{ code: 'halted', place: '', message: 'Full.' }] };
    expect(spreadOf([report(1, objective(true, 3)), report(2, { ...objective(false, null), ...halted })])).toMatchObject({
      objectives: [{ text: 'fast', met: false, metIn: 1, value: { mean: 3, n: 1 } }],
      problems: [{ code: 'halted', seed: 2 }],
    });
  });
});
