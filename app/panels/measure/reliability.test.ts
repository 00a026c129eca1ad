import { describe, expect, it } from 'vitest';
import { trusted, trustOf, trustWords } from './reliability.ts';

describe('a quantile (B09)', () => {
  it('is good with a hundred samples beyond it', () => {
    expect([trustOf('p50', 199), trustOf('p50', 200)]).toEqual(['unsure', 'good']);
    expect([trustOf('p99', 9_900), trustOf('p99', 10_000)]).toEqual(['unsure', 'good']);
  });

  it('of 99.9 % is hidden under a thousand samples', () => {
    expect([trustOf('p999', 999), trustOf('p999', 1000), trustOf('p999', 100_000)]).toEqual(['hidden', 'unsure', 'good']);
    const report = { count: 500, mean: 1, p50: 1, p90: 1, p95: 1, p99: 2, p999: 3, max: 3 };
    expect(trusted(report, 'p999')).toEqual({ value: null, unsure: 'Needs 1000 samples; there are 500.' });
    expect(trusted(report, 'p99')).toEqual({ value: 2, unsure: 'Unsure: 5 samples lie beyond it; 100 would be enough.' });
  });

  it('of nothing says so', () => {
    expect(trustWords('p50', 0)).toBe('Nothing was measured.');
    expect(trustWords('p50', 1000)).toBeUndefined();
  });
});
