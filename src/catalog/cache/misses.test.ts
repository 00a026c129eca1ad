/** Stories of misses that come together, of fills that come too late, of keys that do not exist, and of results of queries. */
import { describe, expect, it } from 'vitest';
import { cls, constant, delayed, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const READ = cls('get');
const WRITE = cls('put', { write: true });
const users = (rate: number, more: ParamBag = {}) =>
  node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, classes: ['get'], ...more });
const editor = (rate: number) => node('editor', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, classes: ['put'] });
const cache = (more: ParamBag = {}) => node('cache', 'cache', { time: constant(0.5), ttl: 0, ...more });
const through = (more: ParamBag = {}) => cache({ mode: 'read-through', ...more });
const db = (more: ParamBag = {}) => node('db', 'sql-database', { replicas: 0, readTime: constant(10), writeTime: constant(4), ...more });
const app = (id = 'app') => node(id, 'service', { instances: 1, workers: 100, work: constant(1) });
const behind = [link('users', 'cache'), link('cache', 'db')];
const beside = [link('users', 'app'), link('app', 'cache'), link('app', 'db')];

function figures(told: Story) {
  return told.report.nodes['cache']!.figures;
}

describe('single flight', () => {
  it('loads a key once for all who miss it meanwhile', () => {
    const told = story([users(500), through({ stampede: 'single-flight' }), db()], behind, { ms: 17 });
    expect(told.where('db', ' in')).toEqual(['2.5 db in']);
    expect(told.log('users')).toEqual([
      '12.5 users ok 10.5',
      '12.5 users ok 8.5',
      '12.5 users ok 6.5',
      '12.5 users ok 4.5',
      '12.5 users ok 2.5',
      '12.5 users ok 0.5',
      '14.5 users ok 0.5',
      '16.5 users ok 0.5',
    ]);
    expect(figures(told)).toMatchObject({ coalesced: 4 });
  });

  it('fails for all when it fails, and the next one loads again', () => {
    const told = story([users(500), through({ stampede: 'single-flight' }), db()], behind, {
      ms: 27,
      timeline: [fault('error-rate', 'db', 0, 13, { share: 1 }), fault('slow', 'cache', 0, 0)],
    });
    expect(told.where('users', 'injected error at db').length).toBeGreaterThan(0);
    expect(told.where('db', ' ok')).toHaveLength(1);
  });

  it('lets one caller load and the others wait for its fill', () => {
    const told = story([users(500), app(), cache({ stampede: 'single-flight' }), db()], beside, { ms: 20 });
    expect(told.where('db', ' in')).toEqual(['3.5 db in']);
    expect(told.where('users', ' ok 11.5')).toEqual(['13.5 users ok 11.5']);
    // The fill takes the cache half a millisecond.
    expect(told.where('users', ' ok 10')).toEqual(['14 users ok 10']);
    expect(figures(told)).toMatchObject({ coalesced: 5 });
  });

  it('gives a caller up that was to load and does not fill', () => {
    const told = story([users(500), app(), cache({ stampede: 'single-flight', leaseTime: 20 }), db()], beside, {
      ms: 40,
      timeline: [fault('error-rate', 'db', 0, 5, { share: 1 })],
    });
    expect(told.where('db', ' in')).toEqual(['3.5 db in', '23.5 db in']);
    expect(told.log('users').slice(0, 2)).toEqual(['3.5 users error 1.5: injected error at db', '33.5 users ok 29.5']);
  });
});

describe('a lease', () => {
  const nodes = (stampede: string) => [
    users(20),
    node('editor', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1, classes: ['put'] }),
    app(),
    app('near'),
    cache({ stampede }),
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
  const slowLoad = (stampede: string) =>
    story(nodes(stampede), links, { ms: 195, classes: [READ, WRITE], timeline: [fault('cache-flush', 'cache', 99, 0)] });

  it.each(['none', 'single-flight'])('is missing with "%s": a slow load puts back an old value after the write dropped it', (stampede) => {
    expect(slowLoad(stampede).log('users').slice(-2)).toEqual(['112.5 users ok 12.5', '151.5 users ok 1.5, stale']);
  });

  it('is void once the key was changed, and the late fill is refused', () => {
    const told = slowLoad('lease');
    expect(told.log('users').slice(-2)).toEqual(['112.5 users ok 12.5', '162.5 users ok 12.5']);
    expect(told.report.consistency.staleReads).toBe(0);
    expect(figures(told)).toMatchObject({ refused: 1 });
  });

  it('keeps a load of its own out of the cache when a write passed meanwhile', () => {
    const late = [link('users', 'cache'), link('editor', 'cache'), link('cache', 'db')];
    const run = (stampede: string) =>
      story([users(20), editor(9), through({ stampede }), db({ readTime: constant(100), writeTime: constant(20) })], late, {
        ms: 240,
        classes: [READ, WRITE],
      });
    // Read from 50.5 on, answered with what was there at its end at 150.5; written from 111.6 to 131.6.
    expect(figures(run('single-flight'))).toMatchObject({ entries: 1 });
    expect(figures(run('lease'))).toMatchObject({ entries: 0 });
  });
});

