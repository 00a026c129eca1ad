/** Stories of a log's readers: who reads which partition, in which order, and what is read again, or never, when they come and go. */
import { describe, expect, it } from 'vitest';
import { constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const log = (params: ParamBag = {}, id = 'log') =>
  node(id, 'log', {
    instances: 1,
    replication: 1,
    minInSync: 1,
    partitions: 1,
    batchTime: constant(0),
    partitionRate: 1e12,
    pause: 0,
    ...params,
  });
const app = (work: number, more: ParamBag = {}, id = 'app') =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });
const stop = (at: number) => fault('traffic-spike', 'users', at, 100_000, { factor: 0 });

function reading(rate: number, params: ParamBag, readers: ReturnType<typeof app>, options: StoryOptions, more: ParamBag = {}) {
  const told = story([users(rate, more), log(params), readers], [link('users', 'log'), link('log', readers.id)], options);
  return { told, ins: told.where(readers.id, ' in'), figures: told.report.nodes['log']!.figures };
}

describe('a group', () => {
  it('reads a partition in order, one record after the other', () => {
    const { ins, figures } = reading(100, {}, app(25), { ms: 95 });
    expect(ins).toEqual(['10 app in', '35 app in', '60 app in', '85 app in']);
    expect(figures).toMatchObject({ lag: 6, worstLag: 6, ageMs: 55, reordered: 0 });
  });

  it('is one for each link, and each reads everything at its own pace', () => {
    const told = story([users(100), log(), app(5), app(45, {}, 'slow')], [link('users', 'log'), link('log', 'app'), link('log', 'slow')], {
      ms: 95,
    });
    expect(told.where('app', ' in')).toHaveLength(9);
    expect(told.where('slow', ' in')).toEqual(['10 slow in', '55 slow in']);
    expect(told.report.nodes['log']!.figures).toMatchObject({ lag: 8 });
  });

  it('shares the partitions: more of them let more readers work, and beyond that readers are idle', () => {
    const rate = (partitions: number, instances: number) =>
      reading(1000, { partitions }, app(10, { instances }), { ms: 1000 }, { keys: 1000, skew: 0 }).told.where('app', ' ok').length;
    expect(rate(1, 4)).toBeLessThanOrEqual(100);
    expect(rate(4, 1)).toBeGreaterThan(350);
    expect(rate(8, 4)).toBeGreaterThan(700);
    const idle = reading(100, { partitions: 2 }, app(1, { instances: 4 }), { ms: 1000 }, { keys: 1000, skew: 0 }).told;
    expect(new Set(idle.visits('app')).size).toBe(2);
  });

  it('with several records of a partition in work gives up the order of a key', () => {
    const work = { type: 'uniform', min: 1, max: 60 } as const;
    const run = (inWork: number) => reading(100, { inWork }, app(0, { work }), { ms: 3000 }).figures;
    expect(run(1)).toMatchObject({ reordered: 0 });
    expect(run(10)['reordered']).toBeGreaterThan(20);
  });

  it('over partitions in turn gives up the order of a key, over partitions by key keeps it', () => {
    const work = { type: 'exponential', mean: 15 } as const;
    const run = (partitioning: string) =>
      reading(200, { partitions: 6, partitioning }, app(0, { work, instances: 6 }), { ms: 3000 }, { keys: 20 });
    expect(run('key').figures).toMatchObject({ reordered: 0 });
    expect(run('turn').figures['reordered']).toBeGreaterThan(20);
  });
});

describe('a record that fails', () => {
  it('holds up its partition until it is done', () => {
    const { ins, figures } = reading(50, { retryWait: 30 }, app(5), {
      ms: 99,
      timeline: [fault('error-rate', 'app', 15, 10, { share: 1 })],
    });
    expect(ins).toEqual(['20 app in', '50 app in', '55 app in', '60 app in', '80 app in']);
    expect(figures).toMatchObject({ redeliveries: 1, reordered: 0, lag: 0 });
  });

  it('too often goes to where a link leads, and the partition goes on', () => {
    const told = story(
      [users(50), log({ retryWait: 10, maxDeliveries: 2 }), app(5), node('dead', 'queue', { time: constant(0) })],
      [link('users', 'log'), link('log', 'app'), link('log', 'dead')],
      { ms: 95, timeline: [fault('poison-message', 'log', 15, 10, { share: 1 })] },
    );
    expect(told.log('app', 'dead')).toEqual([
      '20 app in',
      '20 app error',
      '30 app in',
      '30 app error',
      '30 dead in',
      '30 dead ok',
      '40 app in',
      '45 app ok',
      '60 app in',
      '65 app ok',
      '80 app in',
      '85 app ok',
    ]);
    expect(told.report.nodes['log']!.figures).toMatchObject({ deadLettered: 1, redeliveries: 1, lag: 0 });
  });
});

describe('commits', () => {
  // Its process dies at 205 and is back at 255; records come every 20 ms until 300, each takes 5.
  const crash = [fault('crash', 'app', 205, 50), stop(305)];

  it('now and then: what was done since the last one is done again after a crash', () => {
    const { told, figures } = reading(50, { commitEvery: 100 }, app(5), { ms: 600, timeline: crash });
    // The first record at 20 began the interval: committed at 125 and not again before the crash.
    expect(figures).toMatchObject({ duplicates: 4, skipped: 0, lag: 0, rebalances: 1 });
    expect(told.where('app', ' ok')).toHaveLength(15 + 4);
  });

  it('after each record: nothing is done twice', () => {
    const { told, figures } = reading(50, { commitEvery: 0 }, app(5), { ms: 600, timeline: crash });
    expect(figures).toMatchObject({ duplicates: 0, skipped: 0, lag: 0 });
    expect(told.where('app', ' ok')).toHaveLength(15);
  });

  it('before the work: nothing is done twice, and what was in hand is never done', () => {
    const { told, figures } = reading(50, { commit: 'before' }, app(15), { ms: 600, timeline: crash });
    expect(figures).toMatchObject({ duplicates: 0, skipped: 1, lag: 0 });
    expect(told.where('app', ' ok')).toHaveLength(14);
  });
});

