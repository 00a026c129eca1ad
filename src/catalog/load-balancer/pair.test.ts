/** Stories of balancers that stand in for each other: one alone, two that share an address, two that are both in use. */
import { describe, expect, it } from 'vitest';
import { constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const PAIR = { instances: 2, pair: 'active-passive', heartbeat: 100, missedBeats: 3, takeover: 50 };

function run(lb: ParamBag, options: StoryOptions, apps = 1, lbLink: ParamBag = {}) {
  const nodes = [
    node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1 }),
    node('lb', 'load-balancer', { overhead: constant(0), healthChecks: false, ...lb }),
    node('app', 'service', { instances: apps, workers: 1000, work: constant(0) }),
  ];
  return story(nodes, [link('users', 'lb', lbLink), link('lb', 'app')], options);
}

/** Down from 210 ms on. */
const dies = (more: ParamBag = {}, ms = 10_000) => [fault('crash', 'lb/1', 210, ms, more)];

describe('one balancer', () => {
  it('is a single point of failure: while it is down, everything fails', () => {
    const told = run({}, { ms: 650, timeline: [fault('crash', 'lb', 210, 250)] });
    expect(told.log('users').map((line) => line.split(' ')[2])).toEqual(['ok', 'ok', 'refused', 'refused', 'ok', 'ok']);
  });
});

describe('a pair with a virtual address', () => {
  it('leaves the standby idle while the other is well', () => {
    expect(run(PAIR, { ms: 350 }).visits('lb')).toEqual(['lb/1', 'lb/1', 'lb/1']);
  });

  it('moves the address when the third beat is missed and the takeover is done; until then requests are refused', () => {
    // Beats of 300, 400 and 500 ms are missed; 50 ms later the address has moved.
    const told = run(PAIR, { ms: 850, timeline: dies() });
    expect(told.log('users')).toEqual([
      '100 users ok 0',
      '200 users ok 0',
      '300 users refused 0: down at lb',
      '400 users refused 0: down at lb',
      '500 users refused 0: down at lb',
      '600 users ok 0',
      '700 users ok 0',
      '800 users ok 0',
    ]);
    expect(told.visits('lb')).toEqual(['lb/1', 'lb/1', 'lb/2', 'lb/2', 'lb/2']);
    expect(told.report.nodes['lb']?.figures['takeovers']).toBe(1);
  });

  it('loses what is sent to a machine that is silent', () => {
    const told = run(PAIR, { ms: 850, timeline: dies({ how: 'machine' }) }, 1, { timeout: 40 });
    expect(told.log('users').filter((line) => !line.includes(' ok '))).toEqual([
      '340 users timeout 40: timed out at lb',
      '440 users timeout 40: timed out at lb',
      '540 users timeout 40: timed out at lb',
    ]);
  });

  it('takes over from a copy that hangs, too', () => {
    const told = run(PAIR, { ms: 850, timeline: [fault('hang', 'lb/1', 210, 10_000)] }, 1, { timeout: 40 });
    expect(
      told
        .log('users')
        .filter((line) => line.includes(' ok '))
        .map((line) => line.split(' ')[0]),
    ).toEqual(['100', '200', '600', '700', '800']);
  });

  it('does not move the address of one that is back in time', () => {
    const told = run(PAIR, { ms: 850, timeline: dies({}, 280) });
    expect(told.visits('lb')).toEqual(['lb/1', 'lb/1', 'lb/1', 'lb/1', 'lb/1', 'lb/1']);
    expect(told.report.nodes['lb']?.figures['takeovers']).toBe(0);
  });

  it('stays with who took over, unless the first takes its address back', () => {
    const timeline = dies({}, 500);
    expect(run(PAIR, { ms: 1050, timeline }).visits('lb').slice(-4)).toEqual(['lb/2', 'lb/2', 'lb/2', 'lb/2']);
    expect(
      run({ ...PAIR, takesBack: true }, { ms: 1050, timeline })
        .visits('lb')
        .slice(-5),
    ).toEqual(['lb/2', 'lb/2', 'lb/1', 'lb/1', 'lb/1']);
  });

  it('waits for one of them to come back when both are gone', () => {
    const timeline = [...dies(), fault('crash', 'lb/2', 210, 700)];
    const told = run(PAIR, { ms: 1250, timeline });
    // lb/2 is back at 910; from the end of the takeover on it is looked for with every beat: 550, 650, … 950 ms.
    expect(told.visits('lb')).toEqual(['lb/1', 'lb/1', 'lb/2', 'lb/2', 'lb/2']);
    expect(told.log('users').at(-3)).toBe('1000 users ok 0');
  });

  it('forgets sticky sessions and connections with the copy that had them, unless they are shared', () => {
    // app/1 got the session; app/2 would be next in the turns of the copy that takes over only if it knew nothing.
    const visits = (more: ParamBag) => run({ ...PAIR, ...more }, { ms: 850, timeline: dies() }, 2);
    const sticky = { sticky: 'source', algorithm: 'round-robin' };
    expect(visits(sticky).report.nodes['lb']?.figures['takeovers']).toBe(1);
    const four = { layer: 'connection', connectionIdle: 0 };
    expect(visits(four).report.nodes['lb']?.figures['newConnections']).toBe(2);
    expect(visits({ ...four, sharesState: true }).report.nodes['lb']?.figures['newConnections']).toBe(1);
  });
});

describe('two that are both active', () => {
  it('share the requests, and those of one that died fail for as long as callers go on calling it', () => {
    const told = run({ instances: 2 }, { ms: 850, timeline: dies() });
    expect(told.log('users').map((line) => line.split(' ')[2])).toEqual(['ok', 'ok', 'refused', 'ok', 'refused', 'ok', 'refused', 'ok']);
  });
});
