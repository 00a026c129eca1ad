/** Stories of the queue: when a producer is answered, who gets which message when, and what becomes of it. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, type Story, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import { NODE_WINDOW, WINDOW } from '../../run/frame.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const queue = (params: ParamBag = {}, id = 'queue') => node(id, 'queue', { time: constant(0), workers: 1000, ...params });
const app = (work: number, more: ParamBag = {}, id = 'app') =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });

/** Users → queue → app without delays; a message every so many ms. */
function pipe(every: number, params: ParamBag, consumer: ReturnType<typeof app>, options: StoryOptions, out: ParamBag = {}): Story {
  return story([users(1000 / every), queue(params), consumer], [link('users', 'queue'), link('queue', consumer.id, out)], options);
}

function figures(told: Story, id = 'queue') {
  return told.report.nodes[id]!.figures;
}

describe('a message', () => {
  it('is acknowledged to its producer once it is stored, while it is still being consumed', () => {
    const told = story(
      [users(20), queue({ time: constant(1) }), app(20)],
      [link('users', 'queue', delayed(2)), link('queue', 'app', delayed(3))],
      { ms: 99 },
    );
    expect(told.log()).toEqual(['52 queue in', '53 queue ok', '55 users ok 5', '56 app in', '76 app ok']);
    // Acknowledged at 79 ms, 26 ms after it was stored.
    expect(figures(told)).toMatchObject({ depth: 0, unacknowledged: 0, redeliveries: 0, duplicates: 0 });
    expect(figures(told)['delayMs']).toBeCloseTo(26, 0);
  });

  it('waits while nobody takes it, and is as old as the wait of the first one', () => {
    const told = story([users(100), queue()], [link('users', 'queue')], { ms: 45 });
    expect(told.log('users')).toHaveLength(4);
    expect(figures(told)).toMatchObject({ depth: 4, ageMs: 35, unacknowledged: 0, delayMs: null });
  });

  it('carries its class, and goes only where its class is taken; a line that is stuck holds up no other', () => {
    const told = story(
      [users(100), queue({ prefetch: 1 }), app(1000, {}, 'slow'), app(1, {}, 'quick')],
      [link('users', 'queue'), link('queue', 'slow', { classes: ['a'] }), link('queue', 'quick', { classes: ['b'] })],
      { ms: 400, classes: [cls('a'), cls('b')] },
    );
    const { arrivals } = told.report.nodes['quick']!;
    expect(told.visits('slow')).toEqual(['slow']);
    expect(arrivals + (figures(told)['depth'] ?? 0)).toBe(39 - 1);
    expect(arrivals).toBeGreaterThan(10);
  });

  it('does not go over a link of weight 0', () => {
    const told = story(
      [users(100), queue(), app(1, {}, 'a'), app(1, {}, 'b')],
      [link('users', 'queue'), link('queue', 'a', { weight: 0 }), link('queue', 'b')],
      { ms: 45 },
    );
    expect(told.visits('a', 'b')).toEqual(['b', 'b', 'b', 'b']);
  });

  it('is written by its consumer as the request would have been', () => {
    const told = story(
      [users(100), queue(), app(1), node('db', 'cache', { mode: 'read-through', time: constant(0) })],
      [link('users', 'queue'), link('queue', 'app'), link('app', 'db')],
      { ms: 45, classes: [cls('put', { write: true })] },
    );
    // Four writes reached it and none of them was looked up.
    expect(told.report.nodes['db']).toMatchObject({ arrivals: 4, figures: { hitRatio: null } });
  });
});

describe('storing', () => {
  it('takes one of its workers; more producers wait, and beyond the limit they are rejected', () => {
    const told = story([users(100), queue({ time: constant(25), workers: 1, queueLimit: 1 })], [link('users', 'queue')], { ms: 70 });
    expect(told.log()).toEqual([
      '10 queue in',
      '20 queue in',
      '30 queue in',
      '30 queue rejected',
      '30 users rejected 0: queue full at queue',
      '35 queue ok',
      '35 users ok 25',
      '40 queue in',
      '50 queue in',
      '50 queue rejected',
      '50 users rejected 0: queue full at queue',
      '60 queue ok',
      '60 users ok 40',
      '60 queue in',
    ]);
  });

  it('is slowed down by a fault as any work is, and more workers help at once', () => {
    const told = story([users(100), queue({ time: constant(2), workers: 1 })], [link('users', 'queue')], {
      ms: 65,
      timeline: [fault('slow', 'queue', 15, 30, { factor: 10 }), change('queue', 'workers', 2, 41)],
    });
    expect(told.log('users')).toEqual([
      '12 users ok 2',
      '40 users ok 20',
      '60 users ok 30',
      '61 users ok 21',
      '62 users ok 12',
      '63 users ok 3',
    ]);
  });
});

