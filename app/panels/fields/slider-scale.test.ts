import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NumberRange } from './number-entry.ts';
import { sliderScale } from './slider-scale.ts';

const wait: NumberRange = { unit: 'ms', min: 0, max: 600_000, whole: false, zero: 'none' };
const copies: NumberRange = { unit: 'count', min: 1, max: 256, whole: true };
const retries: NumberRange = { unit: 'count', min: 0, max: 10, whole: true, zero: 'off' };
const share: NumberRange = { unit: 'ratio', min: 0, max: 1, whole: false };

describe('the scale of a slider', () => {
  it('is logarithmic when the range spans more than two decades, and straight otherwise', () => {
    expect([wait, copies, retries, share].map((range) => sliderScale(range).log)).toEqual([true, true, false, false]);
  });

  it('reaches both ends exactly, also 0 on a logarithmic scale', () => {
    for (const range of [wait, copies, retries, share]) {
      const { toValue, toPosition } = sliderScale(range);
      expect([toValue(0), toValue(1)]).toEqual([range.min, range.max]);
      expect([toPosition(range.min), toPosition(range.max)]).toEqual([0, 1]);
    }
  });

  it('gives decades the same room', () => {
    const { toPosition } = sliderScale(copies);
    expect(toPosition(16)).toBeCloseTo(0.5, 6);
  });

  it('rests on numbers that people would type', () => {
    const { toValue } = sliderScale(wait);
    for (let at = 0.05; at < 1; at += 0.07) expect(toValue(at)).toBe(Number(toValue(at).toPrecision(2)));
    expect(Number.isInteger(sliderScale(copies).toValue(0.333))).toBe(true);
    expect(sliderScale(share).toValue(0.3333)).toBeCloseTo(0.333, 3);
  });

  it('never goes down when the hand goes up, and stays in range', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(wait, copies, retries, share),
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (range, a, d) => {
          const { toValue } = sliderScale(range);
          expect(toValue(a + d)).toBeGreaterThanOrEqual(toValue(a));
          expect(toValue(a)).toBeGreaterThanOrEqual(range.min);
          expect(toValue(a)).toBeLessThanOrEqual(range.max);
        },
      ),
    );
  });

  it('stands still when the value it shows is put back', () => {
    fc.assert(
      fc.property(fc.constantFrom(wait, copies, retries, share), fc.double({ min: 0, max: 1, noNaN: true }), (range, at) => {
        const { toValue, toPosition } = sliderScale(range);
        const value = toValue(at);
        expect(toValue(toPosition(value))).toBe(value);
      }),
    );
  });
});
