/** Stories of how much each may ask: five limiters, whose requests they count together, where the counts are kept, and quotas. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (id: string, rate: number, more: ParamBag = {}) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const gateway = (params: ParamBag = {}) => node('gw', 'api-gateway', { instances: 1, overhead: constant(0), ...params });
const app = () => node('app', 'service', { instances: 1, workers: 1000, work: constant(0) });

function run(gw: ParamBag, rate: number, options: StoryOptions, more: ParamBag = {}) {
  return story([users('users', rate, more), gateway(gw), app()], [link('users', 'gw'), link('gw', 'app')], options);
}

const letIn = (told: ReturnType<typeof run>) => told.where('app', ' in').map((line) => Number(line.split(' ')[0]));

describe('a limiter', () => {
  const windows = { limit: 'all', limitCount: 3, limitWindow: 100 };

  it('as a token bucket lets in what finds a token: the burst, then the rate', () => {
    expect(letIn(run({ limit: 'all', limitRate: 20, limitBurst: 2 }, 100, { ms: 155 }))).toEqual([10, 20, 60, 110]);
  });

  it('as a leaky bucket lets requests out evenly, and turns away those for whom the line has no room', () => {
    const told = run({ limit: 'all', limitAlgorithm: 'leaky-bucket', limitRate: 50, limitBurst: 2 }, 200, { ms: 66 });
    expect(letIn(told)).toEqual([5, 25, 45, 65]);
    // One every 5 ms: the first leaves at once, two wait, and each time one has left there is room for another.
    expect(
      told
        .log('users')
        .filter((line) => line.includes('rate limited'))
        .map((line) => line.split(' ')[0]),
    ).toEqual(['20', '30', '35', '40', '50', '55', '60']);
  });

  it('as a fixed window lets in so many in each: twice as many around a border', () => {
    expect(letIn(run({ ...windows, limitAlgorithm: 'fixed-window' }, 100, { ms: 255 }))).toEqual([
      10, 20, 30, 100, 110, 120, 200, 210, 220,
    ]);
  });

  it('as a sliding log lets in so many in any stretch of a window', () => {
    expect(letIn(run({ ...windows, limitAlgorithm: 'sliding-log' }, 100, { ms: 255 }))).toEqual([10, 20, 30, 110, 120, 130, 210, 220, 230]);
  });

  it('as a sliding counter weights the window before by how much of it is in sight', () => {
    // At 140 ms 60 % of the three are in sight: 1.8 + 1 fit into three; at 170 ms 0.9 + 2; at 200 ms all of two, + 1.
    expect(letIn(run({ ...windows, limitAlgorithm: 'sliding-counter' }, 100, { ms: 255 }))).toEqual([10, 20, 30, 140, 170, 200, 250]);
  });

  it('takes up another algorithm at once', () => {
    const timeline = [change('gw', 'limitAlgorithm', 'fixed-window', 95)];
    expect(letIn(run({ ...windows, limitAlgorithm: 'sliding-log' }, 100, { ms: 155, timeline }))).toEqual([10, 20, 30, 100, 110, 120]);
  });
});

describe('who is counted together', () => {
  const few = { limitAlgorithm: 'fixed-window', limitCount: 10, limitWindow: 1000 };

  it('a tenant: a noisy one uses up its own limit and nobody else’s', () => {
    // The noisy user is of tenant 0; of the two calm users one is of tenant 0 as well, the other of tenant 1.
    const nodes = (limit: string) => [
      users('noisy', 500),
      users('calm', 10, { sessions: 2 }),
      gateway({ ...few, limit, tenants: 2 }),
      app(),
    ];
    const links = [link('noisy', 'gw'), link('calm', 'gw'), link('gw', 'app')];
    const served = (limit: string) => {
      const lines = story(nodes(limit), links, { ms: 10_050 }).log('calm');
      return lines.filter((line) => line.includes(' ok ')).length / lines.length;
    };
    expect(served('all')).toBeLessThan(0.15);
    expect(Math.abs(served('tenant') - 0.5)).toBeLessThan(0.15);
    expect(served('none')).toBe(1);
  });

  it('a route: each class of requests has its own', () => {
    const nodes = [
      users('get', 100, { classes: ['get'] }),
      users('put', 5, { classes: ['put'] }),
      gateway({ ...few, limit: 'route' }),
      app(),
    ];
    const links = [link('get', 'gw'), link('put', 'gw'), link('gw', 'app')];
    const told = story(nodes, links, { ms: 950, classes: [cls('get'), cls('put', { write: true })] });
    expect(told.log('put').filter((line) => line.includes(' ok ')).length).toBe(4);
    expect(told.log('get').filter((line) => line.includes(' ok ')).length).toBe(10);
  });

  it('those who pay for more get their multiple', () => {
    const count = (paidShare: number) => letIn(run({ ...few, limit: 'session', paidShare, paidFactor: 3 }, 100, { ms: 950 })).length;
    expect([count(0), count(1)]).toEqual([10, 30]);
  });
});

describe('counting in a store', () => {
  const shared = { instances: 2, limit: 'all', limitAlgorithm: 'fixed-window', limitCount: 5, limitWindow: 10_000, limitCounting: 'store' };

  function stored(gw: ParamBag, options: StoryOptions) {
    const nodes = [users('users', 10), gateway({ ...shared, ...gw }), app(), node('counters', 'cache', { time: constant(0) })];
    const links = [link('users', 'gw'), link('gw', 'app'), link('gw', 'counters', delayed(2, { step: 2 }))];
    return story(nodes, links, options);
  }

  it('adds a call to every request, and lets all copies together in as one', () => {
    const told = stored({}, { ms: 950 });
    expect(told.log('users').map((line) => line.split(' ').slice(2).join(' '))).toEqual([
      ...Array(5).fill('ok 4'),
      ...Array(4).fill('rejected 4: rate limited at gw'),
    ]);
    expect(told.visits('counters').length).toBe(9);
    expect(new Set(told.visits('gw'))).toEqual(new Set(['gw/1', 'gw/2']));
  });

  it('fails with the store: open, or closed', () => {
    const timeline = [fault('crash', 'counters', 0, 10_000)];
    expect(letIn(stored({}, { ms: 950, timeline })).length).toBe(9);
    const closed = stored({ limitFails: 'closed' }, { ms: 150, timeline });
    expect(closed.log('users')).toEqual(['104 users refused 4: down at counters']);
  });

  it('each copy alone lets in as many as it may: twice as many', () => {
    expect(letIn(run({ ...shared, limitCounting: 'each' }, 100, { ms: 950 })).length).toBe(10);
    expect(letIn(run({ ...shared, limitCounting: 'together' }, 100, { ms: 950 })).length).toBe(5);
  });
});

describe('a quota', () => {
  it('is used up, and new with the next period; what the rate limit turned away does not count', () => {
    const told = run({ quota: 'session', quotaCount: 3, quotaWindow: 500, limit: 'all', limitRate: 5, limitBurst: 1 }, 10, { ms: 1250 });
    // Every second request finds a token.
    expect(letIn(told)).toEqual([100, 300, 500, 700, 900, 1100]);
    const tight = run({ quota: 'session', quotaCount: 2, quotaWindow: 500 }, 10, { ms: 750 });
    expect(tight.log('users')).toEqual([
      '100 users ok 0',
      '200 users ok 0',
      '300 users rejected 0: quota used up at gw',
      '400 users rejected 0: quota used up at gw',
      '500 users ok 0',
      '600 users ok 0',
      '700 users rejected 0: quota used up at gw',
    ]);
    expect(tight.report.nodes['gw']?.figures['overQuota']).toBe(3);
  });

  it('is larger for those who pay for more', () => {
    expect(letIn(run({ quota: 'tenant', quotaCount: 2, paidShare: 1, paidFactor: 2.5 }, 10, { ms: 950 })).length).toBe(5);
  });
});
