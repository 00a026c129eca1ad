/** Stories of keys spread over the instances of a cache, of lost instances, and of copies that take over. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const READ = cls('get');
const WRITE = cls('put', { write: true });
const users = (rate: number, more: ParamBag = {}) =>
  node('users', 'client', { rate, arrivals: 'even', keys: 1, skew: 0, sessions: 1, classes: ['get'], ...more });
const cache = (more: ParamBag = {}) => node('cache', 'cache', { mode: 'read-through', time: constant(0), ttl: 0, notice: 100, ...more });
const db = () => node('db', 'sql-database', { replicas: 0, readTime: constant(0), writeTime: constant(0) });
const links = [link('users', 'cache'), link('cache', 'db')];

function figures(told: Story) {
  return told.report.nodes['cache']!.figures;
}

describe('a lost instance whose keys go to others', () => {
  const run = (spread: string) =>
    story([users(1000, { keys: 200 }), cache({ instances: 5, whenLost: 'move', spread }), db()], links, {
      ms: 6000,
      timeline: [fault('crash', 'cache/2', 2000, 10_000)],
    });
  /** Keys that were loaded again after the loss was noticed. */
  const moved = (told: Story) => told.where('db', ' in').filter((line) => Number.parseFloat(line) >= 2100).length;

  it('moves nearly all keys by remainder, and only its own on a ring', () => {
    const [remainder, ring] = [moved(run('remainder')), moved(run('ring'))];
    // By remainder a key stays where hash mod 4 and hash mod 5 agree on an instance that is left: about a fifth.
    expect(remainder).toBeGreaterThan(130);
    expect(remainder).toBeLessThan(190);
    expect(ring).toBeGreaterThan(20);
    expect(ring).toBeLessThan(70);
  });

  it('fails until it is noticed, and is asked again when it is back', () => {
    const told = story([users(1000, { keys: 200 }), cache({ instances: 5, whenLost: 'move', spread: 'ring' }), db()], links, {
      ms: 4000,
      timeline: [fault('crash', 'cache/2', 2000, 500)],
    });
    const failed = told.where('users', 'down at cache').map((line) => Number.parseFloat(line));
    expect(failed.length).toBeGreaterThan(5);
    expect(Math.max(...failed)).toBeLessThan(2100);
    const asked = told.where('cache', 'cache/2 in').map((line) => Number.parseFloat(line));
    expect(asked.filter((at) => at > 2000 && at < 2600)).toEqual([]);
    expect(asked.filter((at) => at > 2600).length).toBeGreaterThan(100);
  });
});

describe('a copy', () => {
  const lost = [fault('crash', 'cache/1', 100, 300)];

  it('takes over with all that it was told, once the loss is noticed', () => {
    const told = story([users(100), cache({ replicas: 1, copyTime: 50 }), db()], links, { ms: 995, timeline: lost });
    // Loaded once for all time; from 100 to 200 nobody answers; the former leader comes back as a copy.
    expect(told.where('db', ' in')).toEqual(['10 db in']);
    expect(told.where('users', 'down at cache')).toHaveLength(10);
    expect(told.visits('cache').slice(-1)).toEqual(['cache/2']);
    expect(figures(told)).toMatchObject({ failovers: 1, entries: 2 });
  });

  it('is not there without one: the keys have to be loaded again', () => {
    const told = story([users(100), cache(), db()], links, { ms: 995, timeline: lost });
    expect(told.where('db', ' in')).toEqual(['10 db in', '400 db in']);
    expect(told.where('users', 'down at cache')).toHaveLength(30);
    expect(figures(told)['failovers']).toBe(null);
  });

  it('may answer with an old value, since it is told of a change only after a while', () => {
    const nodes = (copyReads: string) => [
      users(5000),
      node('writers', 'client', { rate: 20, arrivals: 'even', keys: 1, sessions: 1, classes: ['put'] }),
      { ...cache({ mode: 'write-through', replicas: 1, copyReads }), zones: ['a', 'b'] },
      db(),
    ];
    const run = (copyReads: string) => story(nodes(copyReads), [...links, link('writers', 'cache')], { ms: 2000, classes: [READ, WRITE] });
    expect(run('leader').report.consistency.staleReads).toBe(0);
    expect(run('turns').report.consistency.staleReads).toBeGreaterThan(5);
  });

  it('in turn with its instance halves what a hot key does to one', () => {
    const told = story([users(1000), cache({ replicas: 1, copyReads: 'turns' }), db()], links, { ms: 1000 });
    const [first, second] = told.report.nodes['cache']!.instances.map(({ arrivals }) => arrivals);
    expect(Math.abs(first! - second!)).toBeLessThan(3);
  });

  it('that was cut off copies everything before it leads', () => {
    const told = story([users(100, { keys: 30 }), cache({ replicas: 1, copyTime: 200 }), db()], links, {
      ms: 4000,
      timeline: [fault('hang', 'cache/2', 50, 500), fault('crash', 'cache/1', 2000, 5000)],
    });
    expect(told.where('db', ' in').filter((line) => Number.parseFloat(line) > 2000)).toEqual([]);
    expect(figures(told)).toMatchObject({ failovers: 1 });
  });

  it('with nobody to copy from begins with nothing', () => {
    const told = story([users(100), cache({ replicas: 1, copyTime: 50 }), db()], links, {
      ms: 995,
      timeline: [fault('crash', 'cache/1', 100, 2000), fault('crash', 'cache/2', 100, 300)],
    });
    const loads = told.where('db', ' in').map((line) => Number.parseFloat(line));
    // Back at 400, which is noticed at 500.
    expect(loads).toHaveLength(2);
    expect(loads[1]).toBeGreaterThanOrEqual(500);
    expect(loads[1]).toBeLessThanOrEqual(510);
    expect(told.log('users').at(-1)).toMatch(/ ok /);
  });
});
