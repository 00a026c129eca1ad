/** Stories of publish/subscribe: everybody gets a copy, and what one slow or absent subscriber means for itself and for the others. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const topic = (params: ParamBag = {}) => node('topic', 'pubsub', { time: constant(0), copyTime: constant(0), workers: 1000, ...params });
const app = (id: string, work: number, more: ParamBag = {}) =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });

/** Users → topic → a fast and a slow subscriber, a message every so many ms. */
function fan(every: number, params: ParamBag, slow: number, options: StoryOptions, more: ParamBag = {}) {
  const told = story(
    [users(1000 / every), topic(params), app('fast', 1), app('slow', slow, more)],
    [link('users', 'topic'), link('topic', 'fast'), link('topic', 'slow')],
    options,
  );
  return { told, figures: told.report.nodes['topic']!.figures };
}

describe('a message', () => {
  it('goes to every subscriber, and its publisher is answered when it is kept for all', () => {
    const told = story(
      [users(50), topic({ time: constant(1), copyTime: constant(0.5) }), app('a', 5), app('b', 7)],
      [link('users', 'topic'), link('topic', 'a'), link('topic', 'b')],
      { ms: 35 },
    );
    expect(told.log()).toEqual(['20 topic in', '22 topic ok', '22 users ok 2', '22 a in', '22 b in', '27 a ok', '29 b ok']);
  });

  it('goes only to those whose filter takes its class', () => {
    const told = story(
      [users(50, { classes: ['a'] }), topic(), app('a', 1), app('b', 1)],
      [link('users', 'topic'), link('topic', 'a', { classes: ['a'] }), link('topic', 'b', { classes: ['b'] })],
      { ms: 90, classes: [cls('a'), cls('b')] },
    );
    expect([told.visits('a').length, told.visits('b').length]).toEqual([4, 0]);
  });

  it('reaches queues as well, each of which is read by its own workers', () => {
    const told = story(
      [users(50), topic(), node('mail', 'queue', { time: constant(0) }), node('stock', 'queue', { time: constant(0) }), app('worker', 3)],
      [link('users', 'topic'), link('topic', 'mail'), link('topic', 'stock'), link('mail', 'worker')],
      { ms: 90 },
    );
    expect(told.where('worker', ' ok')).toHaveLength(4);
    expect(told.report.nodes['stock']!.figures).toMatchObject({ depth: 4 });
  });

  it('that fails at one subscriber is delivered again to that one', () => {
    const { told, figures } = fan(50, { redelivery: 20 }, 5, { ms: 95, timeline: [fault('error-rate', 'slow', 40, 25, { share: 1 })] });
    expect(told.where('fast', ' in')).toEqual(['50 fast in']);
    expect(told.log('slow')).toEqual(['50 slow in', '50 slow error', '70 slow in', '75 slow ok']);
    expect(figures).toMatchObject({ redeliveries: 1, duplicates: 0 });
  });
});

describe('a slow subscriber', () => {
  const one = { workers: 1, queueLimit: 2 };

  it('has a backlog of its own when it pulls, and the others notice nothing', () => {
    const { told, figures } = fan(10, { mode: 'pull', prefetch: 1 }, 50, { ms: 505 }, one);
    expect(told.where('fast', ' ok')).toHaveLength(50);
    expect(told.where('slow', ' ok')).toHaveLength(9);
    expect(figures).toMatchObject({ depth: 40, waiting: 40, unacknowledged: 1, dropped: 0 });
  });

  it('must reject what it cannot hold when messages are pushed, and loses them after some deliveries', () => {
    const { told, figures } = fan(10, { mode: 'push', redelivery: 20, maxDeliveries: 3 }, 50, { ms: 1000 }, one);
    expect(told.where('slow', ' rejected').length).toBeGreaterThan(100);
    expect(told.where('fast', ' ok').length).toBeGreaterThan(97);
    expect(Number(figures['deadLettered'])).toBeGreaterThan(60);
  });

  it('misses old messages when its backlog is full, or new ones, or makes publishers wait', () => {
    const run = (full: string) => fan(10, { mode: 'pull', prefetch: 1, capacity: 5, full }, 50, { ms: 505 }, one);
    const oldest = run('drop-oldest');
    expect(oldest.figures).toMatchObject({ depth: 4 });
    expect(Number(oldest.figures['dropped'])).toBe(36);
    expect(Number(oldest.figures['ageMs'])).toBeLessThan(50);
    expect(Number(run('drop-newest').figures['ageMs'])).toBeGreaterThan(150);
    expect(oldest.told.where('fast', ' ok')).toHaveLength(50);
    const blocked = run('block');
    expect(blocked.figures).toMatchObject({ dropped: 0 });
    // Everybody is as slow as the slowest.
    expect(blocked.told.where('fast', ' ok').length).toBeLessThan(16);
  });
});

describe('a subscriber that is away', () => {
  const away = [fault('crash', 'slow', 95, 100), fault('traffic-spike', 'users', 255, 10_000, { factor: 0 })];

  it('gets afterwards what was kept for it when its subscription is durable, and else has missed it', () => {
    const durable = fan(20, { redelivery: 10 }, 1, { ms: 400, timeline: away });
    expect(durable.told.where('slow', ' ok')).toHaveLength(12);
    expect(durable.figures).toMatchObject({ missed: 0, depth: 0 });
    const fleeting = fan(20, { durable: false, redelivery: 10 }, 1, { ms: 400, timeline: away });
    // Those of 100 to 180.
    expect(fleeting.told.where('slow', ' ok')).toHaveLength(7);
    expect(fleeting.figures).toMatchObject({ missed: 5, depth: 0 });
    expect(fleeting.told.where('fast', ' ok')).toHaveLength(12);
  });
});

describe('a topic that crashes', () => {
  it('keeps what waits where subscriptions are durable, and loses it where they are not', () => {
    const run = (durable: boolean) =>
      fan(10, { mode: 'pull', prefetch: 1, durable }, 50, { ms: 300, timeline: [fault('crash', 'topic', 105, 20)] }, { workers: 1 })
        .figures;
    expect(run(true)).toMatchObject({ dropped: 0 });
    // Eight that wait, and the one that its subscriber holds.
    expect(run(false)).toMatchObject({ dropped: 9 });
  });
});
