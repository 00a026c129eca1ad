import { describe, expect, it } from 'vitest';
import { KINDS } from '../catalog/index.ts';
import type { ClassDoc, Design, LinkDoc, NodeDoc } from '../design/document.ts';
import { EXAMPLES } from '../design/examples/index.ts';
import { emptyDesign } from '../design/fresh.ts';
import { randomDesign } from '../design/random-design.ts';
import { CATALOG } from '../design/registry.ts';
import { FAULTS } from '../faults/index.ts';
import type { ParamBag } from '../std/parameter.ts';
import { type Estimate, estimate, type Validity } from './estimate.ts';
import type { Report } from './report.ts';
import { Session } from './session.ts';
import { reportOf } from './verdict.ts';

const READ: ClassDoc = { id: 'read', name: 'read', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 };
const WRITE: ClassDoc = { ...READ, id: 'write', name: 'write', write: true };

const part = (id: string, kind: string, params: ParamBag = {}): NodeDoc => ({
  id,
  kind,
  name: id,
  x: 0,
  y: 0,
  params,
  region: '',
  zones: ['a'],
});
/** A link that takes no time, unless said otherwise. */
const link = (from: string, to: string, params: ParamBag = {}): LinkDoc => ({
  id: `${from}-${to}`,
  from,
  to,
  params: { delay: 'own', latency: { type: 'constant', value: 0 }, ...params },
});

function drawn(nodes: readonly NodeDoc[], links: readonly LinkDoc[], seconds = 600, classes: readonly ClassDoc[] = [READ]): Design {
  const scenario = { seed: 7, durationMs: seconds * 1000, warmupMs: Math.min(60, seconds / 5) * 1000, timeline: [], objectives: [] };
  return { ...emptyDesign(), nodes, links, classes, scenario };
}

function measured(design: Design): Report {
  const session = new Session(design);
  session.advance(session.end);
  return reportOf(session, 1);
}

const exponential = (mean: number): ParamBag => ({ work: { type: 'exponential', mean } });
const service = (id: string, params: ParamBag): NodeDoc =>
  part(id, 'service', { instances: 1, workers: 1, queueLimit: 100_000, ...params });
const client = (rate: number, params: ParamBag = {}): NodeDoc => part('users', 'client', { rate, ...params });

/** How far a prediction is from what was measured, as a share of that. */
const off = (predicted: number | undefined, is: number | null): number =>
  Math.abs((predicted ?? Number.NaN) - (is ?? Number.NaN)) / (is ?? 1);

const words = (valid: Validity): string => (valid === true ? '' : valid.map(({ text }) => text).join(' '));

