/** Stories of the worker: when a batch begins, what its messages share, and who does them when it dies. */
import { describe, expect, it } from 'vitest';
import { change, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1 });
const worker = (more: ParamBag) =>
  node('worker', 'worker', {
    instances: 1,
    concurrency: 1,
    batch: 3,
    linger: 100,
    perBatch: constant(10),
    perMessage: constant(2),
    ...more,
  });
const run = (more: ParamBag, options: StoryOptions) => story([users(100), worker(more)], [link('users', 'worker')], options);

describe('a batch', () => {
  it('begins when it is full, and all of it is done together', () => {
    // Messages of 10, 20 and 30: 10 + 3 × 2 ms.
    const told = run({}, { ms: 77 });
    expect(told.log('users')).toEqual([
      '46 users ok 36',
      '46 users ok 26',
      '46 users ok 16',
      '76 users ok 36',
      '76 users ok 26',
      '76 users ok 16',
    ]);
    expect(told.report.nodes['worker']?.figures).toMatchObject({ batchSize: 3, batches: 2 });
  });

  it('begins when its first message has waited long enough', () => {
    expect(run({ linger: 15 }, { ms: 42 }).log('users')).toEqual(['39 users ok 29', '39 users ok 19']);
  });

  it('of what the batch before left over begins when the first of them has waited long enough since it came', () => {
    const told = run(
      { linger: 20, batch: 2, perMessage: constant(8) },
      { ms: 110, timeline: [fault('traffic-spike', 'users', 55, 1000, { factor: 0 })] },
    );
    // 10 and 20: 20 to 46. 30 and 40 make a full one: 46 to 72. 50, alone, has waited its 20 ms at 70 and begins at once, at 72: until 90.
    expect(told.log('users')).toEqual(['46 users ok 36', '46 users ok 26', '72 users ok 42', '72 users ok 32', '90 users ok 40']);
  });

  it('begins by the new time when that is changed while messages wait', () => {
    const quiet = fault('traffic-spike', 'users', 25, 10_000, { factor: 0 });
    const ends = (linger: number) =>
      run({ linger: 50 }, { ms: 400, timeline: [quiet, change('worker', 'linger', linger, 40)] }).log('users');
    // Messages of 10 and 20, and 14 ms of work: from 310 on instead of 60, or at once.
    expect(ends(300)).toEqual(['324 users ok 314', '324 users ok 304']);
    expect(ends(20)).toEqual(['54 users ok 44', '54 users ok 34']);
    expect(ends(40)).toEqual(['64 users ok 54', '64 users ok 44']);
  });

  it('that begins beside a larger one, since batches were made smaller, is at work like any other', () => {
    const told = run({ concurrency: 2 }, { ms: 60, timeline: [change('worker', 'batch', 1, 35)] });
    // The batch of 10, 20 and 30 runs from 30 to 46; that of 40 alone from 40 to 52.
    expect(told.log('users')).toEqual(['46 users ok 36', '46 users ok 26', '46 users ok 16', '52 users ok 12']);
    expect(told.report.nodes['worker']?.serviceMs).toMatchObject({ count: 4, mean: 15, max: 16 });
  });

  it('waits while as many run as may', () => {
    const told = run({ batch: 1, perBatch: constant(13) }, { ms: 46 });
    expect(told.log('users')).toEqual(['25 users ok 15', '40 users ok 20']);
    expect(run({ batch: 1, perBatch: constant(13), concurrency: 2 }, { ms: 46 }).log('users')).toEqual([
      '25 users ok 15',
      '35 users ok 15',
      '45 users ok 15',
    ]);
    const more = run({ batch: 1, perBatch: constant(13) }, { ms: 46, timeline: [change('worker', 'concurrency', 2, 22)] });
    expect(more.log('users')).toEqual(['25 users ok 15', '37 users ok 17', '45 users ok 15']);
  });

  it('of an instance that dies is handed to another by the queue', () => {
    const told = story(
      [users(100), node('queue', 'queue', { time: constant(0), prefetch: 3, visibility: 1000 }), worker({ instances: 2, linger: 30 })],
      [link('users', 'queue'), link('queue', 'worker')],
      { ms: 2000, timeline: [fault('crash', 'worker/1', 50, 10_000), fault('traffic-spike', 'users', 65, 10_000, { factor: 0 })] },
    );
    expect(told.where('worker', 'worker/1 error').length).toBeGreaterThan(0);
    expect(told.where('worker', 'worker/2 ok')).toHaveLength(
      told.where('users', 'ok 0').length - told.where('worker', 'worker/1 ok').length,
    );
  });
});
