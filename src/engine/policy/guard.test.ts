// Stories of what else stands on a link: second attempts, deadlines, giving up, bulkheads, fallbacks, breakers by copy.
import { describe, expect, it } from 'vitest';
import { change, constant, delayed, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (every: number, more: ParamBag = {}) =>
  node('users', 'client', { rate: 1000 / every, arrivals: 'even', keys: 1, sessions: 1, ...more });
const service = (id: string, work: number, more: ParamBag = {}) =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });
const failing = (from: number, duration: number, target = 'app') => fault('error-rate', target, from, duration, { share: 1 });
const of = (told: Story, id = 'users-app') => told.report.links[id]!;

/** Users call two copies of app; the first is slow. */
const HEDGED = { hedge: true, hedgeAfter: 'delay', hedgeDelay: 20, hedgeBudget: 0 };
const twoCopies = (policy: ParamBag, ms = 399, work = 10) =>
  story([users(200), service('app', work, { instances: 2, workers: 1 })], [link('users', 'app', { ...delayed(1), ...policy })], {
    ms,
    timeline: [fault('slow', 'app/1', 0, 1000, { factor: 10 })],
  });

describe('a hedge', () => {
  it('is sent to another copy when the first takes long; the first answer counts', () => {
    const told = twoCopies({ ...HEDGED, hedgeCancel: false });
    expect(told.log()).toEqual(['201 app/1 in', '221 app/2 in', '231 app/2 ok', '232 users ok 32', '301 app/1 ok']);
    expect(of(told)).toMatchObject({ calls: 1, hedges: 1, retries: 0, timeouts: 0, cancelled: 0 });
  });

  it('has the server of the attempt that lost told to stop, which drops what it has not begun', () => {
    // All go to copy 1, for each second attempt takes copy 2's turn; the second and third wait there behind the first.
    const told = story(
      [users(100), service('app', 10, { instances: 2, workers: 1 })],
      [link('users', 'app', { ...delayed(1), ...HEDGED })],
      { ms: 399, timeline: [fault('slow', 'app/1', 0, 1000, { factor: 30 })] },
    );
    expect(told.log('users')).toEqual(['132 users ok 32', '232 users ok 32', '332 users ok 32']);
    // The first was begun and is not broken off; the third is taken out of the line when the news comes.
    expect(told.log('app').slice(-4)).toEqual(['301 app/1 in', '321 app/2 in', '331 app/2 ok', '333 app/1 cancelled']);
    expect(of(told).cancelled).toBe(3);
  });

  it('leaves the call to the other attempt when one fails, and fails with the last', () => {
    const crashed = [fault('slow', 'app/1', 0, 1000, { factor: 10 }), fault('crash', 'app/2', 0, 1000)];
    const told = story([users(200), service('app', 10, { instances: 2 })], [link('users', 'app', { ...delayed(1), ...HEDGED })], {
      ms: 399,
      timeline: crashed,
    });
    expect(told.log('users')).toEqual(['302 users ok 102']);
    const both = story(
      [users(200), service('app', 10, { instances: 2 })],
      [link('users', 'app', { ...delayed(1), ...HEDGED, timeout: 30 })],
      {
        ms: 399,
        timeline: crashed,
      },
    );
    expect(both.log('users')).toEqual(['230 users timeout 30: timed out at app']);
  });

  it('goes to the same copy when there is no other', () => {
    const told = story([users(200), service('app', 50)], [link('users', 'app', { ...HEDGED })], { ms: 399 });
    expect(told.log()).toEqual(['200 app in', '220 app in', '250 app ok', '250 users ok 50', '270 app cancelled']);
  });

  it('is held to a share of calls by its budget', () => {
    const told = story([users(10), service('app', 50)], [link('users', 'app', { ...HEDGED, hedgeBudget: 0.1 })], { ms: 10_000 });
    const { calls, hedges } = of(told);
    expect(hedges / calls).toBeGreaterThan(0.09);
    expect(hedges / calls).toBeLessThan(0.11);
  });

  it('after a percentile of recent attempts follows what is measured', () => {
    const policy = { hedge: true, hedgeAfter: 'percentile', hedgePercentile: 0.9, hedgeDelay: 10_000, hedgeBudget: 0, hedgeCancel: false };
    const nodes = [users(10), node('app', 'service', { instances: 2, workers: 1000, work: { type: 'exponential', mean: 20 } })];
    const { calls, hedges } = of(story(nodes, [link('users', 'app', policy)], { ms: 60_000 }));
    // A tenth of the attempts outlasts the ninth tenth of the last 200; it is measured, so a little more or less.
    expect(hedges / calls).toBeGreaterThan(0.07);
    expect(hedges / calls).toBeLessThan(0.14);
  });

  it('draws nobody else into another luck when it is off', () => {
    expect(twoCopies({}).session.digest()).toBe(twoCopies({ hedgePercentile: 0.5, hedgeDelay: 1 }).session.digest());
  });
});

