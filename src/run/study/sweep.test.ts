import { describe, expect, it } from 'vitest';
import { read } from '../../design/read.ts';
import { client, drawn, exponential, link, part, service } from '../estimate/small-designs.ts';
import { poolOf } from '../lanes.ts';
import { runJob } from '../run-job.ts';
import { settingsOf } from './settings.ts';
import { type SweepPlan, sweep, sweepDesign, sweepValues, sweepWords } from './sweep.ts';

const pool = poolOf(2, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));
const line = drawn([client(60), service('app', { workers: 1, queueLimit: 20, ...exponential(50) })], [link('users', 'app')], 5);
const design = { ...line, scenario: { ...line.scenario, warmupMs: 500 } };
const settingOf = (id: string) => settingsOf(design, true).find((one) => one.id === id)!;
const plan = (more: Partial<SweepPlan>): SweepPlan => ({
  setting: settingOf('app.workers'),
  values: [1, 2, 4, 8],
  loads: [1, 0.1],
  seeds: 2,
  ...more,
});

describe('T1: a sweep', () => {
  it('measures each value under each load, and each point is the run it stands for', async () => {
    const steps: number[] = [];
    const found = await sweep(design, plan({}), pool, ({ done }) => steps.push(done));
    expect(found.points.map(({ load, value }) => `${load} ${value}`)).toEqual([
      '1 1',
      '1 2',
      '1 4',
      '1 8',
      '0.1 1',
      '0.1 2',
      '0.1 4',
      '0.1 8',
    ]);
    expect(steps).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
    const [slow, , enough] = found.points;
    // One worker makes 20 a second, four make more than the 60 that are asked for.
    expect(slow?.throughput.mean).toBeLessThan(23);
    expect(enough?.throughput.mean).toBeGreaterThan(50);
    expect([slow?.throughput.n, slow?.busiest?.node]).toEqual([2, 'app']);
    const again = runJob({ design: sweepDesign(design, settingOf('app.workers'), 4, 1), seed: design.scenario.seed }, () => 0);
    expect(again.ok && again.report.digest).toBe(enough?.digest);
    expect(sweepWords(found, design)).toMatch(
      /^Throughput goes from [\d.]+\/s at 1 to [\d.]+\/s at 8; at 4 it has reached its most: all that is asked is answered\. At 10 % of the load the median answer takes /,
    );
  });

  it('names what limits it where not all is answered', async () => {
    const found = await sweep(design, plan({ values: [1, 2], loads: [1], seeds: 1 }), pool);
    expect(sweepWords(found, design)).toMatch(
      /at 2 it has reached its most: app is busiest, at \d+ %\. Under the load as drawn the median/,
    );
    expect(found.points.map(({ throughput }) => throughput.half)).toEqual([Infinity, Infinity]);
  });

  it('proposes values around the present one, and begins at nothing for what is off', () => {
    expect(sweepValues(settingOf('app.workers'))).toEqual([1, 2, 4, 8, 16]);
    const log = drawn([client(5), part('log', 'log')], [link('users', 'log')]);
    const linger = settingsOf(log, true).find(({ id }) => id === 'log.linger')!;
    expect(sweepValues(linger)).toEqual([0, 1, 2, 5, 10, 20, 50]);
    expect(settingsOf(log).some(({ id }) => id === 'log.linger')).toBe(false);
    expect(sweepValues(linger).filter((value) => !read(sweepDesign(log, linger, value, 0.1)).ok)).toEqual([]);
  });

  it('tells what cannot be run, and refuses too many points', async () => {
    const many = Array.from({ length: 51 }, (_, i) => i + 1);
    await expect(sweep(design, plan({ values: many }), pool)).rejects.toThrow('102 points; at most 100');
    const problem = { code: 'too-big', severity: 'error', place: '', message: 'Too big.' } as const;
    const refusing = {
      size: 1,
      run: async () => ({ ok: false, problems: [problem] }) as const,
      close: () => {},
    };
    const empty = await sweep(design, plan({ values: [1, 2], loads: [1] }), refusing);
    expect(empty.points.map((point) => [point.problem, point.throughput.n])).toEqual([
      ['Too big.', 0],
      ['Too big.', 0],
    ]);
    expect(sweepWords(empty, design)).toBe('');
  });
});
