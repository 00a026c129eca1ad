/** Stories of releases: who runs which version when, what users feel of a bad one, and how it is undone. */
import { describe, expect, it } from 'vitest';
import { change, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = node('users', 'client', { rate: 100, arrivals: 'even', keys: 1, sessions: 1 });
const GO = change('release', 'go', true, 100);
const QUICK = { boot: 20, observe: 100, minimum: 5 };

function released(more: ParamBag, options: StoryOptions, app: ParamBag = {}) {
  const service = node('app', 'service', { instances: 2, workers: 100, work: constant(5), ...app });
  return story(
    [users, service, node('release', 'release', { ...QUICK, ...more })],
    [link('users', 'app'), link('release', 'app')],
    options,
  );
}
const figures = (told: ReturnType<typeof released>) => told.report.nodes['release']?.figures ?? {};

describe('a release', () => {
  it('replaces copies batch by batch, watching each, and nobody notices a good version', () => {
    const told = released({ boot: 80 }, { ms: 1000, timeline: [GO] });
    expect(told.report.total.ok).toBe(told.report.total.requests);
    expect(figures(told)).toMatchObject({ newCopies: 2, rollbacks: 0 });
    // Only the second copy serves until the first has drained and booted; then the first only.
    const visits = told.where('app', 'in').map((line) => line.split(' ') as [string, string, string]);
    const alone = (copy: string) => visits.filter(([at], i) => visits[i + 1]?.[1] === copy && visits[i]?.[1] === copy && Number(at) > 100);
    expect(alone('app/2').length).toBeGreaterThan(2);
    expect(alone('app/1').length).toBeGreaterThan(2);
    const early = released({}, { ms: 200, timeline: [GO] });
    expect(figures(early)).toMatchObject({ newCopies: 1, took: null });
  });

  it('that is rolling reaches every copy with a bug where nobody is to bring the old version back', () => {
    const told = released({ errors: 1, rollback: false }, { ms: 1000, timeline: [GO] });
    expect(figures(told)).toMatchObject({ newCopies: 2, rollbacks: 0, failures: 1 });
    expect(
      told
        .log('users')
        .slice(-5)
        .every((line) => line.includes('injected error at app')),
    ).toBe(true);
  });

  it('with a canary shows a bug to few, and brings the old version back when too many calls fail', () => {
    const told = released({ strategy: 'canary', errors: 1 }, { ms: 1000, timeline: [GO] });
    const failed = told.where('users', 'injected error at app');
    // Every second call of some looks: at most those until five had failed, seen at the next look, and until the copy had left.
    expect(failed.length).toBeGreaterThanOrEqual(5);
    expect(failed.length).toBeLessThan(15);
    expect(figures(told)).toMatchObject({ newCopies: 0, rollbacks: 1 });
    expect(
      told
        .log('users')
        .slice(-20)
        .every((line) => line.includes('ok')),
    ).toBe(true);
    expect(new Set(told.visits('app').slice(-4))).toEqual(new Set(['app/1', 'app/2']));
  });

  it('by two sets moves all traffic at once, and back at once', () => {
    const good = released({ strategy: 'blue-green' }, { ms: 600, timeline: [GO] }, { reserve: 2 });
    expect(good.report.total.ok).toBe(good.report.total.requests);
    expect(figures(good)).toMatchObject({ newCopies: 2, took: 150 });
    expect(new Set(good.visits('app').slice(12))).toEqual(new Set(['app/3', 'app/4']));
    const bad = released({ strategy: 'blue-green', errors: 1, observe: 1000 }, { ms: 600, timeline: [GO] }, { reserve: 2 });
    const failed = bad.where('users', 'injected error at app').map((line) => Number(line.split(' ')[0]));
    // All calls from 120 on, until the look at which five had failed.
    expect(failed.slice(0, 5)).toEqual([120, 130, 140, 150, 160]);
    expect(Math.max(...failed)).toBeLessThanOrEqual(210);
    expect(figures(bad)).toMatchObject({ newCopies: 0, rollbacks: 1 });
    expect(new Set(bad.visits('app').slice(-4))).toEqual(new Set(['app/1', 'app/2']));
  });

  it('of a slower version makes work take longer, on top of what faults do', () => {
    const slow = fault('slow', 'app', 400, 100, { factor: 2 });
    const told = released({ slow: 3 }, { ms: 600, timeline: [GO, slow] });
    expect(told.log('users').filter((line) => line.startsWith('43'))).toEqual(['430 users ok 30']);
    expect(told.log('users').at(-1)).toBe('595 users ok 15');
  });

  it('stands still while whoever rolls it out is down', () => {
    const told = released({}, { ms: 1000, timeline: [GO, fault('crash', 'release', 110, 10_000)] });
    expect(figures(told)['newCopies']).toBeLessThan(2);
  });
});
