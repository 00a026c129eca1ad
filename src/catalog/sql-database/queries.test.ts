/** Stories of what queries cost, of views, disks, backups, and of data split by function, in whole designs. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const READ = cls('get');
const REPORT = cls('report');
const WRITE = cls('put', { write: true });
const classes = [READ, REPORT, WRITE];
const source = (id: string, cls: string, rate: number, more: ParamBag = {}) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, skew: 0, classes: [cls], ...more });
const db = (more: ParamBag = {}) => node('db', 'sql-database', { replicas: 0, readTime: constant(1), writeTime: constant(2), ...more });
const figures = (told: Story) => told.report.nodes['db']!.figures;

/** What one report and one write take. */
function times(more: ParamBag) {
  const told = story([source('desk', 'report', 1), source('pen', 'put', 1), db(more)], [link('desk', 'db'), link('pen', 'db')], {
    ms: 1500,
    classes,
  });
  const took = (id: string) => Number(/ ok (\S+)$/.exec(told.log(id)[0]!)![1]);
  return { read: took('desk'), write: took('pen') };
}

describe('a query', () => {
  it('without an index looks through all rows, and is quick again with one', () => {
    const rows = { rows: 100_000, scanRate: 1_000_000 };
    expect(times({})).toEqual({ read: 1, write: 2 });
    expect(times({ ...rows, scans: ['report'] })).toEqual({ read: 101, write: 2 });
    expect(times({ ...rows, scans: ['report'], indexes: 5, indexTime: 0.1 })).toEqual({ read: 101, write: 2.5 });
  });

  it('that is slow takes the workers from quick ones, until it is tuned', () => {
    const nodes = [source('desk', 'report', 100), source('shop', 'get', 100), db({ workers: 4, scans: ['report'], rows: 100_000 })];
    const told = story(nodes, [link('desk', 'db'), link('shop', 'db')], {
      ms: 4000,
      classes,
      timeline: [change('db', 'rows', 100, 2000)],
    });
    const waits = told.log('shop').map((line) => Number(/ ok (\S+)$/.exec(line)?.[1]));
    expect(Math.max(...waits.slice(0, 190))).toBeGreaterThan(100);
    expect(Math.max(...waits.slice(-100))).toBeLessThan(3);
  });

  it('that joins fetches more rows, and one where they lie together, which every write then keeps up', () => {
    expect(times({ joins: ['report'], joined: 4 })).toEqual({ read: 5, write: 2 });
    expect(times({ joins: ['report'], joined: 4, layout: 'denormalised' })).toEqual({ read: 1, write: 10 });
  });

  it('made for each row of an answer (N+1) costs as many calls, and one that joins costs one', () => {
    const app = node('app', 'service', { instances: 1, work: constant(0) });
    const run = (more: ParamBag, count: number) => {
      const told = story([source('desk', 'report', 1), app, db(more)], [link('desk', 'app'), link('app', 'db', { count })], {
        ms: 1500,
        classes,
      });
      return { calls: told.where('db', ' in').length, took: told.log('desk')[0] };
    };
    expect(run({}, 11)).toEqual({ calls: 11, took: '1011 desk ok 11' });
    expect(run({ joins: ['report'], joined: 1 }, 1)).toEqual({ calls: 1, took: '1002 desk ok 2' });
  });
});

describe('a materialised view', () => {
  it('answers at once what would take a scan, as old as its last refresh', () => {
    const view = { scans: ['report'], rows: 1_000_000, viewClasses: ['report'], viewEvery: 300, viewTime: 100, viewLoad: 1 };
    const told = story([source('desk', 'report', 20), source('pen', 'put', 5), db(view)], [link('desk', 'db'), link('pen', 'db')], {
      ms: 1000,
      classes,
    });
    // Written at 200, 400 … (done 2 later): the refresh from 300 to 400 shows the first, that from 700 to 800 three.
    const stale = told.where('desk', 'stale').map((line) => Number.parseFloat(line));
    expect(told.where('desk', ' ok 1').length + stale.length).toBeGreaterThan(15);
    expect(stale.filter((at) => at < 400)).toEqual([251, 302, 352]);
    expect(stale.filter((at) => at > 410 && at < 800).length).toBeGreaterThan(5);
    // Everything else takes twice as long while it is refreshed.
    expect(told.log('pen')).toContain('202 pen ok 2');
    expect(told.log('pen').filter((line) => line.endsWith(' ok 4')).length).toBeGreaterThan(0);
  });
});

