import { describe, expect, it } from 'vitest';
import { plotScale } from './plot-scale.ts';

describe('the scale of a plot', () => {
  it('holds the exact value, every replication and the interval', () => {
    const { exact, interval, dots } = plotScale(10, 0.1, 11, 0.5, [9, 10.5, 13]);
    const places = [exact, interval?.from, interval?.mean, interval?.to, ...dots.map(({ at }) => at)];
    for (const at of places) {
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at).toBeLessThanOrEqual(100);
    }
    expect(dots.map(({ at }) => at)).toEqual([...dots.map(({ at }) => at)].sort((a, b) => a - b));
    expect((interval?.from ?? 0) + (interval?.to ?? 0)).toBeCloseTo(2 * (interval?.mean ?? 0), 1);
  });

  it('puts equal values at equal places', () => {
    const { exact, dots, interval } = plotScale(10, 1, 10, 2, [8, 10, 12]);
    expect(dots[1]?.at).toBe(exact);
    expect(interval?.mean).toBe(exact);
    expect(exact).toBe(50);
  });

  it('shows the allowed width before there is an interval, and cuts it off where it is wider than the strip', () => {
    const empty = plotScale(10, 2, Number.NaN, Number.NaN, []);
    expect(empty.interval).toBeUndefined();
    expect(empty.allowed.from).toBeGreaterThan(0);
    expect(empty.allowed.to).toBeLessThan(100);
    expect(plotScale(10, 2, 10, 0.1, [9.9, 10.1]).allowed).toEqual({ from: 0, to: 100 });
  });

  it('bears replications that all agree, a value of 0, and ones that measured nothing', () => {
    for (const scale of [
      plotScale(5200, 0, 5200, 0, [5200, 5200]),
      plotScale(0, 0, 0, 0, [0, 0]),
      plotScale(0, 0, Number.NaN, Number.NaN, []),
    ]) {
      expect(scale.exact).toBe(50);
      expect(scale.high).toBeGreaterThan(scale.low);
    }
    expect(plotScale(1, 0.1, Number.NaN, Number.NaN, [Number.NaN, 1, 2]).dots).toHaveLength(2);
  });
});
