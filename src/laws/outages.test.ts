// Famous outages: each run shows its signature, is explained by its own mechanism, and is well again as it was in truth.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../design/check.ts';
import { OUTAGES } from '../design/examples/outages/index.ts';
import { WINDOW } from '../run/frame.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { whyOf } from '../run/why/inquiry.ts';

/** Share answered of what ended between two moments, s. */
function answered({ recorder: { series, windowMs } }: Session, from: number, to: number): number {
  let [ok, ended] = [0, 0];
  for (let row = Math.round((from * 1000) / windowMs); row < Math.min(series.rows, Math.round((to * 1000) / windowMs)); row++) {
    ok += series.at(row, WINDOW.ok);
    for (let c: number = WINDOW.error; c <= WINDOW.cancelled; c++) ended += series.at(row, c);
  }
  return ok / Math.max(1, ok + ended);
}

describe('a famous outage', () => {
  it('has a file for each of the eight, and each file is listed', () => {
    const files = readdirSync(new URL('../design/examples/outages/', import.meta.url)).filter((name) => name.endsWith('.json'));
    expect(OUTAGES.map(({ id }) => `${id}.json`).sort()).toEqual(files.sort());
    expect(OUTAGES.length).toBeGreaterThanOrEqual(8);
  });

  it.each(OUTAGES.map((one) => [one.id, one] as const))(
    '%s says what happened with its source, what is modelled and what is left out',
    (_, { design, watch }) => {
      expect(design.about).toMatch(/Watch .*What happened: .*\(.*\.(com|blog|engineering|org)\b.*\).*Modelled: .*Left out: /s);
      expect(watch).toMatch(/ Watch .*\.$/);
      expect(design.scenario.durationMs).toBeLessThanOrEqual(60_000);
      expect(design.scenario.timeline.filter(({ type }) => type === 'note').length).toBeGreaterThanOrEqual(2);
      expect(check(design).filter(({ severity }) => severity === 'error')).toEqual([]);
    },
  );

  it.each(OUTAGES.map((one) => [one.id, one] as const))(
    '%s goes down, is explained by its mechanism, and recovers',
    (_, { design, signature }) => {
      const session = new Session(design);
      session.advance(session.end);
      const { down, well, cause, nodeId } = signature;
      expect(answered(session, design.scenario.warmupMs / 1000, 8)).toBeGreaterThan(0.99);
      expect(answered(session, down.from, down.to)).toBeLessThanOrEqual(down.atMost);
      expect(answered(session, well.from, design.scenario.durationMs / 1000)).toBeGreaterThanOrEqual(well.atLeast);
      const why = whyOf(session);
      expect([why.state, why.causes[0]?.id, why.causes[0]?.nodeId]).toEqual(['failing', cause, nodeId]);
    },
  );

  it('of two databases that both took writes loses some that had been confirmed', () => {
    const session = new Session(OUTAGES.find(({ id }) => id === 'github-2018')!.design);
    session.advance(session.end);
    expect(reportOf(session, 0).consistency.lostAcknowledgedWrites).toBeGreaterThan(0);
  });

  it('outlasts its cut, since one side is far from its database: first the other one is not answered, then this one', () => {
    const session = new Session(OUTAGES.find(({ id }) => id === 'github-2018')!.design);
    session.advance(session.end);
    // While nobody leads in the West, what ends there fails; later its 40 of 100 are all that is answered.
    expect(answered(session, 16.2, 17.2)).toBeCloseTo(0.6, 1);
    expect(answered(session, 30, 44)).toBeCloseTo(0.4, 1);
    const why = whyOf(session, { fromMs: 30_000, toMs: 43_000 });
    expect(why.causes[0]?.sentences.join(' ')).toMatch(/a call to mysql takes 6[23](\.\d)? ms \(\d+ µs before\)/);
    // 20 workers for 8 × 63 ms and a little work.
    expect(why.bottleneck).toMatchObject({ nodeId: 'site-east', capacity: expect.closeTo(39, 0) });
  });

  it('brings back reads before writes where placing needs the index first', () => {
    const session = new Session(OUTAGES.find(({ id }) => id === 's3-2017')!.design);
    session.advance(48e9);
    session.measureAnew();
    session.advance(49.5e9);
    const { classes } = reportOf(session, 0);
    expect((classes['read']?.ok ?? 0) / (classes['read']?.requests ?? 1)).toBeGreaterThan(0.95);
    expect(classes['write']?.ok).toBe(0);
  });

  it('of a retry storm outlives its trigger and ends when the retries are paused', () => {
    const session = new Session(OUTAGES.find(({ id }) => id === 'dynamodb-2015')!.design);
    session.advance(session.end);
    const why = whyOf(session, { fromMs: 20_000, toMs: 35_000 });
    expect(why.loop).toMatchObject({ sort: 'retries', nodeId: 'metadata', outlives: true });
  });
});
