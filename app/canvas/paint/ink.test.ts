import { describe, expect, it } from 'vitest';
import { healthStep, mix } from './ink.ts';
import { widthOfRate } from './link-paint.ts';

describe('colours and widths of links', () => {
  it('mixes colours and leaves alone what it cannot read', () => {
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
    expect(mix('CanvasText', '#ffffff', 0.5)).toBe('CanvasText');
  });

  it('steps from healthy to failing', () => {
    expect([Number.NaN, 0, 0.005, 0.02, 0.1, 0.5].map(healthStep)).toEqual([0, 0, 1, 2, 3, 4]);
  });

  it('grows with the rate on a log scale, within limits', () => {
    expect(widthOfRate(Number.NaN)).toBe(1.4);
    expect(widthOfRate(0)).toBe(1.4);
    expect(widthOfRate(1_000) - widthOfRate(100)).toBeCloseTo(widthOfRate(10_000) - widthOfRate(1_000), 1);
    expect(widthOfRate(1e12)).toBe(5.5);
  });
});
