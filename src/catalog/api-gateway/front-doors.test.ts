/**
 * Front doors beside each other: the same shop behind a gateway, a load balancer and a reverse proxy; and what a gateway costs: a hop
 * more, a bottleneck, a single point of failure.
 */
import { describe, expect, it } from 'vitest';
import { constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (id: string, rate: number, more: ParamBag = {}) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const shop = (instances: number) => node('shop', 'service', { instances, workers: 1000, work: constant(10) });

describe('the same shop', () => {
  /** A scraper, a buyer and two copies of the shop, of which one dies after a second. */
  function behind(kind: string, params: ParamBag) {
    const nodes = [users('scraper', 200, { sessions: 1 }), users('buyer', 10, { sessions: 1 }), node('door', kind, params), shop(2)];
    const links = [link('scraper', 'door'), link('buyer', 'door'), link('door', 'shop')];
    const told = story(nodes, links, { ms: 10_000, timeline: [fault('crash', 'shop/2', 1000, 9000)] });
    const share = (id: string, word: string) => told.log(id).filter((line) => line.includes(word)).length / told.log(id).length;
    return { told, share };
  }
  const balancer = behind('load-balancer', { overhead: constant(0), checkInterval: 200, checkFall: 2 });
  const limits = { limit: 'session', limitAlgorithm: 'fixed-window', limitCount: 50, limitWindow: 1000 };
  const gateway = behind('api-gateway', { instances: 1, overhead: constant(0), ...limits });
  const proxy = behind('reverse-proxy', { instances: 1, time: constant(0), capacity: 100, ttl: 2000 });

  it('a balancer leaves out the copy that died, and lets everybody at the others', () => {
    expect(balancer.share('buyer', 'down at shop')).toBeLessThan(0.05);
    expect(balancer.share('scraper', 'rate limited')).toBe(0);
    expect(balancer.told.visits('shop').length).toBeGreaterThan(2000);
  });

  it('a gateway knows who asks too often; its links go on calling the copy that died', () => {
    expect(gateway.share('scraper', 'rate limited')).toBeGreaterThan(0.6);
    expect(gateway.share('buyer', 'down at shop')).toBeGreaterThan(0.2);
    expect(gateway.told.visits('shop').length).toBeLessThan(700);
  });

  it('a reverse proxy keeps answers: next to nothing reaches the shop, and nobody notices that a copy died', () => {
    expect(proxy.told.visits('shop').length).toBeLessThan(20);
    expect(proxy.share('buyer', ' ok ')).toBe(1);
    expect(proxy.share('scraper', ' ok ')).toBe(1);
  });
});

describe('a gateway', () => {
  const run = (gateway: ParamBag | undefined, rate: number, options: StoryOptions) => {
    const nodes = [
      users('users', rate),
      shop(1),
      ...(gateway === undefined ? [] : [node('door', 'api-gateway', { instances: 1, ...gateway })]),
    ];
    const links =
      gateway === undefined ? [link('users', 'shop', delayed(2))] : [link('users', 'door', delayed(2)), link('door', 'shop', delayed(1))];
    return story(nodes, links, options);
  };

  it('is an extra hop: its own time and the way to what is behind it', () => {
    expect(run(undefined, 10, { ms: 150 }).log('users')).toEqual(['114 users ok 14']);
    expect(run({ overhead: constant(3) }, 10, { ms: 150 }).log('users')).toEqual(['119 users ok 19']);
  });

  it('is a single point of failure for all that is behind it, unless there are several', () => {
    const failed = (instances: number, target: string) => {
      const told = run({ overhead: constant(0), instances }, 10, { ms: 1050, timeline: [fault('crash', target, 50, 2000)] });
      return told.log('users').filter((line) => line.includes('down at door')).length;
    };
    expect([failed(1, 'door'), failed(2, 'door/1')]).toEqual([10, 5]);
  });

  it('is the bottleneck when its workers are fewer than it takes', () => {
    const { report } = run({ overhead: constant(20), workers: 1, queueLimit: 10 }, 100, { ms: 5000 });
    expect(report.nodes['door']?.utilisation).toBeGreaterThan(0.98);
    expect(report.nodes['shop']?.arrivals).toBeLessThan(255);
    expect(report.nodes['door']?.outcomes['rejected']).toBeGreaterThan(200);
  });
});
