/** Stories of the web application firewall: what it takes for an attack, what that costs, and whom it hits by mistake. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const CLASSES = [cls('buy', { bytesUp: 2048 }), cls('sting', { bytesUp: 4096 })];
const users = (id: string, rate: number, only: string) => node(id, 'client', { rate, arrivals: 'even', keys: 1, classes: [only] });
const waf = (params: ParamBag) =>
  node('waf', 'waf', {
    instances: 1,
    time: constant(1),
    kilobyteTime: 0,
    attacks: ['sting'],
    level: 'own',
    detection: 1,
    falseAlarms: 0,
    ...params,
  });
const app = node('app', 'service', { instances: 1, workers: 1000, work: constant(5) });

/** Buyers and attackers → waf → app without delays. */
function guarded(params: ParamBag, rates: readonly [number, number], options: StoryOptions) {
  return story(
    [users('buyers', rates[0], 'buy'), users('bots', rates[1], 'sting'), waf(params), app],
    [link('buyers', 'waf'), link('bots', 'waf'), link('waf', 'app')],
    { classes: CLASSES, ...options },
  );
}

describe('inspection', () => {
  it('takes its time, and more for a larger body, before it rejects an attack or passes a request on', () => {
    const told = guarded({ kilobyteTime: 0.5 }, [10, 8], { ms: 130 });
    expect(told.log()).toEqual([
      '100 waf in',
      '102 app in',
      '107 app ok',
      '107 waf ok',
      '107 buyers ok 7',
      '125 waf in',
      '128 waf rejected',
      '128 bots rejected 3: blocked as an attack at waf',
    ]);
  });

  it('looks at the beginning of a body only', () => {
    const told = guarded({ kilobyteTime: 0.5, bodyLimit: 1024 }, [10, 8], { ms: 130 });
    expect(told.log('bots')).toEqual(['126.5 bots rejected 1.5: blocked as an attack at waf']);
  });

  it('waits for a worker, and is refused where too many wait', () => {
    const told = guarded({ time: constant(120), workers: 1, queueLimit: 0 }, [10, 0.001], { ms: 330 });
    expect(told.log('buyers')).toEqual(['200 buyers rejected 0: queue full at waf', '225 buyers ok 125']);
  });

  it('in detect mode blocks nothing and counts what it would have blocked', () => {
    const told = guarded({ mode: 'detect' }, [10, 10], { ms: 1050 });
    expect(told.visits('app').length).toBe(20);
    expect(told.report.nodes['waf']?.figures).toMatchObject({ found: 10, missed: 0, falseAlarms: 0 });
  });

  it('blocks from the moment that it is switched from detecting to blocking', () => {
    const told = guarded({ mode: 'detect' }, [0.001, 10], { ms: 450, timeline: [change('waf', 'mode', 'block', 250)] });
    expect(told.log('bots')).toEqual([
      '106 bots ok 6',
      '206 bots ok 6',
      '301 bots rejected 1: blocked as an attack at waf',
      '401 bots rejected 1: blocked as an attack at waf',
    ]);
  });
});

describe('what it takes for an attack', () => {
  const N = 4000;

  it.each([
    ['1', 0.8, 0.002],
    ['2', 0.9, 0.02],
    ['3', 0.95, 0.08],
    ['4', 0.98, 0.25],
  ])('at level %s is %d of attacks and %d of the rest, within 4 σ', (level, detection, falseAlarms) => {
    const told = guarded({ level }, [1000, 1000], { ms: N + 0.5 });
    const figures = told.report.nodes['waf']?.figures ?? {};
    const { found = 0, missed = 0, falseAlarms: wrong = 0 } = figures as Record<string, number>;
    const off = (share: number, p: number) => Math.abs(share - p) / Math.sqrt((p * (1 - p)) / N);
    expect(found + missed).toBeGreaterThan(N - 10);
    expect(off(found / (found + missed), detection)).toBeLessThan(4);
    expect(off(wrong / N, falseAlarms)).toBeLessThan(4);
    // What is missed reaches the application, and so does whoever was not blocked by mistake.
    const rejected = told.where('bots', 'blocked as an attack at waf').length;
    expect(rejected).toBe(found);
    expect(told.where('buyers', 'blocked as an attack at waf').length).toBe(wrong);
  });

  it('does not depend on which part is attacked: without attack classes nothing is found', () => {
    const told = guarded({ attacks: [] }, [10, 10], { ms: 1050 });
    expect(told.report.nodes['waf']?.figures).toMatchObject({ found: 0, missed: 0, falseAlarms: 0 });
    expect(told.visits('app').length).toBe(20);
  });
});

describe('faults', () => {
  it('that overlap heal: a crash and a slow copy leave nothing behind', () => {
    const timeline = [fault('crash', 'waf', 150, 200), fault('slow', 'waf', 250, 300, { factor: 4 })];
    const told = guarded({}, [10, 0.001], { ms: 650, timeline });
    expect(told.log('buyers')).toEqual([
      '106 buyers ok 6',
      '200 buyers refused 0: down at waf',
      '300 buyers refused 0: down at waf',
      '409 buyers ok 9',
      '509 buyers ok 9',
      '606 buyers ok 6',
    ]);
  });
});
