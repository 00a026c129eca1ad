/** Stories of watchers: how they learn of updates, how soon, and what it costs. Versions are real: a writer makes them at the store. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { cls, constant, delayed, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const CLASSES = [cls('read'), cls('post', { write: true })];

/** A writer writes at 1,000, 2,000 … ms; watchers behind a delay of 10 ms each way. Nothing else takes time. */
function run(watchers: ParamBag, ms: number, far: 'app' | 'hub', timeline: readonly TimelineEntry[] = []): Story {
  const nodes = [
    node('author', 'client', { rate: 1, arrivals: 'even', keys: 1, classes: ['post'] }),
    node('fans', 'client', { loop: 'watch', watchers: 1, keys: 1, classes: ['read'], ...watchers }),
    node('app', 'service', { instances: 1, workers: 10_000, work: constant(0) }),
    node('hub', 'push-server', { sending: 0 }),
    node('db', 'sql-database', { replicas: 0, readTime: constant(0), writeTime: constant(0) }),
  ];
  const links = [
    link('author', 'app'),
    link('fans', far, delayed(10)),
    link('app', 'db', { step: 1 }),
    link('app', 'hub', { step: 2, classes: ['post'], async: true }),
    link('hub', 'db'),
  ];
  return story(nodes, links, { ms, classes: CLASSES, timeline });
}

const figures = (told: Story) => told.report.nodes['fans']?.figures ?? {};
const asked = (told: Story): number => told.log('fans').length;

describe('polling', () => {
  it('learns of an update with the next poll: half an interval late on average, an interval at most', () => {
    const told = run({ learnBy: 'polling', pollEvery: 300, watchers: 200 }, 60_000, 'app');
    const { freshP50, freshP99, perUpdate } = figures(told);
    // Uniform over the interval, and 10 ms of the way back.
    expect(Math.abs(Number(freshP50) - 160)).toBeLessThan(15);
    expect(Number(freshP99)).toBeLessThanOrEqual(311);
    // 3.33 polls a second for one update a second.
    expect(Math.abs(Number(perUpdate) - 10 / 3)).toBeLessThan(0.1);
  });

  it('asks whether there is news or not', () => {
    const told = run({ learnBy: 'polling', pollEvery: 100 }, 950, 'app');
    expect(asked(told)).toBeGreaterThanOrEqual(9);
    expect(figures(told)['perUpdate']).toBeNull();
  });

  it('goes on after a failure', () => {
    const told = run({ learnBy: 'polling', pollEvery: 100 }, 5000, 'app', [fault('crash', 'app', 1500, 1000)]);
    expect(told.log('fans').filter((line) => line.includes('refused'))).toHaveLength(10);
    // The writes at 1,000 and 3,000, 4,000; that at 2,000 was refused.
    expect(Number(figures(told)['perUpdate'])).toBeCloseTo(50 / 3, 0);
  });
});

describe('long polling', () => {
  it('is answered when there is news: one way back after the write', () => {
    const told = run({ learnBy: 'long-polling' }, 10_500, 'hub');
    const { freshP50, freshP99, perUpdate } = figures(told);
    expect([freshP50, freshP99].map((ms) => Math.round(Number(ms)))).toEqual([10, 10]);
    // Ten answers with news, the first without a version to compare, and one that is still out.
    expect(Number(perUpdate)).toBeCloseTo(1.2, 10);
    expect(figures(told)['connectionsOpen']).toBe(1);
  });

  it('is answered with nothing new when it was held for long enough, and asks again', () => {
    const nodes = [
      node('fans', 'client', { loop: 'watch', watchers: 1, keys: 1, learnBy: 'long-polling' }),
      node('hub', 'push-server', { holdFor: 1000 }),
      node('db', 'sql-database', { replicas: 0, readTime: constant(0) }),
    ];
    const told = story(nodes, [link('fans', 'hub'), link('hub', 'db')], { ms: 4500 });
    const times = told.log('fans').map((line) => Number(line.split(' ')[3]));
    expect(times.slice(-3)).toEqual([1000, 1000, 1000]);
  });

  it('at a far end that does not hold it asks again and again', () => {
    expect(asked(run({ learnBy: 'long-polling' }, 2000, 'app'))).toBeGreaterThan(40);
  });
});

