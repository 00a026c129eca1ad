/** Stories of the API gateway: what it lets in, where it sends it, and what that costs. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const gateway = (params: ParamBag = {}) => node('gw', 'api-gateway', { instances: 1, overhead: constant(0), ...params });
const app = (id: string, work: number, instances = 1) => node(id, 'service', { instances, workers: 1000, work: constant(work) });

/** Users → gw → app without delays. */
function oneApp(gw: ParamBag, rate: number, options: StoryOptions, more: ParamBag = {}) {
  return story([users(rate, more), gateway(gw), app('app', 10)], [link('users', 'gw'), link('gw', 'app')], options);
}

function countOf(lines: readonly string[], word: string): number {
  return lines.filter((line) => line.includes(word)).length;
}

describe('a request', () => {
  it('is worked on, passed on, and its answer passed back; the worker is free meanwhile', () => {
    const told = story(
      [users(100), gateway({ overhead: constant(4), workers: 1 }), app('app', 25)],
      [link('users', 'gw', delayed(1)), link('gw', 'app', delayed(2))],
      { ms: 43 },
    );
    expect(told.log()).toEqual(['11 gw in', '17 app in', '21 gw in', '27 app in', '31 gw in', '37 app in', '41 gw in', '42 app ok']);
    // One worker, 4 ms for each of three requests, and 2 ms of the fourth so far.
    expect(told.report.nodes['gw']?.utilisation).toBeCloseTo(14 / 43, 10);
    expect(told.report.nodes['gw']?.queueLength.max).toBe(0);
  });

  it('waits for a worker, and is rejected when too many wait', () => {
    const told = oneApp({ overhead: constant(24), workers: 1, queueLimit: 1 }, 100, { ms: 75 });
    expect(told.log('users')).toEqual([
      '30 users rejected 0: queue full at gw',
      '44 users ok 34',
      '50 users rejected 0: queue full at gw',
      '68 users ok 48',
      '70 users rejected 0: queue full at gw',
    ]);
  });

  it.each([
    ['none', 0],
    ['jwt', 0.1],
  ])('pays for authentication: %s takes %d ms', (authentication, ms) => {
    const told = oneApp({ authentication }, 10, { ms: 150 });
    expect(told.log('users')).toEqual([`${110 + ms} users ok ${10 + ms}`]);
  });

  it('pays most for token introspection: 8 ms in the middle, 80 at p99', () => {
    const told = oneApp({ authentication: 'introspection', workers: 1000 }, 1000, { ms: 30_000 });
    const work = told.report.nodes['gw']?.serviceMs;
    expect(work?.p50).toBeGreaterThan(7.7);
    expect(work?.p50).toBeLessThan(8.3);
    expect(work?.p99).toBeGreaterThan(74);
    expect(work?.p99).toBeLessThan(86);
  });

  it('fails when the gateway dies, and waits in no line afterwards', () => {
    const told = oneApp({ overhead: constant(15), workers: 1 }, 100, { ms: 75, timeline: [fault('crash', 'gw', 22, 20)] });
    expect(told.log('users')).toEqual([
      '22 users error 12: crashed at gw',
      '22 users error 2: crashed at gw',
      '30 users refused 0: down at gw',
      '40 users refused 0: down at gw',
    ]);
    expect(told.log('gw').slice(4)).toEqual(['50 gw in', '60 gw in', '70 gw in']);
  });
});

describe('routes', () => {
  const classes = [cls('cart'), cls('search'), cls('help')];
  const clients = classes.map((c) => node(`${c.id}-users`, 'client', { rate: 10, arrivals: 'even', classes: [c.id] }));
  const links = clients.map((c) => link(c.id, 'gw'));

  it('prefer the links that name a class to those that take all', () => {
    const told = story(
      [...clients, gateway(), app('carts', 1), app('rest', 1)],
      [...links, link('gw', 'rest'), link('gw', 'carts', { classes: ['cart'] })],
      { ms: 150, classes },
    );
    expect(told.visits('carts', 'rest')).toEqual(['carts', 'rest', 'rest']);
  });

  it('end at once, as unavailable, for a class that no link takes; that takes no token', () => {
    const limited = { limit: 'all', limitRate: 0.001, limitBurst: 2 };
    const told = story(
      [...clients, gateway(limited), app('carts', 1), app('search', 1)],
      [...links, link('gw', 'carts', { classes: ['cart'] }), link('gw', 'search', { classes: ['search'] })],
      { ms: 150, classes },
    );
    expect(told.log('help-users')).toEqual(['100 help-users unavailable 0: no route at gw']);
    expect(told.visits('carts', 'search')).toEqual(['carts', 'search']);
  });

  it('choose a copy of the far end as the link says', () => {
    const told = story([users(100), gateway(), app('app', 1, 3)], [link('users', 'gw'), link('gw', 'app')], { ms: 45 });
    expect(told.visits('app')).toEqual(['app/1', 'app/2', 'app/3', 'app/1']);
  });

  const canary = [link('users', 'gw'), link('gw', 'old', { weight: 95 }), link('gw', 'new', { weight: 5 })];

  it('split a class by the weights of its links: 5 % to a canary, within 3 σ', () => {
    const told = story([users(1000), gateway(), app('old', 1), app('new', 1)], canary, { ms: 20_000 });
    const n = 19_999;
    const share = told.visits('new').length / n;
    expect(told.visits('old').length + told.visits('new').length).toBe(n);
    expect(Math.abs(share - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / n));
  });

  it('split by session keeps a user on one side', () => {
    const split = (sessions: number) =>
      story([users(1000, { sessions }), gateway({ splitBy: 'session' }), app('old', 1), app('new', 1)], canary, { ms: 5000 });
    const one = split(1);
    expect([one.visits('old').length, one.visits('new').length].sort((a, b) => a - b)).toEqual([0, 4999]);
    const many = split(1_000_000);
    expect(Math.abs(many.visits('new').length / 4999 - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / 4999));
  });
});

