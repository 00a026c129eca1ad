/** Stories of coordination: who leads, who holds a lock and until when, and what becomes of those who come too late. */
import { describe, expect, it } from 'vitest';
import type { LinkDoc, NodeDoc } from '../../design/document.ts';
import { constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}, id = 'users') =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const service = (id: string, work: number, more: ParamBag = {}) =>
  node(id, 'service', { instances: 1, workers: 100, work: constant(work), ...more });
/** One instance leads from 2 ms on. */
const locks = (more: ParamBag = {}, id = 'locks') =>
  node(id, 'coordination', { instances: 1, electionLeast: 2, electionMost: 2, heartbeat: 1000, lease: 1000, ...more });
const quiet = (from: number, source = 'users') => fault('traffic-spike', source, from, 100_000, { factor: 0 });
const figures = (told: ReturnType<typeof story>, id = 'locks') => told.report.nodes[id]?.figures ?? {};

/** Users → app (1 ms of work), which takes a lock and then has the db do 15 ms of work. */
function guarded(lock: NodeDoc, options: StoryOptions, db = 15, app: ParamBag = {}, client: ParamBag = {}, first: ParamBag = {}) {
  const links: LinkDoc[] = [link('users', 'app', first), link('app', 'locks', { step: 1 }), link('app', 'db', { step: 2 })];
  return story([users(100, client), service('app', 1, app), lock, service('db', db)], links, options);
}

describe('a lock', () => {
  it('lets one request at a time through, in order, until it is given back with the result', () => {
    const told = guarded(locks(), { ms: 60 });
    expect(told.log('db')).toEqual(['11 db in', '26 db ok', '26 db in', '41 db ok', '41 db in', '56 db ok', '56 db in']);
    expect(told.log('users')).toEqual(['26 users ok 16', '41 users ok 21', '56 users ok 26']);
    expect(figures(told)).toMatchObject({ held: 1, grants: 4, overlaps: 0 });
  });

  it('with several permits is a semaphore', () => {
    const told = guarded(locks({ permits: 2 }), { ms: 45 });
    expect(told.log('users')).toEqual(['26 users ok 16', '36 users ok 16']);
    expect(figures(told)['held']).toBe(2);
  });

  it('may stand for each key alone', () => {
    const told = guarded(locks({ locks: 'key' }), { ms: 400 }, 15, {}, { keys: 1000, skew: 0 });
    const one = guarded(locks(), { ms: 400 }, 15, {}, { keys: 1000, skew: 0 });
    expect(told.report.total.ok).toBeGreaterThan(one.report.total.ok + 10);
  });

  it('goes back when its request fails', () => {
    const told = guarded(locks(), { ms: 60, timeline: [fault('crash', 'db', 15, 10)] });
    expect(told.log('users').slice(0, 2)).toEqual(['15 users error 5: crashed at db', '21 users error 1: down at db']);
    expect(told.log('db').at(-1)).toBe('46 db in');
  });

  it('is passed to the next when its holder’s process stands still for the length of the lease; fencing refuses what comes late', () => {
    const stop = [fault('hang', 'app/1', 15, 200), quiet(25)];
    const run = (fencing: boolean) => guarded(locks({ lease: 30, fencing }), { ms: 400, timeline: stop }, 100, { instances: 2 });
    // Held from 11 by the first copy, heard last then; from 41 by the second, while the first one’s call at db goes on until 111.
    const fenced = run(true);
    expect(fenced.log('db')).toEqual(['11 db in', '41 db in', '111 db ok', '141 db ok']);
    expect(fenced.log('users')).toEqual(['141 users ok 121', '215 users error 205: lock lost at locks']);
    expect(figures(fenced)).toMatchObject({ lapsed: 1, fenced: 1, overlaps: 0 });
    // Without fencing two have acted at once, and both were told that all is well.
    const open = run(false);
    expect(open.log('users')).toEqual(['141 users ok 121', '215 users ok 205']);
    expect(figures(open)).toMatchObject({ lapsed: 1, fenced: 0, overlaps: 1 });
  });

  it('is kept by a process that lives, however long it takes, and has a fixed time where leases are not renewed', () => {
    expect(figures(guarded(locks({ lease: 30 }), { ms: 115, timeline: [quiet(15)] }, 100))).toMatchObject({ lapsed: 0, fenced: 0 });
    const fixed = guarded(locks({ lease: 30, renew: false }), { ms: 115, timeline: [quiet(15)] }, 100);
    expect(fixed.log('users')).toEqual(['111 users error 101: lock lost at locks']);
  });

  it('of a process that died is free when its lease has run out', () => {
    const told = guarded(locks({ lease: 30 }), { ms: 100, timeline: [fault('crash', 'app/1', 15, 1000), quiet(25)] }, 10, { instances: 2 });
    expect(told.log('users')).toEqual(['15 users error 5: crashed at app', '51 users ok 31']);
  });
});