describe('an open connection', () => {
  it.each(['websocket', 'push'])('(%s) brings news one way after the write, over one request', (learnBy) => {
    const told = run({ learnBy, pingEvery: 0 }, 10_500, 'hub');
    const { freshP50, freshP99, connectionsOpen } = figures(told);
    expect([freshP50, freshP99].map((ms) => Math.round(Number(ms)))).toEqual([10, 10]);
    expect(connectionsOpen).toBe(1);
    // A WebSocket has its upgrade answered first.
    expect(asked(told)).toBe(learnBy === 'push' ? 0 : 1);
    expect(told.report.nodes['hub']?.figures).toEqual({ connectionsHeld: 1, pushed: 11 });
  });

  it('is made again when the server crashed, and the news of meanwhile is learned then', () => {
    const told = run({ learnBy: 'push' }, 6000, 'hub', [fault('crash', 'hub', 1500, 1500)]);
    expect(told.log('fans').map((line) => line.split(' ')[2])).toEqual(['error', 'refused']);
    expect(Number(figures(told)['freshP99'])).toBeGreaterThan(500);
    expect(figures(told)['connectionsOpen']).toBe(1);
  });

  it('that is cut off has its messages sent again: they come when the cut heals', () => {
    const told = run({ learnBy: 'push' }, 8000, 'hub', [fault('partition', '{fans}|{hub}', 1900, 3000)]);
    expect(told.log('fans')).toEqual([]);
    // The write at 2,000 is sent again after 200, 400, 800, 1,600 ms: 5,000 is the first after the cut.
    expect(Math.abs(Number(figures(told)['freshP99']) - 3010)).toBeLessThan(15);
  });

  it('is pinged, and called off when nothing comes back', () => {
    const told = run({ learnBy: 'websocket', pingEvery: 2000 }, 40_000, 'hub', [fault('partition', '{fans}|{hub}', 5000, 14_000)]);
    const ends = told.log('fans').map((line) => line.split(' ')[2]);
    expect(ends).toContain('cancelled');
    expect(ends).toContain('timeout');
    expect(figures(told)['connectionsOpen']).toBe(1);
  });

  it('finds no place beyond so many', () => {
    const nodes = [
      node('fans', 'client', { loop: 'watch', watchers: 5, keys: 1, learnBy: 'push' }),
      node('hub', 'push-server', { connections: 3 }),
      node('db', 'sql-database', { replicas: 0 }),
    ];
    const told = story(nodes, [link('fans', 'hub'), link('hub', 'db')], { ms: 1900 });
    expect(told.report.total.causes).toEqual({ 'too many connections at hub': told.log('fans').length });
    expect(told.report.nodes['hub']?.figures['connectionsHeld']).toBe(3);
  });
});

describe('a push server', () => {
  it('tells one after the other: the last of many learns it later', () => {
    const nodes = [
      node('author', 'client', { rate: 0.5, arrivals: 'even', keys: 1, classes: ['post'] }),
      node('fans', 'client', { loop: 'watch', watchers: 100, keys: 1, classes: ['read'], learnBy: 'push' }),
      node('app', 'service', { instances: 1, workers: 100, work: constant(0) }),
      node('hub', 'push-server', { sending: 1 }),
      node('db', 'sql-database', { replicas: 0, readTime: constant(0), writeTime: constant(0) }),
    ];
    const links = [
      link('author', 'app'),
      link('fans', 'hub'),
      link('app', 'db'),
      link('app', 'hub', { step: 2, classes: ['post'] }),
      link('hub', 'db'),
    ];
    const told = story(nodes, links, { ms: 5000, classes: CLASSES });
    expect([figures(told)['freshP50'], figures(told)['freshP99']].map((ms) => Math.round(Number(ms)))).toEqual([50, 99]);
  });

  it('behind a balancer pushes back the way that the connection came', () => {
    const nodes = [
      node('author', 'client', { rate: 1, arrivals: 'even', keys: 1, classes: ['post'] }),
      node('fans', 'client', { loop: 'watch', watchers: 1, keys: 1, classes: ['read'], learnBy: 'push' }),
      node('app', 'service', { instances: 1, workers: 100, work: constant(0) }),
      node('lb', 'load-balancer', {}),
      node('hub', 'push-server', { sending: 0 }),
      node('db', 'sql-database', { replicas: 0, readTime: constant(0), writeTime: constant(0) }),
    ];
    const links = [
      link('author', 'app'),
      link('fans', 'lb', delayed(10)),
      link('lb', 'hub', delayed(5)),
      link('app', 'db'),
      link('app', 'hub', { step: 2, classes: ['post'] }),
      link('hub', 'db'),
    ];
    const told = story(nodes, links, { ms: 5500, classes: CLASSES });
    expect([figures(told)['freshP50'], figures(told)['freshP99']].map((ms) => Math.round(Number(ms)))).toEqual([15, 15]);
  });
});
