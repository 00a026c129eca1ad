/** Stories of what a balancer can do itself: requests, bytes and connections, and what TLS costs. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

function at(rate: number, lb: ParamBag, options: StoryOptions, client: ParamBag = {}) {
  const nodes = [
    node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...client }),
    node('lb', 'load-balancer', { overhead: constant(0), healthChecks: false, ...lb }),
    node('app', 'service', { instances: 1, workers: 1000, work: constant(0) }),
  ];
  return story(nodes, [link('users', 'lb'), link('lb', 'app')], options);
}

describe('a balancer of 100 requests a second on one core', () => {
  const small = { capacity: 100, cores: 1, backlog: 2 };

  it('has requests wait for its core, and turns away those for whom there is no room', () => {
    expect(at(250, small, { ms: 31 }).log('users')).toEqual([
      '14 users ok 10',
      '20 users rejected 0: queue full at lb',
      '24 users ok 16',
      '28 users rejected 0: queue full at lb',
    ]);
  });

  it('may take longer over one request than 32 bits of nanoseconds can say', () => {
    expect(at(10, { ...small, capacity: 0.25 }, { ms: 4150 }).log('users')).toContain('4100 users ok 4000');
  });

  it('is the bottleneck: it passes on what it can, and its utilisation says so', () => {
    const { report } = at(250, small, { ms: 10_000 });
    expect(report.nodes['lb']?.utilisation).toBeGreaterThan(0.99);
    expect(Math.abs((report.nodes['app']?.arrivals ?? 0) / 10 - 100)).toBeLessThan(1);
  });

  it('takes up another capacity at once, and with two cores works on two at a time', () => {
    const told = at(250, { ...small, backlog: 100 }, { ms: 44, timeline: [change('lb', 'cores', 2, 13)] });
    // From 13 ms on two are worked on at a time. Who comes from then on takes 20 ms of a core, which is half of the capacity.
    expect(told.log('users')).toEqual(['14 users ok 10', '23 users ok 15', '24 users ok 12', '43 users ok 27']);
  });
});

describe('TLS', () => {
  const tls = { tls: 'rsa', cores: 1 };
  const times = (lb: ParamBag, options: StoryOptions = { ms: 350 }) =>
    at(10, lb, options)
      .log('users')
      .map((line) => line.split(' ok ')[1]);

  it('costs a handshake of a core on each new connection: 1 ms with RSA, 0.12 ms with ECDSA', () => {
    expect(times(tls)).toEqual(['1', '0', '0']);
    expect(times({ ...tls, tls: 'ecdsa' })).toEqual(['0.12', '0', '0']);
    expect(times({ ...tls, connectionRequests: 1 })).toEqual(['1', '1', '1']);
    expect(times({ ...tls, connectionIdle: 50 })).toEqual(['1', '1', '1']);
  });

  it('costs less for a connection that is resumed', () => {
    expect(times({ ...tls, connectionRequests: 1, tlsResumed: 1 })).toEqual(['0.2', '0.2', '0.2']);
    const half = times({ ...tls, connectionRequests: 1, tlsResumed: 0.5 }, { ms: 40_050 });
    expect(Math.abs(half.filter((ms) => ms === '0.2').length / half.length - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / 400));
  });

  it('costs the cipher of every byte there and back', () => {
    expect(times(tls, { ms: 250, classes: [cls('get', { bytesUp: 1_000_000, bytesDown: 2_000_000 })] })).toEqual(['1.9', '0.9']);
  });

  it('fills the cores where clients do not keep their connections', () => {
    const busy = (connectionRequests: number) => at(500, { ...tls, connectionRequests }, { ms: 2000 }).report.nodes['lb']?.utilisation;
    expect(busy(1)).toBeCloseTo(0.5, 2);
    expect(busy(0)).toBeLessThan(0.01);
  });

  it('is passed through at layer 4, where it costs nothing', () => {
    expect(times({ ...tls, layer: 'connection' })).toEqual(['0', '0', '0']);
  });
});

describe('the wire of a balancer', () => {
  const classes = [cls('get', { bytesUp: 1_000_000, bytesDown: 2_000_000 })];

  it('takes the bytes of a request and of its answer, each in its direction', () => {
    expect(at(10, { throughput: 1e9 }, { ms: 150, classes }).log()).toEqual([
      '100 lb in',
      '101 app in',
      '101 app ok',
      '103 lb ok',
      '103 users ok 3',
    ]);
  });

  it('is taken in turn: who comes while it is busy waits', () => {
    // Requests come every 1 ms and take 1 ms each; answers take 2 ms each and wait for each other.
    expect(at(1000, { throughput: 1e9 }, { ms: 9, classes }).log('users')).toEqual(['4 users ok 3', '6 users ok 4', '8 users ok 5']);
  });
});

describe('connections', () => {
  it('are turned away beyond the limit, until others have been idle for long enough', () => {
    const nodes = [
      node('first', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1 }),
      node('second', 'client', { rate: 4, arrivals: 'even', keys: 1, sessions: 1 }),
      node('lb', 'load-balancer', { overhead: constant(0), healthChecks: false, maxConnections: 1, connectionIdle: 120 }),
      node('app', 'service', { instances: 1, work: constant(0) }),
    ];
    const links = [link('first', 'lb'), link('second', 'lb'), link('lb', 'app')];
    const told = story(nodes, links, { ms: 1010, timeline: [change('first', 'rate', 0.001, 610)] });
    expect(told.log('second')).toEqual([
      '250 second rejected 0: too many connections at lb',
      '500 second rejected 0: too many connections at lb',
      '750 second ok 0',
      '1000 second ok 0',
    ]);
    expect(told.report.nodes['lb']?.figures).toMatchObject({ newConnections: 3 });
  });
});
