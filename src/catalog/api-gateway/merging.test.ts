/** Stories of a gateway that asks several and merges, that answers from memory, and whose routes stand for themselves. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const gateway = (params: ParamBag = {}) => node('gw', 'api-gateway', { instances: 1, overhead: constant(0), ...params });
const app = (id: string, work: number) => node(id, 'service', { instances: 1, workers: 1000, work: constant(work) });
const ends = (told: ReturnType<typeof story>) => told.log('users').map((line) => line.split(' ').slice(2).join(' '));

describe('several services behind one request', () => {
  /** They take 10, 30 and 20 ms. */
  function three(gw: ParamBag, options: StoryOptions) {
    const links = [link('users', 'gw'), link('gw', 'a'), link('gw', 'b'), link('gw', 'c')];
    return story([users(10), gateway(gw), app('a', 10), app('b', 30), app('c', 20)], links, options);
  }

  it('are asked at once; the answer is there with the last of them', () => {
    const told = three({ aggregate: 'all' }, { ms: 150 });
    expect(told.log()).toEqual([
      '100 gw in',
      '100 a in',
      '100 b in',
      '100 c in',
      '110 a ok',
      '120 c ok',
      '130 b ok',
      '130 gw ok',
      '130 users ok 30',
    ]);
  });

  it('fail together: with the first that fails', () => {
    const told = three({ aggregate: 'all' }, { ms: 150, timeline: [fault('error-rate', 'b', 0, 1000, { share: 1 })] });
    expect(ends(told)).toEqual(['error 0: injected error at b']);
    expect(told.visits('a', 'b', 'c')).toEqual(['a', 'b']);
  });

  it('are enough when so many have answered; the others are not waited for', () => {
    expect([1, 2, 3, 9].map((enough) => ends(three({ aggregate: 'enough', enough }, { ms: 150 }))[0])).toEqual([
      'ok 10',
      'ok 20',
      'ok 30',
      'ok 30',
    ]);
  });

  it('may fail as long as enough are left, and no longer', () => {
    const failing = (...ids: string[]) => ids.map((id) => fault('error-rate', id, 0, 1000, { share: 1 }));
    const two = (...ids: string[]) => ends(three({ aggregate: 'enough', enough: 2 }, { ms: 150, timeline: failing(...ids) }))[0];
    expect([two('a'), two('a', 'b')]).toEqual(['ok 30', 'error 0: injected error at b']);
  });

  it('are answered once, even by a gateway that hangs while the others come in', () => {
    const timeline = [fault('hang', 'gw', 105, 100), fault('error-rate', 'b', 0, 1000, { share: 1 })];
    // A failure of b after the 10 ms of a: enough was there already.
    const slow = [link('users', 'gw'), link('gw', 'a'), link('gw', 'b', { delay: 'own', latency: constant(10) })];
    const told = story([users(10), gateway({ aggregate: 'enough' }), app('a', 10), app('b', 0)], slow, { ms: 250, timeline });
    expect(told.log('users')[0]).toBe('205 users ok 105');
  });

  it('are one of them by weight where nothing is merged', () => {
    expect(three({}, { ms: 1050 }).visits('a', 'b', 'c').length).toBe(10);
  });
});

describe('answers from memory', () => {
  function run(gw: ParamBag, options: StoryOptions, client: ParamBag = {}) {
    return story(
      [users(10, client), gateway({ cacheEntries: 100, ...gw }), app('app', 10)],
      [link('users', 'gw'), link('gw', 'app')],
      options,
    );
  }

  it('are given until their time is over, at once and without asking', () => {
    const told = run({ cacheTtl: 250 }, { ms: 750 });
    // Kept at 110 until 360, at 410 until 660.
    expect(ends(told)).toEqual(['ok 10', 'ok 0', 'ok 0', 'ok 10', 'ok 0', 'ok 0', 'ok 10']);
    expect(told.visits('app').length).toBe(3);
    expect(told.report.nodes['gw']?.figures['answersKept']).toBeCloseTo(4 / 7, 10);
  });

  it('are those to the same key and class of requests, and never to writes', () => {
    const some = run({}, { ms: 20_050 }, { keys: 5, skew: 0 });
    expect(some.visits('app').length).toBe(5);
    const writes = run({}, { ms: 450, classes: [cls('put', { write: true })] });
    expect(ends(writes)).toEqual(['ok 10', 'ok 10', 'ok 10', 'ok 10']);
  });

  it('give way to others when there is no more room', () => {
    const small = run({ cacheEntries: 1 }, { ms: 20_050 }, { keys: 5, skew: 0 });
    expect(small.visits('app').length).toBeGreaterThan(100);
  });

  it('belong to each copy, and are gone when it restarts', () => {
    expect(run({ instances: 2 }, { ms: 650 }).visits('app').length).toBe(2);
    expect(run({}, { ms: 650, timeline: [fault('crash', 'gw', 350, 20)] }).visits('app').length).toBe(2);
  });

  it('are no failures', () => {
    const told = run({}, { ms: 450, timeline: [fault('error-rate', 'app', 0, 250, { share: 1 })] });
    expect(ends(told)).toEqual(['error 0: injected error at app', 'error 0: injected error at app', 'ok 10', 'ok 0']);
  });
});

describe('routes', () => {
  it('have breakers of their own: what is behind one fails at once, the others go on', () => {
    const policy = { breaker: true, breakerMinimum: 2, breakerWindow: 10, breakerOpen: 10_000 };
    const clients = ['orders', 'search'].map((id) => node(id, 'client', { rate: 10, arrivals: 'even', keys: 1, classes: [id] }));
    const links = [
      link('orders', 'gw'),
      link('search', 'gw'),
      link('gw', 'a', { classes: ['orders'], ...policy }),
      link('gw', 'b', { classes: ['search'], ...policy }),
    ];
    const timeline = [fault('error-rate', 'a', 0, 10_000, { share: 1 })];
    const told = story([...clients, gateway(), app('a', 0), app('b', 0)], links, {
      ms: 550,
      timeline,
      classes: [cls('orders'), cls('search')],
    });
    expect(told.log('orders').map((line) => line.split(': ')[1])).toEqual([
      'injected error at a',
      'injected error at a',
      'breaker open at a',
      'breaker open at a',
      'breaker open at a',
    ]);
    expect(told.log('search').every((line) => line.includes(' ok '))).toBe(true);
  });

  it('of versions are classes of requests; a canary takes more of one by the weight of its link, during the run', () => {
    const classes = [cls('v1'), cls('v2')];
    const links = [
      link('users', 'gw'),
      link('gw', 'old', { classes: ['v1'] }),
      link('gw', 'stable', { classes: ['v2'], weight: 1 }),
      link('gw', 'canary', { classes: ['v2'], weight: 0 }),
    ];
    const timeline = [change('gw-canary', 'weight', 3, 5000)];
    const told = story([users(200), gateway(), app('old', 0), app('stable', 0), app('canary', 0)], links, {
      ms: 10_000,
      timeline,
      classes,
    });
    const count = (id: string, from: number) => told.where(id, ' in').filter((line) => Number(line.split(' ')[0]) >= from).length;
    expect(told.where('canary', ' in').every((line) => Number(line.split(' ')[0]) >= 5000)).toBe(true);
    const [stable, canary] = [count('stable', 5000), count('canary', 5000)];
    expect(Math.abs(canary / (stable + canary) - 0.75)).toBeLessThan(3 * Math.sqrt((0.75 * 0.25) / (stable + canary)));
    expect(told.where('old', ' in').length).toBeGreaterThan(800);
  });
});
