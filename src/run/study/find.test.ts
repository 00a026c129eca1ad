import { describe, expect, it } from 'vitest';
import type { Design, FaultEntry } from '../../design/document.ts';
import { client, drawn, exponential, link, service } from '../estimate/small-designs.ts';
import type { Done, RunPool } from '../replications.ts';
import { runJob } from '../run-job.ts';
import type { FaultChoice } from './fault-choices.ts';
import { faultChoices } from './fault-choices.ts';
import { entryWords, type FindPlan, findFaults, USUAL_FIND } from './find.ts';

/** Two copies, of which one is enough. */
function pair(): Design {
  const app = service('app', { instances: 2, workers: 8, ...exponential(2) });
  const design = drawn([client(20), app, service('other', exponential(1))], [link('users', 'app'), link('app', 'other')], 15);
  const objectives = [{ id: 'o1', metric: 'availability', bound: 'least', value: 0.95, class: '' } as const];
  return { ...design, scenario: { ...design.scenario, objectives } };
}

const template = runJob({ design: { ...pair(), scenario: { ...pair().scenario, durationMs: 500, warmupMs: 0 } }, seed: 1 }, () => 0);

/** A pool that runs nothing: what is lost is what `lost` says of the faults; it answers in an order of its own. */
function made(lost: (faults: readonly FaultEntry[]) => number, size = 2): RunPool {
  const run = async ({ design }: { design: Design }): Promise<Done> => {
    for (let turn = 0; turn < (size * JSON.stringify(design.scenario.timeline).length) % 5; turn++) await Promise.resolve();
    if (!template.ok) throw new Error('The template cannot be run.');
    const share = lost(design.scenario.timeline.filter((entry) => entry.type === 'fault'));
    const { report } = template;
    return { ok: true, report: { ...report, total: { ...report.total, requests: 1000, ok: 1000 * (1 - share) } } };
  };
  return { size, run, close: () => {} };
}

const span = (entries: readonly FaultEntry[]) => ({
  from: Math.max(...entries.map(({ at }) => at)),
  to: Math.min(...entries.map(({ at, duration = 0 }) => at + duration)),
});

/** Lost while both copies are down together, of 28 s. */
function bothDown(faults: readonly FaultEntry[]): number {
  const crashed = ['app/1', 'app/2'].map((target) => faults.filter((one) => one.fault === 'crash' && one.target === target));
  const [first, second] = crashed.map(([one]) => one);
  if (first === undefined || second === undefined) return 0;
  const { from, to } = span([first, second]);
  return Math.max(0, to - from) / 28_000;
}

/** Both copies can crash, and much else that does no harm. */
function choices(): readonly FaultChoice[] {
  const all = faultChoices(pair());
  const crash = all.find(({ id }) => id === 'crash:app/1')!;
  return [...all.filter(({ sort }) => sort !== 'all'), { ...crash, ...crash.twin, id: 'twin' }];
}

const plan: FindPlan = { ...USUAL_FIND, faults: choices(), mostRuns: 1500, starts: 1 };

describe('find and shrink', () => {
  it('leaves the two crashes that are needed, as short as a twentieth of the time allows', async () => {
    const { ended, found, log } = await findFaults(pair(), plan, made(bothDown));
    expect(ended).toBe('found');
    const entries = found?.entries ?? [];
    expect(entries.map(({ target }) => target).sort()).toEqual(['app/1', 'app/2']);
    const { from, to } = span(entries);
    expect(to - from).toBeGreaterThan(1400);
    expect(to - from).toBeLessThan(2200);
    expect(found?.verdicts).toMatchObject([{ met: false }]);
    expect(log.at(-1)).toMatch(/^Smallest: /);
  });

  it('makes a fault as weak as it may be', async () => {
    const slow = plan.faults.filter(({ id }) => id === 'slow:app/1');
    const lost = (faults: readonly FaultEntry[]): number => (faults.some(({ params }) => Number(params['factor']) >= 3) ? 0.5 : 0);
    const { found } = await findFaults(pair(), { ...plan, faults: slow }, made(lost));
    const factor = Number(found?.entries[0]?.params['factor']);
    expect(factor).toBeGreaterThanOrEqual(3);
    expect(factor).toBeLessThan(3.3);
    expect(found?.entries[0]?.duration).toBeLessThan(50);
  });

  it('takes the smallest of several finds', async () => {
    const lost = (faults: readonly FaultEntry[]): number =>
      Math.max(bothDown(faults), faults.some(({ target }) => target === 'other') ? 0.5 : 0);
    const { found } = await findFaults(pair(), { ...plan, starts: 3 }, made(lost));
    expect(found?.entries.map(({ target }) => target)).toEqual(['other']);
  });

  it('finds the same whatever the order in which runs come in', async () => {
    expect(await findFaults(pair(), plan, made(bothDown, 7))).toEqual(await findFaults(pair(), plan, made(bothDown, 1)));
  });

  it('says that nothing breaks what bears it all, and that what is broken needs no fault', async () => {
    const nothing = await findFaults(
      pair(),
      { ...plan, mostRuns: 17 },
      made(() => 0),
    );
    expect([nothing.ended, nothing.runs]).toEqual(['nothing', 17]);
    expect(
      (
        await findFaults(
          pair(),
          plan,
          made(() => 1),
        )
      ).ended,
    ).toBe('already');
  });

  it('tells a fault in words', () => {
    const entry = { type: 'fault', id: 'f', at: 5200, duration: 1500, fault: 'slow', target: 'db/1', params: { factor: 4 } } as const;
    expect(entryWords(entry, 5000)).toBe('slow db/1 for 1.5 s, 0.2 s after the start, factor 4');
  });
});
