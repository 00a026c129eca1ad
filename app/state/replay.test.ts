// What an edit means for a run, and how a replay is judged.
import { describe, expect, it } from 'vitest';
import type { Design } from '../../src/design/document.ts';
import { emptyDesign } from '../../src/design/fresh.ts';
import { expect as expected, judge } from './replay.ts';
import { runEffect } from './run-effect.ts';

const node = { id: 'app', kind: 'service', name: 'app', x: 0, y: 0, params: {}, region: '', zones: ['a'] };
const design: Design = { ...emptyDesign(), nodes: [node] };

describe('an edit', () => {
  it('means nothing for a run when only people see it', () => {
    expect(runEffect(design, { ...design, title: 'Other', about: 'Other' })).toBe('nothing');
    expect(runEffect(design, { ...design, nodes: [{ ...node, x: 40, name: 'web' }] })).toBe('nothing');
  });

  it('is a new timeline when only that changed', () => {
    const entry = { type: 'note', id: 'n', at: 5, text: 'look' } as const;
    expect(runEffect(design, { ...design, scenario: { ...design.scenario, timeline: [entry] } })).toBe('timeline');
  });

  it('is a new run when the simulation is another one', () => {
    expect(runEffect(design, { ...design, nodes: [{ ...node, params: { workers: 2 } }] })).toBe('structure');
    expect(runEffect(design, { ...design, nodes: [{ ...node, zones: ['a', 'b'] }] })).toBe('structure');
    expect(runEffect(design, { ...design, nodes: [] })).toBe('structure');
    expect(runEffect(design, { ...design, links: [...design.links] })).toBe('structure');
    expect(runEffect(design, { ...design, scenario: { ...design.scenario, seed: 9 } })).toBe('structure');
  });
});

describe('the verdict on a replay', () => {
  const sealed = { digest: 'abc', engine: '1' };

  it('is identical for the same digest and says where it came from', () => {
    const replay = judge(expected(sealed, 'link'), 'abc', '1');
    expect(replay.verdict).toBe('identical');
    expect(replay.detail).toContain('abc');
  });

  it('names both digests when they differ, and both engines when those do', () => {
    const replay = judge(expected(sealed, 'earlier-run'), 'xyz', '1');
    expect(replay.verdict).toBe('diverged');
    expect(replay.detail).toContain('expected abc, got xyz');
    expect(replay.detail).not.toContain('engine');
    expect(judge(expected(sealed, 'link'), 'xyz', '2').detail).toContain('made with engine 1, this is 2');
  });
});
