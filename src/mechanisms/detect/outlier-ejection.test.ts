/** Stories of passive health, told through a load balancer: who is thrown out by the calls themselves, when, and for how long. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { change, constant, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** Requests every 100 ms, in turns, without active checks. */
function run(lb: ParamBag, timeline: readonly TimelineEntry[], ms: number, copies = 2, appLink: ParamBag = {}, app: ParamBag = {}): Story {
  const nodes = [
    node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1 }),
    node('lb', 'load-balancer', { overhead: constant(0), healthChecks: false, ...lb }),
    node('app', 'service', { instances: copies, workers: 1000, work: constant(0), ...app }),
  ];
  return story(nodes, [link('users', 'lb'), link('lb', 'app', appLink)], { ms, timeline });
}

const failing = (target: string, ms = 60_000) => fault('error-rate', target, 0, ms, { share: 1 });
const failedAt = (told: Story) => told.log('users').flatMap((line) => (line.includes(' ok ') ? [] : [Number(line.split(' ')[0])]));
const THREE = { outlierFailures: 3, outlierTime: 1000 };

describe('failures in a row', () => {
  it('throw a target out, each time for longer, until it serves again', () => {
    // Out from 600 for 1 s, from 2000 for 2 s, from 4400 for 3 s.
    expect(failedAt(run(THREE, [failing('app/2')], 7300))).toEqual([200, 400, 600, 1600, 1800, 2000, 4000, 4200, 4400]);
    expect(failedAt(run(THREE, [failing('app/2', 1700)], 7300))).toEqual([200, 400, 600, 1600]);
  });

  it('must be in a row', () => {
    const every = (share: number) => run({ ...THREE, outlierFailures: 50 }, [fault('error-rate', 'app/2', 0, 60_000, { share })], 60_000);
    expect(every(0.5).report.nodes['lb']?.figures['ejections']).toBe(0);
    expect(every(1).report.nodes['lb']?.figures['ejections']).toBeGreaterThan(1);
  });

  it('are forgiven: a sweep that finds the target in shortens its next time out', () => {
    // Out from 600 to 1600 and well until 4300; sweeps at 2000, 3000 and 4000 find it in. Thrown out again for 1 s, not for 2.
    const timeline = [failing('app/2', 1000), fault('error-rate', 'app/2', 4300, 60_000, { share: 1 })];
    const told = run({ ...THREE, outlierSweep: 1000 }, timeline, 5900);
    expect(failedAt(told)).toEqual([200, 400, 600, 4400, 4600, 4800, 5800]);
  });

  it('include timeouts, and no rejections', () => {
    const slow = run(THREE, [fault('slow', 'app/2', 0, 60_000, { factor: 100 })], 1550, 2, { timeout: 50 }, { work: constant(1) });
    expect(failedAt(slow)).toEqual([250, 450, 650]);
    const full = run(THREE, [], 1550, 2, {}, { workers: 1, queueLimit: 0, work: constant(1000) });
    expect(full.report.nodes['lb']?.figures['ejections']).toBe(0);
    expect(failedAt(full).length).toBeGreaterThan(9);
  });
});

describe('a small share of successes', () => {
  it('throws a target out at the sweep, if it had calls enough', () => {
    // By the sweep of 1000 ms app/2 failed four times.
    const sweeping = { outlierSuccess: 0.5, outlierSweep: 1000, outlierTime: 1000 };
    expect(failedAt(run({ ...sweeping, outlierMinimum: 4 }, [failing('app/2')], 1550))).toEqual([200, 400, 600, 800]);
    expect(failedAt(run({ ...sweeping, outlierMinimum: 5 }, [failing('app/2')], 1550))).toEqual([200, 400, 600, 800, 1000, 1200, 1400]);
  });
});

describe('never too many', () => {
  it('are out at once: a share of the targets, but always one may be', () => {
    const sick = [failing('app/1'), failing('app/2'), failing('app/3')];
    const healthy = (outlierMost: number) =>
      run({ ...THREE, outlierTime: 60_000, outlierMost }, sick, 5000, 4).report.nodes['lb']?.figures['healthyTargets'];
    expect([0, 0.5, 0.75, 1].map(healthy)).toEqual([3, 2, 1, 1]);
  });

  it('are believed to be ill: below a share that is healthy all get traffic', () => {
    const sick = [failing('app/1'), failing('app/2'), failing('app/3')];
    const all = { ...THREE, outlierTime: 60_000, outlierMost: 1 };
    const calm = run(all, sick, 5000, 4);
    expect(failedAt(calm).at(-1)).toBeLessThan(1300);
    const panic = run({ ...all, panic: true, panicBelow: 0.5 }, sick, 5000, 4);
    expect(failedAt(panic).at(-1)).toBeGreaterThan(4500);
  });
});

describe('what was learned', () => {
  it('is forgotten when ejection is switched off, and when the balancer restarts', () => {
    const off = run({ ...THREE, outlierTime: 60_000 }, [failing('app/2', 1000), change('lb', 'outlierFailures', 0, 2000)], 3000);
    expect(off.report.nodes['lb']?.figures['healthyTargets']).toBe(2);
    const anew = run({ ...THREE, outlierTime: 60_000 }, [failing('app/2', 1000), fault('crash', 'lb', 2000, 50)], 3000);
    expect(anew.report.nodes['lb']?.figures['healthyTargets']).toBe(2);
  });
});
