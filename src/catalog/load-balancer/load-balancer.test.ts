/** Stories of the load balancer: who gets which request, at which moment, and what comes back. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, type Story, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const balancer = (params: ParamBag = {}) => node('lb', 'load-balancer', { overhead: constant(0), healthChecks: false, ...params });
const app = (id: string, instances: number, work: number, more: ParamBag = {}) =>
  node(id, 'service', { instances, workers: 1000, work: constant(work), ...more });

/** Users → lb → app with no delays but those given. */
function oneApp(lb: ParamBag, instances: number, options: StoryOptions, appLink: ParamBag = {}, rate = 10): Story {
  const nodes = [users(rate), balancer(lb), app('app', instances, 20)];
  return story(nodes, [link('users', 'lb'), link('lb', 'app', appLink)], options);
}

describe('a request', () => {
  it('goes through the balancer to a target and back; overhead is spent on the way there', () => {
    const told = story(
      [users(100), balancer({ overhead: constant(1) }), app('app', 2, 12)],
      [link('users', 'lb', delayed(2)), link('lb', 'app', delayed(3))],
      { ms: 37 },
    );
    expect(told.log()).toEqual([
      '12 lb in',
      '16 app/1 in',
      '22 lb in',
      '26 app/2 in',
      '28 app/1 ok',
      '31 lb ok',
      '32 lb in',
      '33 users ok 23',
      '36 app/1 in',
    ]);
  });

  it('brings back the outcome as it is, with the cause where it arose', () => {
    const full = app('app', 1, 35, { workers: 1, queueLimit: 0 });
    const told = story([users(100), balancer(), full], [link('users', 'lb'), link('lb', 'app')], { ms: 50 });
    expect(told.log('users')).toEqual([
      '20 users rejected 0: queue full at app',
      '30 users rejected 0: queue full at app',
      '40 users rejected 0: queue full at app',
      '45 users ok 35',
    ]);
  });

  it('fails when the balancer dies, and what it had asked for goes on without it', () => {
    const told = oneApp({}, 1, { ms: 400, timeline: [fault('crash', 'lb', 110, 150)] });
    expect(told.log()).toEqual([
      '100 lb in',
      '100 app in',
      '110 lb error',
      '110 users error 10: crashed at lb',
      '120 app ok',
      '200 users refused 0: down at lb',
      '300 lb in',
      '300 app in',
      '320 app ok',
      '320 lb ok',
      '320 users ok 20',
    ]);
  });
});

describe('the choice of target', () => {
  const three = [app('a', 2, 1), app('b', 1, 1), app('c', 3, 1)];
  const links = [link('users', 'lb'), link('lb', 'a'), link('lb', 'b'), link('lb', 'c')];

  it('takes every copy behind every link in turn with round robin', () => {
    const told = story([users(100), balancer(), ...three], links, { ms: 85 });
    expect(told.visits()).toEqual(['lb', 'a/1', 'lb', 'a/2', 'lb', 'b', 'lb', 'c/1', 'lb', 'c/2', 'lb', 'c/3', 'lb', 'a/1', 'lb', 'a/2']);
  });

  it('follows the weights of the links, smoothly, with weighted round robin', () => {
    const told = story(
      [users(100), balancer({ algorithm: 'weighted-round-robin' }), app('a', 1, 1), app('b', 1, 1), app('c', 1, 1)],
      [link('users', 'lb'), link('lb', 'a', { weight: 5 }), link('lb', 'b'), link('lb', 'c')],
      { ms: 75 },
    );
    expect(told.visits('a', 'b', 'c')).toEqual(['a', 'a', 'b', 'a', 'c', 'a', 'a']);
  });

  it("splits a link's weight among its copies", () => {
    const told = story(
      [users(100), balancer({ algorithm: 'weighted-round-robin' }), app('a', 2, 1), app('b', 1, 1)],
      [link('users', 'lb'), link('lb', 'a'), link('lb', 'b')],
      { ms: 1205 },
    );
    const count = (who: string) => told.visits('a', 'b').filter((v) => v === who).length;
    expect([count('a/1'), count('a/2'), count('b')]).toEqual([30, 30, 60]);
  });

  it('sends nothing over a link of weight 0', () => {
    const told = story(
      [users(100), balancer(), app('a', 1, 1), app('b', 1, 1)],
      [link('users', 'lb'), link('lb', 'a', { weight: 0 }), link('lb', 'b')],
      { ms: 35 },
    );
    expect(told.visits('a', 'b')).toEqual(['b', 'b', 'b']);
  });

  it('avoids a slow copy with least connections, and does not with round robin', () => {
    const slowed = (algorithm: string) => {
      const told = oneApp({ algorithm }, 3, { ms: 10_000, timeline: [fault('slow', 'app/2', 0, 10_000, { factor: 50 })] }, {}, 100);
      return ['app/1', 'app/2', 'app/3'].map((who) => told.visits('app').filter((v) => v === who).length);
    };
    expect(slowed('round-robin')).toEqual([333, 333, 333]);
    const [quick, slow, alsoQuick] = slowed('least-connections');
    // A call at the slow one takes 1000 ms, and 2 to 3 calls fit into the others at a time.
    expect(slow).toBeLessThan(40);
    expect(quick! + slow! + alsoQuick!).toBe(999);
    expect(Math.abs(quick! - alsoQuick!)).toBeLessThan(40);
  });

  it('keeps the busiest of two draws away with power of two choices', () => {
    const slowed = [fault('slow', 'app/2', 0, 10_000, { factor: 50 })];
    const told = oneApp({ algorithm: 'power-of-two' }, 2, { ms: 10_000, timeline: slowed }, {}, 100);
    const slow = told.visits('app').filter((v) => v === 'app/2').length;
    // Always drawn twice: one time in four. Else it is taken only while it is not busier.
    expect(Math.abs(slow / 999 - 0.25)).toBeLessThan(0.05);
  });

  it('counts for itself in each copy of the balancer', () => {
    const told = oneApp({ instances: 2 }, 3, { ms: 650 });
    expect(told.visits()).toEqual(
      ['lb/1 app/1', 'lb/2 app/1', 'lb/1 app/2', 'lb/2 app/2', 'lb/1 app/3', 'lb/2 app/3'].flatMap((pair) => pair.split(' ')),
    );
  });

  it('takes up another algorithm at once', () => {
    const told = oneApp({}, 2, { ms: 850, timeline: [change('lb', 'algorithm', 'session-hash', 450)] });
    const visits = told.visits('app');
    expect(visits.slice(0, 4)).toEqual(['app/1', 'app/2', 'app/1', 'app/2']);
    expect(new Set(visits.slice(4)).size).toBe(1);
  });
});

