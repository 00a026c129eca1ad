/** Stories of a content delivery network: who is served where, from what was kept, and which version comes back. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const QUIET: ParamBag = { places: 'here', time: constant(0), reroute: constant(100), spread: constant(30) };
const DB: ParamBag = { replicas: 0, readTime: constant(0), writeTime: constant(0), heartbeat: 100_000 };
const READ = cls('get', { bytesDown: 1000 });
const WRITE = cls('put', { write: true, bytesDown: 10 });

/** Users who ask for one key every 100 ms, 5 ms before the edge, whose origin answers after 20 ms. */
function edge(params: ParamBag, more: ParamBag = {}, origin: ParamBag = {}) {
  return {
    nodes: [
      node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1, classes: ['get'], ...more }),
      node('edge', 'cdn', { ...QUIET, ...params }),
      node('db', 'sql-database', DB),
    ],
    links: [link('users', 'edge', delayed(5)), link('edge', 'db', delayed(10, origin))],
  };
}

const run = ({ nodes, links }: ReturnType<typeof edge>, ms: number, timeline: Parameters<typeof story>[2]['timeline'] = []) =>
  story(nodes, links, { ms, timeline, classes: [READ, WRITE] });

/** A writer who writes past the edge, or through it, every so many ms. */
function writer({ nodes, links }: ReturnType<typeof edge>, to: string, every: number) {
  return {
    nodes: [...nodes, node('author', 'client', { rate: 1000 / every, arrivals: 'even', keys: 1, sessions: 1, classes: ['put'] })],
    links: [...links, link('author', to)],
  };
}

describe('an object that is pulled', () => {
  it('makes the first wait who asks for it, and is served from the edge until its time has run out', () => {
    const told = run(edge({ ttl: 250 }), 480);
    // 100: edge at 105, origin and back 125, kept until 375.
    expect(told.log('users')).toEqual(['130 users ok 30', '210 users ok 10', '310 users ok 10', '430 users ok 30']);
    expect(told.report.nodes['edge']?.figures).toMatchObject({
      hitRatio: 2 / 4,
      fetches: 2,
      confirmed: 1,
      originBytes: 1000,
      edgeBytes: 4000,
    });
  });

  it('is sent again when nobody asks whether it has changed', () => {
    expect(run(edge({ ttl: 250, confirm: false }), 480).report.nodes['edge']?.figures).toMatchObject({ confirmed: 0, originBytes: 2000 });
  });

  it('is fetched once for all who ask meanwhile', () => {
    const many = edge({}, { rate: 200 });
    expect(run(many, 60).where('db', ' in')).toEqual(['20 db in']);
    const each = edge({ collapse: false }, { rate: 200 });
    expect(run(each, 38).where('db', ' in')).toEqual(['20 db in', '25 db in', '30 db in', '35 db in']);
  });

  it('is old when somebody writes past the edge, until it is fetched anew', () => {
    const told = run(writer(edge({ ttl: 300 }), 'db', 250), 680);
    // Written at 250 and 500; kept from 125 to 425, and from 525 on.
    expect(told.log('users')).toEqual([
      '130 users ok 30',
      '210 users ok 10',
      '310 users ok 10, stale',
      '410 users ok 10, stale',
      '530 users ok 30',
      '610 users ok 10',
    ]);
    expect(told.report.nodes['edge']?.figures['staleShare']).toBe(2 / 6);
  });

  it('is purged by a write through here, after the news has got there', () => {
    const told = run(writer(edge({ purge: true }), 'edge', 250), 480);
    // The write is done at 270 and purges at 300; what is asked from 300 on is fetched.
    expect(told.log('users')).toEqual(['130 users ok 30', '210 users ok 10', '330 users ok 30', '410 users ok 10']);
    expect(told.report.consistency.staleReads).toBe(0);
  });

  it('that was fetched before a purge and arrives after it is not kept', () => {
    const slow = writer(edge({ purge: true, spread: constant(0) }, {}, { latency: constant(60) }), 'edge', 90);
    // Asked at 100 and read at the origin at 165; the write of 90 is done at 210, its news older than what arrives at 225.
    const told = run(slow, 600);
    expect(told.where('users', 'stale')).toEqual([]);
    expect(told.where('db', ' in').length).toBeGreaterThan(4);
  });

  it('is served at once past its time while it is fetched anew', () => {
    const told = run(edge({ ttl: 150, whileConfirming: 1000 }), 480);
    // Kept until 275; the call of 300 is served at once and renews it at 325, until 475.
    expect(told.log('users')).toEqual(['130 users ok 30', '210 users ok 10', '310 users ok 10', '410 users ok 10']);
    expect(told.where('db', ' in')).toEqual(['115 db in', '315 db in']);
  });

  it('does past its time when the origin fails, if it may', () => {
    const failing = [fault('error-rate', 'db', 200, 1000, { share: 1 })];
    const told = run(edge({ ttl: 50, onError: 10_000 }), 380, failing);
    expect(told.log('users')).toEqual(['130 users ok 30', '230 users ok 30', '330 users ok 30']);
    expect(told.report.nodes['edge']?.figures['rescued']).toBe(2);
    expect(run(edge({ ttl: 50 }), 380, failing).where('users', 'injected error at db')).toHaveLength(2);
  });

  it('makes room by number and by bytes, as the policy says', () => {
    const crowd = { keys: 50, skew: 0, rate: 500 };
    expect(run(edge({ capacity: 10 }, crowd), 2000).report.nodes['edge']?.figures).toMatchObject({ objects: 10, storedBytes: 10_000 });
    expect(run(edge({ room: 7500 }, crowd), 2000).report.nodes['edge']?.figures).toMatchObject({ objects: 7, storedBytes: 7000 });
    expect(run(edge({ room: 500 }, crowd), 2000).report.nodes['edge']?.figures).toMatchObject({ objects: 0, hitRatio: 0 });
  });

  it('of a class that is not kept passes through', () => {
    const told = run(edge({ kept: ['put'] }), 280);
    expect(told.log('users')).toEqual(['130 users ok 30', '230 users ok 30']);
    expect(told.report.nodes['edge']?.figures).toMatchObject({ fetches: 0, originBytes: 2000, edgeBytes: 2000 });
  });
});

