/** Stories of who stays where: choice per connection or per request, sticky sessions, and what is lost with a balancer. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const app = (id: string, instances: number, more: ParamBag = {}) =>
  node(id, 'service', { instances, workers: 1000, work: constant(20), ...more });
const FAST_CHECKS = { healthChecks: true, checkInterval: 100, checkFall: 1, checkRise: 1 };

function one(lb: ParamBag, options: StoryOptions, client: ParamBag = {}, instances = 3) {
  const nodes = [
    users(10, client),
    node('lb', 'load-balancer', { overhead: constant(0), healthChecks: false, ...lb }),
    app('app', instances),
  ];
  return story(nodes, [link('users', 'lb'), link('lb', 'app')], options);
}

const CONNECTIONS = { layer: 'connection', connectionIdle: 0 };

describe('layer 4', () => {
  it('chooses once for a connection: all its requests go to one target, whatever the algorithm', () => {
    expect(one({}, { ms: 650 }).visits('app')).toEqual(['app/1', 'app/2', 'app/3', 'app/1', 'app/2', 'app/3']);
    const told = one(CONNECTIONS, { ms: 650 });
    expect(told.visits('app')).toEqual(['app/1', 'app/1', 'app/1', 'app/1', 'app/1', 'app/1']);
    expect(told.report.nodes['lb']?.figures).toMatchObject({ connections: 1, newConnections: 1 });
  });

  it('chooses anew for a new connection: after an idle time, an age, or a number of requests', () => {
    expect(one({ ...CONNECTIONS, connectionIdle: 80 }, { ms: 350 }).visits('app')).toEqual(['app/1', 'app/2', 'app/3']);
    expect(one({ ...CONNECTIONS, connectionIdle: 81 }, { ms: 350 }).visits('app')).toEqual(['app/1', 'app/1', 'app/1']);
    expect(one({ ...CONNECTIONS, connectionLife: 200 }, { ms: 450 }).visits('app')).toEqual(['app/1', 'app/1', 'app/2', 'app/2']);
    expect(one({ ...CONNECTIONS, connectionRequests: 2 }, { ms: 450 }).visits('app')).toEqual(['app/1', 'app/1', 'app/2', 'app/2']);
  });

  it('cannot look into requests: links that name classes get everything', () => {
    const nodes = (layer: string) => [
      users(10, { classes: ['write'] }),
      node('lb', 'load-balancer', { overhead: constant(0), healthChecks: false, layer, connectionRequests: 1 }),
      app('readers', 1),
      app('writers', 1),
    ];
    const links = [link('users', 'lb'), link('lb', 'readers', { classes: ['read'] }), link('lb', 'writers', { classes: ['write'] })];
    const options = { ms: 450, classes: [cls('read'), cls('write', { write: true })] };
    expect(story(nodes('request'), links, options).visits('readers', 'writers')).toEqual(['writers', 'writers', 'writers', 'writers']);
    expect(story(nodes('connection'), links, options).visits('readers', 'writers')).toEqual(['readers', 'writers', 'readers', 'writers']);
  });

  it('leads a connection elsewhere when its target is taken out', () => {
    const told = one({ ...CONNECTIONS, ...FAST_CHECKS }, { ms: 650, timeline: [fault('crash', 'app/1', 250, 200)] });
    expect(told.visits('app')).toEqual(['app/1', 'app/1', 'app/2', 'app/2', 'app/2']);
    expect(told.log('users')[2]).toBe('300 users refused 0: down at app');
  });

  it('loads targets unevenly where few clients are heavy: the balancer of requests does not', () => {
    const imbalance = (lb: ParamBag) =>
      one({ ...lb, algorithm: 'random' }, { ms: 5000 }, { rate: 500, sessions: 5 }).report.nodes['lb']?.figures['imbalance'];
    expect(imbalance(CONNECTIONS)).toBeGreaterThan(1.1);
    expect(imbalance({})).toBeLessThan(1.1);
  });
});

describe('sticky sessions', () => {
  it.each(['source', 'cookie'])('by %s go to the target that got the first request', (sticky) => {
    const told = one({ sticky }, { ms: 2050 }, { rate: 20, sessions: 3 });
    const homes = new Set(told.visits('app'));
    expect(homes.size).toBe(3);
    // Three sessions, three targets in turn: each target has one session, and what session comes when is the client's.
    expect(told.report.nodes['app']?.instances.map((each) => each.arrivals).every((n) => n > 5)).toBe(true);
    const single = one({ sticky }, { ms: 650 });
    expect(single.visits('app')).toEqual(['app/1', 'app/1', 'app/1', 'app/1', 'app/1', 'app/1']);
  });

  it('move when their target is taken out, and stay where they came to be', () => {
    const told = one({ sticky: 'cookie', ...FAST_CHECKS }, { ms: 1050, timeline: [fault('crash', 'app/1', 250, 300)] });
    expect(told.visits('app')).toEqual(['app/1', 'app/1', 'app/2', 'app/2', 'app/2', 'app/2', 'app/2', 'app/2', 'app/2']);
  });

  it('end: a cookie so long after it was set, an entry so long after its last use', () => {
    expect(one({ sticky: 'cookie', stickyTime: 250 }, { ms: 750 }).visits('app')).toEqual([
      'app/1',
      'app/1',
      'app/1',
      'app/2',
      'app/2',
      'app/2',
      'app/3',
    ]);
    expect(one({ sticky: 'source', stickyTime: 250 }, { ms: 750 }).visits('app')).toEqual(Array(7).fill('app/1'));
    expect(one({ sticky: 'source', stickyTime: 90 }, { ms: 350 }).visits('app')).toEqual(['app/1', 'app/2', 'app/3']);
  });

  it('by source are forgotten by a balancer that dies, by cookie not', () => {
    // Others come at 100, 200, … ms and get app/1, users at 250 ms and get app/2. At 500 both come, users first.
    const visits = (sticky: string) => {
      const lb = { overhead: constant(0), healthChecks: false, sticky };
      const others = node('others', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1 });
      const nodes = [others, users(4), node('lb', 'load-balancer', lb), app('app', 2)];
      const links = [link('others', 'lb'), link('users', 'lb'), link('lb', 'app')];
      return story(nodes, links, { ms: 510, timeline: [fault('crash', 'lb', 420, 30)] }).visits('app');
    };
    const before = ['app/1', 'app/1', 'app/2', 'app/1', 'app/1'];
    expect(visits('cookie')).toEqual([...before, 'app/2', 'app/1']);
    expect(visits('source')).toEqual([...before, 'app/1', 'app/2']);
  });
});