describe('a deadline', () => {
  it('is for the whole call: attempts and waits together, and no attempt is begun that would come too late', () => {
    const policy = { deadline: 50, timeout: 20, retries: 5, backoff: 10, jitter: 'none' };
    const told = story([users(200), service('app', 100)], [link('users', 'app', policy)], { ms: 399 });
    // Attempts at 200 and 230; the third would begin at 270.
    expect(told.where('app', ' in')).toEqual(['200 app in', '230 app in']);
    expect(told.log('users')).toEqual(['250 users timeout 50: deadline passed at app']);
    expect(of(told)).toMatchObject({ timeouts: 2, expired: 1, retries: 1 });
  });

  it('ends the call without a timeout on the link, also while it waits', () => {
    const told = story([users(200), service('app', 100)], [link('users', 'app', { deadline: 50 })], { ms: 399 });
    expect(told.log('users')).toEqual(['250 users timeout 50: deadline passed at app']);
  });

  const line = (policy: ParamBag) =>
    story([users(20), service('app', 50, { workers: 1 })], [link('users', 'app', { deadline: 60, ...policy })], { ms: 390 });

  it('that is passed on keeps work from being begun that nobody can use', () => {
    const told = line({ deadlinePass: true });
    // Asked at 20 · 40 · 60 …: the worker is free at 70, 120 …, and takes only those whose 60 ms are not over.
    expect(told.where('app', 'timeout').slice(0, 2)).toEqual(['120 app timeout', '170 app timeout']);
    expect(told.report.nodes['app']!.outcomes['ok']).toBe(7);
    expect(line({}).report.nodes['app']!.outcomes['timeout']).toBeUndefined();
  });

  it('that is passed on is the end of what is called further, too', () => {
    const nodes = [users(200), service('app', 30), service('back', 100)];
    const told = (pass: boolean) =>
      story(nodes, [link('users', 'app', { deadline: 50, deadlinePass: true }), link('app', 'back', { deadlinePass: pass })], { ms: 399 });
    expect(told(true).log('app', 'back')).toEqual(['200 app in', '230 back in', '250 app error', '330 back ok']);
    expect(told(true).report.links['app-back']).toMatchObject({ timeouts: 1, expired: 1 });
    expect(told(false).log('app', 'back')).toEqual(['200 app in', '230 back in', '330 back ok', '330 app ok']);
  });

  it('that has passed when the message arrives ends it there, and nothing is worked on', () => {
    const told = story([users(200), service('app', 10)], [link('users', 'app', { ...delayed(60), deadline: 50, deadlinePass: true })], {
      ms: 399,
    });
    expect(told.log()).toEqual(['250 users timeout 50: deadline passed at app', '260 app in', '260 app timeout']);
  });
});

