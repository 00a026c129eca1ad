/** Stories of what a queue promises beyond delivery: order by key, priorities, a delay, copies that do not count, when to come back. */
import { describe, expect, it } from 'vitest';
import { cls, constant, delayed, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}, id = 'users') =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const queue = (params: ParamBag = {}, id = 'queue') => node(id, 'queue', { time: constant(0), workers: 1000, ...params });
const app = (work: number, more: ParamBag = {}, id = 'app') =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });
const stop = (at: number, id = 'users') => fault('traffic-spike', id, at, 100_000, { factor: 0 });
const figures = (told: Story, id = 'queue') => told.report.nodes[id]!.figures;

describe('order', () => {
  // The first delivery of the first message fails; those after it do not.
  const failing = (order: string) =>
    story([users(100), queue({ order, redelivery: 35 }), app(5)], [link('users', 'queue'), link('queue', 'app')], {
      ms: 200,
      timeline: [fault('error-rate', 'app', 8, 4, { share: 1 }), stop(55)],
    });

  it('by key: the next of a key waits until the one before it is done, however long that takes', () => {
    const told = failing('groups');
    expect(told.where('app', ' in')).toEqual(['10 app in', '45 app in', '50 app in', '55 app in', '60 app in', '65 app in']);
    expect(figures(told)).toMatchObject({ reordered: 0, redeliveries: 1, depth: 0 });
  });

  it('without it others overtake a message that failed, which is counted', () => {
    const told = failing('none');
    expect(told.where('app', ' in')).toEqual(['10 app in', '20 app in', '30 app in', '40 app in', '45 app in', '50 app in']);
    expect(figures(told)).toMatchObject({ reordered: 1, redeliveries: 1, depth: 0 });
  });

  it('by key leaves other keys alone, in one line nothing overtakes at all', () => {
    const told = (order: string) =>
      story(
        [users(100, { keys: 1000, skew: 0 }), queue({ order, prefetch: 100 }), app(50)],
        [link('users', 'queue'), link('queue', 'app')],
        { ms: 95 },
      );
    expect(told('groups').where('app', ' in')).toHaveLength(9);
    expect(told('fifo').where('app', ' in')).toEqual(['10 app in', '60 app in']);
    expect(figures(told('fifo'))).toMatchObject({ depth: 7, unacknowledged: 1 });
  });

  it('by key goes on behind a message that is dead', () => {
    const told = story(
      [users(100), queue({ order: 'groups', maxDeliveries: 2, redelivery: 1 }), app(5)],
      [link('users', 'queue'), link('queue', 'app')],
      { ms: 200, timeline: [fault('error-rate', 'app', 8, 4, { share: 1 }), stop(35)] },
    );
    expect(told.where('app', ' in')).toEqual(['10 app in', '11 app in', '20 app in', '30 app in']);
    expect(figures(told)).toMatchObject({ deadLettered: 1, depth: 0 });
  });
});

describe('priorities', () => {
  it('let a class overtake all that waits of a lower one', () => {
    const classes = [cls('slow'), cls('urgent', { priority: 5 })];
    const run = (priority: boolean) =>
      story(
        [
          users(100, { classes: ['slow'] }),
          users(25, { classes: ['urgent'] }, 'vips'),
          queue({ priority, prefetch: 1 }),
          app(30),
          app(0, {}, 'desk'),
        ],
        [link('users', 'queue'), link('vips', 'queue'), link('queue', 'app'), link('app', 'desk', { classes: ['urgent'] })],
        { ms: 200, classes },
      );
    // Urgent ones come at 40, 80, 120 and 160; the app takes one at 10, 40, 70 …, and its desk sees the urgent ones when they are done.
    expect(run(true).where('desk', ' in')).toEqual(['100 desk in', '130 desk in', '160 desk in', '190 desk in']);
    expect(run(false).where('desk', ' in')).toEqual(['130 desk in']);
  });
});

