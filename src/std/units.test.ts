import { expect, it } from 'vitest';
import { AssertionError, assert, unreachable } from './assert.ts';
import { err, ok } from './result.ts';
import { millisFromNanos, nanosFromMillis } from './units.ts';

it('milliseconds become whole nanoseconds, to the nearest', () => {
  expect([0, 20, 0.0000004, 0.0000006, 1.1].map(nanosFromMillis)).toEqual([0, 20_000_000, 0, 1, 1_100_000]);
  expect(millisFromNanos(nanosFromMillis(86_400_000 * 100))).toBe(86_400_000 * 100);
  expect(Number.isSafeInteger(nanosFromMillis(86_400_000 * 104))).toBe(true);
});

it('an assertion throws its own error with the message, and passes silently', () => {
  expect(() => assert(false, 'the queue is sorted')).toThrow(AssertionError);
  expect(() => assert(false, 'the queue is sorted')).toThrow('the queue is sorted');
  expect(assert(true, '')).toBeUndefined();
});

it('a value of no known case is a bug', () => {
  const lie = JSON.parse('{"type":"moon"}') as never;
  expect(() => unreachable(lie)).toThrow('moon');
});

it('a result holds either a value or an error', () => {
  expect([ok(1), err('no')]).toEqual([
    { ok: true, value: 1 },
    { ok: false, error: 'no' },
  ]);
});
