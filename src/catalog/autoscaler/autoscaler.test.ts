/** Stories of the autoscaler: when it looks, what it reckons, and what that does to the copies of its target. */
import { describe, expect, it } from 'vitest';
import { ABSENT, DRAINING } from '../../engine/rotation.ts';
import { change, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1 });
const LOOP = { interval: 100, boot: 30, stabilisation: 0, utilisation: 0.5, tolerance: 0.1 };

/** Users call app, of which 1 copy runs and 3 more may; one worker each. */
function scaled(rate: number, scaler: ParamBag, options: StoryOptions, app: ParamBag = {}) {
  return story(
    [
      users(rate),
      node('app', 'service', { instances: 1, reserve: 3, workers: 1, queueLimit: 1000, work: constant(9), ...app }),
      node('scaler', 'autoscaler', { ...LOOP, ...scaler }),
    ],
    [link('users', 'app'), link('scaler', 'app')],
    options,
  );
}

const figures = (told: ReturnType<typeof scaled>) => told.report.nodes['scaler']?.figures ?? {};

describe('an autoscaler', () => {
  it('wants ⌈copies × measured ÷ target⌉, and new copies take traffic once they have booted', () => {
    // Until 100 one worker was busy for 81 of 100 ms: 0.81 / 0.5 → 2 copies, the second one from 130 on.
    const told = scaled(100, {}, { ms: 165 });
    expect(told.visits('app').slice(10, 13)).toEqual(['app/1', 'app/1', 'app/2']);
    expect(told.where('app', 'app/2 in')[0]).toBe('130 app/2 in');
    expect(figures(told)).toMatchObject({ copies: 2, wanted: 2, measured: 0.81, started: 1 });
  });

  it('changes nothing within its tolerance', () => {
    const told = scaled(100, { utilisation: 0.75 }, { ms: 165 });
    expect(figures(told)).toMatchObject({ copies: 1, wanted: 1, started: 0 });
  });

  it('keeps between its limits, and starts what is missing to the least', () => {
    const least = scaled(10, { min: 3 }, { ms: 165 });
    expect(figures(least)).toMatchObject({ copies: 3, wanted: 3 });
    const most = scaled(400, { max: 2 }, { ms: 350 });
    expect(figures(most)).toMatchObject({ copies: 2, wanted: 2 });
    const reserve = scaled(400, { utilisation: 0.1 }, { ms: 450 }, { reserve: 1 });
    expect(figures(reserve)['copies']).toBe(2);
  });

  it('drains the newest copy when load has gone, only after every look of a while agreed', () => {
    const quiet = fault('traffic-spike', 'users', 250, 100_000, { factor: 0 });
    const state = (told: ReturnType<typeof scaled>) => told.session.compiled.sim.rotation.stateOf(2);
    const soon = scaled(100, {}, { ms: 460, timeline: [quiet] });
    expect([ABSENT, DRAINING]).toContain(state(soon));
    expect(figures(soon)).toMatchObject({ copies: 1, drained: 1 });
    expect(figures(scaled(100, { stabilisation: 300 }, { ms: 460, timeline: [quiet] }))).toMatchObject({ copies: 2, drained: 0 });
    expect(figures(scaled(100, { stabilisation: 300 }, { ms: 660, timeline: [quiet] }))).toMatchObject({ copies: 1, drained: 1 });
  });

  it('waits for its cool-down between two changes', () => {
    const told = (coolDown: number) => scaled(400, { coolDown }, { ms: 350 });
    expect(figures(told(0))['started']).toBe(3);
    // One more at 100; the next look that may change something is that of 400.
    expect(figures(told(250))['started']).toBe(1);
  });

  it('goes by requests that wait, by requests a second, or by messages of a queue', () => {
    expect(figures(scaled(200, { metric: 'queue', each: 3 }, { ms: 120 }))).toMatchObject({ measured: 8, wanted: 3 });
    expect(figures(scaled(200, { metric: 'rate', each: 95 }, { ms: 120 }))).toMatchObject({ measured: 190, wanted: 2 });
    const lag = story(
      [
        users(200),
        node('queue', 'queue', { time: constant(0), prefetch: 1 }),
        node('app', 'service', { instances: 1, reserve: 3, workers: 1, work: constant(9) }),
        node('scaler', 'autoscaler', { ...LOOP, metric: 'lag', each: 3 }),
      ],
      [link('users', 'queue'), link('queue', 'app'), link('scaler', 'app'), link('scaler', 'queue')],
      { ms: 150 },
    );
    expect(lag.report.nodes['scaler']?.figures).toMatchObject({ measured: 8, wanted: 3 });
    expect(lag.visits('app').slice(-3)).toContain('app/3');
  });

  it('does nothing while it is down, and takes new settings at once', () => {
    expect(figures(scaled(400, {}, { ms: 350, timeline: [fault('crash', 'scaler', 50, 1000)] }))['started']).toBe(0);
    expect(figures(scaled(400, { max: 1 }, { ms: 250, timeline: [change('scaler', 'max', 4, 150)] }))['started']).toBe(1);
  });

  it('loses what copies knew of sessions when it takes them out', () => {
    const quiet = fault('traffic-spike', 'users', 250, 150, { factor: 0 });
    const told = scaled(100, {}, { ms: 560, timeline: [quiet] }, { state: 'memory' });
    expect(told.where('users', 'session lost at app').length).toBeGreaterThan(0);
  });
});