describe('a delay', () => {
  it('keeps a message back from when it was stored', () => {
    const told = story([users(50), queue({ delay: 33 }), app(5)], [link('users', 'queue'), link('queue', 'app')], { ms: 85 });
    expect(told.where('app', ' in')).toEqual(['53 app in', '73 app in']);
    expect(figures(told)).toMatchObject({ depth: 2, redeliveries: 0 });
  });

  it('makes a retry topic of a second queue, and an exception topic of a third', () => {
    const told = story(
      [users(50), queue({ maxDeliveries: 1 }), queue({ maxDeliveries: 1, delay: 100 }, 'retry'), queue({}, 'exceptions'), app(5)],
      [link('users', 'queue'), link('queue', 'app'), link('queue', 'retry'), link('retry', 'app'), link('retry', 'exceptions')],
      {
        ms: 400,
        timeline: [fault('error-rate', 'app', 15, 10, { share: 1 }), fault('poison-message', 'queue', 35, 10, { share: 1 }), stop(65)],
      },
    );
    // That of 20 fails by chance and passes 100 ms later; that of 40 is poisoned, fails again, and ends among the exceptions.
    expect(told.log('app')).toEqual([
      '20 app in',
      '20 app error',
      '40 app in',
      '40 app error',
      '60 app in',
      '65 app ok',
      '120 app in',
      '125 app ok',
      '140 app in',
      '140 app error',
    ]);
    expect([figures(told)['deadLettered'], figures(told, 'retry')['deadLettered'], figures(told, 'exceptions')['depth']]).toEqual([
      2, 1, 1,
    ]);
  });
});

describe('effectively once', () => {
  // The answer to the producer is lost on its way, so it sends the message again; and the consumer outlives the visibility timeout.
  const twice = (params: ParamBag) =>
    story(
      [users(20), queue({ visibility: 40, ...params }), app(60, { instances: 2 })],
      [link('users', 'queue', { ...delayed(5), timeout: 8, retries: 1, backoff: 2, jitter: 'none' }), link('queue', 'app', delayed(1))],
      { ms: 400, timeline: [stop(60)] },
    );

  it('takes a message once that its producer sends again, and counts its work once', () => {
    const told = twice({ guarantee: 'effectively-once' });
    expect(told.log('users', 'queue')).toEqual([
      '55 queue in',
      '55 queue ok',
      '65 queue in',
      '65 queue ok',
      '68 users timeout 18: timed out at queue',
    ]);
    expect(told.where('app', ' in')).toEqual(['56 app/1 in', '96 app/2 in']);
    expect(figures(told)).toMatchObject({ duplicates: 0, repeated: 0, suppressed: 2, depth: 0, unacknowledged: 0 });
  });

  it('is not what at least once gives: the same is done three times over', () => {
    const told = twice({});
    expect(told.where('app', ' in')).toHaveLength(4);
    expect(figures(told)).toMatchObject({ duplicates: 2, repeated: 1, suppressed: 0, depth: 0, unacknowledged: 0 });
  });

  it('lasts as long as the window: a copy that comes later is a message of its own', () => {
    const told = twice({ guarantee: 'effectively-once', window: 9 });
    expect(told.where('app', ' in')).toHaveLength(4);
    expect(figures(told)['repeated']).toBe(0);
    expect(figures(told)['duplicates']).toBe(2);
  });
});

describe('retry after', () => {
  it('tells a producer that is turned away when to come back, and its retry waits so long', () => {
    const told = (retryAfter: number) =>
      story(
        [users(10), queue({ capacity: 1, prefetch: 1, retryAfter }), app(1000)],
        [link('users', 'queue', { retries: 1, backoff: 5, jitter: 'none' }), link('queue', 'app')],
        { ms: 290 },
      );
    expect(told(0).log('queue')).toEqual([
      '100 queue in',
      '100 queue ok',
      '200 queue in',
      '200 queue rejected',
      '205 queue in',
      '205 queue rejected',
    ]);
    expect(told(60).log('queue').slice(2)).toEqual(['200 queue in', '200 queue rejected', '265 queue in', '265 queue rejected']);
    expect(told(60).log('users')[1]).toBe('265 users rejected 65: queue full at queue');
  });
});