describe('the rate limit', () => {
  it('turns away at once, without work, whoever finds no token', () => {
    const told = oneApp({ limit: 'all', limitRate: 20, limitBurst: 2, overhead: constant(1) }, 100, { ms: 105 });
    expect(told.log('users')).toEqual([
      '21 users ok 11',
      '30 users rejected 0: rate limited at gw',
      '31 users ok 11',
      '40 users rejected 0: rate limited at gw',
      '50 users rejected 0: rate limited at gw',
      '70 users rejected 0: rate limited at gw',
      '71 users ok 11',
      '80 users rejected 0: rate limited at gw',
      '90 users rejected 0: rate limited at gw',
      '100 users rejected 0: rate limited at gw',
    ]);
    expect(told.where('app', ' in')).toEqual(['11 app in', '21 app in', '61 app in']);
  });

  it.each([
    [1000, 100, 50, 10],
    [1000, 333, 7, 10],
    [200, 500, 5, 10],
    [500, 0.5, 20, 30],
  ])(
    'at %d requests per second admits min(arrivals, b + rT): rate %d, burst %d, %d s (VALIDATION 21)',
    (arrivals, rate, burst, seconds) => {
      const told = oneApp({ limit: 'all', limitRate: rate, limitBurst: burst }, arrivals, { ms: seconds * 1000 });
      const offered = countOf(told.log('gw'), ' in');
      // The bucket is full until the first request; from then to the last it gains rate × time.
      const span = (offered - 1) / arrivals;
      expect(told.visits('app').length).toBe(Math.min(offered, burst + Math.floor(rate * span + 1e-9)));
      expect(told.report.nodes['gw']?.figures['limited']).toBe(offered - told.visits('app').length);
    },
  );

  it('can be counted for each session, so that one user does not spend the tokens of another', () => {
    const nodes = [users(100, { sessions: 50 }), gateway({ limit: 'session', limitRate: 0.001, limitBurst: 3 }), app('app', 1)];
    const told = story(nodes, [link('users', 'gw'), link('gw', 'app')], { ms: 60_000 });
    expect(told.visits('app').length).toBe(150);
  });

  it('counted by each copy alone lets in as many times the limit as there are copies, and forgets at a restart', () => {
    const limited = { instances: 3, limit: 'all', limitRate: 0.001, limitBurst: 10 };
    const alone = { ...limited, limitCounting: 'each' };
    expect(oneApp(limited, 100, { ms: 5000 }).visits('app').length).toBe(10);
    expect(oneApp(alone, 100, { ms: 5000 }).visits('app').length).toBe(30);
    const restart = [fault('crash', 'gw/2', 2000, 100)];
    expect(oneApp(alone, 100, { ms: 5000, timeline: restart }).visits('app').length).toBe(40);
    expect(oneApp(limited, 100, { ms: 5000, timeline: restart }).visits('app').length).toBe(10);
  });

  it('takes a new rate from the moment it is set', () => {
    const slow = { limit: 'all', limitRate: 1, limitBurst: 1 };
    const told = oneApp(slow, 100, { ms: 2000, timeline: [change('gw', 'limitRate', 50, 1000)] });
    const admitted = told.where('app', ' in').map((line) => Number(line.split(' ')[0]));
    // One at the start. By 1000 ms 0.99 tokens came back; from then on half a one with every request, and no more than 1 in all.
    expect(admitted.slice(0, 4)).toEqual([10, 1010, 1030, 1050]);
    expect(admitted.length).toBe(51);
  });

  it('switched on during a run starts full', () => {
    const told = oneApp({ limitRate: 0.001, limitBurst: 5 }, 100, { ms: 2000, timeline: [change('gw', 'limit', 'all', 1005)] });
    expect(told.visits('app').length).toBe(100 + 5);
  });

  it('shows in the figures', () => {
    const told = oneApp({ limit: 'all', limitRate: 10, limitBurst: 1 }, 40, { ms: 10_000 });
    const figures = told.report.nodes['gw']?.figures;
    // 399 requests, of which 1 + 9.95 × 10 found a token.
    expect(figures).toMatchObject({ limited: 299, limitedShare: 299 / 399, admittedRate: 10 });
  });
});