describe('giving up', () => {
  const nodes = [users(200), service('app', 10), service('back', 100)];
  const chain = (first: ParamBag, second: ParamBag = {}, more = nodes) =>
    story(more, [link('users', 'app', { ...delayed(1), timeout: 50, ...first }), link('app', 'back', { ...delayed(1), ...second })], {
      ms: 399,
    });

  it('is heard of nowhere as long as links do not say so', () => {
    expect(chain({}).log('app', 'back')).toEqual(['201 app in', '212 back in', '312 back ok', '313 app ok']);
  });

  it('ends what a service waits for, and goes on through links that say so', () => {
    const told = chain({ cancel: true }, { cancel: true });
    // 250 at the caller, 251 at app, 252 at back, which does not break off what it has begun.
    expect(told.log('app', 'back')).toEqual(['201 app in', '212 back in', '251 app cancelled', '312 back cancelled']);
    expect([of(told).cancelled, of(told, 'app-back').cancelled]).toEqual([1, 1]);
    expect(chain({ cancel: true }).log('app', 'back')).toEqual(['201 app in', '212 back in', '251 app cancelled', '312 back ok']);
  });

  it('frees the worker that a service held', () => {
    const held = [users(60), service('app', 10, { workers: 1 }), service('back', 100)];
    const ok = (cancel: boolean) => chain({ cancel, timeout: 50 }, { cancel }, held).where('app', 'app in').length;
    expect(ok(true)).toBe(ok(false));
    const waits = (cancel: boolean) => chain({ cancel }, { cancel }, held).report.nodes['app']!.waitMs.max;
    expect(waits(true)).toBe(0);
    expect(waits(false)).toBeGreaterThan(50);
  });

  it('on the way there ends the call when it arrives', () => {
    const told = story([users(200), service('app', 10)], [link('users', 'app', { ...delayed(1), timeout: 50, cancel: true })], {
      ms: 399,
      timeline: [fault('latency', 'users>app', 190, 20, { added: 80 })],
    });
    expect(told.log()).toEqual(['250 users timeout 50: timed out at app', '281 app in', '281 app cancelled']);
  });
});

describe('a bulkhead', () => {
  const one = (policy: ParamBag, options: { ms: number } = { ms: 109 }) =>
    story([users(10), service('app', 35)], [link('users', 'app', policy)], options);

  it('lets so many calls be open, so many wait, and rejects the rest', () => {
    const told = one({ bulkhead: 2, bulkheadQueue: 1 });
    // 10 and 20 are inside, 30 waits, 40 is rejected; 45 frees a place for 30, 50 waits, 55 frees one for 50 …
    expect(told.log('users').slice(0, 6)).toEqual([
      '40 users rejected 0: bulkhead full at users',
      '45 users ok 35',
      '55 users ok 35',
      '70 users rejected 0: bulkhead full at users',
      '80 users ok 50',
      '90 users ok 40',
    ]);
    expect(of(told).bulkhead).toMatchObject({ maxUsed: 2, rejected: 3 });
    expect(of(told).pool).toMatchObject({ maxUsed: 0, rejected: 0 });
  });

  it('keeps a call inside while it waits to be tried again', () => {
    const told = story([users(10), service('app', 1)], [link('users', 'app', { bulkhead: 1, retries: 1, backoff: 25, jitter: 'none' })], {
      ms: 59,
      timeline: [failing(0, 30)],
    });
    expect(told.log('users')).toEqual([
      '20 users rejected 0: bulkhead full at users',
      '30 users rejected 0: bulkhead full at users',
      '36 users ok 26',
      '41 users ok 1',
      '51 users ok 1',
    ]);
  });

  it('lets nobody wait beyond a deadline', () => {
    const told = one({ bulkhead: 1, bulkheadQueue: 5, deadline: 40 }, { ms: 75 });
    expect(told.log('users')).toEqual([
      '45 users ok 35',
      '60 users timeout 40: deadline passed at app',
      '70 users timeout 40: deadline passed at app',
    ]);
  });

  it('gives back its places when a caller crashes', () => {
    const nodes = [users(20), service('app', 0), service('back', 30)];
    const links = [link('users', 'app'), link('app', 'back', { bulkhead: 2, bulkheadQueue: 2 })];
    const told = story(nodes, links, { ms: 2000, timeline: [fault('crash', 'app', 500, 100)] });
    const undisturbed = story(nodes, links, { ms: 2000 });
    const tail = (one: Story) => one.log().filter((text) => Number.parseFloat(text) > 1000);
    expect(tail(told)).toEqual(tail(undisturbed));
    expect(told.session.compiled.sim.links[1]!.bulkhead!.used).toBe(1);
  });

  it('goes on with the attempt that is left of two', () => {
    const told = story([users(30), service('app', 50, { instances: 2 })], [link('users', 'app', { bulkhead: 1, ...HEDGED })], { ms: 3000 });
    expect(told.session.compiled.sim.links[0]!.bulkhead!.used).toBeLessThanOrEqual(1);
    expect(of(told).hedges).toBeGreaterThan(20);
    expect(of(told).bulkhead.maxUsed).toBe(1);
  });
});

