/**
 * Floods of each sort, and what keeps the buyers served: a flood of bytes that fills a line, one of connections that fills a table, one
 * of requests that look like any other. Always the availability of the buyers alone is read, beside that of the bots.
 */
import { describe, expect, it } from 'vitest';
import type { LinkDoc, NodeDoc } from '../design/document.ts';
import { link, node } from '../proof/small-design.ts';
import type { ParamBag } from '../std/parameter.ts';
import { cls, constant, story } from './story.ts';

const CLASSES = [cls('buy', { bytesUp: 1000 }), cls('flood', { bytesUp: 1000 }), cls('load', { bytesUp: 100_000 })];

const users = (id: string, rate: number, only: string, more: ParamBag = {}) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, classes: [only], sessions: 1_000_000, ...more });
const shop = (instances: number) => node('shop', 'service', { instances, workers: 4, queueLimit: 20, work: constant(40) });

/** Buyers and bots come over the same parts, in this order, to the shop. */
function served(
  way: readonly NodeDoc[],
  bots: NodeDoc,
  instances = 1,
  last: ParamBag = {},
): { readonly buyers: number; readonly bots: number } {
  const stops = [...way, shop(instances)];
  const ways = stops.slice(1).map((stop, i): LinkDoc => link(stops[i]!.id, stop.id, i === stops.length - 2 ? last : {}));
  const first = stops[0]!.id;
  const links = [link('buyers', first, { timeout: 500 }), link('bots', first, { timeout: 500 }), ...ways];
  const told = story([users('buyers', 20, 'buy'), bots, ...stops], links, { ms: 6000, classes: CLASSES });
  const { classes } = told.report;
  const share = (id: string): number => {
    const one = classes[id];
    return one === undefined || one.requests === 0 ? Number.NaN : one.ok / one.requests;
  };
  return { buyers: share('buy'), bots: Math.max(share('flood') || 0, share('load') || 0) };
}

const flood = users('bots', 400, 'flood');
const bytes = users('bots', 100, 'load');
const openers = users('bots', 200, 'flood');
const relay = node('line', 'api-gateway', { overhead: constant(0) });
const narrow: ParamBag = { bandwidth: 1_000_000 };
const wall = (params: ParamBag) => node('wall', 'firewall', params);
const rates = { attacks: ['flood'], level: 'own', detection: 0.95, falseAlarms: 0.002 };
const scrubber = (params: ParamBag) => node('scrub', 'ddos-scrubber', { mode: 'always', attacks: ['load'], lost: 0, ...params });
const waf = (level: string) => node('waf', 'waf', { ...rates, level });

describe('floods', () => {
  it.each([
    ['bytes', 'a scrubber before the line', [relay], [scrubber({}), relay], bytes, 1],
    ['connections', 'a table with room for all', [wall({ connections: 300 })], [wall({ connections: 100_000 })], openers, 3],
    ['requests', 'a web application firewall', [relay], [node('waf', 'waf', rates)], flood, 1],
    [
      'requests',
      'a limit for each user',
      [relay],
      [node('gate', 'api-gateway', { limit: 'session', limitRate: 0.1, limitBurst: 25 })],
      users('bots', 400, 'flood', { sessions: 4 }),
      1,
    ],
  ] as const)('of %s do harm until %s keeps the buyers served', (what, _, without, guarded, bots, instances) => {
    const last = what === 'bytes' ? narrow : {};
    expect(served(without, bots, instances, last).buyers).toBeLessThan(0.7);
    const well = served(guarded, bots, instances, last);
    expect(well.buyers).toBeGreaterThan(0.97);
    // The firewall with a large table lets the bots in too; all others turn most of them away.
    if (what !== 'connections') expect(well.bots).toBeLessThan(0.15);
  });

  it('of requests are also borne by scaling out, at the price of serving the bots', () => {
    expect(served([relay], flood, 1).buyers).toBeLessThan(0.7);
    const out = served([relay], flood, 5);
    expect(out.buyers).toBeGreaterThan(0.99);
    expect(out.bots).toBeGreaterThan(0.99);
  });

  it('meet stricter rules at the price of buyers who are blocked by mistake', () => {
    const [loose, strict] = ['1', '4'].map((level) => served([waf(level)], users('bots', 10, 'flood'), 3));
    expect(loose!.bots).toBeGreaterThan(0.1);
    expect(strict!.bots).toBeLessThan(0.1);
    expect(loose!.buyers).toBeGreaterThan(0.98);
    expect(strict!.buyers).toBeLessThan(0.85);
    expect(strict!.buyers).toBeGreaterThan(0.65);
  });
});
