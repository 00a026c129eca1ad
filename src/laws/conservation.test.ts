/**
 * Conservation on random designs under random faults (VALIDATION 20): requests in = ended + open, at every instance; when
 * traffic stops, everything drains and no row is left over; and Little's law as an exact identity of areas.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Design, LinkDoc, NodeDoc, TimelineEntry } from '../design/document.ts';
import { OUTCOMES } from '../engine/outcome.ts';
import { ARRIVED, FLAGS, INSTANCE, PARENT, ROW, STARTED } from '../engine/requests.ts';
import { design, link, node } from '../proof/small-design.ts';
import { Session } from '../run/session.ts';

const SEED = 20261121;
const RUNS = 60;
/** Traffic stops here; the rest of the run is for draining (connections give up within 15 s a hop, three hops; a pool of one serves slowly). */
const STOP_MS = 3000;
const SECONDS = 1200;

const policy = fc.record(
  {
    timeout: fc.constantFrom(0, 20, 200),
    retries: fc.integer({ min: 0, max: 3 }),
    backoff: fc.constantFrom(0, 10, 100),
    jitter: fc.constantFrom('none', 'full', 'equal', 'decorrelated'),
    breaker: fc.boolean(),
    breakerOpen: fc.constant(300),
    pool: fc.constantFrom(0, 1, 4),
    poolWait: fc.constantFrom(0, 50),
    loss: fc.constantFrom(0, 0.1),
    balance: fc.constantFrom('round-robin', 'random', 'least-connections', 'power-of-two'),
    delay: fc.constantFrom('placement', 'own'),
    probability: fc.constantFrom(0.5, 1),
    count: fc.integer({ min: 1, max: 3 }),
    together: fc.boolean(),
    async: fc.boolean(),
    step: fc.integer({ min: 1, max: 2 }),
    protocol: fc.constantFrom('none', 'http10', 'http11', 'http2', 'http3', 'grpc', 'websocket', 'amqp', 'udp'),
    connections: fc.constantFrom(0, 1, 3),
    streams: fc.constantFrom(1, 2, 100),
    idle: fc.constantFrom(1, 40, 5000),
    perSession: fc.boolean(),
    slowStart: fc.boolean(),
    duplicates: fc.constantFrom(0, 0.2),
    tls: fc.constantFrom('none', '1.2', '1.3'),
    resumption: fc.constantFrom('off', 'tickets', 'early'),
    key: fc.constantFrom('rsa', 'ecdsa'),
    api: fc.constantFrom('plain', 'graphql'),
    compression: fc.constantFrom('none', 'gzip'),
    wander: fc.constantFrom(0, 5),
  },
  { requiredKeys: [] },
);

const service = fc.record({
  instances: fc.integer({ min: 1, max: 3 }),
  workers: fc.integer({ min: 1, max: 4 }),
  queueLimit: fc.constantFrom(0, 5, 1000),
  waiting: fc.constantFrom('held', 'freed'),
  discipline: fc.constantFrom('fifo', 'lifo'),
  work: fc.constantFrom({ type: 'exponential' as const, mean: 8 }, { type: 'constant' as const, value: 3 }),
});

const MACHINE_FAULTS = ['crash', 'hang', 'slow', 'error-rate', 'partition'];
const fault = fc.record({
  at: fc.integer({ min: 0, max: STOP_MS }),
  duration: fc.integer({ min: 1, max: 3000 }),
  fault: fc.constantFrom(...MACHINE_FAULTS),
  target: fc.constantFrom('a', 'b', 'c', 'a/1', 'b/1', 'c/1'),
  machine: fc.boolean(),
});

