/**
 * Branches: an empty change gives the run itself; a change at t leaves everything before t as it was, number for number and event for
 * event. Held for random scenarios of all kinds and faults, each branched in the middle in three ways.
 */
import { describe, expect, it } from 'vitest';
import type { Design } from '../design/document.ts';
import { type BranchChange, branchOf, sameUntil } from '../run/branch.ts';
import { runJob } from '../run/run-job.ts';
import { drawScenario } from './random/scenario.ts';

const SCENARIOS = 30;

function track(design: Design) {
  const done = runJob({ design, seed: design.scenario.seed, track: true }, () => 0);
  if (!done.ok || done.track === undefined) throw new Error(JSON.stringify(done));
  return done.track;
}

/** A fault, another load, and one entry of the timeline that does not happen. */
function changesOf(design: Design, at: number): readonly BranchChange[] {
  const source = design.nodes.find(({ params }) => typeof params['rate'] === 'number');
  const later = design.scenario.timeline.find((entry) => entry.type !== 'note' && entry.at >= at);
  const last = design.nodes.at(-1)?.id ?? '';
  return [
    { is: 'fault', fault: 'crash', target: last, params: {}, duration: 200 },
    ...(source === undefined ? [] : [{ is: 'setting', target: source.id, param: 'rate', value: 97 } as const]),
    ...(later === undefined ? [] : [{ is: 'without', id: later.id } as const]),
  ];
}

describe('a branch', () => {
  it.each(Array.from({ length: SCENARIOS }, (_, number) => number))('of scenario %i is the run itself until its change', (number) => {
    const design = drawScenario(number);
    const at = Math.floor(design.scenario.durationMs / 2);
    const a = track(design);
    expect(track(branchOf(design, at, { is: 'nothing' }).design)).toEqual(a);
    for (const change of changesOf(design, at)) {
      const { design: changed, fromMs } = branchOf(design, at, change);
      expect(fromMs).toBeGreaterThanOrEqual(at);
      const b = track(changed);
      const before = Math.floor(fromMs / a.windowMs);
      expect(sameUntil(a, b), `${JSON.stringify(change)} at ${fromMs} ms`).toBeGreaterThanOrEqual(before * a.windowMs);
      expect(b.data.subarray(0, before * b.width)).toEqual(a.data.subarray(0, before * a.width));
    }
  });
});