describe('disks', () => {
  const disks = (more: ParamBag) => db({ disks: 1, diskTime: constant(10), pageRows: 1, poolPages: 50, ...more });

  it('are read for what is not in memory, and written with every commit', () => {
    const told = story([source('desk', 'get', 10), source('pen', 'put', 4), disks({})], [link('desk', 'db'), link('pen', 'db')], {
      ms: 350,
      classes,
    });
    expect(told.log('desk', 'pen')).toEqual(['111 desk ok 11', '201 desk ok 1', '262 pen ok 12', '301 desk ok 1']);
    expect(figures(told)).toMatchObject({ poolHits: 0.75, disksLost: 0 });
    expect(figures(told)['diskUse']).toBeCloseTo(20 / 350, 5);
  });

  it('hit as often as the pages that fit are asked for', () => {
    const told = story([source('desk', 'get', 200, { keys: 100 }), disks({ diskTime: constant(0.1) })], [link('desk', 'db')], {
      ms: 20_000,
      classes,
    });
    expect(figures(told)['poolHits']).toBeCloseTo(0.5, 1);
    const pages = story(
      [source('desk', 'get', 200, { keys: 100 }), disks({ diskTime: constant(0.1), pageRows: 2 })],
      [link('desk', 'db')],
      { ms: 20_000, classes },
    );
    expect(figures(pages)['poolHits']).toBeGreaterThan(0.98);
  });

  it.each([
    ['0', 12],
    ['1', 12],
    ['5', 22],
    ['6', 22],
    ['10', 12],
  ])('in RAID %s take %d ms for a lone write: parity is read before it is written', (raid, ms) => {
    const told = story([source('pen', 'put', 1), disks({ raid, disks: 4 })], [link('pen', 'db')], { ms: 1500, classes });
    expect(told.log('pen')).toEqual([`${1000 + ms} pen ok ${ms}`]);
  });

  it('of a level are busy by its write penalty', () => {
    const use = (raid: string) => {
      const told = story([source('pen', 'put', 20, { keys: 400 }), disks({ raid, disks: 4 })], [link('pen', 'db')], {
        ms: 10_000,
        classes,
      });
      return figures(told)['diskUse']!;
    };
    const one = use('0');
    expect(['1', '5', '6', '10'].map((raid) => Math.round(use(raid) / one))).toEqual([4, 4, 6, 2]);
  });

  it('with redundancy bear a failure, slower until the new disk is filled', () => {
    const nodes = [
      source('desk', 'get', 20, { keys: 400 }),
      disks({ raid: '5', disks: 4, poolPages: 1, rebuildTime: 4000, rebuildShare: 0.5 }),
    ];
    const told = story(nodes, [link('desk', 'db')], { ms: 9000, classes, timeline: [fault('disk-loss', 'db', 2000, 0)] });
    expect(told.report.total.outcomes).toEqual({ ok: told.report.total.requests });
    const took = (from: number, to: number) =>
      told
        .log('desk')
        .filter((line) => Number.parseFloat(line) > from && Number.parseFloat(line) < to)
        .map((line) => Number(/ ok (\S+)$/.exec(line)![1]));
    expect(new Set(took(0, 1900))).toEqual(new Set([11]));
    // Whatever disk it is, its time is halved; now and then a page is the one in memory.
    expect(Math.min(...took(2100, 6000).filter((ms) => ms > 1))).toBeGreaterThanOrEqual(21);
    expect(new Set(took(6200, 9000))).toEqual(new Set([11]));
  });
});

