import { describe, expect, it } from 'vitest';
import { resolverHitRatio } from './names.ts';

describe('the hit ratio of a resolver', () => {
  it('comes close to 1 − 1/(R·T) for a busy name, and is 0 for answers that do not live', () => {
    expect(resolverHitRatio(100, 60, 1)).toBeCloseTo(1 - 1 / 6000, 6);
    expect(resolverHitRatio(100, 0, 1)).toBe(0);
  });

  it('falls as the same questions are spread over more resolvers', () => {
    expect(resolverHitRatio(2, 10, 1)).toBeCloseTo(20 / 21, 12);
    expect(resolverHitRatio(2, 10, 20)).toBeCloseTo(1 / 2, 12);
  });
});
