/** Stories of targets that come and go, of blue and green, and of those that stand nearest. */
import { describe, expect, it } from 'vitest';
import type { NodeDoc } from '../../design/document.ts';
import { change, constant, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const balancer = (params: ParamBag = {}) => node('lb', 'load-balancer', { overhead: constant(0), healthChecks: false, ...params });
const app = (id: string, instances: number, work: number) => node(id, 'service', { instances, workers: 1000, work: constant(work) });

describe('slow start', () => {
  const CHECKS = { healthChecks: true, checkInterval: 100, checkFall: 1, checkRise: 1 };

  /** Requests to app/2 in each second from its return on, of 500 that would be its share. */
  function perSecond(lb: ParamBag): number[] {
    const timeline = [fault('crash', 'app/2', 100, 2000)];
    const told = story([users(1000), balancer({ ...CHECKS, ...lb }), app('app', 2, 0)], [link('users', 'lb'), link('lb', 'app')], {
      ms: 14_000,
      timeline,
    });
    const seconds = new Array<number>(11).fill(0);
    const moments = told.where('app', ' app/2 in').map((line) => Number(line.split(' ')[0]));
    const back = moments.find((ms) => ms > 2000) ?? 0;
    expect(back).toBeGreaterThan(2100);
    for (const ms of moments) {
      const second = Math.floor((ms - back) / 1000);
      if (ms >= back && second < 11) seconds[second]!++;
    }
    return seconds;
  }

  it('gives a target that came back a tenth of its share at first, and all of it in the end', () => {
    const slow = perSecond({ slowStart: 10_000 });
    slow.slice(1, 10).forEach((count, k) => {
      const share = (k + 1.5) / 10;
      expect(Math.abs(count - 500 * share)).toBeLessThan(3 * Math.sqrt(500 * share * (1 - share)) + 1);
    });
    expect(slow[0]).toBeLessThan(75);
    expect(Math.abs(slow[10]! - 500)).toBeLessThan(2);
  });

  it('is off by default: all at once', () => {
    for (const count of perSecond({})) expect(Math.abs(count - 500)).toBeLessThan(2);
  });
});

describe('blue and green', () => {
  function switched(lb: ParamBag): Story {
    const nodes = [users(10), balancer(lb), app('blue', 1, 300), app('green', 1, 0)];
    const links = [link('users', 'lb'), link('lb', 'blue'), link('lb', 'green', { weight: 0 })];
    return story(nodes, links, { ms: 950, timeline: [change('lb-blue', 'weight', 0, 450), change('lb-green', 'weight', 1, 450)] });
  }

  it('are switched by the weights of their links: what is open at blue is finished, what comes goes to green', () => {
    const told = switched({});
    expect(told.visits('blue', 'green')).toEqual(['blue', 'blue', 'blue', 'blue', 'green', 'green', 'green', 'green', 'green']);
    expect(told.log('users').filter((line) => !line.includes(' ok '))).toEqual([]);
    expect(told.log('users')).toContain('700 users ok 300');
  });

  it('what is still open when the time to drain is over is cut off', () => {
    expect(switched({ drainTime: 100 }).log('users').slice(0, 6)).toEqual([
      '400 users ok 300',
      '500 users ok 300',
      '500 users ok 0',
      '550 users error 250: connection lost at lb',
      '550 users error 150: connection lost at lb',
      '600 users ok 0',
    ]);
    expect(switched({ drainTime: 0 }).log('users')[1]).toBe('450 users error 250: connection lost at lb');
  });

  it('a connection stays with blue until the time to drain is over', () => {
    const told = switched({ layer: 'connection', connectionIdle: 0, drainTime: 200 });
    expect(told.visits('blue', 'green')).toEqual(['blue', 'blue', 'blue', 'blue', 'blue', 'blue', 'green', 'green', 'green']);
  });

  it('a sticky session goes over to green at once', () => {
    expect(switched({ sticky: 'cookie' }).visits('blue', 'green').slice(3, 6)).toEqual(['blue', 'green', 'green']);
  });

  it('share by weight in between: a canary', () => {
    const nodes = [users(100), balancer({ algorithm: 'weighted-round-robin' }), app('blue', 1, 0), app('green', 1, 0)];
    const links = [link('users', 'lb'), link('lb', 'blue', { weight: 9 }), link('lb', 'green', { weight: 0 })];
    const told = story(nodes, links, { ms: 2005, timeline: [change('lb-green', 'weight', 1, 1005)] });
    const green = told.where('green', ' in').map((line) => Number(line.split(' ')[0]));
    expect(green.length).toBe(10);
    expect(green[0]).toBeGreaterThan(1005);
  });
});

describe('the nearest first', () => {
  const zones = (doc: NodeDoc, ...names: string[]): NodeDoc => ({ ...doc, zones: names });
  const run = (rate: number, lb: NodeDoc): Story =>
    story([users(rate), lb, zones(app('app', 4, 20), 'a', 'b')], [link('users', 'lb'), link('lb', 'app')], { ms: 2000 });

  it('each copy of the balancer keeps to its own zone while its targets are not busier than the rest', () => {
    const told = run(20, zones(balancer({ instances: 2, nearFirst: true }), 'a', 'b'));
    const visits = told.visits('lb', 'app');
    const pairs = visits.flatMap((who, i) => (i % 2 === 1 ? [`${visits[i - 1]} ${who}`] : []));
    expect(new Set(pairs)).toEqual(new Set(['lb/1 app/1', 'lb/1 app/3', 'lb/2 app/2', 'lb/2 app/4']));
  });

  it('uses all when its own are much busier', () => {
    const lb = (more: ParamBag) => zones(balancer({ nearFirst: true, ...more }), 'a');
    const far = (told: Story) => told.visits('app').filter((who) => who === 'app/2' || who === 'app/4').length / told.visits('app').length;
    expect(far(run(20, lb({})))).toBe(0);
    // 400/s × 20 ms: eight open at a time, two a target; the near ones may have 1.25 times as many.
    expect(far(run(400, lb({})))).toBeGreaterThan(0.3);
    expect(far(run(400, lb({})))).toBeLessThan(0.5);
    expect(far(run(400, lb({ nearBound: 100 })))).toBe(0);
  });

  it('uses the others when none of its own is healthy', () => {
    const checked = zones(balancer({ nearFirst: true, healthChecks: true, checkInterval: 50, checkFall: 1 }), 'a');
    const timeline = [fault('crash', 'app/1', 500, 5000), fault('crash', 'app/3', 500, 5000)];
    const told = story([users(20), checked, zones(app('app', 4, 20), 'a', 'b')], [link('users', 'lb'), link('lb', 'app')], {
      ms: 2000,
      timeline,
    });
    const late = told.where('app', ' in').filter((line) => Number(line.split(' ')[0]) > 700);
    expect(new Set(late.map((line) => line.split(' ')[1]))).toEqual(new Set(['app/2', 'app/4']));
  });
});

describe('least response time', () => {
  it('leaves a copy that became slow within an answer, though it has no more requests open than others', () => {
    const nodes = (algorithm: string) => [users(20), balancer({ algorithm }), app('app', 2, 10)];
    const slow = (algorithm: string) => {
      const timeline = [fault('slow', 'app/2', 0, 20_000, { factor: 4 })];
      const told = story(nodes(algorithm), [link('users', 'lb'), link('lb', 'app')], { ms: 5000, timeline });
      return told.visits('app').filter((who) => who === 'app/2').length;
    };
    // Each request is answered before the next one comes: to least connections both look idle.
    expect(slow('least-connections')).toBe(49);
    expect(slow('least-response-time')).toBeLessThan(5);
  });
});
