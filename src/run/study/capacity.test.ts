import { describe, expect, it } from 'vitest';
import type { Design, ObjectiveDoc } from '../../design/document.ts';
import { Stream } from '../../std/random.ts';
import { client, drawn, exponential, link, part, service } from '../estimate/small-designs.ts';
import { poolOf } from '../lanes.ts';
import type { Done, RunPool } from '../replications.ts';
import { runJob } from '../run-job.ts';
import { type CapacityPlan, capacitySearch, loadDesign, USUAL_CAPACITY } from './capacity.ts';
import { USUAL_TIMES } from './faulty.ts';
import { mostLoad, usersOf, withLoad } from './load.ts';

const real = poolOf(2, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));
const plan: CapacityPlan = { ...USUAL_CAPACITY, precision: 0.01, faults: [], times: USUAL_TIMES };
const MEAN: Pick<ObjectiveDoc, 'metric' | 'bound' | 'value'> = { metric: 'latency.mean', bound: 'most', value: 50 };

/** One line before a worker of 10 ms. */
function line(rate: number, objective: Pick<ObjectiveDoc, 'metric' | 'bound' | 'value'>, seconds = 4): Design {
  const design = drawn([client(rate), service('app', { ...exponential(10) })], [link('users', 'app')], seconds);
  return { ...design, scenario: { ...design.scenario, warmupMs: 0, objectives: [{ id: 'o1', class: '', ...objective }] } };
}

const template = runJob({ design: line(20, MEAN), seed: 1 }, () => 0);

/** A pool that knows the answer, 1/(μ−λ) with some luck of the seed, and runs nothing. */
function theory(luck: number): RunPool & { readonly asked: { rate: number; seed: number }[] } {
  const asked: { rate: number; seed: number }[] = [];
  const run = async ({ design, seed }: { design: Design; seed: number }): Promise<Done> => {
    if (!template.ok) throw new Error('The template cannot be run.');
    const rate = Number(design.nodes.find(({ id }) => id === 'users')?.params['rate']);
    asked.push({ rate, seed });
    const mean = rate >= 100 ? 1e6 : (1000 / (100 - rate)) * (1 + luck * new Stream(seed, 'luck').normal());
    const { report } = template;
    return { ok: true, report: { ...report, seed, total: { ...report.total, latencyMs: { ...report.total.latencyMs, mean } } } };
  };
  return { size: 2, run, close: () => {}, asked };
}

describe('the load of a design', () => {
  it('grows as a whole: rates, crowds and changes on the timeline, and nothing else', () => {
    const change = { type: 'change', id: 'c1', at: 1000, target: 'users', param: 'rate', value: 30 } as const;
    const crowd = part('crowd', 'client', { loop: 'closed', users: 5, rate: 9 });
    const fleet = part('fleet', 'iot-fleet', { devices: 1000 });
    const attack = part('bots', 'attacker');
    const design = drawn([client(20), crowd, fleet, attack, service('app', {})], [link('users', 'app')]);
    const twice = withLoad({ ...design, scenario: { ...design.scenario, timeline: [change] } }, 2);
    const params = (id: string) => twice.nodes.find((node) => node.id === id)?.params;
    expect([params('users'), params('crowd'), params('fleet')]).toMatchObject([{ rate: 40 }, { users: 10, rate: 9 }, { devices: 2000 }]);
    expect(params('bots')).toEqual({});
    expect(twice.scenario.timeline).toMatchObject([{ value: 60 }]);
    expect(usersOf(design).map(({ id }) => id)).toEqual(['users', 'crowd', 'fleet']);
    expect(mostLoad(design)).toBe(100);
  });
});

describe('the capacity search', () => {
  it('closes in on the load at which 1/(μ−λ) is what is allowed: 50 ms at λ = 80', async () => {
    const { ended, low, high, runs } = await capacitySearch(line(20, MEAN), plan, theory(0));
    expect(ended).toBe('found');
    expect((low?.factor ?? 0) * 20).toBeLessThanOrEqual(80);
    expect((high?.factor ?? 0) * 20).toBeGreaterThan(80);
    expect((high?.factor ?? 0) - (low?.factor ?? 0)).toBeLessThanOrEqual(0.01 * (high?.factor ?? 0));
    expect(runs).toBeLessThan(60);
  });

  it('runs more seeds where luck could decide, and the same seeds at every load', async () => {
    const pool = theory(0.05);
    const { points } = await capacitySearch(line(20, MEAN), plan, pool);
    const near = points.filter(({ factor }) => Math.abs(factor * 20 - 80) < 1);
    const far = points.filter(({ factor }) => Math.abs(factor * 20 - 80) > 15);
    expect(near.some((point) => point.runs > plan.seeds)).toBe(true);
    expect(far.every((point) => point.clear && point.runs === plan.seeds)).toBe(true);
    const rates = [...new Set(pool.asked.map(({ rate }) => rate))];
    for (const rate of rates) {
      const seeds = pool.asked.filter((one) => one.rate === rate).map(({ seed }) => seed);
      expect(seeds).toEqual(seeds.map((_, i) => 7 + i));
    }
  });

  it('stops when the settings allow no more, when nothing holds, and when its runs are used up', async () => {
    const all = { metric: 'latency.mean', bound: 'most', value: 1e9 } as const;
    expect((await capacitySearch(line(900_000, all), plan, theory(0))).ended).toBe('settings');
    const never = line(20, { metric: 'latency.mean', bound: 'most', value: 0.001 });
    expect((await capacitySearch(never, plan, theory(0))).ended).toBe('never');
    const effort = await capacitySearch(never, { ...plan, mostRuns: 7 }, theory(0));
    expect([effort.ended, effort.runs]).toEqual(['effort', 6]);
  });

  it('opens the very run that a point stands for', async () => {
    const design = line(20, { metric: 'availability', bound: 'least', value: 0.9 }, 2);
    const { points, objectives } = await capacitySearch(design, { ...plan, seeds: 2, mostSeeds: 2, mostRuns: 2 }, real);
    const point = points[0]!;
    const again = runJob({ design: loadDesign(design, point.factor, plan, objectives), seed: design.scenario.seed }, () => 0);
    expect(again.ok && again.report.digest).toBe(point.digest);
    expect(point.busiest?.node).toBe('app');
  });

  it('says so when nothing sends requests', async () => {
    await expect(capacitySearch(drawn([service('app', {})], []), plan, real)).rejects.toThrow('Nothing in this design sends');
  });
});
