/** Stories of the scheduler: when runs start, who starts them, and what becomes of those that were missed. */
import { describe, expect, it } from 'vitest';
import { constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const run = (more: ParamBag, options: StoryOptions) =>
  story(
    [
      node('cron', 'scheduler', { period: 100, calls: 2, lease: 130, ...more }),
      node('job', 'service', { instances: 1, workers: 1, work: constant(5) }),
    ],
    [link('cron', 'job')],
    options,
  );
const figures = (told: ReturnType<typeof run>) => told.report.nodes['cron']?.figures ?? {};
const begun = (told: ReturnType<typeof run>) => [...new Set(told.where('job', 'in').map((line) => Number(line.split(' ')[0])))];

describe('a run', () => {
  it('starts its calls at each period, once, and they count at the part they reach alone', () => {
    const told = run({}, { ms: 250 });
    expect(told.log()).toEqual([
      '100 job in',
      '100 job in',
      '105 job ok',
      '110 job ok',
      '200 job in',
      '200 job in',
      '205 job ok',
      '210 job ok',
    ]);
    expect(told.report.total.requests).toBe(0);
    expect(figures(told)).toMatchObject({ runs: 2, missed: 0, twice: 0, failed: 0 });
  });

  it('by each copy is done as often as there are copies', () => {
    const told = run({ who: 'each', instances: 3 }, { ms: 150 });
    expect(told.where('job', 'in')).toHaveLength(6);
    expect(figures(told)).toMatchObject({ runs: 3, twice: 2 });
  });

  it('is taken over by another copy once the lease of the one that died has run out', () => {
    const died = fault('crash', 'cron/1', 150, 10_000);
    // Due at 200, free at 280: made up for then.
    const told = run({}, { ms: 450, timeline: [died] });
    expect(begun(told)).toEqual([100, 280, 300, 400]);
    expect(figures(told)).toMatchObject({ missed: 1 });
    expect(begun(run({ lease: 20 }, { ms: 450, timeline: [died] }))).toEqual([100, 200, 300, 400]);
  });

  it('that was missed is skipped, or made up for by one or by all', () => {
    const down = [fault('hang', 'cron', 150, 300)];
    const at450 = (catchUp: string) =>
      run({ catchUp, lease: 1000 }, { ms: 480, timeline: down })
        .log('job')
        .filter((line) => line === '450 job in').length;
    expect([at450('none'), at450('one'), at450('all')]).toEqual([0, 2, 6]);
  });
});
