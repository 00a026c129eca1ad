/** Stories of sagas: steps in turn, undone in reverse when one fails, and what becomes of those that time out, get stuck or crash. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1 });
const trip = (params: ParamBag = {}) => node('trip', 'saga', { instances: 1, logTime: constant(1), ...params });
const app = (id: string, work: number) => node(id, 'service', { instances: 1, workers: 1000, work: constant(work) });
const PARTS = ['flight', 'hotel', 'car'];
const stop = (at: number) => fault('traffic-spike', 'users', at, 100_000, { factor: 0 });

/** Users → trip → flight, hotel, car in this order, 5 ms each; a saga every 100 ms. */
function booking(params: ParamBag, options: StoryOptions, hotel: ParamBag = {}) {
  const steps = PARTS.map((id, i) => link('trip', id, { step: i + 1, ...(id === 'hotel' ? hotel : {}) }));
  const told = story([users, trip(params), ...PARTS.map((id) => app(id, 5))], [link('users', 'trip'), ...steps], options);
  return { told, figures: told.report.nodes['trip']!.figures, calls: told.log(...PARTS) };
}

describe('a saga', () => {
  it('does its steps in turn, writing down each move, and answers when all are done', () => {
    const { told, figures } = booking({}, { ms: 150 });
    expect(told.log(...PARTS, 'users')).toEqual([
      '101 flight in',
      '106 flight ok',
      '107 hotel in',
      '112 hotel ok',
      '113 car in',
      '118 car ok',
      '119 users ok 19',
    ]);
    expect(figures).toMatchObject({ completed: 1, undone: 0, running: 0, compensations: 0 });
  });

  it('of which a step fails undoes those before it in reverse, and answers with the cause', () => {
    const { told, figures } = booking({}, { ms: 190, timeline: [fault('error-rate', 'car', 50, 100, { share: 1 })] });
    expect(told.log(...PARTS, 'users')).toEqual([
      '101 flight in',
      '106 flight ok',
      '107 hotel in',
      '112 hotel ok',
      '113 car in',
      '113 car error',
      '114 hotel in',
      '119 hotel ok',
      '120 flight in',
      '125 flight ok',
      '126 users error 26: injected error at car',
    ]);
    expect(figures).toMatchObject({ completed: 0, undone: 1, compensations: 2, inDoubt: 0, stuck: 0 });
  });

  it('undoes by calls of a class of their own', () => {
    const classes = [cls('book'), cls('cancel', { weight: 0 })];
    const told = story(
      [users, trip({ undoClass: ['cancel'] }), app('flight', 5), app('hotel', 5), app('refunds', 1)],
      [
        link('users', 'trip'),
        link('trip', 'flight', { step: 1 }),
        link('trip', 'hotel', { step: 2 }),
        link('flight', 'refunds', { classes: ['cancel'] }),
      ],
      { ms: 190, classes, timeline: [fault('error-rate', 'hotel', 50, 100, { share: 1 })] },
    );
    expect(told.where('refunds', ' in')).toHaveLength(1);
  });

  it('whose step timed out is in doubt about it, and undoes it as well', () => {
    // The hotel is slow, books after all at 157, and has been asked to undo that at 128: nobody knows.
    const { told, figures } = booking(
      {},
      { ms: 250, timeline: [fault('slow', 'hotel', 50, 60, { factor: 10 }), stop(150)] },
      { timeout: 20 },
    );
    expect(told.log('hotel', 'flight', 'users')).toEqual([
      '101 flight in',
      '106 flight ok',
      '107 hotel in',
      '128 hotel in',
      '133 hotel ok',
      '134 flight in',
      '139 flight ok',
      '140 users error 40: timed out at hotel',
      '157 hotel ok',
    ]);
    expect(figures).toMatchObject({ undone: 1, inDoubt: 1, compensations: 2 });
  });

  it('tries again to undo what cannot be undone now, and is stuck after so many attempts', () => {
    const down = [fault('error-rate', 'car', 50, 1000, { share: 1 }), fault('crash', 'hotel', 113.5, 100), stop(150)];
    const patient = booking({ retryWait: 30 }, { ms: 500, timeline: down });
    expect(patient.figures).toMatchObject({ undone: 1, stuck: 0, compensations: 6 });
    const hasty = booking({ retryWait: 30, maxAttempts: 3 }, { ms: 500, timeline: down });
    expect(hasty.figures).toMatchObject({ undone: 0, stuck: 1, compensations: 3, running: 0 });
  });
});

describe('a saga that crashes', () => {
  const crash = [fault('crash', 'trip', 109, 50), stop(150)];

  it('goes on where it was, doing the step again that was under way', () => {
    const { told, figures } = booking({}, { ms: 300, timeline: crash });
    expect(told.log(...PARTS, 'users')).toEqual([
      '101 flight in',
      '106 flight ok',
      '107 hotel in',
      '109 users error 9: crashed at trip',
      '112 hotel ok',
      '160 hotel in',
      '165 hotel ok',
      '166 car in',
      '171 car ok',
    ]);
    expect(figures).toMatchObject({ completed: 1, resumed: 1, abandoned: 0, running: 0 });
  });

  it('stays half done for ever when nothing was written down', () => {
    const { calls, figures } = booking({ durable: false }, { ms: 300, timeline: crash });
    expect(calls).toEqual(['101 flight in', '106 flight ok', '107 hotel in', '112 hotel ok']);
    expect(figures).toMatchObject({ completed: 0, undone: 0, abandoned: 1, running: 0 });
  });
});

describe('by events', () => {
  const outage = [fault('crash', 'hotel', 50, 400), stop(150)];

  it('a saga is accepted at once, and waits out an outage that an orchestrator turns back from', () => {
    const events = booking({ style: 'events', retryWait: 50 }, { ms: 600, timeline: outage });
    expect(events.told.log('users')).toEqual(['101 users ok 1']);
    expect(events.figures).toMatchObject({ completed: 1, undone: 0, compensations: 0 });
    expect(events.told.where('car', ' ok')).toEqual(['468 car ok']);
    const led = booking({}, { ms: 600, timeline: outage });
    expect(led.figures).toMatchObject({ completed: 0, undone: 1, compensations: 1 });
  });

  it('a refusal turns it back all the same', () => {
    const { figures } = booking({ style: 'events' }, { ms: 600, timeline: [fault('error-rate', 'car', 50, 100, { share: 1 }), stop(150)] });
    expect(figures).toMatchObject({ completed: 0, undone: 1, compensations: 2 });
  });
});

describe('sagas at a time', () => {
  it('are limited where somebody waits for them; more wait, and then are rejected', () => {
    const told = story(
      [users, trip({ concurrency: 1, queueLimit: 1 }), app('flight', 250)],
      [link('users', 'trip'), link('trip', 'flight')],
      { ms: 650 },
    );
    expect(told.log('users')).toEqual([
      '300 users rejected 0: queue full at trip',
      '352 users ok 252',
      '500 users rejected 0: queue full at trip',
      '600 users rejected 0: queue full at trip',
      '604 users ok 404',
    ]);
  });
});
