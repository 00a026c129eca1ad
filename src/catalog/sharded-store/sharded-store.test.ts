/**
 * Stories of the sharded store: which shard serves a key, what a popular key and a lost shard do, what a read of all shards costs, and
 * how keys move while calls go on. Unless a story says otherwise four shards without copies; reads and writes take 1 ms, disks nothing.
 */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const WRITES = [cls('put', { write: true })];
const READS = [cls('get')];
const BOTH = [cls('get'), cls('put', { write: true })];
const ZERO = constant(0);

function told(more: ParamBag, options: StoryOptions, client: ParamBag = {}, policy: ParamBag = {}) {
  const store = node('store', 'sharded-store', {
    copies: 1,
    readTime: constant(1),
    writeTime: constant(1),
    diskTime: ZERO,
    electionLeast: 150,
    electionMost: 300,
    heartbeat: 50,
    lease: 140,
    patience: 100,
    keys: 400,
    ...more,
  });
  const users = node('users', 'client', { rate: 400, arrivals: 'even', keys: 400, skew: 0, ...client });
  return story([users, store], [link('users', 'store', policy)], { classes: WRITES, ...options });
}
type Run = ReturnType<typeof told>;
const figures = (run: Run) => run.report.nodes['store']?.figures ?? {};
const history = (run: Run) => run.session.compiled.sim.history;
const late = (run: Run, ms: number, to = Number.POSITIVE_INFINITY) =>
  run.log('users').filter((line) => Number.parseFloat(line) > ms && Number.parseFloat(line) < to);
const failed = (lines: readonly string[]) => lines.filter((line) => !line.includes('ok'));
/** Calls that each instance was reached by. */
function visits(run: Run): number[] {
  const counts = new Map<string, number>();
  for (const id of run.visits('store')) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

describe('a key', () => {
  it.each(['ring', 'hash', 'range', 'directory'])('by %s is always served by the same shard, and all shards share the keys', (scheme) => {
    const one = told({ scheme }, { ms: 500, classes: BOTH }, { keys: 1 });
    expect(visits(one)).toHaveLength(1);
    const all = told({ scheme }, { ms: 2000 });
    expect(visits(all)).toHaveLength(4);
    expect(Number(figures(all)['hottest'])).toBeLessThan(1.5);
    expect(failed(late(all, 100))).toEqual([]);
  });

  it('that is popular makes its shard hot: its calls wait while other shards have time', () => {
    const run = told({ workers: 1 }, { ms: 2000 }, { rate: 1200, skew: 1.2, arrivals: 'poisson' });
    expect(Number(figures(run)['hottest'])).toBeGreaterThan(1.6);
    const { instances } = run.report.nodes['store']!;
    const busy = instances.map(({ utilisation }) => utilisation).sort((a, b) => b - a);
    expect(busy[0]).toBeGreaterThan(2 * busy[3]!);
  });

  it('whose neighbours are popular too is in one shard with them by range, and not by hash', () => {
    // Popular keys have small numbers.
    const hottest = (scheme: string) => Number(figures(told({ scheme }, { ms: 2000 }, { skew: 0.8 }))['hottest']);
    expect(hottest('range')).toBeGreaterThan(2);
    expect(hottest('directory')).toBeLessThan(1.6);
  });
});

describe('a shard', () => {
  it('that is lost takes its keys with it, and no others', () => {
    const run = told({}, { ms: 2000, timeline: [fault('crash', 'store/2', 500, 1000)] });
    const share = failed(late(run, 510, 1490)).length / late(run, 510, 1490).length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.35);
    expect(failed(late(run, 1600))).toEqual([]);
    expect(history(run).lostWrites).toBe(0);
  });

  it('with three copies goes on without its leader after an election', () => {
    const run = told({ copies: 3, shards: 2 }, { ms: 4000, timeline: [fault('crash', 'store/1', 1000, 2500)] }, {}, { timeout: 100 });
    expect(failed(late(run, 2000)).length).toBe(0);
    expect([figures(run)['led'], history(run).lostWrites]).toEqual([2, 0]);
  });

  it('with three copies takes the round trip to the nearer other more than one without: 1 + 0.15 + 0.15', () => {
    const ms = (copies: number) => [
      ...new Set(late(told({ copies }, { ms: 1500 }, { rate: 50 }), 1000).map((line) => / ok (.*)$/.exec(line)?.[1])),
    ];
    expect([ms(1), ms(3)]).toEqual([['1'], ['1.3']]);
  });
});

