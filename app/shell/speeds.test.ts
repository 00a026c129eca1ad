// How time is said: the same words everywhere, and never wider than at the end of the run.
import { describe, expect, it } from 'vitest';
import { clockWords, neighbourSpeed, SPEEDS, spanWords, speedWords } from './speeds.ts';

describe('a speed', () => {
  it('is said as a sentence (B03)', () => {
    expect([0.001, 0.25, 1, 2, 60].map(speedWords)).toEqual([
      '1 s here = 1 ms there',
      '1 s here = 250 ms there',
      '1 s here = 1 s there',
      '1 s here = 2 s there',
      '1 s here = 1 min there',
    ]);
    expect(speedWords(Number.POSITIVE_INFINITY)).toBe('As fast as possible');
    expect(spanWords(0.0125)).toBe('12.5 µs');
  });

  it('has neighbours, also when it is none on offer', () => {
    expect(neighbourSpeed(1, 1)).toBe(2);
    expect(neighbourSpeed(1, -1)).toBe(0.5);
    expect(neighbourSpeed(3, 1)).toBe(5);
    expect(neighbourSpeed(SPEEDS[0] ?? 0, -1)).toBe(0.001);
    expect(neighbourSpeed(Number.POSITIVE_INFINITY, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the clock', () => {
  it.each([
    [60_000, 1],
    [60_000, 0.001],
    [600_000, 10],
    [3_600_000, 1],
    [86_400_000, 60],
  ])('keeps its width through a run of %d ms at speed %d', (duration, speed) => {
    const widths = new Set([0, 0.1, 0.5, 0.999, 1].map((share) => clockWords(share * duration, duration, speed).length));
    expect(widths.size).toBe(1);
  });

  it('shows as many decimals as can be followed', () => {
    expect(clockWords(54_600, 60_000, 2)).toBe('54.60 s');
    expect(clockWords(54_600.1234, 60_000, 0.001)).toBe('54.60012 s');
    expect(clockWords(3_723_400, 7_200_000, 1)).toBe('1:02:03.4');
  });
});
