// What the run loop promises whoever builds on it: void events do not come, and what grows without bound ends in words.
import { describe, expect, it } from 'vitest';
import { run } from '../laws/protocol.ts';
import { constant, fault, story } from '../laws/story.ts';
import { design, link, node } from '../proof/small-design.ts';
import type { ParamBag } from '../std/parameter.ts';

const users = (rate: number) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1 });
const service = (id: string, work: number, more: ParamBag = {}) =>
  node(id, 'service', { instances: 1, workers: 1_000_000, work: constant(work), ...more });

describe('work', () => {
  it('that an instance had begun when it crashed never ends, though it is up again by then', () => {
    const told = story([users(100), service('app', 30, { workers: 1 })], [link('users', 'app')], {
      ms: 95,
      timeline: [fault('crash', 'app', 25, 2)],
    });
    expect(told.log()).toEqual([
      '10 app in',
      '20 app in',
      '25 app error',
      '25 users error 15: crashed at app',
      '25 app error',
      '25 users error 5: crashed at app',
      '30 app in',
      '40 app in',
      '50 app in',
      '60 app ok',
      '60 users ok 30',
      '60 app in',
      '70 app in',
      '80 app in',
      '90 app ok',
      '90 users ok 50',
      '90 app in',
    ]);
    expect(told.report.nodes['app']!.serviceMs.count).toBe(2);
  });
});

describe('a simulation', () => {
  it('in which calls multiply without end stops in words, and stays as it is', () => {
    const fan = { count: 200, together: true };
    const nodes = [users(10), service('a', 0), service('b', 0)];
    const { session, report } = run(design(nodes, [link('users', 'a'), link('a', 'b', fan), link('b', 'a', fan)], 1));
    expect([session.finished, session.now]).toEqual([true, 100e6]);
    expect(report.problems).toEqual([
      { code: 'halted', place: '', message: expect.stringContaining('More than 1,000,000 calls are in flight') },
    ]);
    expect([session.stepEvent(), session.advance(session.end), session.now]).toEqual([false, true, 100e6]);
  }, 90_000);

  it('in which calls go round in one moment stops in words', () => {
    // Refused and delivered again without any wait, over a link without delay.
    const again = { time: constant(0), redelivery: 0, maxDeliveries: 0 };
    const nodes = [users(10), node('queue', 'queue', again), service('app', 0, { workers: 1, queueLimit: 0, work: constant(200) })];
    const { session, report } = run(design(nodes, [link('users', 'queue'), link('queue', 'app')], 1));
    expect(session.now).toBe(200e6);
    expect(report.problems[0]?.message).toContain('without time passing');
  }, 90_000);
});