describe('stickiness', () => {
  it.each(['session-hash', 'consistent-hash'])('%s keeps a session at one copy and sends it back there after an outage', (algorithm) => {
    const checked = { algorithm, healthChecks: true, checkInterval: 100, checkFall: 1, checkRise: 1 };
    const calm = oneApp(checked, 4, { ms: 3000 });
    const home = calm.visits('app')[0] ?? '';
    expect(new Set(calm.visits('app'))).toEqual(new Set([home]));
    const told = oneApp(checked, 4, { ms: 3000, timeline: [fault('crash', home, 1001, 1000)] });
    const at = (from: number, to: number) =>
      new Set(
        told
          .where('app', ' in')
          .flatMap((line) => (Number(line.split(' ')[0]) >= from && Number(line.split(' ')[0]) < to ? [line.split(' ')[1]] : [])),
      );
    expect(at(0, 1001)).toEqual(new Set([home]));
    const away = at(1200, 2001);
    expect(away.size).toBe(1);
    expect(away).not.toContain(home);
    expect(at(2200, 3000)).toEqual(new Set([home]));
  });

  it('makes uneven load of few sessions, and the imbalance shows it', () => {
    const nodes = [users(1000, { sessions: 5 }), balancer({ algorithm: 'session-hash' }), app('app', 4, 1)];
    const told = story(nodes, [link('users', 'lb'), link('lb', 'app')], { ms: 2000 });
    expect(told.report.nodes['lb']?.figures['imbalance']).toBeGreaterThan(1.5);
    const even = oneApp({}, 4, { ms: 2050 }, {}, 40);
    expect(even.report.nodes['lb']?.figures['imbalance']).toBeCloseTo(1, 1);
  });
});

describe('content routing', () => {
  it('gives a link that names classes only those, and refuses a class that no link takes', () => {
    const told = story(
      [
        node('readers', 'client', { rate: 10, arrivals: 'even', classes: ['read'] }),
        node('writers', 'client', { rate: 10, arrivals: 'even', classes: ['write'] }),
        node('others', 'client', { rate: 10, arrivals: 'even', classes: ['other'] }),
        balancer(),
        app('a', 1, 1),
        app('b', 2, 1),
      ],
      [
        link('readers', 'lb'),
        link('writers', 'lb'),
        link('others', 'lb'),
        link('lb', 'a', { classes: ['read', 'write'] }),
        link('lb', 'b', { classes: ['write'] }),
      ],
      { ms: 450, classes: [cls('read'), cls('write', { write: true }), cls('other')] },
    );
    expect(told.visits('a', 'b')).toEqual(['a', 'a', 'a', 'b/1', 'a', 'b/2', 'a', 'a']);
    expect(told.log('others')[0]).toBe('100 others unavailable 0: no route at lb');
  });

  it('refuses everything when it leads nowhere', () => {
    const told = story([users(10), balancer()], [link('users', 'lb')], { ms: 150 });
    expect(told.log('users')).toEqual(['100 users unavailable 0: no target at lb']);
  });
});

describe('further attempts', () => {
  it('stand on the link and choose anew among its targets', () => {
    const retrying = { retries: 1, backoff: 0, jitter: 'none' };
    const told = oneApp({}, 2, { ms: 450, timeline: [fault('crash', 'app/1', 50, 10_000)] }, retrying);
    expect(told.log('users')).toEqual(['120 users ok 20', '220 users ok 20', '320 users ok 20', '420 users ok 20']);
    const without = oneApp({}, 2, { ms: 450, timeline: [fault('crash', 'app/1', 50, 10_000)] });
    expect(without.log('users')).toEqual([
      '100 users refused 0: down at app',
      '220 users ok 20',
      '300 users refused 0: down at app',
      '420 users ok 20',
    ]);
  });

  it('leave no call counted as open when they time out', () => {
    // Copy 1 answers nobody within 5 ms; if its calls stayed counted, least connections would leave it alone for ever.
    const nodes = [users(10), balancer({ algorithm: 'least-connections' }), app('app', 2, 20)];
    const told = story(nodes, [link('users', 'lb'), link('lb', 'app', { timeout: 5 })], { ms: 650 });
    expect(told.visits('app')).toEqual(['app/1', 'app/2', 'app/1', 'app/2', 'app/1', 'app/2']);
  });
});
