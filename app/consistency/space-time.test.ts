import { describe, expect, it } from 'vitest';
import type { ExampleOperation } from '../../src/run/consistency-report.ts';
import { spaceTime } from './space-time.ts';

const operation = (more: Partial<ExampleOperation>): ExampleOperation => ({
  who: 'A',
  whoInFull: 'session 1 of users',
  what: 'write',
  key: 'x',
  keyInFull: 'key 7 of db',
  version: 4,
  fromMs: 4110,
  toMs: 4113,
  at: { part: 'db', name: 'db', instance: 1 },
  clashes: true,
  ...more,
});

const STALE = {
  operations: [
    operation({ version: 3, fromMs: 1000, toMs: 1002, clashes: false }),
    operation({}),
    operation({ who: 'B', what: 'read', version: 3, fromMs: 14_120, toMs: 14_121, at: { part: 'db', name: 'db', instance: 3 } }),
  ],
};

describe('a space–time diagram', () => {
  it('has a lane for the versions of each key, each session and each copy that answered, in this order', () => {
    expect(spaceTime(STALE, 600).lanes.map(({ label }) => label)).toEqual(['x is', 'A', 'B', 'db 1', 'db 3']);
  });

  it('keeps the order of moments, and every operation wide enough for its words however short it was', () => {
    const { bars, width } = spaceTime(STALE, 600);
    const xs = bars.flatMap(({ from, to }) => [from, to]);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    for (const { from, to } of bars) expect(to - from).toBeGreaterThanOrEqual(70);
    expect(width).toBe(600);
    expect(Math.max(...xs)).toBeLessThanOrEqual(600);
  });

  it('grows wider than there is room for rather than squeeze words together', () => {
    expect(spaceTime(STALE, 200).width).toBeGreaterThan(300);
  });

  it('gives a longer gap more room than a shorter one', () => {
    const [first, second, third] = spaceTime(STALE, 800).bars;
    expect(third!.from - second!.to).toBeGreaterThan(second!.from - first!.to);
  });

  it('lets a write that nobody heard of run to the edge', () => {
    const { bars, width } = spaceTime({ operations: [operation({ who: '–', toMs: null, at: null }), ...STALE.operations.slice(2)] }, 500);
    expect(bars[0]?.to).toBe(width - 16);
    expect(bars[0]?.copyY).toBeUndefined();
  });

  it('writes times only where they fit, the first and the last before all others', () => {
    const { ticks } = spaceTime(STALE, 420);
    expect([ticks[0]?.text, ticks.at(-1)?.text]).toEqual(['1.000 s', '14.121 s']);
    for (const [i, { x }] of ticks.slice(1).entries()) expect(x - ticks[i]!.x).toBeGreaterThanOrEqual(58);
  });
});