describe('data that is destroyed', () => {
  const parts = (more: ParamBag) =>
    [source('pen', 'put', 10), source('desk', 'get', 10), db({ restoreTime: 200, recovery: 10, backupTime: 50, ...more })] as const;
  const links = [link('pen', 'db'), link('desk', 'db')];

  it('by a second disk failure in RAID 5, a first in RAID 0, comes back from the last backup', () => {
    const run = (raid: string, failures: readonly number[]) =>
      story(parts({ disks: 4, raid, diskTime: constant(1), backupEvery: 300, rebuildTime: 10_000 }), links, {
        ms: 2000,
        classes,
        timeline: failures.map((at) => fault('disk-loss', 'db', at, 0)),
      }).report.consistency.lostAcknowledgedWrites;
    expect(run('5', [990])).toBe(0);
    expect(run('10', [990])).toBe(0);
    // Backups began at 300 and 650: writes from 700 to 900 are lost.
    expect(run('0', [990])).toBe(3);
    expect(run('5', [985, 990])).toBe(3);
    expect(run('6', [985, 990])).toBe(0);
  });

  it('on all copies at once comes back from the backup: redundancy is none', () => {
    const run = (more: ParamBag) =>
      story(parts({ replicas: 2, heartbeat: 1000, applyTime: constant(0), copyTime: 20, ...more }), links, {
        ms: 2000,
        classes,
        timeline: [fault('data-loss', 'db', 990, 0)],
      });
    const saved = run({ backupEvery: 300 });
    expect(saved.report.consistency.lostAcknowledgedWrites).toBe(3);
    expect(run({}).report.consistency.lostAcknowledgedWrites).toBe(9);
    // Out from 990 to 1190; what is read then is what survived, and counts as fresh.
    expect(saved.log('pen').filter((line) => line.includes(' ok ')).length).toBeGreaterThan(14);
    expect(
      saved.log('desk').filter((line) => Number.parseFloat(line) > 1000 && Number.parseFloat(line) < 1190 && line.includes(' ok ')),
    ).toEqual([]);
    expect(saved.log('desk').at(-1)).toMatch(/ ok 1$/);
  });

  it('on the disks of one comes back from the others, and nothing is lost with copies that had all', () => {
    const told = story(
      parts({
        replicas: 2,
        heartbeat: 10,
        promotion: 20,
        replication: 'sync',
        applyTime: constant(0),
        copyTime: 100,
        disks: 1,
        diskTime: constant(1),
      }),
      links,
      {
        ms: 2000,
        classes,
        timeline: [fault('disk-loss', 'db/1', 990, 0)],
      },
    );
    expect(told.report.consistency.lostAcknowledgedWrites).toBe(0);
    expect(figures(told)).toMatchObject({ leader: 2, failovers: 1, lagMs: 0 });
  });

  it('on the disks of all at once is gone but for the backup', () => {
    const told = story(parts({ replicas: 2, heartbeat: 1000, applyTime: constant(0), backupEvery: 300, copyTime: 20 }), links, {
      ms: 3500,
      classes,
      timeline: [fault('disk-loss', 'db', 990, 0)],
    });
    expect(told.report.consistency.lostAcknowledgedWrites).toBe(3);
    expect(told.log('desk').at(-1)).toMatch(/ ok 1/);
  });

  it('is slower to get while a backup is taken', () => {
    const told = story(parts({ backupEvery: 300, backupTime: 200, backupLoad: 0.5 }), links, { ms: 1000, classes });
    expect(told.log('desk').slice(1, 6)).toEqual([
      '201 desk ok 1',
      '301.5 desk ok 1.5',
      '401.5 desk ok 1.5',
      '501 desk ok 1',
      '601 desk ok 1',
    ]);
    // The last complete one began at 300.
    expect(figures(told)['backupAge']).toBe(700);
  });
});

describe('federation by function', () => {
  it('leads classes to databases of their own: one in trouble leaves the others alone', () => {
    const app = node('app', 'service', { instances: 1, workers: 100, work: constant(0), waiting: 'freed' });
    const two = [
      node('users', 'sql-database', { replicas: 0, readTime: constant(1), workers: 1 }),
      node('orders', 'sql-database', { replicas: 0, readTime: constant(1), workers: 1 }),
    ];
    const links = [
      link('desk', 'app'),
      link('shop', 'app'),
      link('app', 'users', { classes: ['get'] }),
      link('app', 'orders', { classes: ['report'] }),
    ];
    const told = story([source('desk', 'report', 50), source('shop', 'get', 50), app, ...two], links, {
      ms: 1000,
      classes,
      timeline: [fault('slow', 'orders', 100, 800, { factor: 100 })],
    });
    expect(new Set(told.log('shop').map((line) => line.replace(/^\S+ /, '')))).toEqual(new Set(['shop ok 1']));
    expect(told.where('desk', ' ok 1').length).toBeLessThan(20);
    const one = story(
      [source('desk', 'report', 50), source('shop', 'get', 50), app, db({ workers: 1 })],
      [link('desk', 'app'), link('shop', 'app'), link('app', 'db')],
      {
        ms: 1000,
        classes,
        timeline: [fault('slow', 'db', 100, 800, { factor: 100 })],
      },
    );
    expect(one.where('shop', ' ok 1').length).toBeLessThan(20);
  });
});
