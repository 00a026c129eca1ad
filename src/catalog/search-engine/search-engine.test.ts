/** Stories of the search engine: how far a request goes, what searches see, what losses do. */
import { describe, expect, it } from 'vitest';
import type { ClassDoc } from '../../design/document.ts';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** A shard takes 4 ms, merging 1. Nodes stand 0.15 ms apart. */
const CALM: ParamBag = {
  shards: 3,
  replicas: 1,
  shardTime: constant(4),
  merge: constant(1),
  refresh: 1000,
  searchCost: 0.01,
  patience: 50,
  suspicion: 100,
  recovery: 200,
};
const FIND = cls('find', { query: 'search' });
const GET = cls('get');
const PUT = cls('put', { write: true });

const run = (more: ParamBag, options: StoryOptions, users: ParamBag = {}) =>
  story(
    [node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, ...users }), node('index', 'search-engine', { ...CALM, ...more })],
    [link('users', 'index', { timeout: 0 })],
    { classes: [FIND], ...options },
  );
type Told = ReturnType<typeof run>;
const times = (told: Told) =>
  told
    .log('users')
    .map((line) => (line.includes(' ok ') ? Math.round(100 * Number(line.split(' ')[3]?.replace(',', ''))) / 100 : Number.NaN));
const figures = (told: Told) => told.report.nodes['index']?.figures ?? {};

describe('a search', () => {
  it('asks all shards and waits for the slowest', () => {
    // 0.15 there, 10 records at 0.01 ms over three shards, 4, 0.15 back, 1 to merge.
    expect(times(run({}, { ms: 350, classes: [{ ...FIND, records: 30 }] }))).toEqual([5.4, 5.4, 5.4]);
    const slow = [fault('slow', 'index/2', 0, 10_000, { factor: 10 })];
    // A copy of two shards stands on the slow node, and searches take the copies in turn.
    const told = times(run({}, { ms: 1950, timeline: slow }));
    expect(told.filter((ms) => ms > 40).length).toBeGreaterThan(5);
    expect(told.filter((ms) => ms < 16).length).toBeGreaterThan(2);
  });

  it('by key asks one shard', () => {
    const one = run({}, { ms: 350, classes: [GET] });
    const all = run({}, { ms: 350 });
    expect(figures(all)['busy']! / figures(one)['busy']!).toBeCloseTo(3, 1);
  });

  it('of more records takes longer', () => {
    const of = (records: number) => times(run({}, { ms: 150, classes: [{ ...FIND, records }] }))[0]!;
    expect(of(3000) - of(30)).toBeCloseTo(9.9, 1);
  });

  it('is answered by any node, in turn', () => {
    expect(run({}, { ms: 450 }).visits('index')).toEqual(['index/1', 'index/2', 'index/3', 'index/1']);
  });

  it('waits when all threads of a node are busy', () => {
    const told = run({ threads: 1, instances: 1, replicas: 0 }, { ms: 150 });
    // Three shards on one node, one after the other.
    expect(times(told)).toEqual([13.01]);
  });
});

describe('a write', () => {
  const both: readonly ClassDoc[] = [FIND, PUT];

  it('goes to the leader of its shard, then to the copies, then is done', () => {
    const alone = times(run({ replicas: 0 }, { ms: 350, classes: [PUT] }));
    const two = times(run({}, { ms: 350, classes: [PUT] }));
    expect(Math.max(...alone)).toBeLessThan(4.4);
    expect(Math.min(...two)).toBeGreaterThan(8.2);
  });

  it('is seen by searches from the next refresh on', () => {
    const stale = (refresh: number, classes: readonly ClassDoc[]) =>
      run({ refresh }, { ms: 10_000, classes }, { rate: 50, keys: 5 }).report.consistency.staleShare ?? 1;
    expect(stale(1, both)).toBeLessThan(0.03);
    expect(stale(2000, both)).toBeGreaterThan(0.5);
    expect(stale(2000, [GET, PUT])).toBe(0);
  });
});

describe('a node that is lost', () => {
  it('leaves a copy of every shard; searches that asked it are partial, until it is suspected', () => {
    const told = run({ suspicion: 350 }, { ms: 1450, timeline: [fault('crash', 'index/2', 150, 5000)] });
    // The one that goes there itself is refused.
    expect(told.report.total.outcomes).toMatchObject({ ok: 13, refused: 1 });
    expect(told.report.total.degraded).toBeGreaterThan(0);
    expect(told.report.total.degraded).toBeLessThan(3);
    const whole = run({ partial: false, suspicion: 350 }, { ms: 1450, timeline: [fault('crash', 'index/2', 150, 5000)] });
    expect(whole.report.total.requests - whole.report.total.ok).toBe(told.report.total.degraded + 1);
  });

  it('takes shards without a replica out of reach', () => {
    const told = run({ replicas: 0 }, { ms: 1000, timeline: [fault('crash', 'index/2', 150, 5000)] });
    expect(figures(told)['dark']).toBeCloseTo(1 / 3, 6);
  });

  it('has others lead its shards, and catches up when it is back', () => {
    const timeline = [fault('crash', 'index/1', 1000, 1000)];
    const told = run({}, { ms: 3000, classes: [GET, PUT], timeline }, { keys: 30, rate: 50 });
    const failed = told.log('users').filter((line) => line.includes('unavailable'));
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((line) => Number.parseFloat(line) < 1100)).toBe(true);
    expect(figures(told)['behind']).toBe(0);
    expect(figures(run({}, { ms: 1800, classes: [GET, PUT], timeline }, { keys: 30, rate: 50 }))['behind']).toBe(2);
    expect(told.report.consistency.staleReads).toBe(0);
    expect(told.report.consistency.lostAcknowledgedWrites).toBe(0);
  });
});