describe('a fallback', () => {
  const plain = (policy: ParamBag) =>
    story([users(100), service('app', 10), service('back', 5)], [link('users', 'app'), link('app', 'back', policy)], {
      ms: 650,
      timeline: [failing(150, 200, 'back')],
    });

  it('answers a failed call with a default value, which is counted as degraded all the way up', () => {
    const told = plain({ fallback: true, retries: 1, backoff: 0 });
    expect(told.log('users')).toEqual([
      '115 users ok 15',
      '210 users ok 10',
      '310 users ok 10',
      '415 users ok 15',
      '515 users ok 15',
      '615 users ok 15',
    ]);
    expect(told.report.total).toMatchObject({ ok: 6, degraded: 2 });
    expect(told.report.links['app-back']).toMatchObject({ degraded: 2, retries: 2 });
    expect(told.report.links['users-app']!.degraded).toBe(0);
    expect(plain({}).report.total).toMatchObject({ ok: 4, degraded: 0 });
  });

  const stored = (policy: ParamBag, keys = 1) =>
    story(
      [
        node('users', 'client', { rate: 10, arrivals: 'even', keys, sessions: 1, classes: ['get'] }),
        node('writers', 'client', { rate: 10, arrivals: 'even', keys, sessions: 1, classes: ['put'] }),
        service('app', 0),
        node('db', 'sql-database', { instances: 1, replication: 'async' }),
      ],
      [link('users', 'app'), link('writers', 'db'), link('app', 'db', { timeout: 20, ...policy })],
      {
        ms: 1040,
        classes: [
          { id: 'get', name: 'get', route: '/', write: false, weight: 1, bytesUp: 0, bytesDown: 0 },
          { id: 'put', name: 'put', route: '/', write: true, weight: 1, bytesUp: 0, bytesDown: 0 },
        ],
        timeline: [fault('partition', 'app>db', 450, 300)],
      },
    );

  it('gives the last good answer for the key, stale as it is', () => {
    const told = stored({ fallback: true, fallbackWith: 'cached' });
    expect(told.report.total.outcomes['timeout']).toBeUndefined();
    expect(told.report.classes['get']!.degraded).toBe(3);
    expect(told.where('users', ', stale').length).toBe(3);
    // A default value is nobody's data, and neither fresh nor stale.
    const value = stored({ fallback: true });
    expect(value.where('users', ', stale')).toEqual([]);
    expect([value.report.classes['get']!.degraded, value.report.consistency.reads]).toEqual([3, told.report.consistency.reads - 3]);
  });

  it('fails where there is no good answer, and forgets them with its instance', () => {
    const nodes = [users(100), service('app', 0), service('back', 5)];
    const links = [link('users', 'app'), link('app', 'back', { fallback: true, fallbackWith: 'cached' })];
    const early = story(nodes, links, { ms: 350, timeline: [failing(0, 1000, 'back')] });
    expect(early.report.total.ok).toBe(0);
    const late = story(nodes, links, { ms: 650, timeline: [failing(250, 1000, 'back'), fault('crash', 'app', 420, 20)] });
    expect(late.log('users').map((text) => text.split(' ')[2])).toEqual(['ok', 'ok', 'ok', 'ok', 'error', 'error']);
  });

  it('never stands in for a write to data', () => {
    const told = story(
      [users(100, { classes: ['put'] }), node('db', 'sql-database', { instances: 1, replication: 'async' })],
      [link('users', 'db', { fallback: true, timeout: 50 })],
      {
        ms: 350,
        classes: [{ id: 'put', name: 'put', route: '/', write: true, weight: 1, bytesUp: 0, bytesDown: 0 }],
        timeline: [fault('hang', 'db', 0, 1000)],
      },
    );
    expect(told.report.total).toMatchObject({ ok: 0, degraded: 0 });
  });
});

