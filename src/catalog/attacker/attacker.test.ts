/** Stories of floods: what each uses up, whom it keeps out, and how it is told apart from the requests of users. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { change, cls, constant, delayed, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const CLASSES = [cls('get'), cls('flood', { weight: 1, bytesUp: 100_000 })];
const users = node('users', 'client', { rate: 100, keys: 1, classes: ['get'] });
const bots = (params: ParamBag) => node('bots', 'attacker', { starts: 1000, lasts: 1000, classes: ['flood'], ...params });
const app = (params: ParamBag = {}) => node('app', 'service', { instances: 1, workers: 10, work: constant(10), ...params });
const direct = (way: ParamBag = {}) => [link('users', 'app', way), link('bots', 'app')];

/** Share of the users' requests that were answered in each second. */
function answered(told: Story, seconds: number): number[] {
  return Array.from({ length: seconds }, (_, i) => {
    const ends = told.log('users').filter((line) => Math.floor(Number(line.split(' ')[0]) / 1000) === i);
    return ends.filter((line) => line.includes(' ok ')).length / ends.length;
  });
}

describe('a flood of requests', () => {
  const flood = { sort: 'requests', bots: 5000, perBot: 0.4 };

  it('is sent at its rate from its start to its end, each request by one of the bots', () => {
    const told = story([bots({ ...flood, bots: 500, perBot: 2 }), app({ workers: 10_000 })], [link('bots', 'app')], {
      ms: 4000,
      classes: CLASSES,
    });
    const times = told.where('app', ' in').map((line) => Number(line.split(' ')[0]));
    expect(times.every((t) => t >= 1000 && t < 2000)).toBe(true);
    expect(Math.abs(times.length - 1000)).toBeLessThan(3 * Math.sqrt(1000));
  });

  it('takes the workers from users while it lasts', () => {
    const told = story([users, bots(flood), app({ queueLimit: 20 })], direct(), { ms: 4000, classes: CLASSES });
    const [before, during, after] = [0, 1, 3].map((second) => answered(told, 4)[second]);
    expect(before).toBe(1);
    // A thousand a second is what ten workers do, and 2,100 come.
    expect(during).toBeLessThan(0.6);
    expect(after).toBe(1);
  });

  it('takes no time where it has nowhere to go, however long others took', () => {
    const only = [link('users', 'app'), link('bots', 'app', { classes: ['get'] })];
    const told = story([users, bots({ ...flood, bots: 10, perBot: 10, classes: [] }), app()], only, { ms: 2000, classes: CLASSES });
    const { outcomes, sojournMs } = told.report.nodes['bots']!;
    expect(outcomes['unavailable']).toBeGreaterThan(20);
    expect(outcomes['ok']).toBeGreaterThan(20);
    // Half of the figures are of those that went nowhere.
    expect([sojournMs.p50 ?? -1, (sojournMs.p99 ?? 0) >= 10]).toEqual([expect.toSatisfy((ms: number) => ms === 0 || ms >= 10), true]);
  });

  it('is in no figure about users: it is counted at its own part', () => {
    const told = story([users, bots(flood), app({ queueLimit: 20 })], direct(), { ms: 4000, classes: CLASSES });
    const { total, classes, nodes } = told.report;
    expect(total.requests).toBe(classes['get']?.requests);
    expect(classes['flood']?.requests).toBe(0);
    expect(nodes['bots']?.completions).toBeGreaterThan(1500);
    expect(nodes['users']?.figures['answered']).toBeCloseTo(total.ok / total.requests, 12);
    expect(nodes['bots']?.figures['answered']).toBeLessThan(0.6);
  });

  it('grows and shrinks with a live change', () => {
    const timeline = [change('bots', 'bots', 500, 1500)];
    const told = story([bots(flood), app({ workers: 10_000 })], [link('bots', 'app')], { ms: 2500, classes: CLASSES, timeline });
    const times = told.where('app', ' in').map((line) => Number(line.split(' ')[0]));
    expect(Math.abs(times.filter((t) => t < 1500).length - 1000)).toBeLessThan(3 * Math.sqrt(1000));
    expect(Math.abs(times.filter((t) => t >= 1500).length - 100)).toBeLessThan(3 * Math.sqrt(100) + 2);
  });
});

