// Stories of calls under a link's policy: exact moments of timeouts, retries, breakers and connections.
import { describe, expect, it } from 'vitest';
import { change, constant, delayed, fault, type StoryOptions, story } from '../laws/story.ts';
import { link, node } from '../proof/small-design.ts';
import type { ParamBag } from '../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const app = (work: number, more: ParamBag = {}, id = 'app') =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });
const failing = (from: number, duration: number) => fault('error-rate', 'app', from, duration, { share: 1 });

/** Users call app every so many ms over a link with this policy. */
function calling(every: number, policy: ParamBag, work: number, options: StoryOptions, more: ParamBag = {}) {
  return story([users(1000 / every), app(work, more)], [link('users', 'app', policy)], options);
}

describe('a timeout', () => {
  it('ends the call for its caller, network included, while the callee works on', () => {
    const told = calling(100, { ...delayed(5), timeout: 30 }, 50, { ms: 170 });
    expect(told.log()).toEqual(['105 app in', '130 users timeout 30: timed out at app', '155 app ok']);
    expect(told.report.links['users-app']).toMatchObject({ calls: 1, timeouts: 1, retries: 0 });
  });

  it('is too early for an answer that comes at that very moment, and a moment later is early enough', () => {
    expect(calling(100, { timeout: 30 }, 30, { ms: 140 }).log('users')).toEqual(['130 users timeout 30: timed out at app']);
    expect(calling(100, { timeout: 30 }, 29.999999, { ms: 140 }).where('users', 'ok 29.999999')).toHaveLength(1);
  });

  it('that is changed holds for the calls that follow', () => {
    const told = calling(100, { timeout: 90 }, 60, { ms: 299, timeline: [change('users-app', 'timeout', 20, 150)] });
    expect(told.log('users')).toEqual(['160 users ok 60', '220 users timeout 20: timed out at app']);
  });
});

describe('a retry', () => {
  it('follows a failure after the wait, which doubles, and the last failure is what the caller hears', () => {
    const policy = { ...delayed(1), retries: 3, backoff: 10, jitter: 'none' };
    const told = calling(200, policy, 5, { ms: 399, timeline: [failing(0, 1000)] });
    expect(told.where('app', ' in')).toEqual(['201 app in', '213 app in', '235 app in', '277 app in']);
    expect(told.log('users')).toEqual(['278 users error 78: injected error at app']);
    expect(told.report.links['users-app']).toMatchObject({ calls: 1, retries: 3 });
  });

  it('ends with the first attempt that succeeds, measured from the first one', () => {
    const policy = { retries: 5, backoff: 10, jitter: 'none' };
    const told = calling(200, policy, 5, { ms: 399, timeline: [failing(0, 225)] });
    expect(told.log()).toEqual([
      '200 app in',
      '200 app error',
      '210 app in',
      '210 app error',
      '230 app in',
      '235 app ok',
      '235 users ok 35',
    ]);
  });

  it('gives each attempt its own timeout; attempts given up go on at the callee', () => {
    const told = calling(200, { timeout: 20, retries: 1, backoff: 5, jitter: 'none' }, 50, { ms: 399 });
    expect(told.log()).toEqual(['200 app in', '225 app in', '245 users timeout 45: timed out at app', '250 app ok', '275 app ok']);
  });

  it('waits no longer than the longest wait', () => {
    const policy = { retries: 4, backoff: 10, backoffMax: 15, jitter: 'none' };
    const told = calling(200, policy, 5, { ms: 399, timeline: [failing(0, 1000)] });
    expect(told.where('app', ' in')).toEqual(['200 app in', '210 app in', '225 app in', '240 app in', '255 app in']);
  });

  it('may go to another copy', () => {
    const told = calling(200, { retries: 1, backoff: 0 }, 5, { ms: 399, timeline: [fault('crash', 'app/1', 0, 1000)] }, { instances: 2 });
    expect(told.log()).toEqual(['200 app/2 in', '205 app/2 ok', '205 users ok 5']);
  });

  it('is held back by the budget: of many failing calls only a share is tried again', () => {
    const told = calling(10, { retries: 3, backoff: 0, retryBudget: 0.1 }, 1, { ms: 9999, timeline: [failing(0, 10_000)] });
    const { calls, retries } = told.report.links['users-app']!;
    expect(calls).toBe(999);
    // Ten in reserve and a tenth of the calls.
    expect(retries).toBeGreaterThanOrEqual(108);
    expect(retries).toBeLessThanOrEqual(110);
  });
});

