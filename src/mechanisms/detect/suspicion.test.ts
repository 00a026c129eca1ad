import { describe, expect, it } from 'vitest';
import { deviations, Rhythm, type SuspicionSettings } from './suspicion.ts';

const settings = (more: Partial<SuspicionSettings> = {}): SuspicionSettings => ({
  rule: 'phi',
  timeout: 350,
  phi: 8,
  interval: 100,
  ...more,
});

/** Beats at these intervals from 0 on. */
function heard(...intervals: number[]): Rhythm {
  const rhythm = new Rhythm();
  let now = 0;
  for (const interval of intervals) {
    now += interval;
    rhythm.beat(now);
  }
  return rhythm;
}

describe('a fixed time-out', () => {
  it('waits the same time after every sign of life', () => {
    expect(heard(100, 300).deadline(settings({ rule: 'timeout' }), 0)).toBe(750);
  });
});

describe('phi accrual', () => {
  it('asks for a silence that comes once in 10^phi by a normal law', () => {
    expect(deviations(1)).toBeCloseTo(1.2816, 3);
    expect(deviations(8)).toBeCloseTo(5.612, 3);
  });

  it('waits longer where signs of life come irregularly', () => {
    const beyond = deviations(8);
    const even = heard(...Array.from({ length: 50 }, () => 100));
    const uneven = heard(...Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 50 : 150)));
    expect(even.deadline(settings(), beyond) - even.heard).toBe(Math.ceil(100 + beyond * 10));
    expect(uneven.deadline(settings(), beyond) - uneven.heard).toBe(Math.ceil(100 + beyond * 50));
  });

  it('takes no silence that ended for an interval', () => {
    const rhythm = heard(...Array.from({ length: 50 }, () => 100));
    const before = rhythm.deadline(settings(), 5) - rhythm.heard;
    rhythm.again(90_000);
    expect(rhythm.deadline(settings(), 5) - 90_000).toBe(before);
  });
});
