import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread } from './spread.ts';

const wish = (y: number, rank = 1) => ({ y, rank });

describe('labels at the lines’ ends', () => {
  it('stand at their lines where there is room', () => {
    expect(spread([wish(20), wish(60)], 12, 0, 100)).toEqual([20, 60]);
  });

  it('share the distance when they want the same place, the first above', () => {
    expect(spread([wish(50), wish(50), wish(50)], 12, 0, 100)).toEqual([38, 50, 62]);
  });

  it('are pushed back into the plot', () => {
    expect(spread([wish(-30), wish(-30)], 10, 0, 100)).toEqual([5, 15]);
    expect(spread([wish(99), wish(120)], 10, 0, 100)).toEqual([85, 95]);
  });

  it('leave out what matters least when there is too little room', () => {
    expect(spread([wish(10, 1), wish(12, 3), wish(14, 2)], 10, 0, 20)).toEqual([Number.NaN, 5, 15]);
    expect(spread([wish(10)], 10, 0, 5)).toEqual([Number.NaN]);
  });

  it('pass over a line that has nothing to say', () => {
    expect(spread([wish(Number.NaN), wish(40)], 12, 0, 100)).toEqual([Number.NaN, 40]);
  });

  it('never touch, never leave the plot and never change places, whatever the wishes', () => {
    const wishes = fc.array(fc.record({ y: fc.double({ min: -200, max: 400, noNaN: true }), rank: fc.integer({ min: 0, max: 5 }) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(wishes, fc.integer({ min: 0, max: 200 }), (all, height) => {
        const size = 13;
        const places = spread(all, size, 0, height);
        const shown = places.map((y, i) => ({ y, wanted: all[i]!.y, i })).filter(({ y }) => !Number.isNaN(y));
        expect(shown.length).toBe(Math.min(all.length, Math.floor(height / size)));
        const sorted = shown.sort((a, b) => a.wanted - b.wanted || a.i - b.i);
        sorted.forEach(({ y }, n) => {
          expect(y).toBeGreaterThanOrEqual(size / 2 - 1e-6);
          expect(y).toBeLessThanOrEqual(height - size / 2 + 1e-6);
          if (n > 0) expect(y - sorted[n - 1]!.y).toBeGreaterThanOrEqual(size - 1e-6);
        });
      }),
    );
  });
});