describe('a breaker', () => {
  const policy = { breaker: true, breakerRate: 0.5, breakerWindow: 10, breakerMinimum: 4, breakerOpen: 50, breakerProbes: 2 };

  it('opens on failures, short-circuits, tries again after its time, and closes when trials succeed', () => {
    const told = calling(10, policy, 1, { ms: 175, timeline: [failing(0, 100)] });
    const open = (at: number) => `${at} users short-circuited 0: breaker open at app`;
    const failed = (at: number) => `${at} users error 0: injected error at app`;
    expect(told.log('users')).toEqual([
      ...[10, 20, 30, 40].map(failed),
      ...[50, 60, 70, 80].map(open),
      // Open since 40: at 90 the first trial goes through, fails, and opens it for another 50.
      failed(90),
      ...[100, 110, 120, 130].map(open),
      '141 users ok 1',
      '151 users ok 1',
      '161 users ok 1',
      '171 users ok 1',
    ]);
    expect(told.report.links['users-app']!.breaker).toEqual({ opened: 2, shortCircuited: 8 });
  });

  it('lets no more than its trials through while they are out', () => {
    const told = calling(10, { ...policy, breakerOpen: 20 }, 35, { ms: 125, timeline: [failing(0, 50)] });
    // Open from 40 on; trials at 60 and 70 end at 95 and 105.
    expect(told.where('users', 'breaker open at app')).toEqual(
      [50, 80, 90, 100].map((at) => `${at} users short-circuited 0: breaker open at app`),
    );
    expect(told.where('app', ' ok')).toEqual(['95 app ok', '105 app ok']);
  });

  it('is not tried again by a retry: what is short-circuited fails at once', () => {
    const told = calling(10, { ...policy, retries: 2, backoff: 1, jitter: 'none' }, 1, { ms: 35, timeline: [failing(0, 100)] });
    expect(told.where('app', ' in')).toHaveLength(4);
    expect(told.log('users')).toEqual([
      '13 users error 3: injected error at app',
      '21 users short-circuited 1: breaker open at app',
      '30 users short-circuited 0: breaker open at app',
    ]);
  });

  it('says nothing about a callee whose caller died', () => {
    const nodes = [users(100), app(0, { instances: 2 }, 'front'), app(200)];
    const told = story(nodes, [link('users', 'front'), link('front', 'app', policy)], {
      ms: 299,
      timeline: [fault('crash', 'front/1', 95, 20)],
    });
    // Five calls of the first copy were out, and no other had ended.
    expect(told.where('users', 'crashed at front')).toHaveLength(5);
    expect(told.report.links['front-app']!.breaker).toEqual({ opened: 0, shortCircuited: 0 });
    expect(told.where('users', 'ok 200')).toHaveLength(4);
  });
});

describe('a connection pool', () => {
  it('lets so many calls out; the others wait in order and give up after a while', () => {
    const told = calling(10, { pool: 1, poolWait: 25 }, 20, { ms: 100 });
    expect(told.log()).toEqual([
      '10 app in',
      '30 app ok',
      '30 users ok 20',
      '30 app in',
      '50 app ok',
      '50 users ok 30',
      '50 app in',
      // Began at 40 and waited 25.
      '65 users rejected 25: pool full at users',
      '70 app ok',
      '70 users ok 40',
      '70 app in',
      '85 users rejected 25: pool full at users',
      '90 app ok',
      '90 users ok 40',
      '90 app in',
    ]);
    expect(told.report.links['users-app']!.pool).toEqual({ maxUsed: 1, waits: 8, rejected: 2 });
  });

  it('that may not be waited for rejects at once', () => {
    const told = calling(10, { pool: 2, poolWait: 0 }, 25, { ms: 65 });
    expect(told.log('users')).toEqual([
      '30 users rejected 0: pool full at users',
      '35 users ok 25',
      '45 users ok 25',
      '60 users rejected 0: pool full at users',
    ]);
  });

  it('counts the wait in the timeout', () => {
    const told = calling(10, { pool: 1, timeout: 35 }, 20, { ms: 80 });
    // The third waits from 30 to 50, and its 20 ms at app would end at 70.
    expect(told.log('users')).toEqual([
      '30 users ok 20',
      '50 users ok 30',
      '65 users timeout 35: timed out at app',
      '75 users timeout 35: timed out at app',
    ]);
  });

  it('belongs to each copy of the caller', () => {
    const nodes = [users(100), app(0, { instances: 2 }, 'front'), app(35)];
    const told = story(nodes, [link('users', 'front'), link('front', 'app', { pool: 1 })], { ms: 60 });
    // Calls of 10, 30, 50 come from the first copy, those of 20 and 40 from the second.
    expect(told.where('app', ' in')).toEqual(['10 app in', '20 app in', '45 app in', '55 app in']);
  });

  it('forgets those who wait when their caller dies: they are never sent', () => {
    const nodes = [users(100), app(0, {}, 'front'), app(35)];
    const told = story(nodes, [link('users', 'front'), link('front', 'app', { pool: 1 })], {
      ms: 99,
      timeline: [fault('crash', 'front', 35, 100)],
    });
    expect(told.log('app')).toEqual(['10 app in', '45 app ok']);
    expect(told.session.compiled.sim.links[1]!.pool).toMatchObject({ used: 0, waiting: 0 });
  });

  it('survives a long line of calls that all fail at once', () => {
    const nodes = [users(10_000), app(0, { workers: 100_000 }, 'front'), app(1000)];
    const told = story(nodes, [link('users', 'front'), link('front', 'app', { pool: 1, poolWait: 60_000 })], {
      ms: 2100,
      timeline: [fault('traffic-spike', 'users', 1000, 5000, { factor: 0 }), fault('crash', 'app', 1000.5, 5000)],
    });
    // The one at app was reset; ten thousand waited behind it and were refused, one after the other.
    const { outcomes } = told.report.total;
    expect(outcomes['error']).toBeGreaterThan(9000);
    expect(told.session.compiled.sim.meter.open).toBe(0);
  });
});

describe('calls that go round', () => {
  it('end after 64 hops with a cause that says so', () => {
    const told = story([users(10), app(1, {}, 'a'), app(1, {}, 'b')], [link('users', 'a'), link('a', 'b'), link('b', 'a')], { ms: 190 });
    expect(told.log('users')).toEqual(['165 users error 65: loop of calls at b']);
    expect([...told.where('a', ' in'), ...told.where('b', ' in')]).toHaveLength(65);
  });

  it('are not tried again: each hop would multiply the attempts of the next', () => {
    const again = { retries: 2, backoff: 0 };
    const links = [link('users', 'a', again), link('a', 'b', again), link('b', 'a', again)];
    const told = story([users(10), app(1, {}, 'a'), app(1, {}, 'b')], links, { ms: 190 });
    expect(told.log('users')).toEqual(['165 users error 65: loop of calls at b']);
    expect([...told.where('a', ' in'), ...told.where('b', ' in')]).toHaveLength(65);
  });
});
