/**
 * Stories of writes over several shards: four shards without copies 0.15 ms from each other, work of 1 ms, disks nothing; keys 0 to 399 in
 * ranges of a hundred, so that a write of key 0 also locks key 100 of the second shard. Its users ask for key 0 only.
 */
import { describe, expect, it } from 'vitest';
import { cls, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const MOVE = [cls('move', { write: true })];
const BOTH = [cls('move', { write: true }), cls('put', { write: true })];

function told(more: ParamBag, options: StoryOptions, client: ParamBag = {}) {
  const store = node('store', 'sharded-store', {
    scheme: 'range',
    keys: 400,
    copies: 1,
    readTime: constant(1),
    writeTime: constant(1),
    diskTime: constant(0),
    electionLeast: 150,
    electionMost: 300,
    heartbeat: 50,
    lease: 140,
    patience: 100,
    spans: ['move'],
    ...more,
  });
  const users = node('users', 'client', { rate: 20, arrivals: 'even', keys: 1, sessions: 1, ...client });
  return story([users, store], [link('users', 'store', delayed(0))], { classes: MOVE, ...options });
}
const figures = (run: ReturnType<typeof told>) => run.report.nodes['store']?.figures ?? {};
const spent = (run: ReturnType<typeof told>) => [...new Set(run.log('users').map((line) => line.replace(/^\S+ users /, '')))];

describe('a write over several shards', () => {
  it('takes its own work, the way to the others, their work and the way back, before it is committed', () => {
    const plain = spent(told({ spans: [] }, { ms: 500 }));
    expect(plain).toEqual(['ok 1']);
    expect(spent(told({}, { ms: 500 }))).toEqual(['x']);
    expect(spent(told({ touches: 4 }, { ms: 500 }))).toEqual(['x']);
  });

  it('is given up when a key of another shard is locked, and leaves no lock behind', () => {
    // Every other one comes while the one before it has the key of the second shard: both want key 0.
    const run = told({ writeTime: constant(20) }, { ms: 1000 }, { rate: 200, keys: 101, skew: 0 });
    expect(Number(figures(run)['aborted'])).toBeGreaterThan(3);
    expect(run.log('users').some((line) => line.includes('conflict'))).toBe(true);
    expect(figures(run)).toMatchObject({ inDoubt: 0 });
  });

  it('is given up when a shard has no leader, or does not vote in time', () => {
    const down = told({ voteWait: 100 }, { ms: 600, timeline: [fault('crash', 'store/2', 300, 5000)] });
    expect(down.log('users').slice(-1)).toEqual(['x']);
    const cut = told({ voteWait: 100 }, { ms: 600, timeline: [fault('partition', '{store/2}|{users,store/1}', 300, 5000)] });
    expect(cut.log('users').slice(-1)).toEqual(['x']);
    expect(Number(figures(cut)['aborted'])).toBeGreaterThan(2);
  });
});

describe('a leader that dies before it has decided', () => {
  // The write of 300 ms has asked the second shard, which works for 100 ms, when the first dies.
  const run = (away: number) =>
    told({ writeTime: constant(100) }, { ms: 3000, classes: BOTH, timeline: [fault('crash', 'store/1', 480, away)] }, { rate: 3 });

  it('leaves the others locked and in doubt until its shard has a leader again, which gives the write up', () => {
    expect(figures(run(10_000))).toMatchObject({ inDoubt: 2 });
    expect(figures(run(500))).toMatchObject({ inDoubt: 0 });
    expect(Number(figures(run(500))['aborted'])).toBeGreaterThan(0);
  });

  it('holds up whoever wants a key that is in doubt', () => {
    const nodes = (away: number) => {
      const users = node('users', 'client', { rate: 3, arrivals: 'even', keys: 1, sessions: 1, classes: ['move'] });
      const others = node('others', 'client', { rate: 10, arrivals: 'even', keys: 101, skew: 0, sessions: 1, classes: ['put'] });
      const store = told({ writeTime: constant(100) }, { ms: 1 }).session.compiled.design.nodes.find(({ id }) => id === 'store')!;
      const timeline = [fault('crash', 'store/1', 480, away)];
      return story([users, others, store], [link('users', 'store'), link('others', 'store', { timeout: 300 })], {
        ms: 2500,
        classes: BOTH,
        timeline,
      });
    };
    const late = (away: number) =>
      nodes(away)
        .log('others')
        .filter((line) => line.includes('timeout')).length;
    expect(late(1e6)).toBeGreaterThanOrEqual(late(100));
  });
});
