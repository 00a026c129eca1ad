import { describe, expect, it } from 'vitest';
import type { Design } from '../../design/document.ts';
import { client, drawn, exponential, link, part, service } from '../estimate/small-designs.ts';
import { poolOf } from '../lanes.ts';
import { runJob } from '../run-job.ts';
import { faultChoices } from './fault-choices.ts';
import { entryWords, type FindPlan, findDesign, findFaults, USUAL_FIND } from './find.ts';

const pool = (size = 2) => poolOf(size, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));

/** Two copies, of which one is enough; only both together are an outage. */
function pair(least: number): Design {
  const lb = part('lb', 'load-balancer', { healthChecks: true, checkInterval: 100, checkFall: 1, checkRise: 1 });
  const app = service('app', { instances: 2, workers: 8, ...exponential(2) });
  const design = drawn([client(20), lb, app], [link('users', 'lb'), link('lb', 'app')], 15);
  const objectives = [{ id: 'o1', metric: 'availability', bound: 'least', value: least, class: '' } as const];
  return { ...design, scenario: { ...design.scenario, objectives } };
}

const choices = (design: Design) =>
  faultChoices(design).flatMap((choice) =>
    choice.id === 'crash:app/1' && choice.twin ? [choice, { ...choice, ...choice.twin, id: 'twin' }] : [],
  );

const plan = (design: Design): FindPlan => ({ ...USUAL_FIND, faults: choices(design), mostRuns: 120, starts: 1 });

describe('find and shrink', () => {
  it('finds that both copies must be gone, and for how long', async () => {
    const design = pair(0.95);
    const result = await findFaults(design, plan(design), pool());
    expect(result.ended).toBe('found');
    const entries = result.found?.entries ?? [];
    expect(entries.map(({ target }) => target).sort()).toEqual(['app/1', 'app/2']);
    // One request in twenty of a measured 28 s: 1.4 s without either.
    const both = Math.min(...entries.map(({ at, duration = 0 }) => at + duration)) - Math.max(...entries.map(({ at }) => at));
    expect(both).toBeGreaterThan(900);
    expect(both).toBeLessThan(3000);
    expect(result.found?.verdicts).toMatchObject([{ met: false }]);
    const again = runJob({ design: findDesign(design, entries, result.objectives), seed: design.scenario.seed }, () => 0);
    expect(again.ok && again.report.digest).toBe(result.found?.digest);
  });

  it('finds the same with one worker as with three', async () => {
    const design = pair(0.95);
    const short = { ...plan(design), mostRuns: 30 };
    expect(await findFaults(design, short, pool(3))).toEqual(await findFaults(design, short, pool(1)));
  });

  it('says that nothing breaks what bears it all, and that what is broken needs no fault', async () => {
    const design = pair(0.1);
    const nothing = await findFaults(design, { ...plan(design), mostRuns: 17, most: 1 }, pool());
    expect([nothing.ended, nothing.runs]).toEqual(['nothing', 17]);
    const never = pair(1.5);
    expect((await findFaults(never, plan(never), pool())).ended).toBe('already');
  });

  it('tells a fault in words', () => {
    const entry = { type: 'fault', id: 'f', at: 5200, duration: 1500, fault: 'slow', target: 'db/1', params: { factor: 4 } } as const;
    expect(entryWords(entry, 5000)).toBe('slow db/1 for 1.5 s, 0.2 s after the start, factor 4');
  });
});
