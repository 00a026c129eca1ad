// Faults of data and of load, each on a small design: the symptom that emerges, and that after it nothing is left of it.
import { describe, expect, it } from 'vitest';
import type { ClassDoc } from '../design/document.ts';
import { CHAIN, chain, ends, LINKS, service, tails, users } from '../laws/fault-chain.ts';
import { cls, constant, delayed, fault, type Story, story } from '../laws/story.ts';
import { link, node } from '../proof/small-design.ts';

const BOTH: readonly ClassDoc[] = [cls('get'), cls('put', { write: true })];
const later = (told: Story, from: number) => told.log().filter((line) => Number.parseFloat(line) >= from);

/** Asserts that from a moment on the story goes as if the fault had never been. */
function expectHealed(told: Story, from: number, nodes = CHAIN, links = LINKS): void {
  const { went, would } = tails(told, from, nodes, links);
  expect(went.length).toBeGreaterThan(20);
  expect(went).toEqual(would);
}

const STORIES: Readonly<Record<string, () => void>> = {
  'disk-full': () => {
    const told = story([users(), service('back', 3)], [link('users', 'back')], {
      ms: 600,
      classes: BOTH,
      timeline: [fault('disk-full', 'back', 100, 200)],
    });
    const failed = told.log('users').filter((line) => line.includes('disk full at back'));
    const { get, put } = told.report.classes;
    // Those that write fail, at once; those that read are served.
    expect(failed.length).toBeGreaterThan(4);
    expect(failed.every((line) => / error 0: /.test(line) && Number.parseFloat(line) >= 100 && Number.parseFloat(line) < 300)).toBe(true);
    expect([get!.outcomes['error'], put!.outcomes['error']]).toEqual([undefined, failed.length]);
    expect(later(told, 310)).toEqual(later(story([users(), service('back', 3)], [link('users', 'back')], { ms: 600, classes: BOTH }), 310));
  },

  'kill-leader': () => {
    const nodes = [users(50), node('db', 'sql-database', { instances: 3, replication: 'async' })];
    const links = [link('users', 'db', { timeout: 100 })];
    const run = (...timeline: ReturnType<typeof fault>[]) =>
      story(nodes, links, { ms: 60_000, classes: [cls('put', { write: true })], timeline });
    const told = run(fault('kill-leader', 'db', 10_000, 20_000));
    expect(told.report.nodes['db']?.figures).toMatchObject({ failovers: 1, leader: 2 });
    expect(ends(told).includes('refused')).toBe(true);
    // The second time it hits whoever leads then.
    const twice = run(fault('kill-leader', 'db', 10_000, 20_000), fault('kill-leader', 'db', 35_000, 10_000));
    expect(twice.report.nodes['db']?.figures).toMatchObject({ failovers: 2 });
    expect(twice.report.nodes['db']?.figures['leader']).not.toBe(2);
    expect(
      ends(told)
        .slice(-500)
        .every((end) => end === 'ok'),
    ).toBe(true);
  },

  'clock-skew': () => {
    // Leases of fixed length, 300 ms; a holder needs 150 ms, and the leader looks every 100 ms.
    const leases = { instances: 1, electionLeast: 2, electionMost: 2, heartbeat: 1000, lease: 300, renew: false };
    const nodes = [users(5), service('app', 1), node('locks', 'coordination', leases), service('db', 150)];
    const links = [link('users', 'app'), link('app', 'locks', { step: 1 }), link('app', 'db', { step: 2 })];
    const run = (...timeline: ReturnType<typeof fault>[]) => story(nodes, links, { ms: 3000, timeline });
    const lost = (told: Story) => told.log('users').filter((line) => line.includes('lock lost'));
    expect(lost(run())).toEqual([]);
    const early = run(fault('clock-skew', 'locks', 850, 100, { ahead: 1000 }));
    // Taken at 801, looked at by 901, which that clock takes for 1901.
    expect(lost(early)).toEqual(['951 users error 151: lock lost at locks']);
    expect(later(early, 1200)).toEqual(later(run(), 1200));
    // Three seconds pass on it in each, so a lease is 100 ms; the one of 1401 is saved by the end of the fault at 1500.
    const fast = run(fault('clock-skew', 'locks', 700, 800, { ahead: 0, drift: 2000 }));
    expect(lost(fast).map((line) => line.split(' ')[0])).toEqual(['951', '1151', '1351']);
    expect(later(fast, 1700)).toEqual(later(run(), 1700));
    const behind = (...timeline: ReturnType<typeof fault>[]) => run(fault('crash', 'app', 830, 50), ...timeline).where('db', 'db in')[4];
    // A dead holder's lease ends with the third look; by a clock that stands 200 ms back with the fifth.
    expect([behind(), behind(fault('clock-skew', 'locks', 850, 1000, { ahead: -200 }))]).toEqual(['1101 db in', '1301 db in']);

    // What the clock says follows from when its faults began, however often knobs are turned meanwhile.
    const at = (ms: number, ...timeline: ReturnType<typeof fault>[]) => {
      const told = run(fault('clock-skew', 'locks', 500, 1000, { ahead: -30, drift: 100 }), ...timeline);
      const { session } = story(nodes, links, { ms, timeline: told.session.agenda.timeline });
      return session.compiled.sim.clockOf(session.compiled.nodes[2]!.firstInstance) / 1e6;
    };
    expect([at(499), at(1000), at(1499), at(1600)]).toEqual([499, 1020, 1568.9, 1600]);
    expect(at(1000, fault('slow', 'db', 600, 10), fault('clock-skew', 'locks/1', 800, 900, { ahead: 5 }))).toBe(1025);
  },

  'pause-replication': () => {
    const db = { instances: 2, replication: 'async', reads: 'replicas' };
    const nodes = [users(50), node('db', 'sql-database', db)];
    const run = (...timeline: ReturnType<typeof fault>[]) => story(nodes, [link('users', 'db')], { ms: 9000, classes: BOTH, timeline });
    const told = run(fault('pause-replication', 'db', 2000, 3000));
    const stale = told
      .log('users')
      .filter((line) => line.endsWith(', stale'))
      .map((line) => Number.parseFloat(line));
    expect(stale.length).toBeGreaterThan(40);
    expect(stale.filter((at) => at < 2000 || at > 5100)).toEqual([]);
    expect(told.report.total.ok).toBe(told.report.total.requests);
    expect(
      run()
        .log('users')
        .filter((line) => line.endsWith(', stale')),
    ).toEqual([]);
  },

  'disk-loss': () => {
    const files = { copies: 1, dataNodes: 3, stored: 0, diskRate: 1e9, seek: constant(1), lookUp: constant(1), standby: false };
    const nodes = [users(50, { keys: 300 }), node('files', 'dfs', files)];
    const run = (...timeline: ReturnType<typeof fault>[]) => story(nodes, [link('users', 'files')], { ms: 4000, timeline });
    const told = run(fault('disk-loss', 'files/2', 2000, 0));
    const lost = told.log('users').filter((line) => line.includes('data lost at files'));
    // A third of the files had their only copy there, and stay lost.
    const share = lost.length / later(told, 2000).filter((line) => line.includes(' users ')).length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.55);
    expect(lost.every((line) => Number.parseFloat(line) > 2000)).toBe(true);
    expect(run().report.total.ok).toBe(run().report.total.requests);
  },

  'data-loss': () => {
    const nodes = [users(50), node('db', 'sql-database', { replicas: 1, copyTime: 200, restoreTime: 500 })];
    const run = (...timeline: ReturnType<typeof fault>[]) =>
      story(nodes, [link('users', 'db', { timeout: 100 })], { ms: 6000, classes: [cls('put', { write: true })], timeline });
    const told = run(fault('data-loss', 'db', 3000, 0));
    // All that was written is lost on every copy; for the time of the restore nothing is taken, then it goes on.
    expect(told.report.consistency.lostAcknowledgedWrites).toBeGreaterThan(50);
    const failed = told.log('users').flatMap((line) => (line.includes(' ok ') ? [] : [Number.parseFloat(line)]));
    expect(failed.length).toBeGreaterThan(1);
    expect([Math.min(...failed) >= 3000, Math.max(...failed) < 4500]).toEqual([true, true]);
    expect(run().report.consistency.lostAcknowledgedWrites).toBe(0);
  },

  promotion: () => {
    const nodes = [users(50), node('db', 'sql-database', { replicas: 2, failover: 'manual', promotion: 100 })];
    const run = (...timeline: ReturnType<typeof fault>[]) =>
      story(nodes, [link('users', 'db', { timeout: 100 })], { ms: 8000, classes: [cls('put', { write: true })], timeline });
    const lost = fault('crash', 'db/1', 2000, 60_000);
    const alone = run(lost);
    const helped = run(lost, fault('promotion', 'db', 4000, 0));
    // Nobody takes over by itself; once somebody is promoted, writes go on.
    expect(ends(alone).slice(-20).includes('ok')).toBe(false);
    expect(
      ends(helped)
        .slice(-20)
        .every((end) => end === 'ok'),
    ).toBe(true);
  },

  'poison-message': () => {
    const queue = { time: constant(0), redelivery: 100, maxDeliveries: 3, prefetch: 1 };
    const nodes = [users(50), node('queue', 'queue', queue), service('job', 5)];
    const run = (...timeline: ReturnType<typeof fault>[]) =>
      story(nodes, [link('users', 'queue'), link('queue', 'job')], { ms: 4000, timeline });
    const told = run(fault('poison-message', 'queue', 1000, 1000, { share: 0.2 }));
    const { deadLettered, redeliveries } = told.report.nodes['queue']!.figures;
    // Producers notice nothing; each poisoned one is delivered three times, in vain.
    expect(told.report.total.ok).toBe(told.report.total.requests);
    expect(deadLettered).toBeGreaterThan(3);
    expect([redeliveries, told.where('job', 'job error').length]).toEqual([2 * deadLettered!, 3 * deadLettered!]);
    expect(later(told, 2500)).toEqual(later(run(), 2500));
  },

  'hot-key': () => {
    const nodes = [
      users(200, { keys: 1000, skew: 0 }),
      node('cache', 'cache', { instances: 4, mode: 'read-through', time: constant(0) }),
      service('back', 3),
    ];
    const links = [link('users', 'cache'), link('cache', 'back')];
    const run = (...timeline: ReturnType<typeof fault>[]) => story(nodes, links, { ms: 3000, timeline });
    const told = run(fault('hot-key', 'users', 1000, 1000, { share: 0.8 }));
    const most = (from: number, to: number) => {
      const counts = [1, 2, 3, 4].map(
        (i) =>
          told.where('cache', ` cache/${i} in`).filter((line) => Number.parseFloat(line) >= from && Number.parseFloat(line) < to).length,
      );
      return Math.max(...counts) / counts.reduce((sum, n) => sum + n, 0);
    };
    // Keys spread evenly over four; with the fault four fifths and a share of the rest go to one.
    expect([most(0, 1000) < 0.4, most(1000, 2000) > 0.75, most(2000, 3000) < 0.4]).toEqual([true, true, true]);
    const asked = (one: Story) => later(one, 2000).filter((line) => / cache\/\d in$/.test(line));
    expect(asked(told)).toEqual(asked(run()));
  },

  'traffic-flood': () => {
    const told = chain(400, fault('traffic-flood', 'users', 100, 100, { rate: 300 }));
    const begun = told.where('app', ' in').map((line) => Number.parseFloat(line) - 1);
    // 100/s and 300/s more: one every 2.5 ms instead of 10.
    expect(begun.filter((at) => at > 100 && at <= 200)).toEqual(Array.from({ length: 40 }, (_, i) => 102.5 + 2.5 * i));
    expectHealed(told, 215);
    const random = story([users(100, { arrivals: 'poisson' }), service('app', 1)], [link('users', 'app', delayed(1))], {
      ms: 20_000,
      timeline: [fault('traffic-flood', 'users', 0, 20_000, { rate: 100 })],
    });
    expect(Math.abs(random.report.total.requests - 4000)).toBeLessThan(4 * Math.sqrt(4000));
  },
};

describe('the symptom of', () => {
  it.each(Object.entries(STORIES))('%s', (_, tell) => tell());
});
