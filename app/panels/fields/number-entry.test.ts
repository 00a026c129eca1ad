import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NumberRange, readEntry, showEntry, showRange, stepEntry } from './number-entry.ts';

const time: NumberRange = { unit: 'ms', min: 0, max: 600_000, whole: false, zero: 'none' };
const rate: NumberRange = { unit: 'perSecond', min: 0, max: 1e6, whole: false };
const share: NumberRange = { unit: 'ratio', min: 0, max: 0.9, whole: false };
const copies: NumberRange = { unit: 'count', min: 1, max: 256, whole: true };
const seed: NumberRange = { unit: 'count', min: 0, max: 2 ** 32 - 1, whole: true };

describe('a number field (A23)', () => {
  it('takes units as people type them', () => {
    expect(readEntry('20ms', time)).toEqual({ ok: true, value: 20 });
    expect(readEntry(' 1.5k/s ', rate)).toEqual({ ok: true, value: 1500 });
    expect(readEntry('1.5k rps', rate)).toEqual({ ok: true, value: 1500 });
    expect(readEntry('0.1 %', share)).toEqual({ ok: true, value: 0.001 });
    expect(readEntry('None', time)).toEqual({ ok: true, value: 0 });
  });

  it('says in words what is wrong, and the way out', () => {
    expect(readEntry('11 min', time)).toEqual({ ok: false, error: 'At most 10 min.' });
    expect(readEntry('0', copies)).toEqual({ ok: false, error: 'At least 1.' });
    expect(readEntry('2.5', copies)).toEqual({ ok: false, error: 'Whole numbers only: 2 or 3.' });
    expect(readEntry('-1', time)).toEqual({ ok: false, error: 'At least none.' });
    for (const text of ['', 'NaN', 'Infinity', '1e999', 'null', '20 parsecs']) expect(readEntry(text, time).ok, text).toBe(false);
  });

  it('never lets minus zero through', () => {
    const read = readEntry('-0', rate);
    expect(read.ok && Object.is(read.value, 0)).toBe(true);
  });

  it('shows a text that reads back to exactly the same value, whatever the value', () => {
    for (const range of [time, rate, share, copies, seed]) {
      const value = range.whole
        ? fc.integer({ min: range.min, max: range.max })
        : fc.double({ min: range.min, max: range.max, noNaN: true });
      fc.assert(
        fc.property(value, (x) => {
          expect(readEntry(showEntry(x, range), range)).toEqual({ ok: true, value: x === 0 ? 0 : x });
        }),
      );
    }
    expect(showEntry(4_294_967_295, seed)).toBe('4294967295');
    expect(showEntry(0, time)).toBe('none');
    expect(showRange(copies)).toBe('1 to 256');
  });

  it('steps by a unit of the second digit, and ten times as far with Shift', () => {
    expect(stepEntry(20, 1, time)).toBe(21);
    expect(stepEntry(20, -1, time, 10)).toBe(10);
    expect(stepEntry(1500, 1, rate)).toBe(1600);
    expect(stepEntry(10, -1, time)).toBe(9.9);
    expect(stepEntry(9.9, 1, time)).toBe(10);
    expect(stepEntry(2, 1, copies)).toBe(3);
    expect(stepEntry(2, 1, copies, 10)).toBe(10);
    expect(stepEntry(0.001, 1, share)).toBe(0.0011);
    expect(stepEntry(0, 1, share)).toBe(0.01);
    expect(stepEntry(1, -1, copies)).toBe(1);
  });

  it('always moves in the asked direction, and never leaves the range', () => {
    const range = fc.constantFrom(time, rate, share, copies, seed);
    fc.assert(
      fc.property(
        range,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(1 as const, -1 as const),
        fc.constantFrom(1, 10),
        (r, at, direction, times) => {
          const raw = r.min + at * (r.max - r.min);
          const from = r.whole ? Math.round(raw) : raw;
          const to = stepEntry(from, direction, r, times);
          expect(to).toBeGreaterThanOrEqual(r.min);
          expect(to).toBeLessThanOrEqual(r.max);
          if (from > r.min + 1e-9 && from < r.max) expect(Math.sign(to - from)).toBe(direction);
          if (r.whole) expect(Number.isInteger(to)).toBe(true);
        },
      ),
    );
  });
});
