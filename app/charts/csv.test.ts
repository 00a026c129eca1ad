import { describe, expect, it } from 'vitest';
import { columnHead, csvOf, textCell } from './csv.ts';
import { MadeUpRun } from './made-up-run.ts';
import { latencyModel } from './models/latency.ts';
import { nodeQueueModel } from './models/node.ts';

describe('a chart as a file', () => {
  it('has one line for each window, with units in its heads and nothing where nothing was measured', () => {
    const run = new MadeUpRun().add({ p50: 19.25, p95: 47, p99: 86, p999: 120, samples: 500 }).add({});
    expect(csvOf(latencyModel(run.scene()))).toBe(
      'time (ms),p99.9 (ms),p99 (ms),p95 (ms),p50 (ms),samples\r\n100,,86,47,19.25,500\r\n200,,,,,0\r\n',
    );
  });

  it('never begins a cell of text like a formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@a', '\t=1', ' =1', '\r=1'])
      expect(textCell(text).replace(/^"/, '').startsWith("'")).toBe(true);
    expect(textCell('p99')).toBe('p99');
  });

  it('quotes what would break a line apart', () => {
    expect(textCell('a,"b"\nc')).toBe('"a,""b""\nc"');
  });

  it('takes names from a design as text', () => {
    const figure = { id: 'x', label: '=HYPERLINK("http://x","y")', unit: 'count', help: '' } as const;
    const model = nodeQueueModel(new MadeUpRun().scene(), { index: 0, id: 'a', name: 'a', figure, watched: false });
    expect(csvOf(model)).toBe(`time (ms),waiting,"'=HYPERLINK(""http://x"",""y"")"\r\n`);
  });

  it('names units but for counts', () => {
    expect([columnHead('p99', 'ms'), columnHead('stale', 'ratio'), columnHead('waiting', 'count')]).toEqual([
      'p99 (ms)',
      'stale (share)',
      'waiting',
    ]);
  });
});
