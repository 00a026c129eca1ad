/** Rules of the model that span several rooms and that no room's own stories hold: each is one sentence of MODEL.md. */
import { describe, expect, it } from 'vitest';
import type { Design, LinkDoc, NodeDoc } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { oneWay } from '../run/placement.ts';
import { run } from './protocol.ts';
import { cls, constant, delayed, fault, type Story, story } from './story.ts';

const even = (id: string, rate: number, more = {}) => node(id, 'client', { rate, arrivals: 'even', keys: 1, ...more });
const service = (id: string, work: number, more = {}) =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });

describe('rules of the model', () => {
  it('what the timeline has due at a moment happens before the events of that moment, and after all earlier ones', () => {
    const timeline = [fault('crash', 'app', 100, 100), fault('crash', 'app', 300.5, 50)];
    const told = story([even('users', 10), service('app', 0.4)], [link('users', 'app')], { ms: 450, timeline });
    expect(told.log('users')).toEqual([
      '100 users refused 0: down at app',
      '200.4 users ok 0.4',
      '300.4 users ok 0.4',
      '400.4 users ok 0.4',
    ]);
  });

  it('the distance between two places is half of a round trip: 0.3 ms in a zone, 0.85 across zones, else by the table', () => {
    const from = (a: string, b: string, zone = 'a') => oneWay({ region: a, zone: 'a' }, { region: b, zone }) / 1e6;
    expect([from('', ''), from('', '', 'b'), from('virginia', '')]).toEqual([0.15, 0.425, 0.425]);
    expect([from('virginia', 'ireland'), from('ireland', 'virginia'), from('us', 'eu'), from('mars', 'virginia')]).toEqual([
      33.5, 33.5, 33.5, 45,
    ]);
    const nodes = [even('users', 10), service('app', 0), { ...service('back', 0), zones: ['b'] }];
    const told = story(nodes, [link('users', 'app'), link('app', 'back', { delay: 'placement' })], { ms: 150 });
    expect(told.log('back', 'users')).toEqual(['100.425 back in', '100.425 back ok', '100.85 users ok 0.85']);
  });

  it('a client stands a last mile away: 7 ms each way, beside the distance', () => {
    const told = story([even('users', 10), service('app', 0)], [link('users', 'app', { delay: 'placement' })], { ms: 150 });
    expect(told.log()).toEqual(['107.15 app in', '107.15 app ok', '114.3 users ok 14.3']);
  });

  it('one breaker stands on a link, for all copies of the caller', () => {
    const nodes = [even('users', 100), service('front', 0, { instances: 2 }), service('back', 0)];
    const policy = { breaker: true, breakerMinimum: 2, breakerWindow: 10, breakerOpen: 10_000 };
    const told = story(nodes, [link('users', 'front'), link('front', 'back', policy)], {
      ms: 45,
      timeline: [fault('crash', 'back', 0, 45)],
    });
    expect(told.visits('front')).toEqual(['front/1', 'front/2', 'front/1', 'front/2']);
    expect(told.log('users').map((line) => line.split(': ')[1])).toEqual([
      'down at back',
      'down at back',
      'breaker open at back',
      'breaker open at back',
    ]);
  });

  /** A write of 100 ms is heard of at 110; a reader asks at 100 and reaches a replica, which does not have it, at 120. */
  function read(parts: readonly NodeDoc[], links: readonly LinkDoc[]): Story {
    const lagging = { replicas: 1, reads: 'replicas', replicationDelay: constant(1000), writeTime: constant(10), readTime: constant(0) };
    const nodes = [even('writer', 10, { classes: ['put'] }), even('reader', 10, { classes: ['get'] }), node('db', 'sql-database', lagging)];
    const classes = [cls('get'), cls('put', { write: true })];
    return story([...nodes, ...parts], [link('writer', 'db'), ...links], { ms: 150, classes });
  }
  const FRESH = ['120 reader ok 20'];
  const STALE = ['120 reader ok 20, stale'];

  it('an operation begins where a call first reaches towards a data set: at a caller of it, at one of a relay before it', () => {
    const there = link('reader', 'db', { latency: constant(20) });
    const direct = read([], [{ ...there, params: { ...there.params, ...delayed(10) } }]);
    // The reader asked before anybody had heard of the write, so it may be answered without it.
    expect(direct.log('reader')).toEqual(FRESH);
    const balancer = node('lb', 'load-balancer', { overhead: constant(20), healthChecks: false });
    expect(read([balancer], [link('reader', 'lb'), link('lb', 'db')]).log('reader')).toEqual(FRESH);
    // A service that works for 20 ms first asks after that.
    expect(read([service('app', 20)], [link('reader', 'app'), link('app', 'db')]).log('reader')).toEqual(STALE);
  });

  it('a request is stale when a read that it caused was, however far down', () => {
    const far = read([service('front', 5), service('app', 15)], [link('reader', 'front'), link('front', 'app'), link('app', 'db')]);
    expect(far.log('reader')).toEqual(STALE);
    expect([far.report.consistency.reads, far.report.consistency.staleReads]).toEqual([1, 1]);
  });

  it('availability is the share answered, and the share of windows in which the objective was met, else 99 %', () => {
    const plain = design([even('users', 100), service('app', 0)], [link('users', 'app')], 40);
    const over = (timeline: Design['scenario']['timeline'], least?: number): readonly (number | null)[] => {
      const objectives = least === undefined ? [] : [{ id: 'o', metric: 'availability', bound: 'least', value: least, class: '' } as const];
      const { requestBased, timeBased } = run({ ...plain, scenario: { ...plain.scenario, timeline, objectives } }).report.availability;
      return [requestBased === null ? null : Number(requestBased.toFixed(2)), timeBased];
    };
    expect(over([fault('crash', 'app', 9995, 10_000)])).toEqual([0.75, 0.75]);
    const failing = [fault('error-rate', 'app', 0, 40_000, { share: 0.3 })];
    expect(over(failing)[1]).toBeLessThan(0.05);
    expect(over(failing, 0.2)[1]).toBe(1);
  });
});
