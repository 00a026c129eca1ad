import { describe, expect, it } from 'vitest';
import { asCsv, asText } from './export-text.ts';
import { madeUpCase, madeUpQuantity } from './made-up-case.ts';
import type { ProofState } from './runner.ts';

const measured = madeUpCase('measured', { replications: 3, source: 'Gross, "Queues", page 1' });
const later = madeUpCase('later', { quantities: [madeUpQuantity({ formula: '−ln(1−p), =1' })] });
const state: ProofState = {
  runs: { measured: { state: 'done', samples: [[9.9, 10.1, 10]], n: 3, limit: 3, offset: 7, asked: 7, missed: [], why: undefined } },
  offset: 0,
  running: false,
  current: undefined,
  spentMs: 0,
  workers: 1,
};

describe('results to take away', () => {
  it('are a table with a row for each quantity, replications included', () => {
    const [head, first, second] = asCsv([measured, later], state).split('\n');
    expect(head).toBe('case,quantity,unit,exact,measured,half-width 95 %,n,seed offset,verdict,formula,source,replications');
    expect(first).toBe('measured,mean wait,ms,10,10,0.248413771175,3,7,holds,1/(μ−λ),"Gross, ""Queues"", page 1",9.9 10.1 10');
    expect(second).toBe('later,mean wait,ms,10,,,0,,not run yet,"−ln(1−p), =1","Nobody (2000), page 1",');
  });

  it('never begin a cell like a formula of a spreadsheet', () => {
    const sly = madeUpCase('sly', { quantities: [madeUpQuantity({ name: '=1+1' }), madeUpQuantity({ exact: -3 })] });
    const [, first, second] = asCsv([sly], { ...state, runs: {} }).split('\n');
    expect(first).toMatch(/^sly,'=1\+1,/);
    expect(second).toMatch(/^sly,mean wait,ms,-3,/);
  });

  it('are columns of text under a line that says where they were measured', () => {
    const lines = asText([measured, later], state, 'Firefox 140.0, 3 s.').split('\n');
    expect(lines[0]).toBe('Loadbearing, theory against measurement. Firefox 140.0, 3 s.');
    expect(lines).toHaveLength(5);
    expect(lines[2]?.indexOf('verdict')).toBe(lines[3]?.indexOf('holds'));
  });
});