describe('an estimate beside the simulation', () => {
  it('meets M/M/1: utilisation within 2 %, mean and p99 within 5 %', () => {
    const design = drawn([client(70), service('app', exponential(10))], [link('users', 'app')], 2000);
    const [told, ran] = [estimate(design).nodes['app'], measured(design).nodes['app']!];
    expect(told?.valid).toBe(true);
    expect(told?.meanMs).toBeCloseTo(10 / 0.3, 9);
    expect(off(told?.utilisation, ran.utilisation)).toBeLessThan(0.02);
    expect(off(told?.meanMs, ran.sojournMs.mean)).toBeLessThan(0.05);
    expect(off(told?.p99Ms, ran.sojournMs.p99)).toBeLessThan(0.05);
  });

  it('meets M/M/c and M/M/c/K, with the share that is turned away', () => {
    const many = drawn([client(350), service('app', { ...exponential(10), workers: 4 })], [link('users', 'app')], 1000);
    const [told, ran] = [estimate(many).nodes['app'], measured(many).nodes['app']!];
    expect(off(told?.utilisation, ran.utilisation)).toBeLessThan(0.02);
    expect(off(told?.meanMs, ran.sojournMs.mean)).toBeLessThan(0.05);
    const small = drawn([client(90), service('app', { ...exponential(10), queueLimit: 4 })], [link('users', 'app')], 1000);
    const [less, report] = [estimate(small).nodes['app'], measured(small).nodes['app']!];
    expect(off(less?.utilisation, report.utilisation)).toBeLessThan(0.02);
    expect(off(less?.rejected, (report.outcomes['rejected'] ?? 0) / report.arrivals)).toBeLessThan(0.05);
  });

  it('meets M/G/1 within 5 % and M/G/c within 10 % of the mean time', () => {
    for (const [workers, rate, most] of [
      [1, 70, 0.05],
      [4, 320, 0.1],
    ] as const) {
      for (const work of [
        { type: 'constant', value: 10 },
        { type: 'lognormal-cv', mean: 10, cv: 1.5 },
      ] as const) {
        const design = drawn([client(rate), service('app', { work, workers })], [link('users', 'app')], 1500);
        const [told, ran] = [estimate(design).nodes['app'], measured(design).nodes['app']!];
        expect(off(told?.utilisation, ran.utilisation)).toBeLessThan(0.02);
        expect(off(told?.meanMs, ran.sojournMs.mean), `${workers} ${work.type}`).toBeLessThan(most);
        expect(told?.p99Ms).toBeUndefined();
      }
    }
  });

  it('meets a tandem, whose client waits for both and both ways', () => {
    const wire = { latency: { type: 'constant', value: 5 } } as const;
    const nodes = [client(60), service('a', { ...exponential(8), waiting: 'freed' }), service('b', exponential(12))];
    const design = drawn(nodes, [link('users', 'a', wire), link('a', 'b', wire)], 2000);
    const [told, ran] = [estimate(design), measured(design)];
    expect(told.nodes['users']?.meanMs).toBeCloseTo(8 / (1 - 0.48) + 12 / (1 - 0.72) + 20, 9);
    expect(off(told.nodes['users']?.meanMs, ran.total.latencyMs.mean)).toBeLessThan(0.05);
    expect(told.capacity).toMatchObject({ id: 'b', resource: 'workers' });
    expect(off(told.capacity?.factor, 1 / 0.72)).toBeLessThan(0.005);
  });

  it('meets a balancer over four copies, in turn and by least connections', () => {
    for (const [algorithm, most] of [
      ['round-robin', 0.05],
      ['random', 0.05],
      ['least-connections', 0.1],
    ] as const) {
      const lb = part('lb', 'load-balancer', { algorithm, overhead: { type: 'constant', value: 0 }, healthChecks: false });
      const app = service('app', { ...exponential(10), instances: 4 });
      const design = drawn([client(algorithm === 'least-connections' ? 200 : 280), lb, app], [link('users', 'lb'), link('lb', 'app')], 800);
      const [told, ran] = [estimate(design).nodes['app'], measured(design).nodes['app']!];
      expect(off(told?.utilisation, ran.utilisation)).toBeLessThan(0.02);
      expect(off(told?.meanMs, ran.sojournMs.mean), algorithm).toBeLessThan(most);
    }
    const two = part('lb', 'load-balancer', { algorithm: 'power-of-two' });
    const vague = drawn([client(340), two, service('app', { ...exponential(10), instances: 4 })], [link('users', 'lb'), link('lb', 'app')]);
    expect(words(estimate(vague).nodes['app']!.valid)).toContain('calls wait between');
  });

  it('meets a cache beside a database, reads and writes: hit ratio within 1 %, load of the database within 3 %', () => {
    const nodes = [
      client(500, { keys: 5000, skew: 0.8 }),
      service('app', { work: { type: 'constant', value: 1 }, workers: 64, waiting: 'freed' }),
      part('cache', 'cache', { capacity: 800, ttl: 20_000 }),
      part('db', 'sql-database', { replicas: 2, reads: 'any', readTime: { type: 'exponential', mean: 10 }, workers: 4 }),
    ];
    const links = [link('users', 'app'), link('app', 'cache'), link('app', 'db')];
    const design = drawn(nodes, links, 400, [{ ...READ, weight: 9 }, WRITE]);
    const [told, ran] = [estimate(design).nodes, measured(design).nodes];
    expect(Math.abs((told['cache']?.figures['hitRatio'] ?? 0) - (ran['cache']?.figures['hitRatio'] ?? 1))).toBeLessThan(0.01);
    expect(off(told['db']?.utilisation, ran['db']!.utilisation)).toBeLessThan(0.03);
    expect(off(told['db']?.meanMs, ran['db']!.sojournMs.mean)).toBeLessThan(0.05);
    expect(off(told['cache']?.utilisation, ran['cache']!.utilisation)).toBeLessThan(0.02);
    expect(off(told['app']?.meanMs, ran['app']!.sojournMs.mean)).toBeLessThan(0.05);
  });

  it('meets workers that are held through their calls', () => {
    const nodes = [client(40), service('a', { work: { type: 'constant', value: 5 }, workers: 8 }), service('b', exponential(12))];
    const design = drawn(nodes, [link('users', 'a'), link('a', 'b')], 1500);
    const [told, ran] = [estimate(design).nodes['a'], measured(design).nodes['a']!];
    expect(off(told?.utilisation, ran.utilisation)).toBeLessThan(0.05);
    expect(off(told?.meanMs, ran.sojournMs.mean)).toBeLessThan(0.07);
  });

  it('meets a closed crowd by mean value analysis, also where it saturates', () => {
    for (const users of [5, 20, 40]) {
      const crowd = part('users', 'client', { loop: 'closed', users, think: { type: 'exponential', mean: 200 } });
      const design = drawn([crowd, service('app', exponential(10))], [link('users', 'app')], 1000);
      const [told, ran] = [estimate(design).nodes, measured(design)];
      expect(off(told['app']?.utilisation, ran.nodes['app']!.utilisation)).toBeLessThan(0.02);
      expect(off(told['app']?.meanMs, ran.nodes['app']!.sojournMs.mean), `${users} users`).toBeLessThan(0.05);
      expect(off(told['users']?.meanMs, ran.total.latencyMs.mean)).toBeLessThan(0.05);
    }
  });

  it('meets the examples before their first fault', () => {
    for (const { id, design } of EXAMPLES) {
      const calm = { ...design, scenario: { ...design.scenario, timeline: [], durationMs: 240_000, warmupMs: 60_000 } };
      const [told, ran] = [estimate(calm), measured(calm)];
      for (const { id: node, kind } of design.nodes) {
        const [one, is] = [told.nodes[node]!, ran.nodes[node]!];
        if (one.utilisation !== undefined) expect(off(one.utilisation, is.utilisation), `${id} ${node} utilisation`).toBeLessThan(0.04);
        const time =
          kind === 'client'
            ? design.nodes.filter((n) => n.kind === kind).length > 1
              ? null
              : ran.total.latencyMs.mean
            : is.sojournMs.mean;
        if (one.meanMs !== undefined && time !== null) expect(off(one.meanMs, time), `${id} ${node} time`).toBeLessThan(0.1);
      }
    }
  });
});

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
    for (let seed = 1; seed <= 300; seed++) {
      const design = randomDesign(seed, 3 + (seed % 12), palette);
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
    expect(seen).toBeGreaterThan(10);
  });

  it('takes at most 5 ms for 50 parts', () => {
    const design = fifty();
    for (let i = 0; i < 20; i++) estimate(design);
    const times = Array.from({ length: 15 }, () => {
      const start = performance.now();
      estimate(design);
      return performance.now() - start;
    });
    const best = Math.min(...times);
    console.log(`estimate of ${design.nodes.length} parts: ${best.toFixed(2)} ms`);
    expect(best).toBeLessThan(5);
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
