import { describe, expect, it } from 'vitest';
import type { Design, ObjectiveDoc } from '../../design/document.ts';
import { client, drawn, exponential, link, part, service } from '../estimate/small-designs.ts';
import { poolOf } from '../lanes.ts';
import { runJob } from '../run-job.ts';
import { type CapacityPlan, capacitySearch, loadDesign, USUAL_CAPACITY } from './capacity.ts';
import { USUAL_TIMES } from './faulty.ts';
import { mostLoad, usersOf, withLoad } from './load.ts';

const pool = () => poolOf(2, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));
const plan: CapacityPlan = { ...USUAL_CAPACITY, mostSeeds: 6, precision: 0.04, faults: [], times: USUAL_TIMES };

/** One line before `workers` of 10 ms each. */
function line(rate: number, workers: number, objective: Pick<ObjectiveDoc, 'metric' | 'bound' | 'value'>, seconds = 40): Design {
  const design = drawn([client(rate), service('app', { workers, ...exponential(10) })], [link('users', 'app')], seconds);
  return { ...design, scenario: { ...design.scenario, warmupMs: 3000, objectives: [{ id: 'o1', class: '', ...objective }] } };
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
  it('finds the load at which the mean of M/M/1 is what is allowed: 1/(μ−λ) ≤ 30 ms at λ = 66.7', async () => {
    const result = await capacitySearch(line(20, 1, { metric: 'latency.mean', bound: 'most', value: 30 }), plan, pool());
    expect(result.ended).toBe('found');
    const { low, high } = result;
    expect(low?.offered).toBeGreaterThan(66.7 * 0.92);
    expect(high?.offered).toBeLessThan(66.7 * 1.08);
    expect(high?.busiest?.node).toBe('app');
    expect(high?.busiest?.utilisation).toBeGreaterThan(0.6);
    expect(result.points.filter(({ factor }) => factor < (low?.factor ?? 0)).every(({ held }) => held)).toBe(true);
  });

  it('counts one of two workers less while a fault has it', async () => {
    const design = line(20, 1, { metric: 'availability', bound: 'least', value: 0.97 });
    const nodes = design.nodes.map((node) =>
      node.id === 'app' ? { ...node, params: { ...node.params, instances: 2, queueLimit: 20 } } : node,
    );
    const both = { ...design, nodes };
    const crash = [{ fault: 'slow', target: 'app/1', params: { factor: 1000 } }];
    const quick = { ...plan, seeds: 2, mostSeeds: 2, precision: 0.2, times: { lastsMs: 3000, afterMs: 0 } };
    const [calm, broken] = [await capacitySearch(both, quick, pool()), await capacitySearch(both, { ...quick, faults: crash }, pool())];
    expect(broken.low?.offered ?? 0).toBeLessThan(0.7 * (calm.low?.offered ?? 0));
  });

  it('stops when the settings allow no more, when nothing holds, and when its runs are used up', async () => {
    const quick = { ...plan, seeds: 2, mostSeeds: 2 };
    const idle = line(900_000, 1, { metric: 'cost.perHour', bound: 'most', value: 1e9 }, 0.01);
    expect((await capacitySearch({ ...idle, scenario: { ...idle.scenario, warmupMs: 0 } }, quick, pool())).ended).toBe('settings');
    const never = line(20, 1, { metric: 'latency.mean', bound: 'most', value: 0.001 }, 5);
    expect((await capacitySearch(never, quick, pool())).ended).toBe('never');
    const effort = await capacitySearch(never, { ...quick, mostRuns: 5 }, pool());
    expect([effort.ended, effort.runs]).toEqual(['effort', 4]);
  });

  it('opens the very run that a point stands for', async () => {
    const design = line(20, 1, { metric: 'availability', bound: 'least', value: 0.9 }, 5);
    const { points, objectives } = await capacitySearch(design, { ...plan, seeds: 2, mostSeeds: 2, mostRuns: 4 }, pool());
    const point = points[0]!;
    const again = runJob({ design: loadDesign(design, point.factor, plan, objectives), seed: design.scenario.seed }, () => 0);
    expect(again.ok && again.report.digest).toBe(point.digest);
  });

  it('says so when nothing sends requests', async () => {
    await expect(capacitySearch(drawn([service('app', {})], []), plan, pool())).rejects.toThrow('Nothing in this design sends');
  });
});