describe('content that is pushed', () => {
  it('is always there, and new where its upload has arrived', () => {
    const told = run(writer(edge({ mode: 'push', spread: constant(60) }), 'edge', 250), 480);
    // Written at 260 at the origin, done at 270 for the author, uploaded by 330.
    expect(told.log('users')).toEqual(['110 users ok 10', '210 users ok 10', '310 users ok 10, stale', '410 users ok 10']);
    expect(told.report.nodes['edge']?.figures).toMatchObject({ hitRatio: 1, fetches: 0, objects: 1, storedBytes: 1000 });
  });

  it('never hears of a write past it', () => {
    const told = run(writer(edge({ mode: 'push' }), 'db', 150), 480);
    expect(told.where('users', 'stale')).toHaveLength(3);
  });
});

describe('points of presence', () => {
  /** Users in two regions, an origin in Virginia. */
  const world = (params: ParamBag, rate = 10) => {
    const crowd = (id: string, region: string) => ({
      ...node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, classes: ['get'] }),
      region,
    });
    const placed = { delay: 'placement' };
    return {
      nodes: [
        crowd('berlin', 'frankfurt'),
        crowd('lima', 'virginia'),
        node('edge', 'cdn', { ...QUIET, places: 'two', ...params }),
        { ...node('db', 'sql-database', DB), region: 'virginia' },
      ],
      links: [link('berlin', 'edge', placed), link('lima', 'edge', placed), link('edge', 'db', placed)],
    };
  };

  it('serve those who stand nearest, each from what it keeps itself', () => {
    const told = run(world({}), 280);
    expect(told.visits('edge')).toEqual(['edge/1', 'edge/2', 'edge/1', 'edge/2']);
    // Berlin: last mile 7, Ireland 10, Virginia 33.5 and back; Lima: last mile 7.15 and 0.15.
    expect(told.log('berlin')).toEqual(['201 berlin ok 101', '234 berlin ok 34']);
    expect(told.log('lima')).toEqual(['114.6 lima ok 14.6', '214.3 lima ok 14.3']);
    expect(told.report.nodes['edge']?.figures['fetches']).toBe(2);
  });

  it('reach the origin through the shield, which fetches an object once for all', () => {
    const told = run(world({ shield: true }), 280);
    expect(told.where('db', ' in')).toEqual(['107.3 db in']);
    // From Ireland to the shield in Virginia, which has it by then.
    expect(told.log('berlin')).toEqual(['201 berlin ok 101', '234 berlin ok 34']);
    expect(told.report.nodes['edge']?.figures['fetches']).toBe(1);
  });

  it('go past a shield that is down', () => {
    const told = run(world({ shield: true }), 380, [fault('crash', 'edge/1', 0, 1000)]);
    expect(told.log('berlin')[0]).toBe('268 berlin ok 168');
  });

  it('that die are still called until the routes have moved; then the next nearest serves', () => {
    const told = run(world({ reroute: constant(150) }), 480, [fault('crash', 'edge/2', 120, 1000)]);
    expect(told.log('berlin').map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'berlin error 37: crashed at edge',
      'berlin refused 34: down at edge',
      'berlin ok 103',
    ]);
  });

  it('stand in the region that a fault may strike', () => {
    const told = run(world({ reroute: constant(10_000) }), 380, [fault('crash', 'region:ireland', 0, 1000)]);
    expect(told.where('berlin', 'down at edge').length).toBeGreaterThan(1);
    expect(told.where('lima', 'down at edge')).toEqual([]);
  });

  it('lose what they kept when they are flushed', () => {
    expect(run(edge({}), 380, [fault('cache-flush', 'edge', 250, 0)]).log('users')).toEqual([
      '130 users ok 30',
      '210 users ok 10',
      '330 users ok 30',
    ]);
  });

  it('that die with a load under way leave nobody waiting', () => {
    const told = run(edge({ reroute: constant(0) }), 2000, [fault('crash', 'edge', 110, 50)]);
    expect(told.log('users').slice(0, 2)).toEqual(['115 users error 15: crashed at edge', '230 users ok 30']);
    expect(told.session.compiled.sim.requests.used).toBeLessThan(3);
  });
});

