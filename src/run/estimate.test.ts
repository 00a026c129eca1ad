import { describe, expect, it } from 'vitest';
import { KINDS } from '../catalog/index.ts';
import type { Design, LinkDoc, NodeDoc } from '../design/document.ts';
import { randomDesign } from '../design/random-design.ts';
import { CATALOG } from '../design/registry.ts';
import { FAULTS } from '../faults/index.ts';
import { client, drawn, exponential, link, part, READ, service, WRITE } from './estimate/small-designs.ts';
import { type Estimate, estimate, type Validity } from './estimate.ts';

const words = (valid: Validity): string => (valid === true ? '' : valid.map(({ text }) => text).join(' '));

/** How far a prediction is from what was measured, as a share of that. */
const off = (predicted: number | undefined, is: number | null): number =>
  Math.abs((predicted ?? Number.NaN) - (is ?? Number.NaN)) / (is ?? 1);

describe('an estimate says when it does not hold', () => {
  it('of an overloaded part, and of all that wait for it', () => {
    const nodes = [
      client(150),
      service('a', { ...exponential(1), waiting: 'freed' }),
      service('b', { work: { type: 'constant', value: 10 } }),
    ];
    const told = estimate(drawn(nodes, [link('users', 'a'), link('a', 'b')]));
    expect(words(told.nodes['b']!.valid)).toContain('Overloaded: no steady state. It gets 150 %');
    expect(told.nodes['b']?.meanMs).toBeUndefined();
    expect(words(told.nodes['a']!.valid)).toContain('waits for b');
    expect(told.nodes['users']?.meanMs).toBeUndefined();
    expect(told.capacity).toMatchObject({ id: 'b' });
    expect(off(told.capacity?.factor, 1 / 1.5)).toBeLessThan(0.01);
  });

  it('of bursts, of faults to come, of short timeouts and full pools', () => {
    const app = service('app', exponential(10));
    const bursts = estimate(drawn([client(50, { arrivals: 'bursty' }), app], [link('users', 'app')]));
    expect(words(bursts.nodes['app']!.valid)).toContain('bursts');
    expect(bursts.nodes['app']?.meanMs).toBeUndefined();
    const design = drawn([client(50), app], [link('users', 'app')]);
    const fault = { type: 'fault', id: 'f', at: 20_000, fault: 'slow', target: 'app', params: { factor: 4 } } as const;
    const faulty = estimate({ ...design, scenario: { ...design.scenario, timeline: [fault] } });
    expect(words(faulty.nodes['app']!.valid)).toBe('Only until 20 s: slow ×4.');
    expect(faulty.untilMs).toBe(20_000);
    expect(faulty.nodes['app']?.meanMs).toBeCloseTo(20, 9);
    const hasty = estimate(drawn([client(50), app], [link('users', 'app', { timeout: 30, retries: 2 })]));
    expect(words(hasty.nodes['users']!.valid)).toContain('timeout of 30');
    const pooled = estimate(
      drawn([client(50), service('a', { ...exponential(1), waiting: 'freed' }), app], [link('users', 'a'), link('a', 'app', { pool: 1 })]),
    );
    expect(words(pooled.nodes['a']!.valid)).toContain('connections');
  });

  it('of calls that go round in a circle', () => {
    const told = estimate(drawn([client(5), service('a', {}), service('b', {})], [link('users', 'a'), link('a', 'b'), link('b', 'a')]));
    expect(words(told.nodes['a']!.valid)).toContain('come back');
    expect(told.nodes['a']?.utilisation).toBeUndefined();
    // What has nothing to do with the circle is foretold as ever.
    const apart = { ...client(50), id: 'others' };
    const both = drawn(
      [client(5), service('a', {}), service('b', {}), apart, service('c', exponential(10))],
      [link('users', 'a'), link('a', 'b'), link('b', 'a'), link('others', 'c')],
    );
    expect(estimate(both).nodes['c']?.meanMs).toBeCloseTo(20, 9);
  });
});

const numbersOf = (told: Estimate): readonly (number | undefined)[] => [
  ...Object.values(told.nodes).flatMap((n) => [
    n.arrivals,
    n.utilisation,
    n.load,
    n.meanMs,
    n.waitMs,
    n.p99Ms,
    n.rejected,
    ...Object.values(n.figures),
  ]),
  ...Object.values(told.links).flatMap((l) => [l.rate, l.meanMs]),
  ...(told.capacity === undefined ? [] : [told.capacity.load, told.capacity.factor, told.capacity.rate]),
];

