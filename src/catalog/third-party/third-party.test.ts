/** Stories of the third party: latency without a line, limits, quota, bad days. */
import { describe, expect, it } from 'vitest';
import { change, constant, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1 });
const run = (rate: number, more: ParamBag, options: StoryOptions) =>
  story([users(rate), node('bank', 'third-party', { latency: constant(80), errors: 0, ...more })], [link('users', 'bank')], options);
const figures = (told: ReturnType<typeof run>) => told.report.nodes['bank']?.figures ?? {};

describe('a third party', () => {
  it('answers after its time however many call', () => {
    expect(run(100, {}, { ms: 121 }).log('users')).toEqual(['90 users ok 80', '100 users ok 80', '110 users ok 80', '120 users ok 80']);
  });

  it('turns calls away beyond its rate, after a burst', () => {
    const told = run(100, { rateLimit: 50, burst: 2 }, { ms: 55 });
    expect(told.log('users')).toEqual(['40 users rejected 0: rate limited at bank']);
    expect(run(100, { rateLimit: 50, burst: 1 }, { ms: 45 }).log('users')).toEqual([
      '20 users rejected 0: rate limited at bank',
      '40 users rejected 0: rate limited at bank',
    ]);
  });

  it('turns calls away when its quota is used up, until the next period begins', () => {
    const told = run(100, { quota: 2, period: 100 }, { ms: 125 });
    expect(told.where('users', 'quota used up at bank')).toHaveLength(8);
    expect(told.where('users', 'quota used up at bank').at(-1)).toBe('120 users rejected 0: quota used up at bank');
    expect(told.where('bank', 'in')).toHaveLength(12);
    expect(figures(told)['limited']).toBe(8);
  });

  it('fails as often as it says', () => {
    const told = run(1000, { errors: 0.2, latency: constant(1) }, { ms: 20_000 });
    expect(1 - (told.report.availability.requestBased ?? 0)).toBeCloseTo(0.2, 1);
    expect(Object.keys(told.report.total.causes)).toEqual(['provider failed at bank']);
  });

  it('has bad days of the length and at the distance that it says, slow and failing', () => {
    const told = run(20, { mtbf: 3000, mttr: 1000, badErrors: 0.5, badSlow: 10, slo: 100 }, { ms: 2_000_000 });
    const { badShare, badDays, kept } = figures(told);
    expect(badShare).toBeGreaterThan(0.22);
    expect(badShare).toBeLessThan(0.28);
    expect(badDays).toBeGreaterThan(430);
    expect(badDays).toBeLessThan(570);
    // On good days all are in time, on bad ones none.
    expect(kept).toBeCloseTo(1 - (badShare ?? 0), 1);
    expect(told.report.total.latencyMs.max).toBe(800);
  });

  it('has no bad days from when they are switched off', () => {
    const told = run(20, { mtbf: 100, mttr: 1e9, badErrors: 1 }, { ms: 4000, timeline: [change('bank', 'mtbf', 0, 2000)] });
    expect(
      told
        .log('users')
        .slice(-10)
        .every((line) => line.includes('ok')),
    ).toBe(true);
    expect(told.where('users', 'provider failed at bank').length).toBeGreaterThan(10);
  });
});
