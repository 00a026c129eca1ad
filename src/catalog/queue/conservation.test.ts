// No message is lost without being counted, whatever strikes its consumers: on random queues under random faults.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { OK } from '../../engine/outcome.ts';
import { cls, fault } from '../../laws/story.ts';
import { design, link, node } from '../../proof/small-design.ts';
import { Session } from '../../run/session.ts';
import { reportOf } from '../../run/verdict.ts';

const SEED = 20261121;
const STOP_MS = 2000;

const drawn = fc.record({
  seed: fc.nat(1e6),
  queue: fc.record({
    capacity: fc.constantFrom(1, 5, 1000),
    full: fc.constantFrom('reject', 'block', 'drop-oldest'),
    guarantee: fc.constantFrom('at-least-once', 'at-least-once', 'at-most-once'),
    prefetch: fc.integer({ min: 1, max: 4 }),
    visibility: fc.constantFrom(0, 5, 40, 300),
    redelivery: fc.constantFrom(0, 1, 50),
    maxDeliveries: fc.constantFrom(0, 1, 3),
    queueLimit: fc.constantFrom(0, 3, 100),
    workers: fc.integer({ min: 1, max: 3 }),
  }),
  consumers: fc.array(
    fc.record({ instances: fc.integer({ min: 1, max: 3 }), workers: fc.integer({ min: 1, max: 3 }), queueLimit: fc.constantFrom(0, 10) }),
    {
      minLength: 1,
      maxLength: 2,
    },
  ),
  delay: fc.constantFrom(0, 0.1, 3),
  retries: fc.constantFrom(0, 2),
  deadLetters: fc.boolean(),
  faults: fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: STOP_MS }),
      duration: fc.integer({ min: 1, max: 800 }),
      kind: fc.constantFrom('crash', 'hang', 'slow', 'error-rate'),
      target: fc.constantFrom('c0', 'c0/1', 'dead', 'queue'),
    }),
    { maxLength: 5 },
  ),
});

function designOf(d: typeof drawn extends fc.Arbitrary<infer T> ? T : never) {
  const delay = { delay: 'own', latency: { type: 'constant', value: d.delay } } as const;
  const nodes = [node('users', 'client', { rate: 300 }), node('queue', 'queue', d.queue), node('dead', 'queue')];
  const links = [link('users', 'queue', delay)];
  if (d.deadLetters) links.push(link('queue', 'dead', delay));
  d.consumers.forEach((params, i) => {
    nodes.push(node(`c${i}`, 'service', { ...params, work: { type: 'exponential', mean: 8 } }));
    links.push(link('queue', `c${i}`, { ...delay, retries: d.retries, backoff: 5, ...(i === 1 ? { classes: ['b'] } : {}) }));
  });
  // A queue that crashes hears no more of what it had delivered, so it may only hang or be slow here.
  const faults = d.faults.filter((f) => f.target !== 'queue' || f.kind === 'hang' || f.kind === 'slow');
  const timeline: TimelineEntry[] = faults.map((f, i) => ({ ...fault(f.kind, f.target, f.at, f.duration), id: `f${i}` }));
  timeline.push({ type: 'fault', id: 'stop', at: STOP_MS, fault: 'traffic-spike', target: 'users', params: { factor: 0 } });
  const base = design(nodes, links, 120);
  return { ...base, classes: [cls('a'), cls('b')], scenario: { ...base.scenario, seed: d.seed, timeline } };
}

describe('a queue', () => {
  it('accounts for every message that it took: acknowledged, dead or dropped, and in the end nothing is left over', () => {
    let dead = 0;
    let dropped = 0;
    let duplicates = 0;
    fc.assert(
      fc.property(drawn, (d) => {
        const session = new Session(designOf(d));
        session.advance(session.end);
        const { sim, nodes } = session.compiled;
        const report = reportOf(session, 0);
        expect(sim.halted).toBeUndefined();
        const own = report.nodes['queue']!.figures as Record<string, number>;
        const figure = (id: string) => own[id] ?? 0;
        expect([figure('depth'), figure('unacknowledged')]).toEqual([0, 0]);
        expect(sim.requests.used, 'rows still in use').toBe(0);
        let worked = 0;
        for (const one of nodes) {
          if (!one.doc.id.startsWith('c')) continue;
          for (let i = 0; i < one.instances; i++) worked += sim.meter.ends(one.firstInstance + i, OK);
        }
        const stored = sim.meter.ends(nodes[1]!.firstInstance, OK);
        expect(stored).toBe(worked - figure('duplicates') + figure('deadLettered') + figure('dropped'));
        expect(report.nodes['dead']!.figures['depth']).toBe(d.deadLetters ? figure('deadLettered') : 0);
        if (d.queue.guarantee === 'at-most-once') expect(figure('duplicates') + figure('redeliveries')).toBe(0);
        dead += figure('deadLettered');
        dropped += figure('dropped');
        duplicates += figure('duplicates');
      }),
      { seed: SEED, numRuns: 120 },
    );
    // All of it was met.
    expect(Math.min(dead, dropped, duplicates)).toBeGreaterThan(100);
  }, 30_000);
});
