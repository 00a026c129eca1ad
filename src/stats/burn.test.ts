import { describe, expect, it } from 'vitest';
import { allowedDowntimes } from './availability.ts';
import { burnColumn, firingsOf, outagesOf, scaledAlerts, sharesAnswered, userMinutesLost, type WindowCounts } from './burn.ts';

/** Windows of 1 s with so many requests that failed, of ten each; a negative number: no request at all. */
function seconds(...failed: readonly number[]): WindowCounts {
  return {
    endMs: failed.map((_, i) => (i + 1) * 1000),
    ok: failed.map((n) => (n < 0 ? 0 : 10 - n)),
    failed: failed.map((n) => Math.max(0, n)),
  };
}

describe('the alerts of a run', () => {
  it('are those of the book when a run lasts 30 days, in windows of five minutes', () => {
    expect(scaledAlerts(30 * 86_400_000, 300_000)).toEqual([
      { rate: 14.4, long: 12, short: 1, budget: 0.02 },
      { rate: 6, long: 72, short: 6, budget: 0.05 },
      { rate: 1, long: 864, short: 72, budget: 0.1 },
    ]);
  });

  it('keep their share of a run of a minute, in whole chart windows, and say what of the budget they let go', () => {
    const alerts = scaledAlerts(60_000, 200);
    expect(alerts.map(({ rate, long, short }) => [rate, long, short])).toEqual([
      [14.4, 2, 1],
      [6, 3, 1],
      [1, 30, 3],
    ]);
    expect(alerts.map(({ budget }) => Number(budget.toFixed(3)))).toEqual([0.096, 0.06, 0.1]);
  });

  it('have no window longer than its partner even where a run has few', () => {
    for (const { long, short } of scaledAlerts(3_000, 1000)) expect(short).toBeLessThanOrEqual(long);
  });
});

describe('the burn rate', () => {
  it('is the share that failed over the share that may, over the windows asked for', () => {
    const counts = seconds(0, 1, 3, 0, 0);
    expect([...burnColumn(counts, 1, 0.9)].map((rate) => Number(rate.toFixed(6)))).toEqual([0, 1, 3, 0, 0]);
    expect([...burnColumn(counts, 2, 0.9)].map((rate) => Number(rate.toFixed(6)))).toEqual([0, 0.5, 2, 1.5, 0]);
  });

  it('is 0 where nothing ended and without bounds where nothing may fail', () => {
    expect([...burnColumn(seconds(-1, 0, 1), 1, 1)]).toEqual([0, 0, Infinity]);
  });
});

describe('an alert', () => {
  // Target 0.9: a failed request of ten burns at 1.
  const alert = { rate: 2, long: 3, short: 1, budget: 0 };

  it('fires when both windows burn too fast and clears when the short one has calmed', () => {
    // Over three windows it burns at 0, 0, 3, 6, 9, 6, 3; over the last alone at 0, 0, 9, 9, 9, 0, 0.
    expect(firingsOf(seconds(0, 0, 9, 9, 9, 0, 0), 0.9, alert)).toEqual([{ fromMs: 3000, toMs: 6000, worst: expect.closeTo(9, 9) }]);
  });

  it('stays silent for what is over before the long window notices, and for a slow leak', () => {
    expect(firingsOf(seconds(0, 0, 5, 0, 0), 0.9, alert)).toEqual([]);
    expect(firingsOf(seconds(1, 1, 1, 1, 1), 0.9, alert)).toEqual([]);
  });

  it('is on to this moment when nothing cleared it', () => {
    expect(firingsOf(seconds(0, 0, 0, 9, 9), 0.9, alert)).toEqual([{ fromMs: 4000, toMs: null, worst: expect.closeTo(6, 9) }]);
  });
});

describe('outages', () => {
  it('are rows of windows below the threshold, with what failed in them (T4: count and duration apart)', () => {
    expect(outagesOf(seconds(0, 5, 4, 0, 1, 0, 8), 0.9, 1000)).toEqual([
      { fromMs: 1000, toMs: 3000, windows: 2, failed: 9 },
      { fromMs: 6000, toMs: null, windows: 1, failed: 8 },
    ]);
  });

  it('neither end nor grow in silence', () => {
    expect(outagesOf(seconds(5, -1, 5, 0), 0.9, 1000)).toEqual([{ fromMs: 0, toMs: 3000, windows: 2, failed: 10 }]);
    expect([...sharesAnswered(seconds(5, -1))]).toEqual([0.5, Number.NaN]);
  });

  it('cost people time: 60 of them, half of whose requests fail for two seconds, lose a minute', () => {
    expect(userMinutesLost(seconds(0, 5, 5, -1), 60, 1000)).toBeCloseTo(1, 12);
  });
});

it('a nines table allows what everybody quotes (R8)', () => {
  const rows = [0.9, 0.99, 0.999, 0.9999, 0.99999].map((share) => {
    const { dayMs, monthMs, yearMs } = allowedDowntimes(share);
    return [dayMs / 60_000, monthMs / 3_600_000, yearMs / 3_600_000].map((value) => Number(value.toPrecision(4)));
  });
  // Minutes a day, hours a month, hours a year; by hand: a day has 1440 minutes, a year of 365.25 days 8766 hours.
  expect(rows).toEqual([
    [144, 73.05, 876.6],
    [14.4, 7.305, 87.66],
    [1.44, 0.7305, 8.766],
    [0.144, 0.07305, 0.8766],
    [0.0144, 0.007305, 0.08766],
  ]);
});
