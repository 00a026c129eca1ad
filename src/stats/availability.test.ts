import { expect, it } from 'vitest';
import { allowedDowntime, BURN_ALERTS, burnRate, errorBudgetLeft, MONTH_MS, nines, timeBasedAvailability } from './availability.ts';

it('counts nines', () => {
  for (const [availability, count] of [
    [0.9, 1],
    [0.999, 3],
    [0.99999, 5],
    [0.9985, 2.8239],
    [0, 0],
  ] as const) {
    expect(nines(availability)).toBeCloseTo(count, 4);
  }
  expect(nines(1)).toBe(Infinity);
  expect(nines(1.1)).toBeNaN();
});

it('allows the downtimes that everybody quotes', () => {
  expect(allowedDowntime(0.999) / 3_600_000).toBeCloseTo(8.766, 3);
  expect(allowedDowntime(0.9999) / 60_000).toBeCloseTo(52.596, 3);
  expect(allowedDowntime(0.999, MONTH_MS) / 60_000).toBeCloseTo(43.83, 2);
});

it('spends the error budget', () => {
  expect(errorBudgetLeft(0.999, 999_500, 1_000_000)).toBeCloseTo(0.5, 9);
  expect(errorBudgetLeft(0.999, 998_000, 1_000_000)).toBeCloseTo(-1, 9);
  expect([errorBudgetLeft(0.999, 0, 0), errorBudgetLeft(1, 5, 5), errorBudgetLeft(1, 4, 5)]).toEqual([1, 1, -Infinity]);
});

it('burns at 1 when errors come exactly as fast as allowed', () => {
  expect(burnRate(0.999, 999, 1000)).toBeCloseTo(1, 9);
  expect(burnRate(0.99, 856, 1000)).toBeCloseTo(14.4, 9);
  expect([burnRate(0.99, 0, 0), burnRate(1, 1, 2)]).toEqual([0, Infinity]);
});

it('has alert windows and budgets that agree: rate × window / 30 days is the budget spent', () => {
  for (const { rate, longMs, shortMs, budget } of BURN_ALERTS) {
    expect((rate * longMs) / (30 * 86_400_000)).toBeCloseTo(budget, 9);
    expect(longMs / shortMs).toBe(12);
  }
});

it('leaves silent windows out of time-based availability', () => {
  expect(timeBasedAvailability([1, 0.99, 0.5, NaN], 0.99)).toBeCloseTo(2 / 3, 12);
  expect(timeBasedAvailability([NaN], 0.99)).toBeNaN();
});
