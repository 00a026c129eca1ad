import { describe, expect, it } from 'vitest';
import { NOTHING, repeated, slowest, sometimes, together } from './durations.ts';
import { harmonic } from './fanout.ts';

const exponential = { mean: 10, variance: 100 };

describe('durations put together', () => {
  it('add up one after the other', () => {
    expect(repeated(exponential, 3)).toEqual({ mean: 30, variance: 300 });
  });

  it('that happen sometimes vary by that too', () => {
    // A constant 10 in half of the cases: mean 5, variance 25.
    expect(sometimes({ mean: 10, variance: 0 }, 0.5)).toEqual({ mean: 5, variance: 25 });
    expect(sometimes(exponential, 0)).toBe(NOTHING);
  });

  it('at the same time last as long as the slowest: exact for one and for the exponential law', () => {
    expect(together(exponential, 1, harmonic(1))).toEqual(exponential);
    expect(together(exponential, 4, harmonic(4)).mean).toBeCloseTo(10 * (1 + 1 / 2 + 1 / 3 + 1 / 4), 12);
    expect(together({ mean: 10, variance: 0 }, 4, harmonic(4)).mean).toBe(10);
  });

  it('of two: the larger constant, and for two alike normal ones more by σ/√π (Clark 1961)', () => {
    expect(slowest({ mean: 3, variance: 0 }, { mean: 5, variance: 0 })).toEqual({ mean: 5, variance: 0 });
    const normal = { mean: 100, variance: 16 };
    expect(slowest(normal, normal).mean).toBeCloseTo(100 + 4 / Math.sqrt(Math.PI), 6);
    expect(slowest(normal, normal).variance).toBeCloseTo(16 * (1 - 1 / Math.PI), 5);
    expect(slowest(NOTHING, exponential)).toBe(exponential);
    expect(slowest({ mean: Infinity, variance: Infinity }, exponential).mean).toBe(Infinity);
  });
});
