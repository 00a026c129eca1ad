/** Stories of what a write does to a cache in each of its modes, of entries loaded ahead, and of room counted in bytes. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const READ = cls('get');
const WRITE = cls('put', { write: true });
const readers = (rate: number, more: ParamBag = {}) =>
  node('readers', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, classes: ['get'], ...more });
const writers = (rate: number, more: ParamBag = {}) =>
  node('writers', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, classes: ['put'], ...more });
const cache = (mode: string, more: ParamBag = {}) => node('cache', 'cache', { mode, time: constant(0.5), ttl: 0, ...more });
const db = (more: ParamBag = {}) => node('db', 'sql-database', { replicas: 0, readTime: constant(10), writeTime: constant(4), ...more });
const links = [link('readers', 'cache'), link('writers', 'cache'), link('cache', 'db')];

function figures(told: Story) {
  return told.report.nodes['cache']!.figures;
}

describe('write-through', () => {
  it('keeps what was written, so that the next read hits and is fresh', () => {
    const told = story([readers(20), writers(25), cache('write-through'), db()], links, { ms: 130, classes: [READ, WRITE] });
    expect(told.log('readers', 'writers', 'db')).toEqual([
      '40.5 db in',
      '44.5 db ok',
      '44.5 writers ok 4.5',
      '50.5 readers ok 0.5',
      '80.5 db in',
      '84.5 db ok',
      '84.5 writers ok 4.5',
      '100.5 readers ok 0.5',
      '120.5 db in',
      '124.5 db ok',
      '124.5 writers ok 4.5',
    ]);
    expect(figures(told)).toMatchObject({ hitRatio: 1, stale: 0 });
  });
});

describe('write-around', () => {
  it('leaves what is in as it is: old until its time to live ends', () => {
    const told = story([readers(20), writers(12.5), cache('write-around', { ttl: 100 }), db()], links, { ms: 270, classes: [READ, WRITE] });
    expect(told.log('readers')).toEqual([
      '60.5 readers ok 10.5',
      '100.5 readers ok 0.5, stale',
      '150.5 readers ok 0.5, stale',
      '210.5 readers ok 10.5',
      // Written again at 244.5.
      '250.5 readers ok 0.5, stale',
    ]);
    expect(figures(told)).toMatchObject({ stale: 3 });
  });
});

describe('write-behind', () => {
  it('answers at once, saves later, and makes one save of several writes of a key', () => {
    const told = story([readers(12.5), writers(50), cache('write-behind', { flushDelay: 50 }), db()], links, {
      ms: 100,
      classes: [READ, WRITE],
    });
    // Writes at 20, 40, 60 are one save at 70.5; who reads meanwhile gets what is not saved yet.
    expect(told.log('readers', 'writers', 'db')).toEqual([
      '20.5 writers ok 0.5',
      '40.5 writers ok 0.5',
      '60.5 writers ok 0.5',
      '70.5 db in',
      '74.5 db ok',
      '80.5 readers ok 0.5',
      '80.5 writers ok 0.5',
    ]);
    expect(told.report.consistency).toMatchObject({ reads: 1, staleReads: 0, lostAcknowledgedWrites: 0 });
    expect(figures(told)).toMatchObject({ unsaved: 1 });
  });

  it('loses what it had not saved when it crashes, and readers get what the store has', () => {
    const told = story([readers(10), writers(50), cache('write-behind', { flushDelay: 50 }), db()], links, {
      ms: 220,
      classes: [READ, WRITE],
      timeline: [fault('crash', 'cache', 125, 65)],
    });
    // Saved at 70.5: versions 1 to 3. Acknowledged and gone: those of 80, 100 and 120.
    expect(told.report.consistency).toMatchObject({ lostAcknowledgedWrites: 3, staleReads: 0 });
    expect(told.where('writers', ' ok 0.5')).toHaveLength(7);
    expect(told.where('db', ' in')).toEqual(['70.5 db in', '200.5 db in']);
  });

  it('saves at once when so many keys wait, and writes go through when it is full', () => {
    const many = { keys: 8, skew: 0, keyOrder: 'popularity' };
    const told = story(
      [writers(1000, many), cache('write-behind', { flushDelay: 1000, flushBatch: 3, bufferLimit: 3 }), db()],
      links.slice(1),
      {
        ms: 30,
        classes: [WRITE],
      },
    );
    const quick = told.where('writers', ' ok 0.5');
    const slow = told.where('writers', ' ok 4.5');
    expect(quick.length).toBeGreaterThan(5);
    expect(slow.length).toBeGreaterThan(2);
    expect(quick.length + slow.length).toBe(told.log('writers').length);
    expect(told.report.consistency.lostAcknowledgedWrites).toBe(0);
  });

  it('saves again what the store refused', () => {
    const told = story([writers(10), cache('write-behind', { flushDelay: 20 }), db()], links.slice(1), {
      ms: 170,
      classes: [WRITE],
      timeline: [fault('error-rate', 'db', 0, 130, { share: 1 })],
    });
    expect(told.log('writers', 'db')).toEqual(['100.5 writers ok 0.5', '120.5 db in', '120.5 db error', '140.5 db in', '144.5 db ok']);
    expect(figures(told)).toMatchObject({ unsaved: 0 });
  });
});

describe('refresh-ahead', () => {
  it('refreshes nothing where the cache leads nowhere', () => {
    const told = story([readers(100), cache('refresh-ahead', { ttl: 100, refreshAt: 0 })], [links[0]!], { ms: 300 });
    expect(told.report.total.requests).toBeGreaterThan(1);
  });

  it('loads an entry anew late in its life while its old value answers, so that nobody waits again', () => {
    const told = story([readers(100), cache('refresh-ahead', { ttl: 100, refreshAt: 0.5 }), db()], [links[0]!, links[2]!], { ms: 300 });
    expect(told.where('db', ' in')).toEqual(['10.5 db in', '70.5 db in', '130.5 db in', '190.5 db in', '250.5 db in']);
    expect(told.where('readers', ' ok 10.5')).toEqual(['20.5 readers ok 10.5']);
    expect(figures(told)).toMatchObject({ refreshed: 4, expirations: 0 });
    expect(told.report.consistency.reads).toBe(told.report.total.requests);
  });
});

describe('room counted in bytes', () => {
  it('holds as many entries as fit, each with its overhead', () => {
    const answers = cls('get', { bytesDown: 944 });
    const nodes = [
      readers(500, { keys: 50, skew: 0 }),
      cache('read-through', { limit: 'bytes', memory: 10_000 }),
      db({ readTime: constant(0) }),
    ];
    const told = story(nodes, [links[0]!, links[2]!], { ms: 2000, classes: [answers] });
    expect(figures(told)).toMatchObject({ entries: 10, bytes: 10_000 });
    expect(figures(told)['evictions']).toBeGreaterThan(100);
    // Ten of fifty keys asked for alike.
    expect(figures(told)['hitRatio']).toBeCloseTo(0.2, 1);
  });
});