describe('callers of a network that fails', () => {
  it('find the origin by a name that fails over to it', () => {
    const quiet = { instances: 1, trip: constant(0), levels: 1, ttl: 100, keep: 'none' };
    const checks = { checkInterval: 50, checkTimeout: 40, checkFall: 2, checkRise: 2 };
    const nodes = [
      node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1 }),
      node('name', 'dns', { ...quiet, ...checks, policy: 'failover' }),
      node('edge', 'cdn', { ...QUIET, reroute: constant(100_000) }),
      node('origin', 'service', { instances: 1, work: constant(0) }),
    ];
    const links = [link('users', 'name'), link('name', 'edge'), link('name', 'origin'), link('edge', 'origin')];
    const told = story(nodes, links, { ms: 750, timeline: [fault('crash', 'edge', 250, 10_000)], classes: [READ] });
    expect(told.log('users').map((line) => line.split(' ')[2])).toEqual(['ok', 'ok', 'refused', 'ok', 'ok', 'ok', 'ok']);
  });
});

describe('a setting of the edge', () => {
  it('holds for what is fetched after it was changed', () => {
    const shorter = run(edge({ ttl: 10_000 }), 680, [change('edge', 'ttl', 50, 150)]);
    expect(shorter.where('db', ' in')).toEqual(['115 db in']);
    const longer = run(edge({ ttl: 50 }), 680, [change('edge', 'ttl', 10_000, 150)]);
    expect(longer.where('db', ' in')).toEqual(['115 db in', '215 db in']);
  });
});
