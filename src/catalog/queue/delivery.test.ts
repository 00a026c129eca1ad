/** Stories of deliveries: what becomes of a message whose consumer fails, crashes, falls silent or takes too long. */
import { describe, expect, it } from 'vitest';
import { change, constant, delayed, fault, type Story, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
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

describe('at least once', () => {
  it('a failed delivery is made again after the wait', () => {
    const told = pipe(50, { redelivery: 20 }, app(10), { ms: 95, timeline: [fault('error-rate', 'app', 40, 25, { share: 1 })] });
    expect(told.log('app')).toEqual(['50 app in', '50 app error', '70 app in', '80 app ok']);
    expect(figures(told)).toMatchObject({ redeliveries: 1, duplicates: 0, depth: 0 });
    expect(figures(told)['delayMs']).toBeCloseTo(30, 0);
  });

  it('a consumer that crashes gives its messages back, and gets none until it is up again', () => {
    const told = story([users(20), queue({ redelivery: 7 }), app(30)], [link('users', 'queue'), link('queue', 'app', delayed(2))], {
      ms: 199,
      timeline: [fault('crash', 'app', 60, 58)],
    });
    // Broken at 60, known at 62, to be delivered again from 69 on; the second message waits from 100 on; both go at 118.
    expect(told.log('app')).toEqual([
      '52 app in',
      '60 app error',
      '120 app in',
      '120 app in',
      '150 app ok',
      '150 app ok',
      '152 app in',
      '182 app ok',
    ]);
    expect(figures(told)).toMatchObject({ redeliveries: 1, duplicates: 0, depth: 0 });
  });

  it('a crashed copy leaves its share to the others', () => {
    const told = story(
      [users(20), queue({ redelivery: 10, prefetch: 1 }), app(30, { instances: 2 })],
      [link('users', 'queue'), link('queue', 'app')],
      {
        ms: 199,
        timeline: [fault('crash', 'app/1', 60, 500)],
      },
    );
    expect(told.log('app')).toEqual([
      '50 app/1 in',
      '60 app/1 error',
      '70 app/2 in',
      '100 app/2 ok',
      '100 app/2 in',
      '130 app/2 ok',
      '150 app/2 in',
      '180 app/2 ok',
    ]);
  });

  it('a consumer that fell silent keeps its messages until their visibility ends, and what it held stays charged to it', () => {
    const told = pipe(50, { visibility: 80, prefetch: 1 }, app(10), {
      ms: 290,
      timeline: [fault('crash', 'app', 55, 100, { how: 'machine' })],
    });
    expect(told.log('app')).toEqual(['50 app in', '55 app error']);
    expect(figures(told)).toMatchObject({ depth: 5, unacknowledged: 0, redeliveries: 0 });
  });

  it('a message that outlives its visibility is delivered again while the first consumer is still at work', () => {
    const told = story(
      [users(20), queue({ visibility: 40 }), app(60, { instances: 2 })],
      [link('users', 'queue'), link('queue', 'app', delayed(1))],
      { ms: 180, timeline: [fault('traffic-spike', 'users', 60, 1000, { factor: 0 })] },
    );
    expect(told.log('app')).toEqual(['51 app/1 in', '91 app/2 in', '111 app/1 ok', '151 app/2 ok']);
    // The first acknowledgement counts, at 112; the second one, at 152, is about a message that is gone.
    expect(figures(told)).toMatchObject({ redeliveries: 1, duplicates: 1, depth: 0, unacknowledged: 0 });
    expect(figures(told)['delayMs']).toBeCloseTo(62, 0);
  });

  it('an acknowledgement that comes late still takes the message out of the line', () => {
    const told = story([users(20), queue({ visibility: 20, prefetch: 1 }), app(60)], [link('users', 'queue'), link('queue', 'app')], {
      ms: 180,
      timeline: [fault('traffic-spike', 'users', 60, 1000, { factor: 0 })],
    });
    expect(told.log('app')).toEqual(['50 app in', '110 app ok']);
    expect(figures(told)).toMatchObject({ redeliveries: 0, duplicates: 0, depth: 0 });
  });

  it('a shorter visibility holds for the deliveries that follow, in whatever order they end', () => {
    const told = pipe(50, { visibility: 300 }, app(1000), { ms: 260, timeline: [change('queue', 'visibility', 40, 75)] });
    expect(told.where('app', ' in')).toEqual([
      '50 app in',
      '100 app in',
      '140 app in',
      '150 app in',
      '180 app in',
      '190 app in',
      '200 app in',
      '220 app in',
      '230 app in',
      '240 app in',
    ]);
    // The consumer still holds all ten deliveries: the message of 250 finds no credit.
    expect(figures(told)).toMatchObject({ redeliveries: 6, depth: 1 });
  });
});

describe('at most once', () => {
  it('a message is gone when it is sent, and a consumer that fails loses it', () => {
    const told = pipe(50, { guarantee: 'at-most-once' }, app(10), {
      ms: 140,
      timeline: [fault('error-rate', 'app', 40, 25, { share: 1 })],
    });
    expect(told.log('app')).toEqual(['50 app in', '50 app error', '100 app in', '110 app ok']);
    expect(figures(told)).toMatchObject({ dropped: 1, redeliveries: 0, depth: 0, unacknowledged: 0, delayMs: 0 });
  });

  it('credit is counted all the same, so that the queue still takes up a spike', () => {
    const told = pipe(10, { guarantee: 'at-most-once', prefetch: 1 }, app(25), { ms: 65 });
    expect(told.where('app', ' in')).toEqual(['10 app in', '35 app in', '60 app in']);
    expect(figures(told)).toMatchObject({ depth: 3 });
  });
});

describe('dead letters', () => {
  const failing = fault('error-rate', 'app', 0, 1000, { share: 1 });

  it('after so many deliveries a message is given up', () => {
    const told = pipe(50, { maxDeliveries: 3, redelivery: 10 }, app(10), { ms: 95, timeline: [failing] });
    expect(told.where('app', ' in')).toEqual(['50 app in', '60 app in', '70 app in']);
    expect(figures(told)).toMatchObject({ deadLettered: 1, redeliveries: 2, depth: 0, dropped: 0 });
  });

  it('a link to another queue takes them, and delivers nothing else', () => {
    const told = story(
      [users(20), queue({ maxDeliveries: 2, redelivery: 10 }), app(10), queue({}, 'dead')],
      [link('users', 'queue'), link('queue', 'dead', delayed(4)), link('queue', 'app')],
      { ms: 95, timeline: [failing] },
    );
    expect(told.log('queue', 'dead', 'app')).toEqual([
      '50 queue in',
      '50 queue ok',
      '50 app in',
      '50 app error',
      '60 app in',
      '60 app error',
      '64 dead in',
      '64 dead ok',
    ]);
    expect(figures(told)).toMatchObject({ deadLettered: 1, depth: 0, unacknowledged: 0 });
    expect(figures(told, 'dead')).toMatchObject({ depth: 1, ageMs: 31 });
  });

  it('a dead letter that is not taken stays, and is offered again each second', () => {
    const told = story(
      [users(20), queue({ maxDeliveries: 1 }), app(10), queue({}, 'dead')],
      [link('users', 'queue'), link('queue', 'dead'), link('queue', 'app')],
      { ms: 1100, timeline: [failing, fault('crash', 'dead', 0, 500), fault('traffic-spike', 'users', 60, 5000, { factor: 0 })] },
    );
    expect(told.log('dead')).toEqual(['1050 dead in', '1050 dead ok']);
    expect(figures(told)).toMatchObject({ deadLettered: 1, depth: 0 });
  });

  it('visibility that ends counts as a failed delivery', () => {
    const told = pipe(50, { maxDeliveries: 1, visibility: 15 }, app(30), { ms: 95 });
    expect(told.log('app')).toEqual(['50 app in', '80 app ok']);
    expect(figures(told)).toMatchObject({ deadLettered: 1, duplicates: 1 });
  });
});
