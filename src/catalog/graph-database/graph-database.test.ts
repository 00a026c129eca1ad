/** Stories of the graph database: what a traversal costs, and that its copies elect a leader. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const run = (more: ParamBag, options: StoryOptions) =>
  story(
    [
      node('users', 'client', { rate: 20, arrivals: 'even' }),
      node('graph', 'graph-database', { readTime: constant(0.1), diskTime: constant(0), ...more }),
    ],
    [link('users', 'graph')],
    options,
  );
const p50 = (records: number) =>
  run({ copies: 1 }, { ms: 2000, classes: [cls('near', { query: 'traverse', records })] }).report.classes['near']?.latencyMs.p50 ??
  Number.NaN;

describe('a traversal', () => {
  it('takes a step for each record on its way', () => {
    expect(p50(5000) - p50(1000)).toBeCloseTo(4, 1);
  });
});

describe('copies', () => {
  it('elect another leader when theirs is lost', () => {
    const timeline = [fault('kill-leader', 'graph', 2000, 8000)];
    const told = run({ copies: 3, electionLeast: 150, electionMost: 300, heartbeat: 50 }, { ms: 6000, classes: [cls('get')], timeline });
    // Before the first election nobody leads either.
    const failed = told.log('users').filter((line) => !line.includes(' ok ') && Number.parseFloat(line) > 1000);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((line) => Number.parseFloat(line) >= 2000 && Number.parseFloat(line) < 5000)).toBe(true);
    expect(told.report.nodes['graph']?.figures['led']).toBe(1);
  });
});