describe('early refresh by chance', () => {
  it('has somebody load before the end of a popular entry, so that no crowd misses together', () => {
    const nodes = (stampede: string) => [
      users(2000, { arrivals: 'poisson' }),
      through({ stampede, ttl: 500, time: constant(0), workers: 100 }),
      db({ readTime: constant(20), workers: 1000, connections: 1000 }),
    ];
    const most = (stampede: string) => {
      const told = story(nodes(stampede), behind, { ms: 5000 });
      const loads = told.where('db', ' in').map((line) => Number.parseFloat(line));
      const crowd = Math.max(...loads.slice(100).map((at) => loads.filter((other) => other >= at && other < at + 20).length));
      return { crowd, told };
    };
    // 20 ms of 2,000/s miss together at every end.
    expect(most('none').crowd).toBeGreaterThan(25);
    const early = most('early');
    expect(early.crowd).toBeLessThan(5);
    expect(figures(early.told)['refreshed']).toBeGreaterThan(5);
  });

  it('asks one caller to load although the entry may still be used', () => {
    const told = story([users(1000), app(), cache({ stampede: 'early', ttl: 200, time: constant(0) }), db()], beside, { ms: 2000 });
    expect(figures(told)['refreshed']).toBeGreaterThan(5);
    expect(told.report.consistency.staleReads).toBe(0);
  });
});

describe('keys that do not exist', () => {
  const asked = (more: ParamBag) =>
    story([users(100), app(), cache({ ttl: 1000, ...more }), db({ absent: 1, readTime: constant(1) })], beside, { ms: 500 });

  it('reach the store with every look-up: nothing of them is remembered', () => {
    const told = asked({});
    expect(told.where('db', ' in')).toHaveLength(49);
    expect(figures(told)).toMatchObject({ hitRatio: 0, entries: 0 });
    expect(told.report.total.outcomes).toEqual({ ok: 49 });
  });

  it('are remembered as missing where that is set', () => {
    const told = asked({ negativeTtl: 105 });
    // Filled at 13, 123 … and good for 105 ms.
    expect(told.where('db', ' in')).toEqual(['11.5 db in', '121.5 db in', '231.5 db in', '341.5 db in', '451.5 db in']);
  });

  it('that are written meanwhile are still missing for those who ask the cache: a stale answer', () => {
    const told = story(
      [users(100), editor(10), through({ negativeTtl: 200 }), db({ absent: 1, readTime: constant(0) })],
      [link('users', 'cache'), link('editor', 'db'), link('cache', 'db')],
      { ms: 195, classes: [READ, WRITE] },
    );
    expect(told.where('editor', ' ok 4')).toEqual(['104 editor ok 4']);
    // From 110 to 190; the entry of 10.5 lasts until 210.5.
    expect(told.where('users', 'stale')).toHaveLength(9);
  });

  it('are there once they were written', () => {
    const told = story(
      [users(100), editor(10), through({ negativeTtl: 10_000 }), db({ absent: 1, readTime: constant(0) })],
      [...behind, link('editor', 'cache')],
      {
        ms: 195,
        classes: [READ, WRITE],
      },
    );
    expect(told.report.consistency.staleReads).toBe(0);
    expect(figures(told)).toMatchObject({ entries: 1 });
  });
});

describe('results of queries', () => {
  const classes = [cls('list'), cls('page'), WRITE];
  const run = (holds: string) =>
    story(
      [users(100, { classes: ['list', 'page'] }), editor(5), through({ holds }), db({ readTime: constant(0) })],
      [...behind, link('editor', 'cache')],
      { ms: 950, classes },
    );

  it('need an entry for each query where an object needs one', () => {
    expect(figures(run('object'))).toMatchObject({ entries: 1 });
    expect(figures(run('query'))).toMatchObject({ entries: 2 });
  });

  it('are old after a write that does not know them, and void where every write drops all', () => {
    const [kept, dropped, object] = [run('query'), run('query-table'), run('object')];
    expect(kept.where('users', 'stale').length).toBeGreaterThan(30);
    expect(dropped.report.consistency.staleReads).toBe(0);
    expect(object.report.consistency.staleReads).toBe(0);
    expect(figures(dropped)['hitRatio']).toBeLessThan(figures(object)['hitRatio']!);
  });
});
