/** The rate over time, and the cosine behind its wave. */
import { describe, expect, it } from 'vitest';
import { cosine, highestRate, type RateSettings, rateAt, type Shape } from './arrivals.ts';

const settings = (shape: Shape): RateSettings => ({ rate: 10, peak: 50, shape, start: 100, length: 40 });

describe('the rate', () => {
  it.each([
    ['steady', [10, 10, 10, 10, 10]],
    ['step', [10, 50, 50, 50, 50]],
    ['spike', [10, 50, 50, 10, 10]],
    ['ramp', [10, 10, 30, 50, 50]],
    ['wave', [10, 10, 50, 10, 50]],
  ] as const)('of a %s before, at the start of, half through, at the end of and half a length after it', (shape, expected) => {
    expect([99, 100, 120, 140, 160].map((t) => Number(rateAt(settings(shape), t).toFixed(9)))).toEqual(expected);
  });

  it('never exceeds the highest', () => {
    expect(highestRate(settings('steady'))).toBe(10);
    expect(highestRate({ ...settings('ramp'), peak: 5 })).toBe(10);
    for (let t = 0; t < 300; t++) expect(rateAt(settings('wave'), t)).toBeLessThanOrEqual(highestRate(settings('wave')));
  });
});

it('the cosine is good to 1e-15', () => {
  for (let x = 0; x <= 3; x += 0.0007) expect(Math.abs(cosine(x) - Math.cos(2 * Math.PI * x))).toBeLessThan(3e-15);
  expect([0, 0.25, 0.5, 0.75, 1].map((x) => Math.round(cosine(x) * 1e12) / 1e12 + 0)).toEqual([1, 0, -1, 0, 1]);
});
