// Stories of a monitor: what it sees, when, and what it makes of it. The watched part answers after 4 ms, 100 times a second, evenly.
import { describe, expect, it } from 'vitest';
import { check } from '../../design/check.ts';
import { change, constant, delayed, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import { NODE_WINDOW, WINDOW } from '../../run/frame.ts';
import type { ParamBag } from '../../std/parameter.ts';

const SECOND = 1000;
const WATCHES = { interval: SECOND, timeout: 500, hold: 0, errors: 0.5, down: false };

/** A monitor that watches `app`, of so many copies. */
function watched(seconds: number, monitor: ParamBag, timeline: Parameters<typeof story>[2]['timeline'] = [], copies = 1): Story {
  return story(
    [
      node('users', 'client', { rate: 100, arrivals: 'even' }),
      node('app', 'service', { instances: copies, workers: 100, work: constant(4) }),
      node('eye', 'monitor', { ...WATCHES, ...monitor }),
    ],
    [link('users', 'app', delayed(0)), link('eye', 'app', delayed(10))],
    { ms: seconds * SECOND, timeline },
  );
}

const figures = (told: Story) => told.report.nodes['eye']!.figures;

/** What the monitor had seen at the end of each chart window, from one moment on. */
function seen(told: Story, column: 'rate' | 'errors' | 'p99', untilMs: number): number[] {
  const out = new Float64Array(3);
  told.session.compiled.sim.stations[2]!.sees!(1, out);
  expect(told.session.now).toBe(untilMs * 1e6);
  return [out[{ rate: 0, errors: 1, p99: 2 }[column]]!];
}

describe('a monitor', () => {
  it('knows nothing before its second reading, and then what happened between the last two', () => {
    // Scrapes begin at 1,000 and 2,000 ms, reach the part 10 ms later and are back after 10 more.
    expect(seen(watched(2.015, {}), 'rate', 2015)).toEqual([Number.NaN]);
    expect(seen(watched(2.025, {}), 'rate', 2025)).toEqual([100]);
    expect(seen(watched(2.025, {}), 'p99', 2025)[0]).toBeCloseTo(4, 1);
  });

  it('calls nobody, and changes nothing for those it watches', () => {
    const [with_, without] = [
      watched(5, {}),
      story(
        [
          node('users', 'client', { rate: 100, arrivals: 'even' }),
          node('app', 'service', { instances: 1, workers: 100, work: constant(4) }),
        ],
        [link('users', 'app', delayed(0))],
        { ms: 5 * SECOND },
      ),
    ];
    expect(with_.log('app', 'users')).toEqual(without.log('app', 'users'));
    expect(with_.report.links['eye-app']?.calls).toBe(0);
  });

  it('fires once the condition has held for its time at every reading, and is late by that and the interval', () => {
    // All calls fail from 10.0 s on. The readings of 11.01 s and later see it; for 2 s it must hold, so it fires at 13.02 s.
    const told = watched(20, { hold: 2000 }, [fault('error-rate', 'app', 10_000, 60_000, { share: 1 })]);
    expect(figures(told)).toMatchObject({ alerts: 1, falseAlarms: 0, missed: 0, alerting: 1 });
    expect(figures(told)['detectMs']).toBe(3020);
    // Users lost a request every 10 ms until then; the second that was under way is not yet counted.
    expect(figures(told)['failedUnseen']).toBe(300);
  });

  it('counts the time until somebody hears of it', () => {
    const told = watched(20, { hold: 2000, notify: 5000 }, [fault('error-rate', 'app', 10_000, 60_000, { share: 1 })]);
    expect(figures(told)['detectMs']).toBe(8020);
  });

  it('is over when a reading no longer shows it', () => {
    const told = watched(20, {}, [fault('error-rate', 'app', 5000, 5000, { share: 1 })]);
    expect(figures(told)).toMatchObject({ alerts: 1, alerting: 0 });
  });

  it('misses what begins and ends between two readings that share it out', () => {
    // Half a second of failures in five seconds is a tenth, and a half is asked for: users saw it, the monitor did not.
    const told = watched(40, { interval: 5000, timeout: 1000 }, [fault('error-rate', 'app', 11_000, 1000, { share: 1 })]);
    expect(figures(told)).toMatchObject({ alerts: 0, missed: 1 });
  });

  it('sees a copy that is down or hangs by the answer that does not come, and cannot tell a cut from a death', () => {
    const down = { errors: 0, down: true };
    for (const wrong of [fault('crash', 'app/2', 5000, 60_000), fault('hang', 'app/2', 5000, 60_000)]) {
      expect(figures(watched(12, down, [wrong], 3))).toMatchObject({ alerts: 1, dark: 1, falseAlarms: 0 });
    }
    const cut = watched(12, down, [fault('partition', '{eye}|{app}', 5000, 60_000)], 3);
    expect(figures(cut)).toMatchObject({ alerts: 1, dark: 3, falseAlarms: 1 });
    expect(cut.report.total.outcomes).toEqual({ ok: cut.report.total.requests });
  });

  it('averages the percentiles of copies when told to, and one slow copy of four disappears', () => {
    const slow = [fault('slow', 'app/1', 0, 60_000, { factor: 50 })];
    const [merged] = seen(watched(6, {}, slow, 4), 'p99', 6000);
    const [averaged] = seen(watched(6, { percentiles: 'averaged' }, slow, 4), 'p99', 6000);
    expect(merged).toBeCloseTo(200, -1);
    expect(averaged).toBeCloseTo((200 + 3 * 4) / 4, -1);
  });

  it('is laid over the charts of what it watches: each window has what was seen last, and no part else has any', () => {
    const { session } = watched(6, {});
    const { series } = session.recorder;
    const at = (node: number, row: number) => series.at(row, WINDOW.size + node * NODE_WINDOW.size + NODE_WINDOW.seenRate);
    const rows = Array.from({ length: series.rows }, (_, row) => row);
    // Windows of 100 ms: the second reading is back after 2,020 ms.
    expect(rows.filter((row) => Number.isNaN(at(1, row))).length).toBe(20);
    expect(at(1, 25)).toBe(100);
    expect(rows.every((row) => Number.isNaN(at(0, row)))).toBe(true);
  });

  it('forgets what it knew when it crashes, and begins again', () => {
    const told = watched(12, {}, [fault('error-rate', 'app', 2000, 60_000, { share: 1 }), fault('crash', 'eye', 5000, 2000)]);
    expect(figures(told)).toMatchObject({ alerts: 2, alerting: 1, falseAlarms: 0 });
  });

  it('goes on when it no longer hangs', () => {
    const told = watched(12, {}, [fault('hang', 'eye', 3000, 2000), fault('error-rate', 'app', 6000, 60_000, { share: 1 })]);
    expect(figures(told)).toMatchObject({ alerts: 1 });
  });

  it('looks as often as it is told during a run', () => {
    const told = watched(30, { interval: 10_000, timeout: 1000 }, [
      change('eye', 'interval', 1000, 10_500),
      fault('error-rate', 'app', 23_000, 60_000, { share: 1 }),
    ]);
    expect(figures(told)['detectMs']).toBeLessThan(2100);
  });

  it('is neither unreachable nor a single point of failure, for it carries no requests', () => {
    const { design } = watched(1, {}).session;
    expect(check(design).filter(({ place }) => place.includes('eye'))).toEqual([]);
  });
});