describe('consumers compete', () => {
  it('each copy holds at most its prefetch, and an acknowledgement brings the next', () => {
    const told = pipe(10, { prefetch: 2 }, app(35), { ms: 100 });
    expect(told.where('app', ' in')).toEqual(['10 app in', '20 app in', '45 app in', '55 app in', '80 app in', '90 app in']);
    expect(told.log('users').every((line) => line.endsWith('users ok 0'))).toBe(true);
    expect(figures(told)).toMatchObject({ depth: 9 - 6, unacknowledged: 2 });
  });

  it('the one with most credit left is next, equals take turns', () => {
    const told = story(
      [users(100), queue({ prefetch: 2 }), app(15, {}, 'quick'), app(1000, { instances: 2 }, 'slow')],
      [link('users', 'queue'), link('queue', 'quick'), link('queue', 'slow')],
      { ms: 105 },
    );
    expect(told.visits('quick', 'slow')).toEqual([
      'quick',
      'slow/1',
      'slow/2',
      'quick',
      // quick holds one, both slow ones hold one each: the turn is with slow/1.
      'slow/1',
      'quick',
      'slow/2',
      'quick',
      'quick',
      'quick',
    ]);
  });

  it('a part that chooses among its copies itself counts as one consumer', () => {
    const told = story(
      [
        users(100),
        queue({ prefetch: 1 }),
        node('lb', 'load-balancer', { overhead: constant(0), healthChecks: false }),
        app(25, { instances: 2 }),
      ],
      [link('users', 'queue'), link('queue', 'lb'), link('lb', 'app')],
      { ms: 65 },
    );
    expect(told.where('lb', ' in')).toEqual(['10 lb in', '35 lb in', '60 lb in']);
    expect(told.visits('app')).toEqual(['app/1', 'app/2', 'app/1']);
  });

  it('more credit takes effect at once', () => {
    const told = pipe(10, { prefetch: 1 }, app(1000), { ms: 60, timeline: [change('queue', 'prefetch', 3, 45)] });
    expect(told.where('app', ' in')).toEqual(['10 app in', '45 app in', '45 app in']);
  });

  it('a delivery that its link tries again stays with its consumer', () => {
    const told = story(
      [users(20), queue({ prefetch: 5 }), app(30, { instances: 2 })],
      [link('users', 'queue'), link('queue', 'app', { timeout: 20, retries: 1, backoff: 5, jitter: 'none' })],
      { ms: 99 },
    );
    expect(told.log('app')).toEqual(['50 app/1 in', '75 app/1 in', '80 app/1 ok']);
    // Both attempts timed out: the message waits for its redelivery.
    expect(figures(told)).toMatchObject({ depth: 1, redeliveries: 0 });
  });
});

describe('a full queue', () => {
  const three = { capacity: 3, prefetch: 1 };

  it('rejects, counting what consumers hold', () => {
    const told = pipe(10, three, app(55), { ms: 75 });
    expect(told.log('users')).toEqual([
      '10 users ok 0',
      '20 users ok 0',
      '30 users ok 0',
      '40 users rejected 0: queue full at queue',
      '50 users rejected 0: queue full at queue',
      '60 users rejected 0: queue full at queue',
      '70 users ok 0',
    ]);
  });

  it('lets producers wait for room, in order, up to its limit', () => {
    const told = pipe(10, { ...three, full: 'block', queueLimit: 2 }, app(55), { ms: 125 });
    expect(told.log('users')).toEqual([
      '10 users ok 0',
      '20 users ok 0',
      '30 users ok 0',
      '60 users rejected 0: queue full at queue',
      '65 users ok 25',
      '80 users rejected 0: queue full at queue',
      '90 users rejected 0: queue full at queue',
      '100 users rejected 0: queue full at queue',
      '110 users rejected 0: queue full at queue',
      '120 users ok 70',
    ]);
    expect(told.report.nodes['queue']!.queueLength.max).toBe(2);
  });

  it('stores for a producer that has given up waiting: its retry becomes a second message', () => {
    const told = story(
      [users(50), queue({ capacity: 1, full: 'block', prefetch: 1 }), app(50)],
      [link('users', 'queue', { timeout: 15, retries: 1, backoff: 0 }), link('queue', 'app')],
      { ms: 175, timeline: [fault('traffic-spike', 'users', 50, 1000, { factor: 0 })] },
    );
    expect(told.log('users')).toEqual(['20 users ok 0', '70 users timeout 30: timed out at queue']);
    expect(told.where('app', ' in')).toEqual(['20 app in', '70 app in', '120 app in']);
  });

  it('drops the one that waited longest', () => {
    const told = pipe(10, { ...three, full: 'drop-oldest' }, app(55), { ms: 75 });
    expect(told.log('users')).toHaveLength(7);
    expect(told.where('users', ' ok 0')).toHaveLength(7);
    // Stored at 20 and 30, dropped at 40 and 50; at 60 the one of 40 goes. The consumer gets the one of 50 at 65.
    expect(figures(told)).toMatchObject({ dropped: 3, depth: 2, unacknowledged: 1, ageMs: 15 });
  });

  it('rejects when all of it is with consumers and there is nothing to drop', () => {
    const told = pipe(10, { capacity: 1, prefetch: 1, full: 'drop-oldest' }, app(55), { ms: 25 });
    expect(told.log('users')).toEqual(['10 users ok 0', '20 users rejected 0: queue full at queue']);
  });

  it('takes on more at once when it is made larger', () => {
    const told = pipe(10, { ...three, full: 'block' }, app(500), { ms: 65, timeline: [change('queue', 'capacity', 5, 55)] });
    expect(told.log('users')).toEqual(['10 users ok 0', '20 users ok 0', '30 users ok 0', '55 users ok 15', '55 users ok 5']);
  });
});