describe('a flood of bytes', () => {
  const wide = { bandwidth: 1_000_000 };
  /** Users and bots → edge → app over a link of 1 MB/s. */
  const parts = (bitrate: number) => [users, bots({ sort: 'bytes', bitrate }), node('edge', 'load-balancer', {}), app({ workers: 10_000 })];
  const links = [link('users', 'edge', { timeout: 500 }), link('bots', 'edge'), link('edge', 'app', wide)];

  it('fills a link with a bandwidth, so that users wait behind it until they give up', () => {
    const told = story(parts(2_000_000), links, { ms: 8000, classes: CLASSES });
    const shares = answered(told, 8);
    expect(shares[0]).toBe(1);
    // Two seconds' worth of junk were sent in one: the wire is free again at three.
    expect(shares[2]).toBeLessThan(0.1);
    expect(shares[5]).toBe(1);
  });

  it('that the link can carry hurts nobody', () => {
    const told = story(parts(300_000), links, { ms: 3000, classes: CLASSES });
    expect(told.report.total.ok).toBe(told.report.total.requests);
  });

  it('is passed on by relays and thrown away where it ends, without any work', () => {
    const told = story(parts(2_000_000), links, { ms: 8000, classes: CLASSES });
    const junk = told.log('bots');
    expect(junk.length).toBeGreaterThan(5);
    expect(junk.every((line) => line.includes(' rejected '))).toBe(true);
    // Users' requests are worked on even when they were given up, junk never is.
    const worked = told.report.nodes['app']?.serviceMs.count ?? 0;
    expect(worked).toBe(told.where('app', ' ok').length);
    expect(told.where('app', ' rejected').length).toBe(junk.length);
  });
});

describe('half-open connections', () => {
  const syn = { sort: 'connections', bots: 100, perBot: 1, backlog: 3, forgotten: 500, lasts: 0 };

  it('take the places of the backlog until they are forgotten; for more there is no place', () => {
    const told = story([bots({ ...syn, bots: 40 }), app()], [link('bots', 'app')], { ms: 2000, classes: CLASSES });
    const lines = told.log('bots');
    const lost = lines.filter((line) => line.endsWith('rejected 0')).length;
    const forgotten = lines.filter((line) => line.endsWith('timeout 500')).length;
    expect(forgotten + lost).toBe(lines.length);
    expect(forgotten).toBeGreaterThanOrEqual(3);
    expect(lost).toBeGreaterThan(20);
    expect(told.report.nodes['bots']?.figures['halfOpen']).toBe(3);
    expect(told.report.nodes['app']?.serviceMs.count).toBe(0);
  });

  it('keep users from opening theirs, who try again as TCP does', () => {
    const slow = node('users', 'client', { rate: 1, arrivals: 'even', keys: 1, classes: ['get'] });
    const told = story([slow, bots({ ...syn, lasts: 1000 }), app()], direct(), { ms: 5000, classes: CLASSES });
    const [first, ...rest] = told.log('users');
    // The one at 1,000 comes before the first of them; that at 2,000 is sent again after 200 ms, when a place is free.
    expect(first).toBe('1010 users ok 10');
    expect(rest).toEqual(['2210 users ok 210', '3010 users ok 10', '4010 users ok 10']);
  });

  it('are gone with the instance that crashes', () => {
    const besieged = [users, bots({ ...syn, forgotten: 600_000, lasts: 1000 }), app()];
    const timeline = [fault('crash', 'app', 2500, 100)];
    const share = (entries: readonly TimelineEntry[]) =>
      answered(story(besieged, direct({ timeout: 100 }), { ms: 4000, classes: CLASSES, timeline: entries }), 4)[3];
    expect([share([]), share(timeline)]).toEqual([0, 1]);
  });

  it('pass over the wire first', () => {
    const told = story([bots({ ...syn, bots: 10 }), app()], [link('bots', 'app', delayed(50))], { ms: 1400, classes: CLASSES });
    expect(told.where('app', ' in').every((line) => Number(line.split(' ')[0]) > 1050)).toBe(true);
  });
});