describe('a breaker', () => {
  const policy = { breaker: true, breakerWindow: 10, breakerMinimum: 4, breakerOpen: 1000, breakerProbes: 1 };

  it('for each copy keeps calls from the bad one, and goes on calling the good one', () => {
    const told = story([users(10), service('app', 1, { instances: 2 })], [link('users', 'app', { ...policy, breakerFor: 'copy' })], {
      ms: 999,
      timeline: [failing(0, 2000, 'app/1')],
    });
    // Four calls to copy 1 fail; after that all go to copy 2.
    expect(told.report.total.outcomes).toEqual({ ok: 95, error: 4 });
    expect(of(told).breaker).toEqual({ opened: 1, shortCircuited: 0 });
    const whole = story([users(10), service('app', 1, { instances: 2 })], [link('users', 'app', policy)], {
      ms: 999,
      timeline: [failing(0, 2000, 'app/1')],
    });
    expect(whole.report.total.outcomes['short-circuited']).toBeGreaterThan(80);
  });

  it('for each copy short-circuits when all are open, and tries them again', () => {
    const told = story([users(10), service('app', 1, { instances: 2 })], [link('users', 'app', { ...policy, breakerFor: 'copy' })], {
      ms: 3999,
      timeline: [failing(0, 1050)],
    });
    expect(told.report.total.outcomes).toMatchObject({ error: 8 });
    expect(of(told).breaker.shortCircuited).toBe(told.report.total.outcomes['short-circuited']);
    expect(told.log('users').at(-1)).toBe('3991 users ok 1');
  });

  it('opens when too many calls are slow, though all are answered', () => {
    const told = story([users(10), service('app', 30)], [link('users', 'app', { ...policy, breakerSlow: 25, breakerSlowRate: 0.5 })], {
      ms: 999,
    });
    expect(of(told).breaker.opened).toBe(1);
    // Four are needed, and four more are out when the fourth is back.
    expect(told.report.total.outcomes).toEqual({ ok: 6, 'short-circuited': 93 });
    expect(
      of(story([users(10), service('app', 20)], [link('users', 'app', { ...policy, breakerSlow: 25 })], { ms: 999 })).breaker.opened,
    ).toBe(0);
  });

  it('takes new settings while it runs, and leaves when it is switched off', () => {
    const timeline = [failing(0, 2000), change('users-app', 'breaker', false, 500), change('users-app', 'breaker', true, 700)];
    const told = story([users(10), service('app', 1, { instances: 2 })], [link('users', 'app', { ...policy, breakerFor: 'copy' })], {
      ms: 999,
      timeline,
    });
    expect(told.report.total.outcomes).toEqual({ error: 8 + 20 + 8, 'short-circuited': 63 });
  });
});
