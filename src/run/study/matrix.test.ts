import { describe, expect, it } from 'vitest';
import type { Design } from '../../design/document.ts';
import { client, drawn, exponential, link, part, service } from '../estimate/small-designs.ts';
import { poolOf } from '../lanes.ts';
import { runJob } from '../run-job.ts';
import { faultChoices } from './fault-choices.ts';
import { USUAL_TIMES } from './faulty.ts';
import { failureMatrix, hiddenPairs, type Matrix, type MatrixPlan, matrixDesign, matrixRuns, pairIndex, weakPoints } from './matrix.ts';

const pool = (size = 2) => poolOf(size, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));

/** Two copies behind a balancer that notices when one is gone, and one store that everything needs. */
function shop(): Design {
  const web = service('web', { instances: 2, workers: 8, ...exponential(2) });
  const store = service('store', { workers: 8, ...exponential(2) });
  const lb = part('lb', 'load-balancer', { healthChecks: true, checkInterval: 100, checkFall: 1, checkRise: 1 });
  const links = [link('users', 'lb', { timeout: 500 }), link('lb', 'web'), link('web', 'store')];
  const design = drawn([client(25), lb, web, store], links, 15);
  const objectives = [{ id: 'o1', metric: 'availability', bound: 'least', value: 0.9, class: '' } as const];
  return { ...design, scenario: { ...design.scenario, objectives } };
}

const plan = (design: Design, sorts: readonly string[], pairs = false): MatrixPlan => ({
  faults: faultChoices(design).filter(({ sort }) => sorts.includes(sort)),
  pairs,
  seeds: 1,
  lastsMs: 2000,
  afterMs: 1000,
});

const byShort = (matrix: Matrix, short: string) => matrix.singles[matrix.faults.findIndex((fault) => fault.short === short)];

describe('the list of faults', () => {
  it('has each part, link and place once, with a reason', () => {
    const choices = faultChoices(shop());
    expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length);
    expect(choices.map(({ short }) => short)).toEqual(
      expect.arrayContaining(['crash lb', 'crash web/1', 'all web', 'hang store', 'slow web/1', 'cut web>store']),
    );
    expect(choices.every(({ reason }) => reason.length > 10)).toBe(true);
    expect(choices.filter(({ sort }) => sort === 'zone')).toEqual([]);
  });

  it('tries the leader of a store by itself', () => {
    const design = drawn([client(10), part('db', 'sql-database', { replicas: 2 })], [link('users', 'db')], 60);
    const shorts = faultChoices(design).map(({ short }) => short);
    expect(shorts).toEqual(expect.arrayContaining(['leader db', 'crash db/2', 'slow db/2']));
    expect(faultChoices(design).find(({ short }) => short === 'crash db/2')?.twin?.target).toBe('db/3');
  });

  it('has zones where there are two', () => {
    const design = shop();
    const nodes = design.nodes.map((node) => (node.id === 'web' ? { ...node, zones: ['a', 'b'] } : node));
    expect(faultChoices({ ...design, nodes }).flatMap(({ sort, target }) => (sort === 'zone' ? [target] : []))).toEqual([
      'zone:a',
      'zone:b',
    ]);
  });
});

describe('the failure matrix', () => {
  it('names the only store and not one of two copies', async () => {
    const design = shop();
    const matrix = await failureMatrix(design, plan(design, ['crash', 'all']), pool());
    expect(matrix.calm?.missed).toBe(0);
    expect(byShort(matrix, 'crash web/1')?.missed).toBe(0);
    expect(byShort(matrix, 'crash store')?.availability).toBeLessThan(0.6);
    expect(weakPoints(matrix).map(({ words }) => words)).toEqual(
      expect.arrayContaining(['store crashes', 'lb crashes', 'all 2 copies of web crash']),
    );
    expect(weakPoints(matrix)).toHaveLength(3);
  });

  it('finds the pair that breaks what each of the two alone does not', async () => {
    const design = shop();
    const faults = faultChoices(design).filter(({ short }) => short === 'crash web/1');
    const matrix = await failureMatrix(design, { ...plan(design, [], true), faults }, pool());
    expect(matrix.pairs[pairIndex(0, 0)]?.availability).toBeLessThan(0.6);
    expect(hiddenPairs(matrix).map(({ words }) => words)).toEqual(['one of 2 copies of web crashes, and a second one']);
  });

  it('is the same whatever the number of workers, and each cell is the run it stands for', async () => {
    const design = shop();
    const asked = plan(design, ['crash'], true);
    const [one, three] = [await failureMatrix(design, asked, pool(1)), await failureMatrix(design, asked, pool(3))];
    expect(three).toEqual(one);
    const fault = asked.faults[1]!;
    const opened = matrixDesign(design, [fault], asked, one.objectives);
    const again = runJob({ design: opened, seed: design.scenario.seed }, () => 0);
    expect(again.ok && again.report.digest).toBe(one.singles[1]?.digest);
  });

  it('judges by the objectives of the design where it has some', async () => {
    const own = { id: 'o1', metric: 'latency.p50', bound: 'most', value: 0.001, class: '' } as const;
    const design = { ...shop(), scenario: { ...shop().scenario, objectives: [own] } };
    const matrix = await failureMatrix(design, plan(design, []), pool());
    expect(matrix.goals.map(({ text }) => text)).toEqual(['p50 latency at most 1 µs']);
    expect(matrix.calm?.missed).toBe(1);
  });

  it('tells how many runs it will make, and each of them', async () => {
    const design = shop();
    const asked = { ...plan(design, ['crash'], true), lastsMs: 100, afterMs: 100 };
    const seen: number[] = [];
    await failureMatrix(design, asked, pool(), ({ done, planned }) => {
      expect(planned).toBe(matrixRuns(asked));
      seen.push(done);
    });
    expect(seen).toEqual(Array.from({ length: matrixRuns(asked) }, (_, i) => i + 1));
  });

  it('measures a fault that lasts as long as it is usual from its beginning on', () => {
    const opened = matrixDesign(shop(), [], USUAL_TIMES, []);
    expect(opened.scenario).toMatchObject({ warmupMs: 3000, durationMs: 23_000 });
  });
});