/** Balancers that turn nobody away: one that has limits of its own passes on less than it gets. */
function withoutOwnLimits(design: Design): Design {
  const own = new Set(['capacity', 'cores', 'throughput', 'maxConnections', 'backlog']);
  const nodes = design.nodes.map((node) =>
    node.kind === 'load-balancer'
      ? { ...node, params: Object.fromEntries(Object.entries(node.params).filter(([name]) => !own.has(name))) }
      : node,
  );
  return { ...design, nodes };
}

describe('an estimate of any design', () => {
  const palette = { registry: CATALOG, kinds: KINDS, faults: FAULTS };

  it('never throws, and its numbers are finite and not negative', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const told = estimate(randomDesign(seed, 3 + (seed % 12), palette));
      for (const number of numbersOf(told)) {
        if (number === undefined) continue;
        expect(Number.isFinite(number) && number >= 0, `seed ${seed}: ${number}`).toBe(true);
      }
      for (const { utilisation, rejected } of Object.values(told.nodes)) {
        expect(utilisation ?? 0, `seed ${seed}`).toBeLessThanOrEqual(1 + 1e-9);
        expect(rejected).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  }, 60_000);

  it('lets nothing appear or vanish: what reaches a part is what its links carry', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const design = randomDesign(seed, 3 + (seed % 12), palette);
      const told = estimate(design);
      for (const { id } of design.nodes) {
        const incoming = design.links.filter((one) => one.to === id);
        const one = told.nodes[id]!;
        if (incoming.length === 0 || words(one.valid).includes('come back') || words(one.valid).includes('push each other')) continue;
        const carried = incoming.reduce((sum, { id }) => sum + told.links[id]!.rate, 0);
        expect(Math.abs(carried - one.arrivals) <= 1e-3 * carried + 1e-9, `seed ${seed} ${id}: ${carried} and ${one.arrivals}`).toBe(true);
      }
    }
  }, 60_000);

  it('passes on through balancers just what reaches them', () => {
    let seen = 0;
    // Among few other kinds, so that many of the designs have a balancer at work.
    const few = {
      ...palette,
      kinds: KINDS.filter(({ id }) => ['client', 'load-balancer', 'service', 'api-gateway', 'cache'].includes(id)),
    };
    for (let seed = 1; seed <= 100; seed++) {
      const design = withoutOwnLimits(randomDesign(seed, 3 + (seed % 12), few));
      const told = estimate(design);
      for (const { id } of design.nodes.filter(({ kind }) => kind === 'load-balancer')) {
        const one = told.nodes[id]!;
        const said = words(one.valid);
        if (one.arrivals === 0 || said.includes('No link') || said.includes('come back') || said.includes('push each other')) continue;
        const out = design.links.filter(({ from }) => from === id).reduce((sum, { id }) => sum + told.links[id]!.rate, 0);
        expect(Math.abs(out - one.arrivals) <= 1e-3 * out, `seed ${seed} ${id}: ${one.arrivals} in, ${out} out`).toBe(true);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(3);
  }, 60_000);

  it('of 50 parts is there before anybody notices: 8 ms by itself, 25 in a process that ran thousands of other tests', () => {
    const design = fifty();
    for (let i = 0; i < 20; i++) estimate(design);
    const times = Array.from({ length: 60 }, () => {
      const start = performance.now();
      estimate(design);
      return performance.now() - start;
    });
    const best = Math.min(...times);
    console.log(`estimate of ${design.nodes.length} parts: ${best.toFixed(2)} ms`);
    expect(best).toBeLessThan(25);
  });
});

/** Ten copies of a small system behind one gateway. */
function fifty(): Design {
  const nodes: NodeDoc[] = [client(2000), part('gate', 'api-gateway')];
  const links: LinkDoc[] = [link('users', 'gate')];
  for (let i = 0; i < 12; i++) {
    nodes.push(part(`lb${i}`, 'load-balancer'), part(`app${i}`, 'service', { instances: 3, workers: 32 }));
    nodes.push(part(`cache${i}`, 'cache'), part(`db${i}`, 'sql-database'));
    links.push(link('gate', `lb${i}`), link(`lb${i}`, `app${i}`), link(`app${i}`, `cache${i}`), link(`app${i}`, `db${i}`));
  }
  return drawn(nodes, links, 60, [{ ...READ, weight: 9 }, WRITE]);
}
