import { describe, expect, it } from 'vitest';
import type { AlertReport, AvailabilityReport, SloReport } from '../../../src/run/availability-report.ts';
import { allowedDowntimes } from '../../../src/stats/availability.ts';
import { alertWords, downtimeRows, failureFacts, meanWords, sloFacts } from './slo-rows.ts';

const failures = { failures: 2, downMs: 4_000, mtbfMs: 12_000, mttrMs: 2_000, outages: [] };
const slo: SloReport = {
  id: 'a',
  class: '',
  text: 'availability at least 99.9 %',
  target: 0.999,
  met: false,
  requestBased: 0.99,
  timeBased: 0.96,
  nines: 2,
  allowed: allowedDowntimes(0.999),
  atThisRate: allowedDowntimes(0.99),
  failedRequests: 100,
  budgetRequests: 10,
  budgetLeft: -9,
  burnRate: 10,
  alerts: [],
  userMinutesLost: null,
  ...failures,
};

describe('availability in the measured pane', () => {
  it('tells how often apart from how long (T4)', () => {
    const report: AvailabilityReport = {
      requestBased: 0.99,
      timeBased: 0.96,
      nines: 2,
      budgetLeft: null,
      threshold: 0.99,
      people: 60,
      userMinutesLost: 3,
      slos: [],
      ...failures,
    };
    expect(failureFacts(report).map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Times below 99 %: 2',
      'For how long in all: 4 s',
      'Between failures (MTBF): 12 s',
      'To repair (MTTR): 2 s',
      'User-minutes lost, of 60 users: 3',
    ]);
  });

  it('has the downtime that is allowed beside what was measured (R8)', () => {
    expect(downtimeRows(slo)).toEqual([
      { label: 'allowed at 99.9 %', day: '1.44 min', month: '43.8 min', year: '8.77 h' },
      { label: 'measured 99 %', day: '14.4 min', month: '7.3 h', year: '3.65 d' },
    ]);
  });

  it('says what is left of the budget and how fast it burns', () => {
    expect(sloFacts(slo).map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Answered, by requests: 99 %',
      'Windows that kept it: 96 %',
      'Nines: 2.00',
      'Failed, of what may fail: 100 of 10',
      'Error budget left: -900 %',
      'Burn rate: 10×',
    ]);
  });

  it('says of each alert which windows it watches and when it was on', () => {
    const alert: AlertReport = { rate: 6, longMs: 600, shortMs: 200, budget: 0.06, fired: [] };
    expect(alertWords(alert)).toEqual({ what: 'over 6× in 600 ms and 200 ms (6 % of the budget)', when: 'did not fire' });
    expect(alertWords({ ...alert, fired: [{ fromMs: 1_000, toMs: null, worst: 9 }] }).when).toBe('1 s to the end');
  });

  it('says what a mean hides, where it hides something (T5)', () => {
    const latency = { count: 1000, mean: 20, p50: 5, p90: 30, p95: 60, p99: 300, p999: 400, max: 500 };
    expect(meanWords({ latencyMs: latency, quickerThanMean: 0.83 })).toBe(
      'The mean of 20 ms misleads: 83 of 100 answers take no longer, and one in 100 takes 300 ms or more, 15× the mean.',
    );
    expect(meanWords({ latencyMs: { ...latency, p99: 25 }, quickerThanMean: 0.5 })).toBeUndefined();
    expect(meanWords({ latencyMs: { ...latency, count: 50 }, quickerThanMean: 0.5 })).toBeUndefined();
  });
});
