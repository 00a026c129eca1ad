import { describe, expect, it } from 'vitest';
import type { Design } from '../../design/document.ts';
import { client, drawn, exponential, link, service } from '../estimate/small-designs.ts';
import type { Done, RunPool } from '../replications.ts';
import { runJob } from '../run-job.ts';
import { type MapPlan, mapDesign, mapWords, stabilityMap, USUAL_MAP, usualLoads } from './metastable.ts';

const line = drawn([client(100), service('app', exponential(5))], [link('users', 'app')], 20);
const template = runJob({ design: { ...line, scenario: { ...line.scenario, durationMs: 200, warmupMs: 0 } }, seed: 1 }, () => 0);

/** A system that is down for good after load × trigger reaches 200/s, unless the load falls below 30/s; and always from 150/s on. */
const made: RunPool = {
  size: 2,
  close: () => {},
  run: async ({ design }: { design: Design }): Promise<Done> => {
    if (!template.ok) throw new Error('The template cannot be run.');
    const rate = Number(design.nodes[0]?.params['rate']);
    const [trigger, cut] = design.scenario.timeline.flatMap((entry) => (entry.type === 'fault' ? [Number(entry.params['factor'])] : []));
    const now = rate * (cut ?? 1);
    const down = rate >= 150 || (rate * (trigger ?? 1) >= 200 && now >= 30);
    const { report } = template;
    const users = { ...report.nodes['users']!, arrivals: now };
    return {
      ok: true,
      report: {
        ...report,
        simulatedMs: 1000,
        warmupMs: 0,
        nodes: { ...report.nodes, users },
        total: { ...report.total, throughput: down ? now / 10 : now },
      },
    };
  },
};

const plan: MapPlan = { ...USUAL_MAP, loads: [0.2, 0.5, 1, 1.6], sizes: [2, 4] };

describe('the map of metastability', () => {
  it('tells stable, vulnerable, metastable and overloaded apart', async () => {
    const { rows } = await stabilityMap(line, plan, made);
    expect(rows.map(({ calm, cells }) => [calm, ...cells].map((cell) => cell?.state))).toEqual([
      ['stable', 'stable', 'stable'],
      ['vulnerable', 'vulnerable', 'metastable'],
      ['vulnerable', 'metastable', 'metastable'],
      ['overloaded', 'overloaded', 'overloaded'],
    ]);
  });

  it('finds how far the load must be cut until it recovers', async () => {
    const map = await stabilityMap(line, plan, made);
    const back = map.rows.map(({ recovery }) => recovery?.offered);
    expect(back[0]).toBeUndefined();
    expect(back[1]).toBeGreaterThan(27);
    expect(back[1]).toBeLessThan(30);
    expect(back[2]).toBeGreaterThan(26);
    expect(back[2]).toBeLessThan(30);
    expect(mapWords(map)).toMatch(
      /^From 50\/s on a trigger that is long over can keep it down; up to 20\/s none does\. Once down, the load must be cut to 2\d\/s/,
    );
  });

  it('judges long after the trigger, which strikes once', () => {
    const { scenario } = mapDesign(line, USUAL_MAP, 0.5, 3);
    expect(scenario).toMatchObject({ warmupMs: 44_000, durationMs: 59_000 });
    expect(scenario.timeline).toMatchObject([
      { fault: 'traffic-spike', target: 'users', at: 4000, duration: 10_000, params: { factor: 3 } },
    ]);
    const cut = mapDesign(line, { ...USUAL_MAP, trigger: { sort: 'slow', node: 'app' } }, 0.5, 3, 0.25).scenario;
    expect(cut.timeline).toMatchObject([
      { fault: 'slow', target: 'app' },
      { fault: 'traffic-spike', at: 44_000, params: { factor: 0.25 } },
    ]);
    expect(cut.warmupMs).toBe(74_000);
  });

  it('looks around what theory gives as the limit', () => {
    const loads = usualLoads(line);
    expect(loads[0]).toBeCloseTo(0.5, 1);
    expect(loads.at(-1)).toBeCloseTo(2.1, 1);
  });
});
