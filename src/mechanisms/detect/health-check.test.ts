/**
 * Stories of health checks, told through a load balancer: at which moment a target goes out and comes back. Copy 1 of two
 * is probed at 0, 1000, 2000, … ms, copy 2 at 500, 1500, 2500, … ms; requests come every 100 ms.
 */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { change, constant, delayed, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const CHECKS = { checkInterval: 1000, checkTimeout: 300, checkFall: 2, checkRise: 2 };

/** Two copies of app behind a balancer, 5 ms away each way. */
function run(timeline: readonly TimelineEntry[], params: ParamBag = {}, ms = 15_000, appLink: ParamBag = delayed(5)): Story {
  const nodes = [
    node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1 }),
    node('lb', 'load-balancer', { overhead: constant(0), ...CHECKS, ...params }),
    node('app', 'service', { instances: 2, workers: 1000, work: constant(20) }),
  ];
  return story(nodes, [link('users', 'lb'), link('lb', 'app', appLink)], { ms, timeline });
}

/** Moments (ms) of the last request sent to app/2 before a pause, and of the first one after it. */
function pauseOf(told: Story, between: number): [number | undefined, number | undefined] {
  const sent = told.where('app', ' app/2 in').map((line) => Number(line.split(' ')[0]) - 5);
  return [sent.filter((t) => t < between).at(-1), sent.find((t) => t >= between)];
}

/** Whether the number of healthy targets is this at a moment. */
function healthyAt(timeline: readonly TimelineEntry[], ms: number, params: ParamBag = {}): number | null | undefined {
  return run(timeline, params, ms).report.nodes['lb']?.figures['healthyTargets'];
}

describe('a crashed target', () => {
  const crash = [fault('crash', 'app/2', 5300, 3900)];

  it('goes out when the second refused probe is back, and returns when the second good one is', () => {
    // Down from 5300 to 9200: probes of 5500 and 6500 are refused, those of 9500 and 10500 answered; 10 ms there and back.
    expect([6509, 6510, 6511].map((ms) => healthyAt(crash, ms))).toEqual([2, 2, 1]);
    expect([10_510, 10_511].map((ms) => healthyAt(crash, ms))).toEqual([1, 2]);
  });

  it('gets its turns, in vain, until it goes out, and again once it is back', () => {
    const told = run(crash);
    const [last, first] = pauseOf(told, 7000);
    // Between 5300 and 6510 every second request was refused; its last one was begun at 5200.
    expect(last).toBe(5200);
    const refused = told.where('users', 'down at app').map((line) => Number(line.split(' ')[0]));
    expect(refused).toEqual([5410, 5610, 5810, 6010, 6210, 6410]);
    expect(first! >= 10_510 && first! <= 10_700).toBe(true);
  });

  it('is found by timeouts when its machine is silent', () => {
    const silent = [fault('crash', 'app/2', 5300, 3900, { how: 'machine' })];
    expect([6800, 6801].map((ms) => healthyAt(silent, ms))).toEqual([2, 1]);
  });

  it('stays in when it is back before so many probes failed', () => {
    const told = run([fault('crash', 'app/2', 5300, 300), fault('crash', 'app/2', 7300, 300)]);
    expect(told.report.nodes['lb']?.figures).toMatchObject({ healthyTargets: 2, ejections: 0 });
  });
});

