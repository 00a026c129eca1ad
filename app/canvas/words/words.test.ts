import { describe, expect, it } from 'vitest';
import type { Design, FaultEntry, NodeDoc } from '../../../src/design/document.ts';
import { emptyDesign } from '../../../src/design/fresh.ts';
import { activeFaults, badgeOf, sidesWithin } from './badge.ts';
import { figure, steady } from './figure.ts';
import { linkName, nodeName, summaryOf } from './names.ts';

const SPACE = '\u00a0';
const part = (id: string, kind: string): NodeDoc => ({ id, kind, name: id, x: 0, y: 0, params: {}, region: '', zones: ['a'] });
const fault = (id: string, target: string, at: number, duration?: number, params = {}): FaultEntry => ({
  type: 'fault',
  id,
  at,
  fault: id,
  target,
  params,
  ...(duration !== undefined && { duration }),
});

describe('figures on a face', () => {
  it('have at most three digits and always a unit', () => {
    expect(figure(1_620, 'perSecond')).toBe('1.6k/s');
    expect(figure(460.4, 'perSecond')).toBe('460/s');
    expect(figure(0.62, 'ms')).toBe(`0.6${SPACE}ms`);
    expect(figure(21.4, 'ms')).toBe(`21${SPACE}ms`);
    expect(figure(1_340, 'ms')).toBe(`1.3${SPACE}s`);
    expect(figure(90_000, 'ms')).toBe(`90${SPACE}s`);
    expect(figure(240_000, 'ms')).toBe(`4.0${SPACE}min`);
    expect(figure(0.914, 'ratio')).toBe(`91${SPACE}%`);
    expect(figure(64_000, 'bytes')).toBe(`64${SPACE}KB`);
    expect(figure(38, 'count')).toBe('38');
  });

  it('never round what is nearly all to all, nor nearly nothing to nothing', () => {
    expect(figure(0.9991, 'ratio')).toBe(`99.9${SPACE}%`);
    expect(figure(0.99999, 'ratio')).toBe(`>99.9${SPACE}%`);
    expect(figure(1, 'ratio')).toBe(`100${SPACE}%`);
    expect(figure(0.0004, 'ratio')).toBe(`<0.1${SPACE}%`);
    expect(figure(0, 'ratio')).toBe(`0${SPACE}%`);
  });

  it('say so when there is none', () => {
    expect(figure(Number.NaN, 'ms')).toBe('–');
    expect(figure(Number.POSITIVE_INFINITY, 'ms')).toBe('∞');
  });

  it('do not change their form at the borders', () => {
    for (const [value, words] of [
      [9.94, '9.9'],
      [9.96, '10'],
      [999.4, '999'],
      [999.6, '1.0k'],
      [9_960, '10k'],
      [999_600, '1.0M'],
    ] as const) {
      expect(steady(value)).toBe(words);
    }
  });
});

describe('the badge of a node', () => {
  const db = part('db', 'service');

  it('names the fault that is at work now', () => {
    const timeline = [fault('slow', 'db/2', 1_000, 5_000, { factor: 8 })];
    expect(badgeOf(db, activeFaults(timeline, 999), 0, 3)).toBe('');
    expect(badgeOf(db, activeFaults(timeline, 1_000), 0, 3)).toBe('slow ×8');
    expect(badgeOf(db, activeFaults(timeline, 6_000), 0, 3)).toBe('');
    expect(badgeOf(part('app', 'service'), activeFaults(timeline, 1_000), 0, 3)).toBe('');
  });

  it('counts what is down and does not say it twice', () => {
    const active = activeFaults([fault('crash', 'db/1', 0)], 10);
    expect(badgeOf(db, active, 1, 3)).toBe('1 of 3 down');
    expect(badgeOf(db, active, 3, 3)).toBe('all 3 down');
    expect(badgeOf(db, active, 1, 1)).toBe('down');
  });

  it('joins two and counts more', () => {
    const active = activeFaults([fault('slow', 'db', 0, 9e9, { factor: 2 }), fault('hang', 'db', 0), fault('crash', 'db/1', 0)], 10);
    expect(badgeOf(db, active, 1, 3)).toBe('1 of 3 down · 2 more');
  });

  it('counts what a partition cuts off from the rest of its own node', () => {
    const active = activeFaults([fault('partition', '{db/3}|{app,db/1,db/2}', 0)], 10);
    expect(badgeOf(db, active, 0, 3)).toBe('1 of 3 cut off');
    expect(sidesWithin(db, '{db/3}|{app,db/1,db/2}', 3)).toEqual([1, 2]);
    expect(sidesWithin(part('app', 'service'), '{db/3}|{app,db/1,db/2}', 2)).toEqual([0, 2]);
  });

  it('leaves partitions to the tear in the paper', () => {
    expect(badgeOf(db, activeFaults([fault('partition', '{db}|{app}', 0)], 10), 0, 3)).toBe('');
  });
});

describe('spoken names', () => {
  const design: Design = {
    ...emptyDesign(),
    nodes: [part('web', 'client'), part('app', 'service')],
    links: [{ id: 'l', from: 'web', to: 'app', params: {} }],
  };
  const app = design.nodes[1] ?? part('app', 'service');
  const calm = { running: false, instances: 2, down: 0, badge: '', utilisation: Number.NaN, waiting: 0, figures: '', expected: '' };

  it('begin with name and kind', () => {
    expect(nodeName(design, app, calm)).toBe('app, Service, 2 instances, 1 in, 0 out, 2 of 2');
  });

  it('tell the state of a run in the order in which it matters', () => {
    const news = { ...calm, running: true, down: 1, badge: 'slow ×8', utilisation: 0.82, waiting: 22, figures: '460/s' };
    expect(nodeName(design, app, news)).toBe(
      'app, Service, 2 instances, 1 of 2 down, slow ×8, 82 % busy, 22 waiting, 460/s, 1 in, 0 out, 2 of 2',
    );
  });

  it('name links by their ends', () => {
    expect(design.links.map((link) => linkName(design, link))).toEqual(['web to app']);
  });

  it('sum up the drawing', () => {
    expect(summaryOf(design)).toBe('2 parts (1 Client, 1 Service), 1 link.');
    expect(summaryOf(emptyDesign())).toContain('Nothing drawn yet');
  });
});
