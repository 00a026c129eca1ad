import { describe, expect, it } from 'vitest';
import { read } from '../../design/read.ts';
import { mean } from '../../std/distribution.ts';
import { client, drawn, exponential, link, part, service } from '../estimate/small-designs.ts';
import { FIGURES, type Figure } from '../experiment/figures.ts';
import { poolOf } from '../lanes.ts';
import { runJob } from '../run-job.ts';
import { frontier, frontierDesign, gridOf, paretoOf, usualValues } from './frontier.ts';
import { allowed, type Setting, settingsOf, withSetting } from './settings.ts';
import { tornado } from './tornado.ts';

const pool = poolOf(2, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));
const aside = part('aside', 'service');
const line = drawn([client(40), service('app', { workers: 2, ...exponential(10) }), aside], [link('users', 'app', { timeout: 900 })], 3);
const design = { ...line, scenario: { ...line.scenario, warmupMs: 0 } };
const setting = (id: string): Setting => settingsOf(design).find((one) => one.id === id)!;
const meanLatency = FIGURES.find(({ id }) => id === 'latency.mean') as Figure;

describe('the settings of a design', () => {
  it('are amounts that mean something: neither what is off, nor what nobody reaches, nor what another setting rules out', () => {
    const ids = settingsOf(design).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['users.rate', 'app.workers', 'app.work', 'users>app.timeout']));
    expect(ids.filter((id) => id.startsWith('aside'))).toEqual([]);
    expect(ids).not.toContain('users.burstFactor');
    expect(ids).not.toContain('users>app.retries');
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are turned within their range, and what is random keeps its form', () => {
    expect(allowed(setting('app.workers'), 3.4)).toBe(3);
    expect(allowed(setting('app.workers'), 0.1)).toBe(1);
    expect(allowed(setting('app.workers'), 2)).toBeUndefined();
    const slower = withSetting(design, setting('app.work'), 25);
    expect(slower.nodes[1]?.params['work']).toEqual({ type: 'exponential', mean: 25 });
    const every = settingsOf(design).map((one) => withSetting(design, one, allowed(one, one.value * 2) ?? one.value));
    expect(every.filter((one) => !read(one).ok)).toEqual([]);
  });

  it.each([
    { type: 'lognormal', p50: 4, p99: 20 },
    { type: 'uniform', min: 1, max: 3 },
    { type: 'pareto', min: 1, max: 50, alpha: 1.5 },
    {
      type: 'mixture',
      parts: [
        { weight: 1, of: { type: 'gamma', mean: 4, shape: 2 } },
        { weight: 2, of: { type: 'constant', value: 1 } },
      ],
    },
    { type: 'empirical', values: [1, 2, 6] },
  ] as const)('take a mean for what is random: $type', (work) => {
    const made = {
      ...design,
      nodes: design.nodes.map((node) => (node.id === 'app' ? { ...node, params: { ...node.params, work } } : node)),
    };
    const of = settingsOf(made).find(({ id }) => id === 'app.work')!;
    const turned = withSetting(made, of, of.value * 3).nodes[1]?.params['work'];
    expect(mean(turned as never)).toBeCloseTo(3 * of.value, 6);
  });
});

describe('sensitivity', () => {
  it('puts first what moves the figure most, and counts what moves nothing', async () => {
    const settings = ['app.work', 'users.rate', 'users>app.timeout', 'users.keys'].map(setting);
    const found = await tornado(design, { figure: meanLatency, factor: 2, most: 2, seeds: 2, settings }, pool);
    expect(found.bars.map((bar) => bar.setting.id)).toEqual(['app.work', 'users.rate']);
    const [work] = found.bars;
    expect(work?.more?.difference.mean).toBeGreaterThan(8);
    expect(work?.less?.difference.mean).toBeLessThan(-4);
    expect(work?.more?.difference.n).toBe(2);
    expect([found.looked, found.without]).toEqual([4, 2]);
  });
});

describe('the frontier', () => {
  it('runs each point of the grid once, and each is the run it stands for', async () => {
    const axes = [
      { setting: setting('app.workers'), values: [1, 2] },
      { setting: setting('users.rate'), values: [10, 40] },
    ];
    expect(gridOf(axes)).toEqual([
      [1, 10],
      [1, 40],
      [2, 10],
      [2, 40],
    ]);
    const { points } = await frontier(design, axes, 1, pool);
    expect(points.map((point) => point?.values)).toEqual(gridOf(axes));
    const again = runJob({ design: frontierDesign(design, axes, [2, 10]), seed: design.scenario.seed }, () => 0);
    expect(again.ok && again.report.digest).toBe(points[2]?.digest);
  });

  it('keeps the points that no other beats in everything', () => {
    const at = (costPerHour: number, p99Ms: number | null, availability: number) => ({
      values: [],
      costPerHour,
      p99Ms,
      availability,
      throughput: 1,
      met: true,
      digest: '',
      problem: undefined,
    });
    const points = [at(1, 100, 0.9), at(2, 50, 0.9), at(2, 120, 0.9), at(3, 50, 0.9), at(3, 60, 0.99), at(0, null, 0.5), undefined];
    expect([...paretoOf(points)]).toEqual([0, 1, 4]);
  });

  it('proposes values from a quarter to four times the present one, each allowed once', () => {
    expect(usualValues(setting('app.workers'))).toEqual([1, 2, 4, 8]);
    expect(usualValues(setting('users.rate'))).toEqual([10, 20, 40, 80, 160]);
  });

  it('says so when the grid is too large', async () => {
    const values = Array.from({ length: 21 }, (_, i) => i + 1);
    const axes = [
      { setting: setting('app.workers'), values },
      { setting: setting('users.rate'), values },
    ];
    await expect(frontier(design, axes, 1, pool)).rejects.toThrow('441 points');
  });
});