describe('two locks', () => {
  const both = (patience: ParamBag) => {
    const far = delayed(1);
    const links = [
      link('a', 'app-a'),
      link('b', 'app-b'),
      link('app-a', 'first', { ...far, step: 1 }),
      link('app-a', 'second', { ...far, step: 2, ...patience }),
      link('app-b', 'second', { ...far, step: 1 }),
      link('app-b', 'first', { ...far, step: 2 }),
    ];
    const parts = [
      users(100, {}, 'a'),
      users(100, {}, 'b'),
      service('app-a', 1),
      service('app-b', 1),
      locks({}, 'first'),
      locks({}, 'second'),
    ];
    return story(parts, links, { ms: 500, timeline: [quiet(15, 'a'), quiet(15, 'b')] });
  };

  it('taken in opposite order make two requests wait for each other for ever: a deadlock', () => {
    expect(both({}).report.total.requests).toBe(0);
    expect(figures(both({}), 'first')).toMatchObject({ held: 1, waiters: 1 });
  });

  it('come free when one of the two gives up', () => {
    const told = both({ timeout: 50 });
    expect(told.log('a')[0]).toContain('timed out at second');
    expect(told.log('b')[0]).toContain('ok');
  });
});

describe('optimistic control', () => {
  it('lets all work, and fails whoever writes after another has', () => {
    const told = guarded(locks({ control: 'optimistic' }), { ms: 60, timeline: [quiet(25)] });
    // Both read before either has written: 11 and 21; the first writes at 26, the second at 36.
    expect(told.log('users')).toEqual(['26 users ok 16', '36 users error 16: conflict at locks']);
    expect(figures(told)['conflicts']).toBe(1);
  });

  it('comes through when it is tried again', () => {
    const again = { retries: 3, backoff: 1, jitter: 'none' };
    const told = guarded(locks({ control: 'optimistic' }), { ms: 200, timeline: [quiet(25)] }, 15, {}, {}, again);
    expect(told.log('users')[0]).toBe('26 users ok 16');
    expect(told.log('users')[1]).toMatch(/users ok/);
  });
});

describe('three instances', () => {
  const three = { instances: 3, electionLeast: 100, electionMost: 200, heartbeat: 20 };
  const asked = (more: StoryOptions) => story([users(100), locks(three)], [link('users', 'locks')], more);
  const leaders = (told: ReturnType<typeof asked>) => told.where('locks', 'in').map((line) => line.split(' ')[1]);

  it('elect a leader by majority, which agrees on every change over the network', () => {
    const told = asked({ ms: 400 });
    const answered = told.where('users', 'ok 0.3');
    // One round trip of 0.3 ms to the nearer of the two others.
    expect(answered.length).toBeGreaterThan(15);
    expect(new Set(leaders(told)).size).toBe(1);
    expect(told.log('users')[0]).toBe('10 users unavailable 0: no leader at locks');
  });

  it('elect another within their patience when the leader dies', () => {
    const before = leaders(asked({ ms: 400 })).at(-1) ?? '';
    const told = asked({ ms: 1000, timeline: [fault('crash', before, 400, 10_000)] });
    const gap = told.log('users').filter((line) => Number(line.split(' ')[0]) > 400 && !line.includes('ok'));
    expect(gap.length).toBeGreaterThan(7);
    expect(gap.length).toBeLessThan(50);
    expect(leaders(told).at(-1)).not.toBe(before);
    expect(told.log('users').at(-1)).toContain('ok');
  });

  it('do nothing without a majority, and never lead twice in one term', () => {
    const told = asked({ ms: 1500, timeline: [fault('crash', 'locks/1', 400, 10_000), fault('crash', 'locks/2', 450, 500)] });
    const between = told.log('users').filter((line) => Number(line.split(' ')[0]) > 460 && Number(line.split(' ')[0]) < 950);
    expect(between.every((line) => !line.includes('ok'))).toBe(true);
    expect(told.log('users').at(-1)).toContain('ok');
  });
});
