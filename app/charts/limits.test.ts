import { describe, expect, it } from 'vitest';
import { keptApart, limitLines } from './limits.ts';

describe('limits on a chart', () => {
  it('are the objectives about its figure, each with its bound', () => {
    const limits = [
      { metric: 'latency.p99', bound: 'most', value: 20 },
      { metric: 'availability', bound: 'least', value: 0.99 },
    ] as const;
    expect(limitLines({ limits }, 'latency.p99', 'ms')).toEqual([{ value: 20, label: 'objective ≤ 20 ms' }]);
  });

  it('keep their words apart: of two that would cover each other the upper one stays', () => {
    const texts = [
      { y: 60, label: 'c' },
      { y: 20, label: 'a' },
      { y: 28, label: 'b' },
    ];
    expect(keptApart(texts).map(({ label }) => label)).toEqual(['a', 'c']);
    expect(keptApart([])).toEqual([]);
  });
});