describe('other failures', () => {
  it('a hung target goes out when the second probe has timed out', () => {
    const hung = [fault('hang', 'app/2', 5300, 60_000)];
    expect([6800, 6801].map((ms) => healthyAt(hung, ms))).toEqual([2, 1]);
  });

  it('a target behind a cut goes out, though it is up, and comes back when the network heals', () => {
    const cut = [fault('partition', '{lb}|{app/2}', 5300, 3900)];
    expect([6800, 6801].map((ms) => healthyAt(cut, ms))).toEqual([2, 1]);
    expect(healthyAt(cut, 12_000)).toBe(2);
  });

  it('a slow target is never taken out: the grey failure', () => {
    const told = run([fault('slow', 'app/2', 1000, 13_000, { factor: 1000 })]);
    expect(told.report.nodes['lb']?.figures).toMatchObject({ healthyTargets: 2, ejections: 0 });
    expect(told.visits('app').filter((v) => v === 'app/2').length).toBe(74);
  });

  it('a target that fails all its work is never taken out either', () => {
    const told = run([fault('error-rate', 'app/2', 1000, 13_000, { share: 1 })]);
    expect(told.report.nodes['lb']?.figures).toMatchObject({ healthyTargets: 2, ejections: 0 });
  });

  it('a health endpoint finds both, for it does the work that calls ask for', () => {
    const deep = { checkWork: 20 };
    const failing = [fault('error-rate', 'app/2', 1000, 13_000, { share: 1 })];
    // Probes of 1500 and 2500 fail; each comes back 10 ms of way and 20 ms of work later.
    expect([2530, 2531].map((ms) => healthyAt(failing, ms, deep))).toEqual([2, 1]);
    // Slowed 20 times the work takes 400 ms, which is longer than a probe is waited for; 14 times, 280 and the way: it passes.
    const slow = (factor: number) => [fault('slow', 'app/2', 1000, 13_000, { factor })];
    expect([2800, 2801].map((ms) => healthyAt(slow(20), ms, deep))).toEqual([2, 1]);
    expect(healthyAt(slow(14), 8000, deep)).toBe(2);
    expect(healthyAt([], 8000, deep)).toBe(2);
  });

  it('a link slower than the timeout takes out all that is behind it', () => {
    expect(run([], {}, 15_000, delayed(151)).report.nodes['lb']?.figures['healthyTargets']).toBe(0);
    expect(run([], {}, 15_000, delayed(149)).report.nodes['lb']?.figures['healthyTargets']).toBe(2);
  });
});

describe('when nobody is healthy', () => {
  const all = [fault('crash', 'app', 5300, 3900)];

  it('requests fail at once, for the balancer has no target', () => {
    const told = run(all, {}, 8000);
    expect(told.log('users').at(-1)).toBe('7900 users unavailable 0: no healthy target at lb');
  });

  it('or all get traffic, by panic', () => {
    const told = run(all, { panic: true }, 10_000);
    const lines = told.log('users');
    expect(lines).toContain('7910 users refused 10: down at app');
    // Up since 9200, not believed until 10 s: panic serves it all the same.
    expect(lines).toContain('9330 users ok 30');
  });
});

describe('the balancer itself', () => {
  it('forgets what it knew when it restarts', () => {
    const timeline = [fault('crash', 'app/2', 5300, 60_000), fault('crash', 'lb', 8000, 100)];
    expect([7999, 8101].map((ms) => healthyAt(timeline, ms))).toEqual([1, 2]);
    // Its checks begin anew at 8100: app/2 is refused at 8600 and 9600.
    expect([9610, 9611].map((ms) => healthyAt(timeline, ms))).toEqual([2, 1]);
  });

  it('takes nobody out while it hangs itself', () => {
    const timeline = [fault('hang', 'lb', 4000, 4000), fault('crash', 'app/2', 4100, 3000)];
    expect(run(timeline).report.nodes['lb']?.figures['ejections']).toBe(0);
  });

  it('has as many opinions as copies: a cut before one of them is seen by that one alone', () => {
    const cut = [fault('partition', '{lb/1}|{app/2}', 1300, 60_000)];
    expect(healthyAt(cut, 14_000, { instances: 2 })).toBe(1.5);
  });

  it('believes in all again when the checks are switched off', () => {
    const timeline = [fault('crash', 'app/2', 5300, 60_000), change('lb', 'healthChecks', false, 8000)];
    expect([7999, 8001].map((ms) => healthyAt(timeline, ms))).toEqual([1, 2]);
  });

  it('shifts no other luck by probing, however lossy the network', () => {
    const lossy = delayed(5, { loss: 0.1 });
    const requests = (healthChecks: boolean) => run([], { healthChecks, checkFall: 100 }, 15_000, lossy).log('app');
    expect(requests(true)).toEqual(requests(false));
  });

  it('sends a lost probe again, as TCP does: loss alone takes nobody out while the timeout allows for it', () => {
    const loss = [fault('packet-loss', 'lb>app', 1000, 13_000, { share: 0.4 })];
    expect(run(loss, { checkTimeout: 100 }).report.nodes['lb']?.figures['ejections']).toBeGreaterThan(0);
    expect(run(loss, { checkTimeout: 5000, checkFall: 3 }).report.nodes['lb']?.figures['ejections']).toBe(0);
  });
});
