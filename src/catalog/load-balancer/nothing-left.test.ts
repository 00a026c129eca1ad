/** Conservation behind balancers and gateways with everything switched on, under faults: what came in is ended, and no row is left. */
import { expect, it } from 'vitest';
import { constant, fault, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const BUSY = {
  capacity: 400,
  cores: 2,
  backlog: 20,
  throughput: 1e6,
  outlierFailures: 3,
  outlierTime: 300,
  slowStart: 500,
  connectionRequests: 5,
};
const BALANCERS: readonly ParamBag[] = [
  {
    ...BUSY,
    layer: 'connection',
    maxConnections: 12,
    connectionIdle: 50,
    instances: 2,
    pair: 'active-passive',
    heartbeat: 50,
    sharesState: true,
  },
  { ...BUSY, tls: 'rsa', tlsResumed: 0.5, sticky: 'source', instances: 2, algorithm: 'least-response-time', panic: true, panicBelow: 0.6 },
];
const GATEWAYS: readonly ParamBag[] = [
  { aggregate: 'all', limit: 'session', limitAlgorithm: 'leaky-bucket', limitRate: 20, limitBurst: 5, limitCounting: 'store' },
  {
    aggregate: 'enough',
    enough: 2,
    authentication: 'identity',
    authTtl: 100,
    mfaShare: 0.2,
    mfaTime: constant(30),
    cacheEntries: 10,
    cacheTtl: 50,
  },
];
const FAULTS = ['crash', 'hang'].flatMap((kind, k) =>
  ['lb/1', 'gw/1', 'a/1', 'idp', 'lb', 'gw'].map((target, i) => fault(kind, target, 300 + 900 * k + 130 * i, 250)),
);

it.each(BALANCERS.flatMap((lb, i) => GATEWAYS.map((gw, j) => [i, j, lb, gw] as const)))(
  'balancer %d and gateway %d end all that came in',
  (_i, _j, lb, gw) => {
    const nodes = [
      node('users', 'client', { rate: 300, keys: 20, sessions: 20 }),
      node('lb', 'load-balancer', { checkInterval: 100, checkTimeout: 50, ...lb }),
      node('gw', 'api-gateway', { instances: 2, workers: 4, overhead: { type: 'exponential', mean: 2 }, ...gw }),
      ...['a', 'b', 'c'].map((id) => node(id, 'service', { instances: 2, workers: 2, work: { type: 'exponential', mean: 5 } })),
      node('idp', 'service', { instances: 1, workers: 2, work: constant(2) }),
      node('counters', 'cache'),
    ];
    const retried = { timeout: 100, retries: 1, backoff: 5 };
    const links = [
      link('users', 'lb', { timeout: 400 }),
      link('lb', 'gw', retried),
      ...['a', 'b', 'c'].map((id) => link('gw', id, retried)),
    ];
    const asked = [link('gw', 'idp', { step: 2, timeout: 50 }), link('gw', 'counters', { step: 2, timeout: 50 })];
    const stop = fault('traffic-spike', 'users', 3000, 60_000, { factor: 0 });
    const told = story(nodes, [...links, ...asked], { ms: 40_000, timeline: [...FAULTS, stop] });
    const { sim } = told.session.compiled;
    expect(told.report.total.requests).toBeGreaterThan(700);
    expect(told.report.total.ok).toBeGreaterThan(10);
    expect([sim.meter.open, sim.requests.used]).toEqual([0, 0]);
    for (let i = 0; i < sim.shape.nodeOf.length; i++) {
      expect([sim.meter.inFlight.now(i), sim.meter.busy.now(i), sim.meter.queued.now(i)], `instance ${i}`).toEqual([0, 0, 0]);
    }
  },
);
