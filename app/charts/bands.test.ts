import { describe, expect, it } from 'vitest';
import { type Band, bandsAt, hatch, stretches } from './bands.ts';

const band = (fromMs: number, toMs: number, label = 'db slow ×8'): Band => ({ id: label, fromMs, toMs, label });
const px = (ms: number): number => 40 + ms / 100;

describe('fault bands', () => {
  it('are clipped to the plot', () => {
    expect(stretches([band(-1000, 500)], px, 40, 140)).toEqual([{ left: 40, right: 45 }]);
    expect(stretches([band(20_000, 30_000)], px, 40, 140)).toEqual([]);
  });

  it('go to the end when the fault is never healed', () => {
    expect(stretches([band(5000, Number.POSITIVE_INFINITY)], px, 40, 140)).toEqual([{ left: 90, right: 140 }]);
  });

  it('melt where they overlap, so that nothing is hatched twice', () => {
    expect(stretches([band(4000, 6000), band(1000, 3000), band(2000, 5000)], px, 40, 140)).toEqual([{ left: 50, right: 100 }]);
  });

  it('show a fault of one moment', () => {
    expect(stretches([band(1000, 1000)], px, 40, 140)).toEqual([{ left: 50, right: 52 }]);
  });

  it('tell which faults are at work at a moment, the oldest first', () => {
    const all = [band(3000, 5000, 'b'), band(1000, 4000, 'a'), band(6000, 7000, 'c')];
    expect(bandsAt(all, 3500).map((one) => one.label)).toEqual(['a', 'b']);
    expect(bandsAt(all, 5500)).toEqual([]);
  });
});

describe('the hatch', () => {
  const lines = hatch(10, 30, 0, 12, 7);

  it('rises at 45° and stays within its rectangle', () => {
    expect(lines.length).toBeGreaterThan(3);
    for (const [x1, y1, x2, y2] of lines) {
      expect(x2 - x1).toBeCloseTo(y1 - y2, 9);
      for (const x of [x1, x2]) expect(x >= 10 && x <= 30).toBe(true);
      for (const y of [y1, y2]) expect(y >= 0 && y <= 12).toBe(true);
    }
  });

  it('keeps the same distance between all lines', () => {
    const sums = lines.map(([x1, y1]) => x1 + y1);
    for (let i = 1; i < sums.length; i++) expect(sums[i]! - sums[i - 1]!).toBeCloseTo(7, 9);
  });

  it('continues across neighbouring rectangles', () => {
    const phase = (left: number): number => (hatch(left, left + 40, 0, 20, 7)[0]![0] + hatch(left, left + 40, 0, 20, 7)[0]![1]) % 7;
    expect(phase(13)).toBeCloseTo(phase(53), 9);
  });

  it('of nothing is nothing', () => {
    expect(hatch(10, 10, 0, 20, 7)).toEqual([]);
    expect(hatch(10, 20, 5, 5, 7)).toEqual([]);
  });
});
