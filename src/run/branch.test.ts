import { describe, expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../design/document.ts';
import { read } from '../design/read.ts';
import { design, link, node } from '../proof/small-design.ts';
import { type BranchChange, branchOf, matchTraces, sameUntil, stamped } from './branch.ts';
import { runJob } from './run-job.ts';

const CRASH: TimelineEntry = { type: 'fault', id: 'x', at: 3000, duration: 4000, fault: 'crash', target: 'app/1', params: {} };
const PLAIN = design(
  [node('users', 'client', { rate: 100 }), node('app', 'service', { instances: 2, workers: 2, work: { type: 'exponential', mean: 10 } })],
  [{ ...link('users', 'app'), id: 'users-app' }],
  10,
);
const A: Design = { ...PLAIN, scenario: { ...PLAIN.scenario, timeline: [CRASH] } };

function run(of: Design, traced?: number) {
  const done = runJob({ design: of, seed: 1, track: true, ...(traced !== undefined && { traced }) }, () => 0);
  if (!done.ok || done.track === undefined) throw new Error(JSON.stringify(done));
  return { ...done, track: done.track };
}

const branch = (change: BranchChange, atMs = 5000) => branchOf(A, atMs, change);

describe('a branch (B13)', () => {
  it('with nothing changed is the same run to the last event', () => {
    const { design: b, fromMs } = branch({ is: 'nothing' });
    expect(fromMs).toBe(Number.POSITIVE_INFINITY);
    expect(sameUntil(run(A).track, run(b).track)).toBe(Number.POSITIVE_INFINITY);
  });

  it('turns a live setting at its moment, by an entry of the timeline', () => {
    const { design: b, fromMs } = branch({ is: 'setting', target: 'app', param: 'workers', value: 8 });
    expect(fromMs).toBe(5000);
    expect(b.nodes).toEqual(A.nodes);
    expect(b.scenario.timeline.at(-1)).toMatchObject({ type: 'change', at: 5000, target: 'app', param: 'workers', value: 8 });
    expect(sameUntil(run(A).track, run(b).track)).toBeGreaterThanOrEqual(5000);
    expect(sameUntil(run(A).track, run(b).track)).toBeLessThan(6000);
  });

  it('turns what does not take effect in a running system from the start, and says so', () => {
    const param = 'instances';
    const { design: b, fromMs } = branch({ is: 'setting', target: 'app', param, value: 3 });
    expect(fromMs).toBe(0);
    expect(b.nodes[1]?.params[param]).toBe(3);
    expect(b.scenario.timeline).toEqual(A.scenario.timeline);
  });

  it('breaks something more, or less, or for a shorter time', () => {
    const more = branch({ is: 'fault', fault: 'slow', target: 'app', params: { factor: 4 }, duration: 1000 });
    expect(more.design.scenario.timeline.at(-1)).toMatchObject({ type: 'fault', fault: 'slow', at: 5000, duration: 1000 });
    const ended = branch({ is: 'without', id: 'x' });
    expect(ended).toMatchObject({ fromMs: 5000, design: { scenario: { timeline: [{ id: 'x', at: 3000, duration: 2000 }] } } });
    const never = branch({ is: 'without', id: 'x' }, 2000);
    expect(never).toMatchObject({ fromMs: 3000, design: { scenario: { timeline: [] } } });
    const over = branch({ is: 'without', id: 'x' }, 8000);
    expect(over).toMatchObject({ fromMs: Number.POSITIVE_INFINITY, design: A });
    for (const { design: b, fromMs } of [more, ended, never]) {
      expect(read(b).ok).toBe(true);
      expect(sameUntil(run(A).track, run(b).track)).toBeGreaterThanOrEqual(fromMs);
    }
  });

  it('of a changed document differs as late as that can be', () => {
    const nodes = A.nodes.map((one) => (one.id === 'app' ? { ...one, params: { ...one.params, workers: 8 } } : one));
    expect(stamped(A, { ...A, nodes }, 6000).fromMs).toBe(6000);
    expect(stamped(A, structuredClone(A), 6000).fromMs).toBe(Number.POSITIVE_INFINITY);
    expect(stamped(A, { ...A, links: [] }, 6000).fromMs).toBe(0);
  });

  it('has the same requests as far as arrivals are the same, each to be laid beside the other', () => {
    const faster = run(branch({ is: 'setting', target: 'app', param: 'workers', value: 8 }).design, 0.2);
    const pairs = matchTraces(run(A, 0.2).traces ?? [], faster.traces ?? []);
    expect(pairs.length).toBeGreaterThan(100);
    expect(pairs[0]?.longerMs).toBeLessThan(0);
    expect(pairs.filter(({ atMs }) => atMs < 4500).every(({ longerMs }) => longerMs === 0)).toBe(true);
    const busier = run(branch({ is: 'setting', target: 'users', param: 'rate', value: 150 }).design, 0.2);
    const few = matchTraces(run(A, 0.2).traces ?? [], busier.traces ?? []);
    expect(few.every(({ a, b }) => a.atMs === b.atMs && a.class === b.class)).toBe(true);
    expect(few.length).toBeLessThan(pairs.length);
  });
});
