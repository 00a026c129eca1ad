/** The paragraph and the event log of runs of the engine, word for word (B23). Times and rates are constant, so every figure is by hand. */
import { describe, expect, it } from 'vitest';
import type { Design, ObjectiveDoc, TimelineEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { incidentsOf } from './incidents.ts';
import type { Report } from './report.ts';
import { runSummary } from './run-summary.ts';
import { Session } from './session.ts';
import { storyOf } from './story.ts';
import { reportOf } from './verdict.ts';

const CLASSES = [
  { id: 'browse', name: 'Browse', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 },
  { id: 'buy', name: 'Buy', route: '/buy', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 },
];
const promise = (id: string, value: number, cls = ''): ObjectiveDoc => ({ id, metric: 'availability', bound: 'least', value, class: cls });

/** A request every 10 ms, answered in 2 ms, for 30 s with 2 s of warm-up. */
function steady(timeline: readonly TimelineEntry[], objectives: readonly ObjectiveDoc[], warmup = 2): Design {
  const users = node('users', 'client', { rate: 100, arrivals: 'even', sessions: 60 });
  const app = node('app', 'service', { instances: 1, workers: 4, work: { type: 'constant', value: 2 } });
  const d = design([users, app], [link('users', 'app')], 30, warmup);
  return { ...d, title: 'Shop', classes: CLASSES, scenario: { ...d.scenario, timeline, objectives } };
}

function ran(d: Design): Report {
  const session = new Session(d);
  session.advance(session.end);
  return reportOf(session, 0);
}

const CRASH: TimelineEntry = { type: 'fault', id: 'c', at: 10_000, duration: 3_000, fault: 'crash', target: 'app', params: {} };
const NOTE: TimelineEntry = { type: 'note', id: 'n', at: 5_000, text: 'Sale begins' };

describe('a run in words', () => {
  it('is short when all is well', () => {
    expect(runSummary(ran(steady([], [])), steady([], []))).toMatchInlineSnapshot(
      `"“Shop” ran for 30 s with seed 1, the first 2 s of it as warm-up that is not counted. All 2,800 requests were answered (100 %), 100/s: half of them within 2 ms, 99 of 100 within 2 ms. It costs $0.147 an hour, $0.408 for a million answers."`,
    );
  });

  it('tells the outage, what lay over it, the objective, the budget and the cause', () => {
    const d = steady([NOTE, CRASH], [promise('all', 0.99)]);
    expect(runSummary(ran(d), d)).toMatchInlineSnapshot(
      `"“Shop” ran for 30 s with seed 1, the first 2 s of it as warm-up that is not counted. 2,500 of 2,800 requests were answered (89.29 %), 89.3/s: half of them within 2 ms, 99 of 100 within 2 ms. It fell below 99 % answered once, for 3 s in all: from 10 s to 13 s with Crash on app, 300 failed; 60 users lost 3 minutes between them. Its objective was missed: availability at least 99 % (it was 89.29 %). The error budget for 99 % was spent 11 times over; 3 alerts fired. 300 of 2.8k requests failed (11 %), all of them because app was down. It costs $0.14 an hour, $0.435 for a million answers."`,
    );
  });

  it('says when nothing has ended yet', () => {
    const d = steady([], []);
    expect(runSummary(reportOf(new Session(d), 0), d)).toMatchInlineSnapshot(
      `"“Shop” ran for 0 ms with seed 1. No request has ended since the warm-up."`,
    );
  });

  it('never hedges', () => {
    for (const d of [steady([], []), steady([CRASH], [promise('all', 0.999), promise('buy', 0.9, 'buy')])])
      expect(runSummary(ran(d), d)).not.toMatch(/\b(may|might|could|perhaps|probably|possibly|seems?|likely|about|roughly)\b/i);
  });
});

describe('the event log', () => {
  it('has fault, outage, alerts, recovery and the note, each at its moment', () => {
    const d = steady([NOTE, CRASH], [promise('all', 0.99)]);
    const session = new Session(d);
    session.advance(session.end);
    const events = incidentsOf(reportOf(session, 0), storyOf(session).events);
    expect(events.map(({ atMs, kind, text }) => `${atMs / 1000} ${kind}: ${text}`)).toMatchInlineSnapshot();
  });
});

describe('availability of a run', () => {
  const d = steady([CRASH], [promise('all', 0.99), promise('buy', 0.95, 'buy')]);
  const { availability } = ran(d);

  it('keeps how often it failed apart from how long (T4)', () => {
    const twice = steady([CRASH, { ...CRASH, id: 'd', at: 20_000, duration: 1_000 }], []);
    const { failures, downMs, mttrMs, mtbfMs } = ran(twice).availability;
    // Four seconds of 28, in two failures: 2 s to repair, 12 s between.
    expect([failures, downMs, mttrMs, mtbfMs]).toEqual([2, 4_000, 2_000, 12_000]);
    expect([availability.failures, availability.downMs, availability.outages]).toEqual([
      1,
      3_000,
      [{ fromMs: 10_000, toMs: 13_000, failed: 300 }],
    ]);
  });

  it('is by requests and by time, with the budget that the target leaves (R8)', () => {
    const [all, buy] = availability.slos;
    // 300 of 2,800 requests failed; one hundredth of them may. Three of 28 seconds were bad.
    expect([all?.requestBased, all?.timeBased, all?.failedRequests]).toEqual([2500 / 2800, 25 / 28, 300]);
    expect(all?.budgetRequests).toBeCloseTo(28, 9);
    expect(all?.budgetLeft).toBeCloseTo(1 - 300 / 28, 9);
    expect(all?.burnRate).toBeCloseTo(300 / 28, 9);
    expect(all?.allowed.dayMs).toBeCloseTo(864_000, 3);
    expect([all?.met, buy?.class]).toEqual([false, 'buy']);
  });

  it('of one journey counts only its own requests', () => {
    const [all, buy] = availability.slos;
    expect(buy?.failedRequests).toBeGreaterThan(100);
    expect(buy?.failedRequests).toBeLessThan(200);
    expect(buy?.failures).toBe(1);
    expect(buy?.outages[0]?.failed).toBe(buy?.failedRequests);
    expect(all?.outages[0]?.failed).toBe(300);
  });

  it('has alerts that fire in the outage and clear after it (B16)', () => {
    const [fast] = availability.slos[0]?.alerts ?? [];
    // Windows of 100 ms: the fast pair is two and one of them.
    expect([fast?.rate, fast?.longMs, fast?.shortMs]).toEqual([14.4, 200, 100]);
    expect(fast?.fired).toEqual([{ fromMs: 10_100, toMs: 13_100, worst: expect.closeTo(100, 9) }]);
  });

  it('costs sixty people three minutes when nothing is answered for three seconds', () => {
    expect([availability.people, availability.userMinutesLost]).toEqual([60, 3]);
  });

  it('leaves out what the warm-up saw', () => {
    const early = ran(steady([{ ...CRASH, at: 500, duration: 1_000 }], [promise('all', 0.99)]));
    expect([early.availability.failures, early.availability.slos[0]?.budgetLeft]).toEqual([0, 1]);
  });
});
