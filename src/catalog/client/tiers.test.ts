/** Stories of a web tier: sessions in the memory of its copies, with and without stickiness, against sessions in a store that all share. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';

/** 30 sessions, 100 requests a second, three copies of which one is down from 10 to 12 s. */
function run(state: 'none' | 'memory', sticky: 'none' | 'cookie', sessionShare = 1): Story {
  const nodes = [
    node('users', 'client', { rate: 100, keys: 100, sessions: 30 }),
    node('lb', 'load-balancer', { sticky, algorithm: 'random', healthChecks: true, checkInterval: 100, checkTimeout: 50, checkFall: 1 }),
    node('app', 'service', { instances: 3, workers: 100, work: constant(1), state }),
    node('store', 'sql-database', { replicas: 0, readTime: constant(1) }),
  ];
  const links = [link('users', 'lb'), link('lb', 'app'), ...(state === 'none' ? [link('app', 'store')] : [])];
  const timeline = [fault('crash', 'app/1', 10_000, 2000)];
  return story(nodes, links, { ms: 20_000, classes: [cls('page', { sessionShare })], timeline });
}

const lost = (told: Story): number => told.report.total.causes['session lost at app'] ?? 0;

describe('a web tier', () => {
  it('with sessions in memory loses one for most requests unless the balancer is sticky', () => {
    const told = run('memory', 'none');
    // Two in three requests come to a copy that does not know their session.
    expect(Math.abs(lost(told) / told.report.total.requests - 2 / 3)).toBeLessThan(0.06);
  });

  it('with sessions in memory and a sticky balancer loses those of the copy that crashed, once each', () => {
    const told = run('memory', 'cookie');
    const dead = lost(told);
    // A third of the 30 sessions, within 3 σ; each begins anew at another copy and stays there.
    expect(Math.abs(dead - 10)).toBeLessThan(3 * Math.sqrt((30 * 2) / 9));
    expect(dead).toBeGreaterThan(0);
  });

  it('with a shared session store loses none, at the price of a call for each request', () => {
    const told = run('none', 'none');
    expect(lost(told)).toBe(0);
    expect(told.report.nodes['store']?.arrivals).toBeGreaterThan(1900);
    expect(Number(told.report.total.latencyMs.p50)).toBeGreaterThan(Number(run('memory', 'cookie').report.total.latencyMs.p50));
  });
});
