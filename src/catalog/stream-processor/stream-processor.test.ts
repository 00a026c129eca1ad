/** Stories of the stream processor: what counts in which window, when results come, and what a crash does to the counts. */
import { describe, expect, it } from 'vitest';
import { constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const log = (params: ParamBag = {}) =>
  node('log', 'log', {
    instances: 1,
    replication: 1,
    minInSync: 1,
    partitions: 1,
    batchTime: constant(0),
    partitionRate: 1e12,
    inWork: 200,
    pause: 0,
    ...params,
  });
const counter = (params: ParamBag = {}) =>
  node('counter', 'stream-processor', {
    instances: 1,
    work: constant(1),
    size: 100,
    lateness: 0,
    checkpoint: 50,
    checkpointTime: constant(10),
    guarantee: 'at-least-once',
    ...params,
  });
const sink = node('sink', 'service', { instances: 1, workers: 1000, work: constant(0) });
const stop = (at: number) => fault('traffic-spike', 'users', at, 100_000, { factor: 0 });

/** Users → log → counter → sink. */
function counting(
  rate: number,
  params: ParamBag,
  options: StoryOptions,
  more: { readonly log?: ParamBag; readonly users?: ParamBag } = {},
) {
  const told = story(
    [users(rate, more.users), log(more.log), counter(params), sink],
    [link('users', 'log'), link('log', 'counter'), link('counter', 'sink')],
    options,
  );
  return { told, sink: told.where('sink', ' in'), figures: told.report.nodes['counter']!.figures };
}

describe('a window', () => {
  it('gives its result when an event beyond its end has come', () => {
    const { sink: results, figures } = counting(50, {}, { ms: 330 });
    // Events at 20, 40 …; each takes 1 ms. Those of 100, 200 and 300 end the windows before them.
    expect(results).toEqual(['101 sink in', '201 sink in', '301 sink in']);
    expect(figures).toMatchObject({ results: 3, counted: 4 + 5 + 5, late: 0, open: 1, state: 2 });
  });

  it('waits for events that may be out of order, so that its result comes so much later', () => {
    expect(counting(50, { lateness: 60 }, { ms: 330 }).sink).toEqual(['161 sink in', '261 sink in']);
  });

  it('has a result for each key, or one for each class', () => {
    const more = { users: { keys: 500, skew: 0 } };
    expect(counting(50, {}, { ms: 190 }, more).sink).toHaveLength(4);
    expect(counting(50, { by: 'class' }, { ms: 190 }, more).sink).toHaveLength(1);
  });

  it('that slides counts each event as often as windows overlap', () => {
    const { figures } = counting(50, { window: 'sliding', slide: 50 }, { ms: 330 });
    // Ends at 50, 100, … 300: windows from −50 to 200.
    expect(figures).toMatchObject({ results: 6, counted: 2 + 4 + 5 + 5 + 5 + 5 });
  });

  it('does not count what comes after it is over: an event whose producer had to send it again', () => {
    const classes = [{ id: 'put', name: 'put', route: '/', write: true, weight: 1, bytesUp: 0, bytesDown: 0 }];
    const late = (lateness: number) =>
      story(
        [users(50), log(), counter({ lateness }), sink],
        [link('users', 'log', { retries: 3, backoff: 150, jitter: 'none' }), link('log', 'counter'), link('counter', 'sink')],
        { ms: 900, classes, timeline: [fault('connection-refusal', 'log', 35, 10), stop(500)] },
      ).report.nodes['counter']!.figures;
    expect(late(0)).toMatchObject({ late: 1 });
    expect(late(150)).toMatchObject({ late: 0 });
  });

  it('stays open when nothing more comes: the watermark stands still', () => {
    const { figures } = counting(50, {}, { ms: 5000, timeline: [stop(250)] });
    expect(figures).toMatchObject({ open: 1, state: 3 });
    expect(Number(figures['behindMs'])).toBeGreaterThan(4700);
  });
});

describe('a crash', () => {
  // Events every 20 ms until 1000; the counter is down from 433 to 463. Windows of 100 ms, a checkpoint every 100.
  const crash = (guarantee: string) =>
    counting(
      50,
      { guarantee, checkpoint: 100 },
      { ms: 2500, timeline: [fault('crash', 'counter', 433, 30), stop(1005)] },
      { log: { commitEvery: 0 } },
    );
  const total = ({ figures }: ReturnType<typeof crash>) => Number(figures['counted']) + Number(figures['state']) + Number(figures['late']);

  it('counts every event exactly once when its work goes back to the checkpoint', () => {
    const found = crash('exactly-once');
    expect(total(found)).toBe(50);
    expect(found.figures).toMatchObject({ late: 0 });
  });

  it('counts some twice when its counts stay', () => {
    const found = crash('at-least-once');
    // Those since the checkpoint before come again: they count twice, or too late.
    expect(total(found)).toBeGreaterThan(50);
  });

  it('forgets some when events are acknowledged at once', () => {
    expect(total(crash('at-most-once'))).toBeLessThan(50);
  });

  it('before a checkpoint is safe sends no results of it, so that none is sent twice', () => {
    const { sink: results, figures } = crash('exactly-once');
    expect(results).toHaveLength(Number(figures['results']));
    // Ten windows were over by 1000.
    expect(figures).toMatchObject({ results: 10, counted: 49, state: 1 });
  });
});

describe('back pressure', () => {
  it('lets a log wait that is read more slowly than it is written', () => {
    const { told, figures } = counting(200, { work: constant(20), workers: 1 }, { ms: 2000 }, { log: { inWork: 10 } });
    expect(Number(told.report.nodes['log']!.figures['lag'])).toBeGreaterThan(250);
    expect(told.where('counter', ' rejected')).toEqual([]);
    expect(Number(figures['behindMs'])).toBeGreaterThan(1000);
    expect(told.report.total.outcomes).toEqual({ ok: 399 });
  });

  it('from checkpoints: no more events are open than may be in work', () => {
    const { told } = counting(200, { checkpoint: 100 }, { ms: 2000 }, { log: { inWork: 2 } });
    // Two events for each checkpoint of 110 ms.
    expect(told.where('counter', ' ok').length).toBeLessThan(40);
  });
});
