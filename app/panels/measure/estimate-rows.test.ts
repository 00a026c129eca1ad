import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../src/catalog/index.ts';
import { EXAMPLES } from '../../../src/design/examples/index.ts';
import { estimate } from '../../../src/run/estimate.ts';
import type { Report } from '../../../src/run/report.ts';
import { capacityWords, designRows, doubtsOf, nodeRows, untilWords } from './estimate-rows.ts';

const design = EXAMPLES.find(({ id }) => id === 'three-tiers')!.design;
const told = estimate(design);
const node = design.nodes.find(({ id }) => id === 'db')!;
const report = {
  simulatedMs: 60_000,
  warmupMs: 10_000,
  nodes: { db: { arrivals: 12_000, utilisation: 0.2, waitMs: { mean: 0 }, sojournMs: { mean: 10, p99: 30 }, outcomes: {}, figures: {} } },
} as unknown as Report;

describe('the table of a prediction', () => {
  it('has what is told before anything ran', () => {
    const rows = nodeRows(node, kindOf(node.kind), told.nodes['db']!, undefined, true);
    expect(rows.map(({ label }) => label)).toEqual(['Arriving', 'Utilisation', 'Mean wait', 'Mean time']);
    for (const one of rows) {
      expect(one.told).toMatch(/^≈/);
      expect([one.measured, one.difference]).toEqual(['–', '–']);
    }
  });

  it('has what was measured beside it, and how far off it is', () => {
    const [rate, busy, , time] = nodeRows(node, kindOf(node.kind), told.nodes['db']!, report, true);
    expect(rate?.measured).toBe('240/s');
    expect(rate?.difference).toMatch(/^[+−]?\d+(\.\d)? %$/);
    expect(busy?.difference).toMatch(/^\+\d\.\d pt$/);
    expect(time?.measured).toBe('10\u00a0ms');
  });

  it('shows a word instead of a number that does not hold', () => {
    const over = nodeRows(node, kindOf(node.kind), { ...told.nodes['db']!, meanMs: undefined, rejected: 0.2 }, report, true);
    expect(over.find(({ label }) => label === 'Mean time')).toMatchObject({ told: 'unsure', difference: '–' });
    expect(over.find(({ label }) => label === 'Turned away')?.told).toBe('≈20\u00a0%');
  });

  it('names the busiest part of a design first, after what its clients wait', () => {
    const labels = designRows(design, told, undefined, kindOf).map(({ label }) => label);
    expect(labels.slice(0, 2)).toEqual(['shoppers', 'db']);
  });

  it('says what saturates first, and until when all this holds', () => {
    expect(capacityWords(design, told, String)).toMatch(
      /^db saturates first, at about \d\.\d× today's load \(≈[\d.]+k\/s\)\. What runs out: workers of the leader\.$/,
    );
    expect(untilWords(told)).toContain('until 20 s');
    expect(
      doubtsOf([
        { text: 'b', hides: 'none' },
        { text: 'a', hides: 'all' },
      ]).map(({ text }) => text),
    ).toEqual(['a', 'b']);
  });
});
