// What theory foretells before a run, against the run itself: each bound is what the approximation is known or stated to err by.
import { describe, expect, it } from 'vitest';
import type { Design } from '../design/document.ts';
import { EXAMPLES } from '../design/examples/index.ts';
import { client, drawn, exponential, link, part, READ, service, WRITE } from '../run/estimate/small-designs.ts';
import { estimate, type Validity } from '../run/estimate.ts';
import type { Report } from '../run/report.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import type { ParamBag } from '../std/parameter.ts';

function measured(design: Design): Report {
  const session = new Session(design);
  session.advance(session.end);
  return reportOf(session, 1);
}

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

  it('meets a rate limit, a wire, losses, calls one after the other and together, and commits that wait for all replicas', () => {
    const free = (id: string, ms: number) => service(id, { work: { type: 'constant', value: ms }, workers: 64, waiting: 'freed' });
    const limited = part('edge', 'api-gateway', { limit: 'all', limitRate: 100, limitBurst: 10 });
    const replicated = part('db', 'sql-database', { replicas: 2, replication: 'sync', applyTime: { type: 'exponential', mean: 2 } });
    const designs: Readonly<Record<string, Design>> = {
      limit: drawn(
        [client(200), limited, service('a', { ...exponential(5), workers: 2 })],
        [link('users', 'edge'), link('edge', 'a')],
        300,
      ),
      wire: drawn([client(100), free('a', 2)], [link('users', 'a', { bandwidth: 300_000 })], 300),
      loss: drawn([client(100), free('a', 5)], [link('users', 'a', { loss: 0.05 })], 600),
      row: drawn(
        [client(20), free('a', 2), service('b', { ...exponential(4), workers: 4 })],
        [link('users', 'a'), link('a', 'b', { count: 10 })],
        300,
      ),
      group: drawn(
        [client(20), free('a', 2), service('b', { ...exponential(4), workers: 24 })],
        [link('users', 'a'), link('a', 'b', { count: 6, together: true })],
        300,
      ),
      sync: drawn([client(200), replicated], [link('users', 'db')], 300, [READ, WRITE]),
    };
    for (const [name, design] of Object.entries(designs)) {
      const [told, ran] = [estimate(design), measured(design)];
      expect(off(told.nodes['users']?.meanMs, ran.total.latencyMs.mean), name).toBeLessThan(0.06);
      const seconds = (design.scenario.durationMs - design.scenario.warmupMs) / 1000;
      const calls = (id: string): number => (ran.nodes[id]?.arrivals ?? 0) / seconds;
      for (const { id } of design.nodes) expect(off(told.nodes[id]?.arrivals, calls(id)), `${name} ${id}`).toBeLessThan(0.02);
    }
  });

  it('meets a topic and a log: every subscriber and every group gets everything', () => {
    const free = (id: string, ms: number) => service(id, { work: { type: 'exponential', mean: ms }, workers: 8 });
    const topic = part('hub', 'pubsub', { time: { type: 'exponential', mean: 4 }, copyTime: { type: 'constant', value: 0.5 }, workers: 1 });
    const log = part('hub', 'log', { partitions: 12, batchTime: { type: 'constant', value: 0.5 }, inWork: 10 });
    for (const hub of [topic, { ...log, zones: ['a', 'b', 'c'] }]) {
      const wires = [link('users', 'hub'), link('hub', 'a'), link('hub', 'b', { classes: ['write'] })];
      const design = drawn([client(100), hub, free('a', 20), free('b', 30)], wires, 300, [READ, WRITE]);
      const [told, ran] = [estimate(design), measured(design)];
      const seconds = (design.scenario.durationMs - design.scenario.warmupMs) / 1000;
      for (const id of ['hub', 'a', 'b']) expect(off(told.nodes[id]?.arrivals, ran.nodes[id]!.arrivals / seconds), id).toBeLessThan(0.03);
      expect(off(told.nodes['hub']?.meanMs, ran.nodes['hub']!.sojournMs.mean), hub.kind).toBeLessThan(0.05);
      for (const id of ['a', 'b']) expect(off(told.nodes[id]?.utilisation, ran.nodes[id]!.utilisation), id).toBeLessThan(0.03);
    }
  });

  it('meets what records of a log wait for: batches that are written or gathered, and their copies', () => {
    const settings = [
      {},
      { partitions: 2 },
      { acks: 'leader' },
      { acks: 'none' },
      { linger: 5 },
      { partitioning: 'turn' },
      { replication: 2 },
    ];
    for (const values of settings) {
      const log = { ...part('hub', 'log', { partitions: 12, ...values }), zones: ['a', 'b', 'c'] };
      const design = drawn([client(2000), log], [link('users', 'hub')], 20, [READ, WRITE]);
      const [told, ran] = [estimate(design).nodes['hub'], measured(design).nodes['hub']!];
      expect(told?.valid).toBe(true);
      if (ran.sojournMs.mean === 0) expect(told?.meanMs).toBe(0);
      else expect(off(told?.meanMs, ran.sojournMs.mean), JSON.stringify(values)).toBeLessThan(0.05);
    }
    const full = drawn([client(2000), part('hub', 'log', { batchBytes: 2000 })], [link('users', 'hub')], 20, [READ, WRITE]);
    expect(words(estimate(full).nodes['hub']!.valid)).toContain('Batches are full');
  });

  it('meets stores that ask several of their own: shards, a search, blocks; load within 3 %, times within 6 %', () => {
    const search = { ...READ, id: 'search', name: 'search', query: 'search', records: 100_000 } as const;
    const big = { ...READ, id: 'big', name: 'big', bytesDown: 20_000_000 };
    const both = [READ, WRITE];
    const cases = [
      { kind: 'sharded-store', rate: 2000, values: {}, classes: both },
      { kind: 'sharded-store', rate: 2000, values: { copies: 1 }, classes: both },
      { kind: 'sharded-store', rate: 1000, values: { scatter: ['read'] }, classes: both },
      { kind: 'sharded-store', rate: 500, values: { spans: ['write'], touches: 3 }, classes: both },
      { kind: 'search-engine', rate: 300, values: {}, classes: [READ, search, WRITE], load: 'busy' },
      { kind: 'search-engine', rate: 200, values: { instances: 5, shards: 5, replicas: 2 }, classes: [search, WRITE], load: 'busy' },
      { kind: 'object-store', rate: 300, values: {}, classes: both, load: 'disks' },
      { kind: 'object-store', rate: 300, values: { spare: 2 }, classes: both, load: 'disks' },
      { kind: 'object-store', rate: 600, values: { protection: 'copies' }, classes: both, load: 'disks' },
      { kind: 'object-store', rate: 5, values: {}, classes: [big, WRITE], load: 'disks' },
      { kind: 'dfs', rate: 100, values: {}, classes: [READ], load: 'disks' },
      { kind: 'dfs', rate: 3, values: {}, classes: [big], load: 'disks' },
      { kind: 'stream-processor', rate: 500, values: {}, classes: [READ] },
      { kind: 'stream-processor', rate: 20, values: { guarantee: 'at-least-once' }, classes: [READ] },
      { kind: 'stream-processor', rate: 500, values: { guarantee: 'at-most-once' }, classes: [READ] },
    ];
    for (const { kind, rate, values, classes, load } of cases) {
      const design = drawn([client(rate), part('hub', kind, values)], [link('users', 'hub')], Math.max(10, 15_000 / rate), classes);
      const [told, ran] = [estimate(design).nodes['hub']!, measured(design).nodes['hub']!];
      const what = `${kind} ${JSON.stringify(values)} ${rate}/s`;
      expect(off(told.meanMs, ran.sojournMs.mean), what).toBeLessThan(0.06);
      if (load !== undefined) expect(off(told.figures[load], ran.figures[load]!), what).toBeLessThan(0.03);
      else if (kind === 'stream-processor') expect(off(told.utilisation, ran.utilisation), what).toBeLessThan(0.03);
    }
  });

  it('says of stores when it does not know: lines that are long, nearest copies, results by keys', () => {
    const of = (kind: string, values: ParamBag, rate: number, zones = ['a']) =>
      words(
        estimate(drawn([client(rate), { ...part('hub', kind, values), zones }], [link('users', 'hub')], 10, [READ, WRITE])).nodes['hub']!
          .valid,
      );
    expect(of('object-store', {}, 1000)).toContain('Pieces of a block wait in lines');
    expect(of('sharded-store', { workers: 1 }, 12_000)).toContain('Calls of the hottest shard wait in lines');
    expect(of('dfs', {}, 50, ['a', 'b', 'c'])).toContain('Clients read from the nearest nodes');
    expect(of('sharded-store', { spans: ['write'] }, 100)).toContain('Waits for locks');
  });

  it('meets read replicas beside a database', () => {
    const nodes = [
      client(300),
      service('app', { work: { type: 'constant', value: 1 }, workers: 64, waiting: 'freed' }),
      part('db', 'sql-database', { replicas: 0, workers: 2 }),
      part('copies', 'read-replica', { instances: 2, workers: 2, readTime: { type: 'exponential', mean: 8 } }),
    ];
    const links = [
      link('users', 'app'),
      link('app', 'db', { classes: ['write'] }),
      link('app', 'copies', { classes: ['read'] }),
      link('db', 'copies'),
    ];
    const design = drawn(nodes, links, 300, [{ ...READ, weight: 9 }, WRITE]);
    const [told, ran] = [estimate(design).nodes, measured(design).nodes];
    expect(off(told['copies']?.utilisation, ran['copies']!.utilisation)).toBeLessThan(0.03);
    expect(off(told['copies']?.meanMs, ran['copies']!.sojournMs.mean)).toBeLessThan(0.06);
    expect(off(told['app']?.meanMs, ran['app']!.sojournMs.mean)).toBeLessThan(0.06);
  });

  it('names what holds workers up, not who waits for it', () => {
    const nodes = [client(90), service('a', { ...exponential(2), workers: 16 }), service('b', exponential(6))];
    const { capacity } = estimate(drawn(nodes, [link('users', 'a'), link('a', 'b')]));
    expect(capacity).toMatchObject({ id: 'b', resource: 'workers' });
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