describe('a read of all shards', () => {
  const scattered = (more: ParamBag = {}, options: Partial<StoryOptions> = {}, client: ParamBag = {}) =>
    told({ scatter: ['get'], ...more }, { ms: 600, classes: READS, ...options }, { rate: 50, ...client }, { timeout: 200 });
  const spent = (run: Run) => [...new Set(late(run, 100).map((line) => / ok (.*)$/.exec(line)?.[1]))];

  it('takes its own work, the way to the others, their work and the way back: 1 + 0.15 + 1 + 0.15', () => {
    expect(spent(scattered())).toEqual(['2.3']);
    expect(spent(scattered({ shards: 1 }))).toEqual(['1']);
  });

  it('waits for the slowest', () => {
    const run = scattered({}, { timeline: [fault('slow', 'store/3', 0, 10_000, { factor: 20 })] });
    expect(late(run, 100).every((line) => Number(/ok (.*)$/.exec(line)?.[1]) >= 20)).toBe(true);
  });

  it('fails when one of them is lost, where reads by key fail for a quarter', () => {
    const timeline = [fault('crash', 'store/3', 200, 10_000)];
    const all = late(scattered({}, { timeline }), 210);
    expect(failed(all)).toHaveLength(all.length);
    const byKey = late(scattered({ scatter: [] }, { timeline, ms: 2000 }), 210);
    expect(failed(byKey).length / byKey.length).toBeLessThan(0.4);
  });
});

describe('adding a shard', () => {
  const grown = (scheme: string, more: ParamBag = {}, ms = 4000) =>
    told(
      { scheme, most: 5, moveRate: 1000, moveGroup: 10, ...more },
      { ms, classes: BOTH, timeline: [change('store', 'shards', 5, 1500)] },
    );

  it('moves 1/(n+1) of the keys by ring and by directory, and n/(n+1) by hash; nothing is lost or old', () => {
    for (const [scheme, share, by] of [
      ['ring', 1 / 5, 0.07],
      ['directory', 1 / 5, 0.05],
      ['range', 1 / 8, 0.03],
      ['hash', 4 / 5, 0.06],
    ] as const) {
      const run = grown(scheme);
      expect(Math.abs(Number(figures(run)['movedShare']) - share), scheme).toBeLessThan(by);
      expect(figures(run), scheme).toMatchObject({ shards: 5, left: 0, lostWrites: 0 });
      expect([history(run).staleReads, history(run).lostWrites, failed(late(run, 100)).length], scheme).toEqual([0, 0, 0]);
      expect(visits(run), scheme).toHaveLength(5);
    }
  });

  it('takes as long as copying does, and calls to keys that move wait for their group meanwhile', () => {
    // Four fifths of 400 keys at 200 a second: about 1.6 s.
    expect(Number(figures(grown('hash', { moveRate: 200 }, 2500))['left'])).toBeGreaterThan(50);
    expect(figures(grown('hash', { moveRate: 200 }, 4000))['left']).toBe(0);
    const slowest = (lines: readonly string[]) => Math.max(...lines.map((line) => Number(/ ok ([\d.]+)/.exec(line)?.[1] ?? 0)));
    const run = grown('hash', { moveRate: 200, moveGroup: 40 });
    expect(slowest(late(run, 100, 1500))).toBeLessThan(10);
    expect(slowest(late(run, 1500, 3500))).toBeGreaterThan(100);
    expect(slowest(late(run, 1500, 3500))).toBeLessThan(230);
  });

  it('may have calls to keys that move refused', () => {
    const run = grown('hash', { moveRate: 200, moveGroup: 40, moving: 'refuse' });
    expect(failed(late(run, 1500, 3500)).length).toBeGreaterThan(20);
    expect(failed(late(run, 1500, 3500)).every((line) => line.includes('route moved at store'))).toBe(true);
  });

  it('goes on through the loss of a leader', () => {
    const timeline = [change('store', 'shards', 3, 1500), fault('crash', 'store/1', 1700, 1500)];
    const more = { copies: 3, shards: 2, most: 3, moveRate: 300, moveGroup: 10, scheme: 'hash' };
    const run = told(more, { ms: 8000, classes: BOTH, timeline }, {}, { timeout: 200 });
    expect(figures(run)).toMatchObject({ left: 0, lostWrites: 0, led: 3 });
    expect([history(run).staleReads, history(run).lostWrites]).toEqual([0, 0]);
  });
});

describe('taking a shard away', () => {
  it('moves its keys to the others', () => {
    const run = told({ moveRate: 1000, moveGroup: 10 }, { ms: 4000, classes: BOTH, timeline: [change('store', 'shards', 3, 1500)] });
    expect(figures(run)).toMatchObject({ shards: 3, left: 0 });
    expect(Math.abs(Number(figures(run)['movedShare']) - 1 / 4)).toBeLessThan(0.09);
    expect([history(run).staleReads, history(run).lostWrites, failed(late(run, 100)).length]).toEqual([0, 0, 0]);
  });
});
