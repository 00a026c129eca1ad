/** Stories of the quorum store as a part of a system; those of its protocol stand beside it, in mechanisms/replicate/quorum. */
import { describe, expect, it } from 'vitest';
import type { FaultEntry } from '../../design/document.ts';
import { change, cls, constant, delayed, fault, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const NOTHING = constant(0);
const classes = [cls('get'), cls('put', { write: true })];
const users = (id: string, rate: number, kind: 'get' | 'put', more: ParamBag = {}) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, classes: [kind], ...more });
/** Reads and writes take 1 ms at a copy. */
const store = (more: ParamBag = {}) => ({ ...node('db', 'quorum-store', { readTime: constant(1), writeTime: constant(1), ...more }) });
const figures = (told: ReturnType<typeof story>) => told.report.nodes['db']?.figures ?? {};

/** So many writes (or reads) a second over a link of 1 ms. */
function told(kind: 'get' | 'put', db: ParamBag, ms: number, timeline: readonly FaultEntry[] = [], rate = 10) {
  return story([users('users', rate, kind), store(db)], [link('users', 'db', delayed(1))], { ms, classes, timeline });
}

describe('a call', () => {
  it('goes to the instances in turn, and waits for as many copies as it wants', () => {
    const all = told('put', { writeLevel: 'all' }, 410);
    expect(all.visits('db')).toEqual(['db/1', 'db/2', 'db/3', 'db/1']);
    // There 1, to the other copies 0.15, their work 1, back 0.15, back 1.
    expect(all.log('users').slice(0, 2)).toEqual(['103.3 users ok 3.3', '203.3 users ok 3.3']);
    expect(told('put', { writeLevel: 'one' }, 210).log('users')).toEqual(['103 users ok 3', '203 users ok 3']);
  });

  it('of a class of its own wants another level', () => {
    const nodes = [
      users('users', 10, 'get'),
      users('others', 10, 'put'),
      store({ readLevel: 'one', special: ['put'], specialLevel: 'all' }),
    ];
    const both = story(nodes, [link('users', 'db', delayed(1)), link('others', 'db', delayed(1))], { ms: 150, classes });
    expect(both.log('users', 'others')).toEqual(['103 users ok 3', '103.3 others ok 3.3']);
  });

  it('waits where all workers of a copy are taken', () => {
    const busy = story(
      [users('users', 10, 'put'), users('others', 10, 'put'), store({ writeLevel: 'one', instances: 1, copies: 1, workers: 1 })],
      [link('users', 'db', delayed(1)), link('others', 'db', delayed(1))],
      { ms: 150, classes },
    );
    expect(busy.log('users', 'others')).toEqual(['103 users ok 3', '104 others ok 4']);
    expect(busy.report.nodes['db']?.waitMs.max).toBeCloseTo(1, 6);
  });

  it('turns to coordinators that hold nothing, where there are such', () => {
    const apart = told('put', { gateways: 2, writeLevel: 'one' }, 310);
    expect(apart.visits('db')).toEqual(['db/4', 'db/5', 'db/4']);
    expect(apart.log('users')[0]).toBe('103.3 users ok 3.3');
  });

  it('turns to an instance that has the key, where that is wanted', () => {
    const near = told('get', { instances: 6, coordinator: 'holder', readLevel: 'one' }, 1010);
    expect(new Set(near.visits('db')).size).toBe(3);
    expect(near.log('users').every((line) => line.endsWith('ok 3'))).toBe(true);
  });

  it('is unavailable when too few copies are trusted, and nobody turns to those any more', () => {
    const down = [fault('crash', 'db/2', 1000, 30_000, { how: 'machine' }), fault('crash', 'db/3', 1000, 30_000, { how: 'machine' })];
    const lost = told('put', { heartbeat: 100, handoff: false }, 8000, down);
    expect(lost.log('users').at(-1)).toMatch(/unavailable 2: too few copies at db$/);
    expect(lost.visits('db').slice(-5)).toEqual(['db/1', 'db/1', 'db/1', 'db/1', 'db/1']);
    expect(figures(lost)['suspected']).toBe(2);
  });

  it('stays with a coordinator that is cut off from the others, or goes on to the next when that refuses', () => {
    const cut = [fault('partition', '{db/1}|{db/2,db/3}', 1000, 8000)];
    const stays = told('put', { heartbeat: 100, handoff: false }, 8000, cut);
    expect(stays.visits('db').slice(-3)).toEqual(['db/1', 'db/1', 'db/1']);
    expect(stays.log('users').at(-1)).toMatch(/unavailable 2: too few copies at db$/);
    const next = told('put', { heartbeat: 100, handoff: false, nextCoordinator: true }, 8000, cut);
    // There 1 and back, to the next 1, from there to the third copy 0.15, its work 1, back 0.15, back 1.
    expect(next.log('users').at(-1)).toMatch(/users ok 5\.3$/);
    expect(next.visits('db').slice(-2)).toContain('db/1');
    expect(figures(next)['tooFew']).toBeLessThan(figures(stays)['tooFew']! / 3);
    // Nobody is told twice: what no coordinator can have is refused by the second.
    const all = told('put', { heartbeat: 100, handoff: false, writeLevel: 'all', nextCoordinator: true }, 8000, cut);
    expect(all.log('users').at(-1)).toMatch(/unavailable 4: too few copies at db$/);
    // A next one that is out of its caller's reach is no help.
    const far = told('put', { heartbeat: 100, handoff: false, nextCoordinator: true }, 8000, [
      fault('partition', '{db/1,users}|{db/2,db/3}', 1000, 8000),
    ]);
    expect(far.log('users').at(-1)).toMatch(/unavailable 4: too few copies at db$/);
    expect(far.visits('db').slice(-2)).toEqual(['db/1', 'db/1']);
  });

  it('takes another level from the moment it is changed', () => {
    const timeline = [change('db', 'writeLevel', 'all', 150)];
    const live = story([users('users', 10, 'put'), store({ writeLevel: 'one' })], [link('users', 'db', delayed(1))], {
      ms: 250,
      classes,
      timeline,
    });
    expect(live.log('users')).toEqual(['103 users ok 3', '203.3 users ok 3.3']);
  });
});

