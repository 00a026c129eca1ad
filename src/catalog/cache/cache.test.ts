/** Stories of the cache: what is in, who loads what is missing, what it costs, and when an answer is old. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const cache = (more: ParamBag = {}) => node('cache', 'cache', { time: constant(0.5), ...more });
const through = (more: ParamBag = {}) => cache({ mode: 'read-through', ...more });
const db = (more: ParamBag = {}) => node('db', 'sql-database', { replicas: 0, readTime: constant(10), writeTime: constant(4), ...more });
const app = (id = 'app') => node(id, 'service', { instances: 1, workers: 100, work: constant(1) });
const READ = cls('get');
const WRITE = cls('put', { write: true });
const behind = [link('users', 'cache'), link('cache', 'db')];
const beside = [link('users', 'app'), link('app', 'cache'), link('app', 'db')];

function figures(told: Story, id = 'cache') {
  return told.report.nodes[id]!.figures;
}

describe('read-through', () => {
  it('loads what is missing from what its link leads to, and answers the rest itself', () => {
    const told = story([users(20), through(), db()], [link('users', 'cache', delayed(1)), link('cache', 'db', delayed(2))], { ms: 120 });
    expect(told.log()).toEqual([
      '51 cache in',
      '53.5 db in',
      '63.5 db ok',
      '65.5 cache ok',
      '66.5 users ok 16.5',
      '101 cache in',
      '101.5 cache ok',
      '102.5 users ok 2.5',
    ]);
    expect(figures(told)).toMatchObject({ hitRatio: 0.5, entries: 1, evictions: 0, expirations: 0, bytes: 56, stale: 0 });
  });

  it('passes writes on and drops the entry, so that nobody who asks it reads an old value', () => {
    const told = story([users(20), through(), db()], behind, { ms: 5000, classes: [READ, WRITE] });
    const { reads, staleReads } = told.report.consistency;
    expect(reads).toBeGreaterThan(20);
    expect(staleReads).toBe(0);
    // Each write empties it, so that a read hits only after a read.
    expect(figures(told)['hitRatio']).toBeGreaterThan(0.3);
    expect(figures(told)['hitRatio']).toBeLessThan(0.7);
  });

  it('sends everyone who misses at the same time to the store: there is no single flight', () => {
    const told = story([users(500), through(), db()], behind, { ms: 20 });
    expect(told.where('db', ' in')).toEqual(['2.5 db in', '4.5 db in', '6.5 db in', '8.5 db in', '10.5 db in']);
    expect(told.where('users', ' ok 0.5')).toEqual(['12.5 users ok 0.5', '14.5 users ok 0.5', '16.5 users ok 0.5', '18.5 users ok 0.5']);
  });

  it('fails with its store, and remembers no failure', () => {
    const told = story([users(20), through(), db()], behind, { ms: 180, timeline: [fault('error-rate', 'db', 0, 70, { share: 1 })] });
    expect(told.log('users')).toEqual(['50.5 users error 0.5: injected error at db', '110.5 users ok 10.5', '150.5 users ok 0.5']);
  });

  it('has nothing to say about what it does not hold when nothing is behind it', () => {
    const told = story([users(20), through()], [link('users', 'cache')], { ms: 60 });
    expect(told.log('users')).toEqual(['50.5 users error 0.5: no route at cache']);
  });
});

describe('cache-aside', () => {
  it('its caller asks it, loads from the store when it misses, fills it, and finds it filled', () => {
    const told = story([users(20), app(), cache(), db()], beside, { ms: 120 });
    expect(told.log()).toEqual([
      '50 app in',
      '51 cache in',
      '51.5 cache ok',
      '51.5 db in',
      '61.5 db ok',
      '61.5 cache in',
      '61.5 app ok',
      '61.5 users ok 11.5',
      '62 cache ok',
      '100 app in',
      '101 cache in',
      '101.5 cache ok',
      '101.5 app ok',
      '101.5 users ok 1.5',
    ]);
    expect(figures(told)).toMatchObject({ hitRatio: 0.5, entries: 1 });
  });

  it('a write goes to the store and then drops the entry', () => {
    const told = story([users(20), app(), cache(), db()], beside, { ms: 60, classes: [WRITE] });
    expect(told.log()).toEqual(['50 app in', '51 db in', '55 db ok', '55 cache in', '55.5 cache ok', '55.5 app ok', '55.5 users ok 5.5']);
    expect(figures(told)).toMatchObject({ hitRatio: null, entries: 0 });
  });

  it('a cache that is down counts as a miss: the store bears the traffic', () => {
    const told = story([users(20), app(), cache(), db()], beside, { ms: 260, timeline: [fault('crash', 'cache', 90, 100)] });
    expect(told.log('users')).toEqual([
      '61.5 users ok 11.5',
      '111 users ok 11',
      '161 users ok 11',
      '211.5 users ok 11.5',
      '251.5 users ok 1.5',
    ]);
    expect(told.where('db', ' in')).toEqual(['51.5 db in', '101 db in', '151 db in', '201.5 db in']);
  });

  it('old values are read until they expire where somebody writes past the cache', () => {
    const told = story(
      [
        users(100, { classes: ['get'] }),
        node('editor', 'client', { rate: 1, arrivals: 'even', keys: 1, sessions: 1, classes: ['put'] }),
        app(),
        cache({ ttl: 300 }),
        db({ readTime: constant(0) }),
      ],
      [...beside, link('editor', 'db')],
      { ms: 1995, classes: [READ, WRITE] },
    );
    // Filled at 11.5 ms and every 300 ms and a bit after that; written at 1004 ms; the entry of 931.5 is used until 1231.5.
    const { consistency, total } = told.report;
    expect(told.where('editor', 'ok 4')).toEqual(['1004 editor ok 4']);
    expect(told.where('db', ' in')).toEqual([
      '11.5 db in',
      '321.5 db in',
      '631.5 db in',
      '941.5 db in',
      '1000 db in',
      '1251.5 db in',
      '1561.5 db in',
      '1871.5 db in',
    ]);
    // Reads that began from 1010 to 1240 found the old value.
    expect(consistency).toMatchObject({ reads: total.requests - 1, staleReads: 24 });
    // The last of them began at the app at 1241, so long after the write was acknowledged.
    expect(consistency.ageMs.max).toBe(237);
    expect(consistency.versionsBehind.max).toBe(1);
  });

  it('a slow load may put back an old value after a write has dropped it', () => {
    const nodes = [
      users(20, { classes: ['get'] }),
      node('editor', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1, classes: ['put'] }),
      app(),
      app('near'),
      cache({ ttl: 0 }),
      db({ readTime: constant(1) }),
    ];
    const links = [
      link('users', 'app'),
      link('app', 'cache'),
      link('app', 'db', delayed(5)),
      link('editor', 'near', delayed(4)),
      link('near', 'cache'),
      link('near', 'db'),
    ];
    const told = story(nodes, links, { ms: 195, classes: [READ, WRITE], timeline: [fault('cache-flush', 'cache', 99, 0)] });
    // Read at 107.5, written at 109, dropped at 109.5, filled in at 113: what the user of 150 gets is old.
    expect(told.log('cache').slice(-6)).toEqual([
      '109 cache in',
      '109.5 cache ok',
      '112.5 cache in',
      '113 cache ok',
      '151 cache in',
      '151.5 cache ok',
    ]);
    expect(told.log('users').slice(-2)).toEqual(['112.5 users ok 12.5', '151.5 users ok 1.5, stale']);
  });

  it('a caller that has no link to the store leaves the loading to the cache', () => {
    const told = story([users(20), app(), cache(), db()], [link('users', 'app'), link('app', 'cache'), link('cache', 'db')], { ms: 120 });
    expect(told.log('users', 'db')).toEqual(['51.5 db in', '61.5 db ok', '61.5 users ok 11.5', '101.5 users ok 1.5']);
    expect(told.report.consistency.reads).toBe(2);
  });

  it('with nothing behind it, it is itself what is written to', () => {
    const told = story([users(20), app(), cache()], [link('users', 'app'), link('app', 'cache')], { ms: 1000, classes: [WRITE, READ] });
    expect(told.report.total.outcomes).toEqual({ ok: 19 });
    expect(figures(told)).toMatchObject({ entries: 1 });
    expect(figures(told)['hitRatio']).toBeGreaterThan(0.5);
  });
});

describe('an entry', () => {
  it('may be used for its time to live, counted from when it was filled', () => {
    const told = story([users(100), through({ ttl: 30 }), db({ readTime: constant(0.5) })], behind, { ms: 100 });
    // Filled at 11: until 41. Filled at 51: until 81.
    expect(told.where('db', ' in')).toEqual(['10.5 db in', '50.5 db in', '90.5 db in']);
    expect(figures(told)).toMatchObject({ expirations: 2 });
  });

  it('lives for ever without one', () => {
    const told = story([users(1), through({ ttl: 0 }), db()], behind, { ms: 100_000 });
    expect(told.where('db', ' in')).toHaveLength(1);
  });

  it('lives up to the spread shorter, so that entries do not expire together', () => {
    const told = story([users(1000), through({ ttl: 100, jitter: 0.5 }), db({ readTime: constant(0) })], behind, { ms: 20_000 });
    const fills = told.where('db', ' in').map((line) => Number.parseFloat(line));
    const lives = fills.slice(1).map((at, i) => at - fills[i]!);
    // Asked for every millisecond, it is loaded anew within one of its end.
    expect(Math.min(...lives)).toBeGreaterThanOrEqual(50);
    expect(Math.min(...lives)).toBeLessThan(53);
    expect(Math.max(...lives)).toBeLessThanOrEqual(101);
    expect(Math.max(...lives)).toBeGreaterThan(97);
    expect(lives.reduce((sum, life) => sum + life, 0) / lives.length).toBeCloseTo(75.5, -1);
  });

  it('that is filled later lives as long as the setting says then', () => {
    const told = story([users(100), through({ ttl: 20 }), db({ readTime: constant(0) })], behind, {
      ms: 120,
      timeline: [change('cache', 'ttl', 60, 25)],
    });
    expect(told.where('db', ' in')).toEqual(['10.5 db in', '30.5 db in', '90.5 db in']);
  });

  it('makes room for another when all places are taken', () => {
    const told = story([users(100, { keys: 2, skew: 0 }), through({ capacity: 1 }), db({ readTime: constant(0) })], behind, { ms: 10_000 });
    // Of two keys asked for alike, half of the time it is the other one that is in.
    expect(figures(told)['hitRatio']).toBeCloseTo(0.5, 1);
    expect(figures(told)).toMatchObject({ entries: 1, evictions: told.where('db', ' in').length - 1 });
  });
});

describe('several instances', () => {
  it('share the keys; what a lost one held is gone, the others keep theirs', () => {
    const told = story(
      [users(1000, { keys: 50, skew: 0 }), through({ instances: 4, time: constant(0) }), db({ readTime: constant(0) })],
      behind,
      {
        ms: 3000,
        timeline: [fault('crash', 'cache/2', 1000, 500)],
      },
    );
    const filled = [1, 2, 3, 4].map((i) => told.report.nodes['cache']!.instances[i - 1]!.arrivals);
    expect(Math.min(...filled)).toBeGreaterThan(300);
    // Everybody's keys were loaded once, those of the second instance once more after it came back.
    const loads = told.where('db', ' in').map((line) => Number.parseFloat(line));
    const later = loads.filter((at) => at > 1500).length;
    expect(loads.filter((at) => at < 1000)).toHaveLength(50);
    expect(loads.filter((at) => at >= 1000 && at <= 1500)).toHaveLength(0);
    expect(later).toBeGreaterThan(5);
    expect(later).toBeLessThan(20);
    expect(loads).toHaveLength(50 + later);
    expect(told.report.total.causes).toEqual({ 'down at cache': told.report.total.outcomes['refused'] });
  });
});

describe('faults', () => {
  it('a flush makes every look-up miss until the entries are back', () => {
    const told = story([users(100), through(), db({ readTime: constant(12) })], behind, {
      ms: 85,
      timeline: [fault('cache-flush', 'cache', 45, 0)],
    });
    expect(told.where('db', ' in')).toEqual(['10.5 db in', '20.5 db in', '50.5 db in', '60.5 db in']);
    expect(told.log('users')).toEqual([
      '22.5 users ok 12.5',
      '30.5 users ok 0.5',
      '32.5 users ok 12.5',
      '40.5 users ok 0.5',
      '62.5 users ok 12.5',
      '70.5 users ok 0.5',
      '72.5 users ok 12.5',
      '80.5 users ok 0.5',
    ]);
  });

  it('what was being loaded when it crashed is remembered by nobody', () => {
    const told = story([users(20), through(), db()], behind, { ms: 160, timeline: [fault('crash', 'cache', 55, 10)] });
    expect(told.log('users')).toEqual(['55 users error 5: crashed at cache', '110.5 users ok 10.5', '150.5 users ok 0.5']);
    expect(told.where('db', ' ok')).toEqual(['60.5 db ok', '110.5 db ok']);
  });

  it('more calls than it has workers wait, and are rejected beyond its limit', () => {
    const slow = through({ time: constant(15), workers: 1, queueLimit: 1 });
    const told = story([users(100), slow, db({ readTime: constant(0) })], behind, {
      ms: 60,
      timeline: [change('cache', 'workers', 3, 52)],
    });
    expect(told.log('users')).toEqual(['25 users ok 15', '40 users ok 20', '50 users rejected 0: queue full at cache', '55 users ok 25']);
  });
});

describe('a cache in each instance of a service', () => {
  const local = (more: ParamBag) =>
    node('app', 'service', { instances: 2, workers: 100, work: constant(1), localEntries: 10, localTtl: 300, ...more });
  const editor = node('editor', 'client', { rate: 2, arrivals: 'even', keys: 1, sessions: 1, classes: ['put'] });

  it('answers before the cache beside it, which is asked once by each instance', () => {
    const told = story([users(20), local({}), cache(), db()], beside, { ms: 260 });
    // In turn: the first fills the remote cache too, the second finds it there.
    expect(told.log('users', 'cache', 'db').filter((line) => !line.includes('cache ok'))).toEqual([
      '51 cache in',
      '51.5 db in',
      '61.5 db ok',
      '61.5 cache in',
      '61.5 users ok 11.5',
      '101 cache in',
      '101.5 users ok 1.5',
      '151 users ok 1',
      '201 users ok 1',
      '251 users ok 1',
    ]);
    expect(told.report.nodes['app']!.figures).toMatchObject({ localHits: 0.6 });
    expect(told.report.consistency.reads).toBe(5);
  });

  it('does not hear of what others write: instances disagree until its entries end', () => {
    const told = story(
      [users(50, { classes: ['get'] }), editor, local({}), db({ readTime: constant(0) })],
      [link('users', 'app'), link('editor', 'app'), link('app', 'db')],
      {
        ms: 990,
        classes: [READ, WRITE],
      },
    );
    // Written at 501 through one instance, which drops its entry; the other one's lasts until its 300 ms are over.
    const stale = told.where('users', 'stale').map((line) => Number.parseFloat(line));
    expect(stale.length).toBeGreaterThan(3);
    expect(Math.min(...stale)).toBeGreaterThan(505);
    expect(Math.max(...stale)).toBeLessThan(806);
    expect(told.report.consistency.staleReads).toBe(stale.length);
  });

  it('is empty after a crash', () => {
    const told = story([users(20), local({ instances: 1, localTtl: 0 }), db()], [link('users', 'app'), link('app', 'db')], {
      ms: 300,
      timeline: [fault('crash', 'app', 110, 10)],
    });
    expect(told.where('db', ' in')).toEqual(['51 db in', '151 db in']);
  });
});
