/** Stories of a log's brokers: when a record is safe, where it goes, who takes over, and what is lost with whom. */
import { describe, expect, it } from 'vitest';
import { change, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
/** Three brokers 0.425 ms apart; a batch takes 1 ms. */
const brokers = (params: ParamBag = {}, zones: readonly string[] = ['a', 'b', 'c']) => ({
  ...node('log', 'log', { partitions: 1, batchTime: constant(1), partitionRate: 1e12, brokerSession: 50, ...params }),
  zones,
});
const stop = (at: number) => fault('traffic-spike', 'users', at, 100_000, { factor: 0 });

/** Users → log, a record every so many ms, without delay on the way. */
function writing(every: number, params: ParamBag, options: StoryOptions, wire: ParamBag = {}) {
  const told = story([users(1000 / every), brokers(params)], [link('users', 'log', wire)], options);
  return { told, log: told.log('users'), figures: told.report.nodes['log']!.figures };
}

describe('a record', () => {
  it('is confirmed at once, when the leader has written it, or when all copies in sync have it', () => {
    const at = (params: ParamBag) => writing(10, params, { ms: 19 }).log;
    expect(at({ acks: 'none' })).toEqual(['10 users ok 0']);
    expect(at({ acks: 'leader' })).toEqual(['11 users ok 1']);
    // To the followers, whose questions wait at the leader, and back.
    expect(at({ acks: 'all' })).toEqual(['11.85 users ok 1.85']);
    expect(at({ acks: 'all', replication: 1, minInSync: 1 })).toEqual(['11 users ok 1']);
  });

  it('goes by its key to the broker that leads the partition', () => {
    const run = (partitioning: string) =>
      story([users(100, { keys: 40, skew: 0 }), brokers({ partitions: 3, partitioning })], [link('users', 'log')], { ms: 900 });
    const shares = (partitioning: string) =>
      ['log/1', 'log/2', 'log/3'].map(
        (id) =>
          run(partitioning)
            .visits('log')
            .filter((v) => v === id).length,
      );
    // In turn evenly, by key as keys happen to fall.
    expect(Math.max(...shares('turn')) - Math.min(...shares('turn'))).toBeLessThanOrEqual(1);
    expect(Math.min(...shares('key'))).toBeGreaterThan(10);
    const one = story([users(100), brokers({ partitions: 3 })], [link('users', 'log')], { ms: 200 });
    expect(new Set(one.visits('log')).size).toBe(1);
  });

  it('is refused when fewer copies are in sync than must be', () => {
    const { log, figures } = writing(20, { minInSync: 3 }, { ms: 190, timeline: [fault('crash', 'log/2', 10, 1000)] });
    // Until the broker is missed, at 60 ms, the leader waits for it: those records are written, and their callers never hear of it.
    expect(log).toEqual([
      '60 users unavailable 40: too few copies at log',
      '60 users unavailable 20: too few copies at log',
      '61.85 users unavailable 1.85: too few copies at log',
      '80 users unavailable 0: too few copies at log',
      '100 users unavailable 0: too few copies at log',
      '120 users unavailable 0: too few copies at log',
      '140 users unavailable 0: too few copies at log',
      '160 users unavailable 0: too few copies at log',
      '180 users unavailable 0: too few copies at log',
    ]);
    expect(figures).toMatchObject({ underReplicated: 1, leaderless: 0, lost: 0 });
  });

  it('sent again by its producer is written once where producers are known, and twice where they are not', () => {
    const run = (idempotent: boolean) =>
      story(
        [users(20), brokers({ idempotent, acks: 'leader' }), node('app', 'service', { instances: 1, work: constant(1) })],
        [link('users', 'log', { ...delayed(5), timeout: 8, retries: 1, backoff: 2, jitter: 'none' }), link('log', 'app')],
        { ms: 200, timeline: [stop(60)] },
      );
    expect(run(true).where('log', ' ok')).toEqual(['56 log/1 ok', '65 log/1 ok']);
    expect(run(true).where('app', ' ok')).toHaveLength(1);
    expect(run(false).where('app', ' ok')).toHaveLength(2);
    expect(run(false).report.nodes['log']!.figures).toMatchObject({ repeated: 1, duplicates: 0 });
  });
});

describe('batches', () => {
  it('hold what came while the one before was written, up to their size', () => {
    const { log } = writing(1, { acks: 'leader', batchTime: constant(10) }, { ms: 32.5 });
    // The first alone from 1 to 11; those of 2 to 10 together until 21; then the ten up to 20.
    expect(log.filter((line) => line.startsWith('11 '))).toHaveLength(1);
    expect(log.filter((line) => line.startsWith('21 '))).toHaveLength(9);
    expect(log.filter((line) => line.startsWith('31 '))).toHaveLength(10);
    const small = writing(1, { acks: 'leader', batchTime: constant(10), batchBytes: 3 }, { ms: 32.5 }).log;
    expect(small).toHaveLength(7);
  });

  it('wait for more as long as they may, which adds to every answer and saves writing', () => {
    expect(writing(4, { acks: 'leader', linger: 10 }, { ms: 30 }).log).toEqual([
      '15 users ok 11',
      '15 users ok 7',
      '15 users ok 3',
      '27 users ok 11',
      '27 users ok 7',
      '27 users ok 3',
    ]);
  });

  it('of what came while the one before was written wait from when they came, not from when it was written', () => {
    // Records at 4 and every 4 ms. That of 4 waits for more until 14 and is written, with 8 and 12, until 24; 16 has waited its 10 ms at 26.
    const { log } = writing(4, { acks: 'leader', linger: 10, batchTime: constant(10) }, { ms: 38 });
    expect(log).toEqual(['24 users ok 20', '24 users ok 16', '24 users ok 12', '36 users ok 20', '36 users ok 16', '36 users ok 12']);
  });

  it('of more partitions are written side by side: more throughput, and with a wait for more longer waits', () => {
    const run = (partitions: number, params: ParamBag) =>
      story(
        [users(4000, { keys: 400, skew: 0 }), brokers({ partitions, acks: 'leader', batchTime: constant(2), ...params })],
        [link('users', 'log', { timeout: 1000 })],
        { ms: 1000 },
      ).report.total;
    // Batches of four bytes: 2000 records a second and partition.
    const few = run(1, { batchBytes: 4 });
    const many = run(6, { batchBytes: 4 });
    expect([few.throughput < 2100, many.throughput > 3900]).toEqual([true, true]);
    // Batches that are full after 20 records: one partition fills them in 5 ms, twelve do in 60.
    const narrow = run(1, { batchBytes: 20, linger: 100 });
    const wide = run(12, { batchBytes: 20, linger: 100 });
    expect(wide.latencyMs.p50).toBeGreaterThan(3 * (narrow.latencyMs.p50 ?? Number.NaN));
  });
});

describe('when a leader is lost', () => {
  it('a copy in sync takes over once it is missed, and nothing that was confirmed is lost', () => {
    const { log, figures } = writing(20, {}, { ms: 199, timeline: [fault('crash', 'log/1', 50, 100)] });
    expect(log.slice(0, 5)).toEqual([
      '21.85 users ok 1.85',
      '41.85 users ok 1.85',
      '60 users refused 0: down at log',
      '80 users refused 0: down at log',
      '100 users refused 0: down at log',
    ]);
    // Missed at 100; the new leader hears of it at 100.425 at the latest, waits for no one but the other follower.
    expect(log[5]).toMatch(/^121\.\d+ users ok 1\.\d+$/);
    expect(figures).toMatchObject({ elections: 1, lost: 0, leaderless: 0 });
  });

  it('what only the leader had confirmed is lost, exactly', () => {
    const lag = { acks: 'leader', replicaLag: 10_000 };
    const cut = fault('pause-replication', 'log', 30, 1000);
    const { log, figures } = writing(20, lag, { ms: 300, timeline: [cut, fault('crash', 'log/1', 130, 1000)] });
    // Those of 20 reached the followers; those of 40, 60, 80, 100 and 120 did not.
    expect(log.filter((line) => line.includes(' ok ')).slice(0, 6)).toHaveLength(6);
    expect(figures).toMatchObject({ lost: 5, elections: 1 });
  });

  it('a cut-off leader goes on for those on its side, and what it confirms by itself is lost when it is back', () => {
    const parts = (acks: string) =>
      story([users(50), brokers({ acks, minInSync: 1 })], [link('users', 'log', { timeout: 30 })], {
        ms: 1500,
        timeline: [fault('partition', '{users,log/1}|{log/2,log/3}', 30, 270), stop(500)],
      });
    const alone = parts('leader');
    // All fourteen from 40 to 300 are confirmed by the old leader; the copies beyond the cut have elected another at 80.
    expect(alone.report.total.outcomes).toEqual({ ok: 24 });
    expect(alone.report.nodes['log']!.figures).toMatchObject({ elections: 1, leaderless: 0 });
    expect(alone.report.nodes['log']!.figures['lost']).toBeGreaterThanOrEqual(13);
    // With acks of all in sync it confirms nothing, since the others no longer follow it.
    const all = parts('all');
    expect(all.report.total.outcomes['timeout']).toBeGreaterThanOrEqual(12);
    expect(all.report.nodes['log']!.figures).toMatchObject({ lost: 0 });
  });

  it('and no copy in sync is left, it stays without a leader, or another copy leads and what it lacks is lost', () => {
    const run = (unclean: boolean) =>
      writing(
        20,
        { unclean, acks: 'all', minInSync: 1, replication: 2 },
        {
          ms: 700,
          timeline: [fault('crash', 'log/2', 50, 200), fault('crash', 'log/1', 220, 1000), change('log', 'brokerSession', 40, 0)],
        },
      );
    const clean = run(false);
    expect(clean.figures).toMatchObject({ leaderless: 1, lost: 0, elections: 0 });
    expect(clean.log.at(-1)).toMatch(/refused|unavailable/);
    const unclean = run(true);
    // Confirmed by the leader alone while the other was missed: those of 60 to 200.
    expect(unclean.figures).toMatchObject({ leaderless: 0, lost: 8, elections: 1 });
    expect(unclean.log.at(-1)).toContain(' ok ');
  });

  it('a follower that lags is no longer waited for, and is again when it has caught up', () => {
    const slow = fault('slow', 'log/2', 50, 400, { factor: 1000 });
    // 5000 bytes at 1 MB/s: 5 ms, a thousand times longer on the slow one.
    const params = { replicaLag: 100, partitionRate: 1e6 };
    const classes = [{ id: 'put', name: 'put', route: '/', write: true, weight: 1, bytesUp: 5000, bytesDown: 0 }];
    const { figures } = writing(40, params, { ms: 400, classes, timeline: [slow] });
    expect(figures).toMatchObject({ underReplicated: 1, lost: 0 });
    const later = writing(40, params, { ms: 12_000, classes, timeline: [slow, stop(600)] });
    expect(later.figures).toMatchObject({ underReplicated: 0 });
    expect(later.log.filter((line) => line.includes(' ok '))).toHaveLength(14);
  });

  it('for less than its session, goes on where it was', () => {
    const { log, figures } = writing(20, {}, { ms: 199, timeline: [fault('kill-leader', 'log', 50, 30)] });
    expect(log.filter((line) => !line.includes(' ok '))).toEqual(['60 users refused 0: down at log']);
    expect(figures).toMatchObject({ elections: 0, lost: 0, underReplicated: 0 });
  });

  it('in a zone that is lost takes one copy of each partition with it, where there are zones enough', () => {
    const run = (zones: readonly string[]) =>
      story([users(50, { keys: 50 }), brokers({ partitions: 6, instances: 6 }, zones)], [link('users', 'log', { timeout: 100 })], {
        ms: 1000,
        timeline: [fault('zone-loss', 'zone:b', 300, 10_000)],
      }).report.nodes['log']!.figures;
    expect(run(['a', 'b', 'c'])).toMatchObject({ leaderless: 0, underReplicated: 6, lost: 0 });
    // Two zones: some partitions have two of three copies there, and lead on with one.
    expect(run(['a', 'b'])['leaderless']).toBe(0);
  });
});