describe('a queue that fails', () => {
  it('keeps its messages through a crash when it is durable, and delivers what was under way again', () => {
    const told = pipe(20, { prefetch: 1 }, app(50), { ms: 199, timeline: [fault('crash', 'queue', 45, 50)] });
    expect(told.log('users').slice(0, 4)).toEqual([
      '20 users ok 0',
      '40 users ok 0',
      '60 users refused 0: down at queue',
      '80 users refused 0: down at queue',
    ]);
    // The consumer finishes the first at 70 for nobody. At 95 the second is first in line, then the one taken back.
    expect(told.log('app')).toEqual(['20 app in', '70 app ok', '95 app in', '145 app ok', '145 app in', '195 app ok', '195 app in']);
    expect(figures(told)).toMatchObject({ dropped: 0, redeliveries: 1 });
  });

  it('loses what waited when it is not', () => {
    const told = pipe(20, { prefetch: 1, durable: false }, app(50), { ms: 130, timeline: [fault('crash', 'queue', 65, 25)] });
    expect(told.log('app')).toEqual(['20 app in', '70 app ok', '100 app in']);
    expect(figures(told)).toMatchObject({ dropped: 2, redeliveries: 0, depth: 1, unacknowledged: 1 });
  });

  it('ends the calls of producers that wait for room', () => {
    const told = pipe(10, { capacity: 1, prefetch: 1, full: 'block' }, app(500), { ms: 28, timeline: [fault('crash', 'queue', 25, 50)] });
    expect(told.log('users')).toEqual(['10 users ok 0', '25 users error 5: crashed at queue']);
    expect(told.report.nodes['queue']!.queueLength.max).toBe(1);
  });

  it('that hangs delivers nothing until it goes on', () => {
    const told = pipe(20, { visibility: 30, prefetch: 2 }, app(5), { ms: 95, timeline: [fault('hang', 'queue', 30, 35)] });
    expect(told.log('users')).toEqual(['20 users ok 0', '65 users ok 25', '65 users ok 5', '80 users ok 0']);
    expect(told.where('app', ' in')).toEqual(['20 app in', '65 app in', '65 app in', '80 app in']);
  });

  it('cut off from a consumer, delivers after the cut has healed', () => {
    const told = pipe(50, { visibility: 0, prefetch: 1 }, app(10), { ms: 320, timeline: [fault('partition', '{queue}|{app}', 40, 100)] });
    // Sent at 50, lost, sent again 200 ms later.
    expect(told.log('app')).toEqual([
      '250 app in',
      '260 app ok',
      '260 app in',
      '270 app ok',
      '270 app in',
      '280 app ok',
      '280 app in',
      '290 app ok',
      '290 app in',
      '300 app ok',
      '300 app in',
      '310 app ok',
    ]);
  });
});

describe('levelling', () => {
  it('turns a spike into depth that drains, while producers see nothing of it', () => {
    // 100/s for 2 s, then 400/s for 1 s, then 100/s; consumers manage 200/s.
    const options = { ms: 6000, timeline: [fault('traffic-spike', 'users', 2000, 1000, { factor: 4 })] };
    const told = pipe(10, { prefetch: 1, time: constant(1) }, app(5), options);
    const { series } = told.session.recorder;
    const depthAt = (ms: number) => depths(told)[ms / told.session.recorder.windowMs - 1]!;
    expect(series.rows).toBe(60);
    expect(depthAt(2000)).toBeLessThanOrEqual(1);
    // 200 more than are consumed in that second; then 100/s less than consumers manage: gone after two.
    expect(depthAt(3000)).toBeGreaterThanOrEqual(198);
    expect(depthAt(3000)).toBeLessThanOrEqual(202);
    expect(depthAt(4000)).toBeGreaterThanOrEqual(98);
    expect(depthAt(4000)).toBeLessThanOrEqual(102);
    expect(depthAt(5200)).toBeLessThanOrEqual(1);
    expect(told.report.total.outcomes).toEqual({ ok: told.report.total.requests });
    expect(told.report.total.latencyMs.max).toBe(1);
    expect(told.where('app', ' ok').length).toBe(told.report.total.requests);
  });
});

/** The queue's depth at the end of each chart window: its first figure. */
function depths(told: Story): number[] {
  const { recorder, compiled } = told.session;
  const n = compiled.nodeIndex.get('queue') ?? -1;
  const column = WINDOW.size + n * NODE_WINDOW.size + NODE_WINDOW.figure0;
  return Array.from({ length: recorder.series.rows }, (_, row) => recorder.series.at(row, column));
}