describe('a rebalance', () => {
  const two = (params: ParamBag, timeline: StoryOptions['timeline'], ms = 2000) =>
    reading(
      200,
      { partitions: 4, memberSession: 300, commitEvery: 0, ...params },
      app(2, { instances: 2 }),
      { ms, ...(timeline === undefined ? {} : { timeline }) },
      { keys: 400, skew: 0 },
    );

  it('gives the partitions of a reader that died to the others once its session is over', () => {
    const { told, figures } = two({}, [fault('crash', 'app/2', 500, 5000)]);
    const after = told.where('app', ' in').filter((line) => Number(line.split(' ')[0]) > 810);
    expect(after.length).toBeGreaterThan(230);
    expect(new Set(after.map((line) => line.split(' ')[1]))).toEqual(new Set(['app/1']));
    expect(figures).toMatchObject({ rebalances: 1, duplicates: 0, reordered: 0 });
    expect(figures['lag']).toBeLessThan(4);
  });

  it('stops all readers when it is eager, and only those whose partitions move when it is cooperative', () => {
    const rested = (rebalance: string) => {
      const { told, figures } = two({ rebalance, pause: 400 }, [fault('crash', 'app/2', 500, 5000)]);
      expect(figures['rebalances']).toBe(1);
      return told.where('app', 'app/1 in').filter((line) => Number(line.split(' ')[0]) > 810 && Number(line.split(' ')[0]) < 1200).length;
    };
    expect(rested('eager')).toBe(0);
    // Half of 200 a second go on.
    expect(rested('cooperative')).toBeGreaterThan(25);
  });

  it('waits for those who live to finish what they have, so that nothing is done twice', () => {
    const told = story(
      [
        users(200, { keys: 400, skew: 0 }),
        log({ partitions: 4 }),
        app(10, { instances: 1, reserve: 1 }),
        node('scaler', 'autoscaler', { metric: 'lag', each: 5, min: 1, max: 2, interval: 500, boot: 100 }),
      ],
      [link('users', 'log'), link('log', 'app'), link('scaler', 'app'), link('scaler', 'log')],
      { ms: 3000 },
    );
    expect(told.report.nodes['log']!.figures).toMatchObject({ duplicates: 0, redeliveries: 0, reordered: 0, rebalances: 0 });
  });
});

describe('retention', () => {
  it('takes records away whether they were read or not', () => {
    const classes = [{ id: 'put', name: 'put', route: '/', write: true, weight: 1, bytesUp: 100, bytesDown: 0 }];
    const { figures, told } = reading(100, { keepBytes: 500 }, app(95), { ms: 1005, classes });
    const done = told.where('app', ' in').length;
    // Of a hundred records five are kept, and one is in work.
    expect(figures['lag']).toBeLessThanOrEqual(6);
    expect(Number(figures['expired']) + done + Number(figures['lag'])).toBe(100);
    expect(Number(figures['expired'])).toBeGreaterThan(80);
    const old = reading(100, { keepTime: 50 }, app(95), { ms: 1005, classes }).figures;
    expect(Number(old['expired'])).toBeGreaterThan(80);
  });
});

describe('lag', () => {
  it('is what an autoscaler goes by: readers are added until it is gone, as long as there are partitions', () => {
    const run = (partitions: number) =>
      story(
        [
          users(200, { keys: 1000, skew: 0 }),
          log({ partitions, pause: 100 }),
          app(20, { instances: 1, reserve: 7, workers: 1 }),
          node('scaler', 'autoscaler', {
            metric: 'lag',
            each: 20,
            min: 1,
            max: 8,
            interval: 1000,
            boot: 200,
            stabilisation: 0,
            coolDown: 0,
          }),
        ],
        [link('users', 'log'), link('log', 'app'), link('scaler', 'app'), link('scaler', 'log')],
        { ms: 20_000, timeline: [stop(15_000)] },
      ).report.nodes;
    const wide = run(8);
    expect(wide['log']!.figures).toMatchObject({ lag: 0, duplicates: 0, reordered: 0 });
    expect(Number(wide['scaler']!.figures['started'])).toBeGreaterThan(2);
    // Two partitions have two readers, however many copies are started.
    expect(Number(run(2)['log']!.figures['lag'])).toBeGreaterThan(500);
  });
});

describe('a broker that dies', () => {
  it('leaves what it had handed out to be read again from who takes over', () => {
    const three = { instances: 3, replication: 3, minInSync: 2, brokerSession: 50, commitEvery: 0 };
    const told = story(
      [users(50), { ...log(three), zones: ['a', 'b', 'c'] }, app(30)],
      [link('users', 'log'), link('log', 'app', delayed(1))],
      { ms: 400, timeline: [fault('crash', 'log/1', 110, 1000)] },
    );
    const figures = told.report.nodes['log']!.figures;
    expect(figures).toMatchObject({ elections: 1, lost: 0, reordered: 0, redeliveries: 1 });
  });
});