/** users → a → b, c; b → c, under random policies. */
const drawn = fc
  .record({
    seed: fc.nat(1e6),
    services: fc.tuple(service, service, service),
    links: fc.tuple(policy, policy, policy, policy),
    faults: fc.array(fault, { maxLength: 5 }),
  })
  .map(({ seed, services, links, faults }) => {
    const parts = ['a', 'b', 'c'].map((id, i) => node(id, 'service', services[i]));
    const nodes: NodeDoc[] = [node('users', 'client', { rate: 300 }), ...parts];
    const wires: LinkDoc[] = [link('users', 'a', links[0]), link('a', 'b', links[1]), link('a', 'c', links[2]), link('b', 'c', links[3])];
    const timeline: TimelineEntry[] = faults.map((f, i) => {
      const params = f.fault === 'crash' && f.machine ? { how: 'machine' } : {};
      return { type: 'fault', id: `f${i}`, at: f.at, duration: f.duration, fault: f.fault, target: f.target, params };
    });
    timeline.push({ type: 'fault', id: 'stop', at: STOP_MS, fault: 'traffic-spike', target: 'users', params: { factor: 0 } });
    const d = design(nodes, wires, SECONDS);
    return { ...d, scenario: { ...d.scenario, seed, timeline } } satisfies Design;
  });

function expectConserved(session: Session): void {
  const { meter, shape } = session.compiled.sim;
  for (let i = 0; i < shape.nodeOf.length; i++) {
    const ends = OUTCOMES.reduce((sum, _, o) => sum + meter.ends(i, o), 0);
    expect(meter.arrivals(i) - ends, `instance ${i}: in − ended = inside`).toBe(meter.inFlight.now(i));
    expect(meter.queued.now(i), `instance ${i}: waiting ≤ inside`).toBeLessThanOrEqual(meter.inFlight.now(i));
  }
}

describe('conservation', () => {
  it('holds at every moment, and after traffic stopped nothing is left over', () => {
    fc.assert(
      fc.property(drawn, (d) => {
        const session = new Session(d);
        for (let ms = 250; ms <= STOP_MS + 1000; ms += 250) {
          session.advance(ms * 1e6);
          expectConserved(session);
        }
        session.advance(session.end);
        expectConserved(session);
        const { sim } = session.compiled;
        expect(sim.halted).toBeUndefined();
        expect(sim.meter.open, 'requests still open').toBe(0);
        expect(sim.requests.used, 'rows still in use').toBe(0);
        expect(sim.wire.store.underWay, 'messages still under way').toBe(0);
        for (const l of sim.links) {
          expect(l.pool?.used ?? 0, `connections still taken on link ${l.index}`).toBe(0);
          expect(l.pool?.waiting ?? 0, `calls still waiting on link ${l.index}`).toBe(0);
          expect(l.connections?.figures.open ?? 0, `connections still open on link ${l.index}`).toBe(0);
        }
        for (let i = 0; i < sim.shape.nodeOf.length; i++) expect(sim.meter.busy.now(i), `busy workers of instance ${i}`).toBe(0);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it("Little's law: time inside, summed over requests, is the area under the number inside, to the nanosecond", () => {
    const nodes = [
      node('users', 'client', { rate: 200, keys: 10 }),
      node('a', 'service', { instances: 2, workers: 2, queueLimit: 1_000_000, work: { type: 'exponential', mean: 12 } }),
      node('b', 'service', { instances: 1, workers: 3, queueLimit: 1_000_000, work: { type: 'lognormal', p50: 4, p99: 30 } }),
    ];
    const session = new Session(design(nodes, [link('users', 'a'), link('a', 'b')], 30));
    session.advance(session.end);
    const { meter, requests, shape } = session.compiled.sim;
    const inside = new Float64Array(shape.nodeOf.length);
    for (let i = 0; i < inside.length; i++) inside[i] = meter.sojourn[i]!.sum;
    for (let row = 0; row < requests.end; row += ROW) {
      if (requests.ints[row + FLAGS] === 0) continue;
      inside[requests.ints[row + INSTANCE]!] =
        inside[requests.ints[row + INSTANCE]!]! + session.now - requests.times[(row >> 1) + ARRIVED]!;
      if (requests.ints[row + PARENT] === -1) inside[0] = inside[0]! + session.now - requests.times[(row >> 1) + STARTED]!;
    }
    for (let i = 0; i < inside.length; i++) expect(meter.inFlight.area(i, session.now), `instance ${i}`).toBe(inside[i]);
  });
});
