/** Stories of the service: workers and lines, plans of calls, and what a failure downstream does. */
import { describe, expect, it } from 'vitest';
import type { LinkDoc, NodeDoc } from '../../design/document.ts';
import { change, cls, constant, delayed, fault, type Story, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const service = (id: string, work: number, more: ParamBag = {}) =>
  node(id, 'service', { instances: 1, workers: 100, work: constant(work), ...more });

/** Users → app alone. */
function alone(app: NodeDoc, rate: number, options: StoryOptions): Story {
  return story([users(rate), app], [link('users', 'app')], options);
}

/** One request at 100 ms to app (2 ms of work) and what it calls: b (10 ms), c (20 ms) and d (5 ms). */
function plan(links: readonly LinkDoc[], more: Partial<StoryOptions> = {}, app: ParamBag = {}): Story {
  const nodes = [users(10), service('app', 2, app), service('b', 10), service('c', 20), service('d', 5)];
  return story(nodes, [link('users', 'app'), ...links], { ms: 199, ...more });
}

describe('workers', () => {
  it('work on so many requests at a time; others wait in line, and too many are rejected', () => {
    const told = alone(service('app', 25, { workers: 1, queueLimit: 1 }), 100, { ms: 75 });
    expect(told.log('users')).toEqual([
      '30 users rejected 0: queue full at app',
      '35 users ok 25',
      '50 users rejected 0: queue full at app',
      '60 users ok 40',
      '70 users rejected 0: queue full at app',
    ]);
    const app = told.report.nodes['app'];
    expect(app?.queueLength.max).toBe(1);
    // Requests 1 and 2 were begun, and 4: waits of 0, 15 and 20 ms. Busy from 10 to 75.
    expect(app?.waitMs.count).toBe(3);
    expect(app?.waitMs.mean).toBeCloseTo(35 / 3, 10);
    expect(app?.utilisation).toBeCloseTo(65 / 75, 10);
  });

  it('take the longest waiting first, or the last one', () => {
    const order = (discipline: string) => alone(service('app', 24, { workers: 1, discipline }), 100, { ms: 107 }).log('users');
    expect(order('fifo')).toEqual(['34 users ok 24', '58 users ok 38', '82 users ok 52', '106 users ok 66']);
    expect(order('lifo')).toEqual(['34 users ok 24', '58 users ok 28', '82 users ok 32', '106 users ok 26']);
  });

  it('of each copy stand for themselves', () => {
    const told = alone(service('app', 15, { instances: 2, workers: 1 }), 100, { ms: 45 });
    expect(told.log('app')).toEqual(['10 app/1 in', '20 app/2 in', '25 app/1 ok', '30 app/1 in', '35 app/2 ok', '40 app/2 in']);
  });

  it('can become more while requests wait: those begin at once', () => {
    const told = alone(service('app', 100, { workers: 1 }), 100, { ms: 160, timeline: [change('app', 'workers', 3, 45)] });
    expect(told.log('users')).toEqual(['110 users ok 100', '145 users ok 125', '145 users ok 115']);
  });

  it('take longer over what they begin while the instance is slow', () => {
    const told = alone(service('app', 20), 10, { ms: 450, timeline: [fault('slow', 'app', 150, 100, { factor: 3, added: 7 })] });
    expect(told.log('users')).toEqual(['120 users ok 20', '267 users ok 67', '320 users ok 20', '420 users ok 20']);
  });
});

describe('a crash', () => {
  it('ends what was there with an error, and nothing of it ever ends well', () => {
    const told = story([users(100), service('app', 15, { workers: 1 })], [link('users', 'app', delayed(8))], {
      ms: 115,
      timeline: [fault('crash', 'app', 58, 30)],
    });
    // The call begun at 48 would have ended at 63, before its error reaches the caller at 66: its work died with the instance.
    expect(told.log('app').slice(5)).toEqual([
      '48 app in',
      '58 app error',
      '58 app error',
      '88 app in',
      '98 app in',
      '103 app ok',
      '108 app in',
    ]);
    expect(told.log('users').slice(2)).toEqual([
      '66 users error 36: crashed at app',
      '66 users error 26: crashed at app',
      '66 users refused 16: down at app',
      '76 users refused 16: down at app',
      '86 users refused 16: down at app',
      '111 users ok 31',
    ]);
  });

  it('frees workers that waited for calls', () => {
    const told = plan([link('app', 'c')], { ms: 450, timeline: [fault('crash', 'app', 110, 50)] }, { workers: 1 });
    expect(told.log('users')).toEqual(['110 users error 10: crashed at app', '222 users ok 22', '322 users ok 22', '422 users ok 22']);
  });
});

describe('a plan', () => {
  it('calls links of one step at the same time, and answers when all are back', () => {
    const told = plan([link('app', 'b'), link('app', 'c')]);
    expect(told.log()).toEqual(['100 app in', '102 b in', '102 c in', '112 b ok', '122 c ok', '122 app ok', '122 users ok 22']);
  });

  it('makes steps one after the other', () => {
    const told = plan([link('app', 'b', { step: 2 }), link('app', 'c', { step: 1 }), link('app', 'd', { step: 2 })]);
    expect(told.log('b', 'c', 'd', 'users')).toEqual([
      '102 c in',
      '122 c ok',
      '122 b in',
      '122 d in',
      '127 d ok',
      '132 b ok',
      '132 users ok 32',
    ]);
  });

  it('repeats a call one after the other (N+1), or all at once', () => {
    const inTurn = plan([link('app', 'b', { count: 3 })]);
    expect(inTurn.log('b')).toEqual(['102 b in', '112 b ok', '112 b in', '122 b ok', '122 b in', '132 b ok']);
    const atOnce = plan([link('app', 'b', { count: 3, together: true })]);
    expect(atOnce.log('b', 'users')).toEqual(['102 b in', '102 b in', '102 b in', '112 b ok', '112 b ok', '112 b ok', '112 users ok 12']);
  });

  it('does not wait for what it fires and forgets, nor hears of its failure', () => {
    const told = plan([link('app', 'b'), link('app', 'c', { async: true })], { timeline: [fault('crash', 'c', 105, 50)] });
    expect(told.log('b', 'c', 'users')).toEqual(['102 b in', '102 c in', '105 c error', '112 b ok', '112 users ok 12']);
  });

  it('makes a call with its probability, within 3 σ', () => {
    const nodes = [users(1000), service('app', 1), service('b', 1)];
    const told = story(nodes, [link('users', 'app'), link('app', 'b', { probability: 0.3 })], { ms: 20_000 });
    const n = 19_997;
    expect(Math.abs(told.visits('b').length / n - 0.3)).toBeLessThan(3 * Math.sqrt(0.21 / n));
  });

  it('makes only the calls of its class', () => {
    const links = [link('app', 'b', { classes: ['read'] }), link('app', 'c', { classes: ['write'] }), link('app', 'd')];
    const only = (id: string) =>
      plan(links, { classes: [cls('read', { weight: id === 'read' ? 1 : 0 }), cls('write', { weight: id === 'write' ? 1 : 0 })] });
    expect(only('read').visits('b', 'c', 'd')).toEqual(['b', 'd']);
    expect(only('write').visits('b', 'c', 'd')).toEqual(['c', 'd']);
  });

  it('may be deep: each part adds its own work', () => {
    const nodes = [users(10), service('a', 1), service('b', 2), service('c', 4)];
    const links = [link('users', 'a', delayed(1)), link('a', 'b', delayed(1)), link('b', 'c', delayed(1))];
    expect(story(nodes, links, { ms: 199 }).log('users')).toEqual(['113 users ok 13']);
  });
});

describe('a failure downstream', () => {
  it('is answered as an error that names its cause, as soon as it is known', () => {
    const told = plan([link('app', 'b'), link('app', 'c')], { timeline: [fault('crash', 'b', 107, 50)] });
    expect(told.log('app', 'c', 'users')).toEqual([
      '100 app in',
      '102 c in',
      '107 app error',
      '107 users error 7: crashed at b',
      '122 c ok',
    ]);
  });

  it('stops the plan: later steps are not begun', () => {
    const told = plan([link('app', 'b', { step: 1 }), link('app', 'd', { step: 2 })], { timeline: [fault('crash', 'b', 50, 500)] });
    expect(told.log('d', 'users')).toEqual(['102 users error 2: down at b']);
  });

  it('passes for nothing when a further attempt succeeds', () => {
    const retrying = link('app', 'b', { retries: 3, backoff: 10, jitter: 'none' });
    const told = plan([retrying], { timeline: [fault('crash', 'b', 50, 65)] });
    // Refused at 102 and 112; the wait doubles; the third attempt is made at 132.
    expect(told.log('b', 'users')).toEqual(['132 b in', '142 b ok', '142 users ok 42']);
  });
});

describe('while calls are out', () => {
  const slowCall = [link('users', 'app'), link('app', 'b')];

  it('a held worker waits with them: slow callees use up all workers', () => {
    const nodes = [users(100), service('app', 0, { workers: 2, waiting: 'held', queueLimit: 0 }), service('b', 1000)];
    const told = story(nodes, slowCall, { ms: 55 });
    expect(told.visits('b')).toEqual(['b', 'b']);
    expect(told.log('users')).toEqual([30, 40, 50].map((t) => `${t} users rejected 0: queue full at app`));
    expect(told.report.nodes['app']?.utilisation).toBeCloseTo((45 + 35) / 2 / 55, 10);
  });

  it('a freed worker takes the next request', () => {
    const nodes = [users(100), service('app', 0, { workers: 2, waiting: 'freed', queueLimit: 0 }), service('b', 1000)];
    const told = story(nodes, slowCall, { ms: 55 });
    expect(told.visits('b').length).toBe(5);
    expect(told.report.nodes['app']?.utilisation).toBe(0);
  });
});