describe('regions', () => {
  const near = (level: string, timeline: readonly FaultEntry[] = []) => {
    const from = { ...users('users', 10, 'put'), region: 'virginia' };
    const db = store({ places: 'three', writeLevel: level, readLevel: level, heartbeat: 100, timeout: 300, handoff: true });
    return story([from, db], [link('users', 'db', { delay: 'place', access: 'none' })], { ms: 9000, classes, timeline });
  };

  it('are written at home in a millisecond or two, in all of them after the longest way', () => {
    expect(Number(near('local-quorum').log('users').at(-1)!.split(' ').at(-1))).toBeLessThan(2);
    // Five of nine: three at home and two in Ireland, 67 ms there and back; all: Singapore, 217 ms.
    expect(Number(near('quorum').log('users').at(-1)!.split(' ').at(-1))).toBeCloseTo(68.3, 0);
    expect(Number(near('all').log('users').at(-1)!.split(' ').at(-1))).toBeCloseTo(218.3, 0);
  });

  it('that are lost stop who waits for them and nobody else; hints bring them up to date', () => {
    const lost = [fault('region-loss', 'region:ireland', 1000, 4000)];
    const share = (level: string) => near(level, lost).report.total.outcomes['ok']! / 90;
    expect(share('local-quorum')).toBeGreaterThan(0.98);
    expect(share('quorum')).toBeGreaterThan(0.98);
    expect(share('each-quorum')).toBeLessThan(0.65);
    const home = figures(near('local-quorum', lost));
    expect(home['handed']).toBeGreaterThan(0);
    expect(home['hints']).toBe(0);
  });

  it('that are lost send their callers to the next one', () => {
    const from = { ...users('users', 10, 'put'), region: 'ireland' };
    const db = store({ places: 'two', writeLevel: 'local-quorum', heartbeat: 100 });
    const timeline = [fault('region-loss', 'region:ireland', 1000, 30_000)];
    const far = story([from, db], [link('users', 'db', { delay: 'place', access: 'none', timeout: 1000 })], {
      ms: 6000,
      classes,
      timeline,
    });
    expect(far.log('users').at(-1)).toMatch(/ok 6[89]/);
  });
});

describe('faults of the whole store', () => {
  it('of its network hit the messages between its instances too', () => {
    const slow = told('put', { writeLevel: 'all' }, 150, [fault('latency', 'db', 50, 1000, { added: 10, jitter: 0 })]);
    expect(slow.log('users')).toEqual(['143.3 users ok 43.3']);
    const lossy = told('put', { writeLevel: 'all', heartbeat: 100_000 }, 1500, [fault('packet-loss', 'db', 50, 1000, { share: 0.9 })]);
    expect(lossy.report.total.latencyMs.max ?? 0).toBeGreaterThan(200);
  });

  it('a clock ahead makes later writes of others vanish', () => {
    const timeline = [fault('clock-skew', 'db/1', 50, 5000, { ahead: 2000, drift: 0 })];
    const nodes = [users('users', 10, 'put'), users('readers', 10, 'get'), store()];
    const skewed = story(nodes, [link('users', 'db', delayed(1)), link('readers', 'db', delayed(9))], { ms: 1500, classes, timeline });
    expect(figures(skewed)['outdated']).toBe(9);
    expect(skewed.report.consistency.staleReads).toBeGreaterThan(3);
  });
});

it('siblings are counted for who reads them', () => {
  const nodes = [
    users('users', 10, 'put', { keys: 1 }),
    users('readers', 10, 'get'),
    store({ versions: 'vectors', context: 'session', readTime: NOTHING, writeTime: NOTHING }),
  ];
  const found = story(nodes, [link('users', 'db', delayed(1)), link('readers', 'db', delayed(5))], { ms: 2000, classes });
  expect(figures(found)['siblings']).toBeGreaterThan(0);
  expect(found.report.consistency.conflicts).toBeGreaterThan(0);
});
