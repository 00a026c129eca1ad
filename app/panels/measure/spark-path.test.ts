import { describe, expect, it } from 'vitest';
import { sparkPath } from './spark-path.ts';

const at = (...values: number[]): Float64Array => Float64Array.from(values);

describe('a sparkline', () => {
  it('goes from 0 at the foot to the highest value at the top, over the whole run', () => {
    expect(sparkPath(at(0, 10, 5), at(10, 20, 30), 40, 4, 12).path).toBe('M1 11.0L2 1.0L3 6.0');
  });

  it('draws the mean of the windows that share a pixel', () => {
    expect(sparkPath(at(0, 10, 10, 10), at(9, 10, 19, 20), 40, 4, 12).path).toBe('M1 6.0L2 1.0');
  });

  it('stops where nothing was measured and begins again after it', () => {
    expect(sparkPath(at(10, Number.NaN, Number.NaN, 10), at(10, 20, 30, 40), 40, 4, 12).path).toBe('M1 1.0M4 1.0');
  });

  it('joins windows that are wider than a pixel', () => {
    expect(sparkPath(at(10, 10), at(20, 40), 40, 40, 12).path).toBe('M20 1.0L40 1.0');
  });

  it('is a flat line at the foot when all is 0, and nothing when there is nothing', () => {
    expect([sparkPath(at(0, 0), at(10, 20), 20, 2, 12).flat, sparkPath(at(0, 1), at(10, 20), 20, 2, 12).flat]).toEqual([true, false]);
    expect(sparkPath(at(0, 0), at(10, 20), 20, 2, 12).path).toBe('M1 11.0L2 11.0');
    expect(sparkPath(at(), at(), 20, 2, 12).path).toBe('');
  });
});
