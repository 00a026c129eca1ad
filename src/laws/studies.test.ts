/**
 * Studies against what is known without them: capacities that queueing theory gives, a retry storm that does not end, a design that only
 * two failures together break, availabilities by structure. Run by the bundled command line, which is as fast as for users, and the same
 * that `sim` does for them. At the end it prints how long the failure matrix of twelve parts took.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Design, LinkDoc, NodeDoc, ObjectiveDoc } from '../design/document.ts';
import { decodeLink } from '../design/share/link.ts';
import { design as drawn, exponential, link, node } from '../proof/small-design.ts';
import type { ParamBag } from '../std/parameter.ts';
import { erlangC } from '../theory/erlang.ts';

const ROOT = join(import.meta.dirname, '../..');
const LIMIT_MS = 240_000;

/** What a study prints as JSON about a design on standard input. */
function sim<T>(design: Design, ...words: readonly string[]): Promise<T> {
  const [command = '', ...options] = words;
  return new Promise((resolve, reject) => {
    const args = [join(ROOT, '.ci/bundled.mjs'), 'main', command, '-', ...options, '--json'];
    const child = execFile(process.execPath, args, { cwd: ROOT, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      error === null ? resolve(JSON.parse(stdout) as T) : reject(new Error(`${stderr}${error.message}`)),
    );
    child.stdin?.end(JSON.stringify(design));
  });
}

const client = (rate: number): NodeDoc => node('users', 'client', { rate });
const service = (id: string, params: ParamBag): NodeDoc =>
  node(id, 'service', { instances: 1, workers: 1, queueLimit: 100_000, ...params });

function asking(
  nodes: readonly NodeDoc[],
  links: readonly LinkDoc[],
  seconds: number,
  objective: Omit<ObjectiveDoc, 'id' | 'class'>,
): Design {
  const made = drawn(nodes, links, seconds, 5);
  return { ...made, scenario: { ...made.scenario, objectives: [{ id: 'o1', class: '', ...objective }] } };
}

interface Swept {
  readonly points: readonly {
    readonly value: number;
    readonly throughput: { readonly mean: number };
    readonly p50Ms: { readonly mean: number };
  }[];
  readonly finding: string;
}

describe('T1: batches give throughput and take latency, by the mechanism of the log alone', () => {
  const log = node('log', 'log', {
    partitions: 1,
    replication: 1,
    instances: 1,
    acks: 'leader',
    batchBytes: 500,
    batchTime: { type: 'constant', value: 4 },
    partitionRate: 500_000,
    queueLimit: 200,
  });
  const design = (rate: number, more: ParamBag = {}) =>
    drawn(
      [node('users', 'client', { rate }), { ...log, params: { ...log.params, ...more } }],
      [link('users', 'log', { timeout: 5000 })],
      12,
      2,
    );

  it('n records of 1 ms each share 4 ms, so n / (4 + n) a millisecond are written, until all that is asked is', {
    timeout: LIMIT_MS,
  }, async () => {
    const { points, finding } = await sim<Swept>(
      design(700),
      'sweep',
      '--vary',
      'log.batchBytes=500,1000,2000,4000,8000',
      '--loads',
      '1',
      '--seeds',
      '2',
    );
    const bears = (n: number): number => Math.min(700, (1000 * n) / (4 + n));
    for (const { value, throughput } of points) {
      const theory = bears(value / 500);
      expect(Math.abs(throughput.mean / theory - 1), `${value} bytes: ${throughput.mean}, theory ${theory}`).toBeLessThan(0.05);
    }
    expect(points.map(({ throughput }) => throughput.mean)).toEqual(points.map(({ throughput }) => throughput.mean).sort((a, b) => a - b));
    expect(finding).toContain('all that is asked is answered');
  });

  it('whoever comes alone waits as long as a batch may wait for more, and not at all where one is a batch', {
    timeout: LIMIT_MS,
  }, async () => {
    // Two a second, far apart: nobody shares a batch, and each is answered after the wait, 4 ms and 1 ms.
    const swept = (batchBytes: number) =>
      sim<Swept>(design(2, { batchBytes, linger: 1 }), 'sweep', '--vary', 'log.linger=0,10,40', '--loads', '1', '--seeds', '2');
    const [many, one] = await Promise.all([swept(16_000), swept(500)]);
    // What a histogram says of a time is off by at most a hundredth.
    for (const { value, p50Ms } of many.points) expect(Math.abs(p50Ms.mean / (5 + value) - 1), `linger ${value}`).toBeLessThan(0.015);
    for (const { value, p50Ms } of one.points) expect(Math.abs(p50Ms.mean / 5 - 1), `linger ${value}, batches of one`).toBeLessThan(0.015);
  });
});

interface Capacity {
  readonly ended: string;
  readonly low: { readonly offered: number };
  readonly high: { readonly offered: number; readonly busiest: { readonly node: string }; readonly why: string };
}

describe('the capacity search finds what theory gives', () => {
  it.each([
    ['M/M/1, mean at most 50 ms', 1, 50],
    ['M/M/4, mean at most 14 ms', 4, 14],
  ] as const)('%s', { timeout: LIMIT_MS }, async (_, workers, allowed) => {
    // λ at which c workers of 100 a second each keep a customer for so long on the whole.
    const meanMs = (rate: number): number => 10 + (1000 * erlangC(workers, rate / 100)) / (100 * workers - rate);
    let [least, most] = [0, 100 * workers];
    for (let i = 0; i < 60; i++) {
      const middle = (least + most) / 2;
      if (meanMs(middle) <= allowed) least = middle;
      else most = middle;
    }
    const objective = { metric: 'latency.mean', bound: 'most', value: allowed } as const;
    const app = service('app', { workers, work: exponential(10) });
    const found = await sim<Capacity>(asking([client(20), app], [link('users', 'app')], 120, objective), 'capacity');
    expect(found.ended).toBe('found');
    expect(found.low.offered).toBeGreaterThan(0.96 * least);
    expect(found.high.offered).toBeLessThan(1.04 * least);
    expect(found.high.busiest.node).toBe('app');
    expect(found.high.why).toMatch(/app is the (bottleneck|busiest part)/);
  });
});

interface StabilityMap {
  readonly rows: readonly {
    readonly calm: { readonly state: string; readonly offered: number };
    readonly cells: readonly { readonly state: string }[];
    readonly recovery: { readonly offered: number } | null;
  }[];
}

it('a storm of three retries is metastable from where four times the load is more than can be done', { timeout: LIMIT_MS }, async () => {
  const app = service('app', { workers: 10, queueLimit: 150, work: exponential(100) });
  const storm = drawn([client(80), app], [link('users', 'app', { timeout: 1000, retries: 3 })], 60, 5);
  const { rows } = await sim<StabilityMap>(storm, 'map', '--loads', '0.25,1,1.5', '--triggers', '2,4');
  const [low, high, over] = rows;
  expect([low?.calm.state, ...(low?.cells ?? []).map(({ state }) => state)]).toEqual(['stable', 'stable', 'stable']);
  expect(high?.calm.state).toBe('vulnerable');
  expect(high?.cells.at(-1)?.state).toBe('metastable');
  expect(over?.calm.state).toBe('overloaded');
  // 100 a second can be done; with each request sent four times that is the load of 25, and fewer retries carry a little more.
  expect(high?.recovery?.offered).toBeGreaterThan(20);
  expect(high?.recovery?.offered).toBeLessThan(50);
});

const CHECKED = { healthChecks: true, checkInterval: 100, checkFall: 1, checkRise: 1 };

it('what breaks an objective is found among what does not, shrunk, and replays as the link says', { timeout: LIMIT_MS }, async () => {
  const app = service('app', { instances: 2, workers: 8, work: exponential(2) });
  const nodes = [client(50), node('lb', 'load-balancer', CHECKED), app, service('log', { work: exponential(1) })];
  const links = [link('users', 'lb'), link('lb', 'app'), link('app', 'log', { async: true })];
  const made = asking(nodes, links, 20, { metric: 'availability', bound: 'least', value: 0.95 });
  const found = await sim<{ ended: string; faults: { target: string; at: number; duration: number }[]; link: string }>(
    made,
    'find',
    '--faults',
    'all,log',
  );
  expect(found.ended).toBe('found');
  expect(found.faults.map(({ target }) => target)).toEqual(['app']);
  // One request in twenty of 28 s, some of them lost while the balancer does not know yet that the copies are back.
  expect(found.faults[0]?.duration).toBeGreaterThan(800);
  expect(found.faults[0]?.duration).toBeLessThan(2000);
  const capsule = decodeLink(found.link);
  if (!capsule.ok) throw new Error('The link cannot be read.');
  const again = await sim<{ digest: string; objectives: { met: boolean }[] }>(capsule.value.design, 'run');
  expect(again.digest).toBe(capsule.value.digest);
  expect(again.objectives).toMatchObject([{ met: false }]);
});

interface StructureFound {
  readonly classes: readonly {
    readonly promised: number;
    readonly measured: { readonly mean: number; readonly half95: number };
    readonly singlePoints: readonly string[];
  }[];
}

it('availability by structure is what random failures leave, where failures are noticed at once', { timeout: LIMIT_MS }, async () => {
  const nodes = [client(20), service('web', { workers: 20, work: exponential(1) }), service('db', { workers: 20, work: exponential(1) })];
  const series = await sim<StructureFound>(drawn(nodes, [link('users', 'web'), link('web', 'db')], 20, 3), 'structure', '--seeds', '20');
  const [one] = series.classes;
  expect(one?.promised).toBeCloseTo((60 / 65) ** 2, 9);
  expect(one?.singlePoints).toEqual(['web', 'db']);
  expect(Math.abs((one?.measured.mean ?? 0) - (one?.promised ?? 1))).toBeLessThan(1.5 * (one?.measured.half95 ?? 0));
  expect(one?.measured.half95).toBeLessThan(0.03);
});

/** Twelve parts: a shop with its own tail of services. */
function twelve(): Design {
  const work = (mean: number): ParamBag => ({ instances: 2, workers: 16, work: exponential(mean) });
  const nodes = [
    client(100),
    node('lb', 'load-balancer', CHECKED),
    service('web', work(3)),
    ...['catalog', 'basket', 'orders', 'search', 'users-api', 'pay'].map((id) => service(id, work(2))),
    node('cache', 'cache', {}),
    node('db', 'sql-database', { replicas: 1 }),
    node('ledger', 'sql-database', { replicas: 1 }),
  ];
  const inner = ['catalog', 'basket', 'orders', 'search', 'users-api'].map((id) => link('web', id, { probability: 0.4 }));
  const ends = [link('orders', 'pay'), link('pay', 'ledger'), link('catalog', 'cache'), link('catalog', 'db'), link('basket', 'db')];
  return drawn(nodes, [link('users', 'lb'), link('lb', 'web'), ...inner, ...ends], 30, 5);
}

it('every single fault of twelve parts is tried, and it is told how long that takes', { timeout: LIMIT_MS }, async () => {
  const made = await sim<{ runs: number; wallMs: number; faults: { cell: { problem: string | null } }[] }>(twelve(), 'matrix');
  expect(made.runs).toBe(made.faults.length + 1);
  expect(made.runs).toBeGreaterThan(40);
  expect(made.faults.filter(({ cell }) => cell.problem !== null)).toEqual([]);
  console.info(`N−1 of twelve parts: ${made.runs} runs in ${(made.wallMs / 1000).toFixed(1)} s`);
  expect(made.wallMs).toBeLessThan(120_000);
});
