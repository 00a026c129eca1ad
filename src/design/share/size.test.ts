import { describe, expect, it } from 'vitest';
import { kindOf } from '../../catalog/index.ts';
import { Stream } from '../../std/random.ts';
import type { Design } from '../document.ts';
import { Dice } from '../random-values.ts';
import { read } from '../read.ts';
import { decodeLink, encodeLink } from './link.ts';

/** Half of these are words that the codec has never heard of. */
const AREAS = [
  'checkout',
  'orders',
  'payments',
  'search',
  'accounts',
  'stock',
  'basket',
  'pricing',
  'shipping',
  'sessions',
  'invoices',
  'loyalty',
  'wallet',
  'geocoding',
  'menu',
  'courier',
  'ledger',
  'vouchers',
  'surge',
  'kyc',
  'dispatch',
  'ratings',
  'tax',
  'gifts',
];
const KINDS = [
  'client',
  'load-balancer',
  'api-gateway',
  ...Array.from({ length: 6 }, () => 'service'),
  'cache',
  'sql-database',
  'sql-database',
  'queue',
];
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  client: ['users', 'partners', 'mobile app'],
  'load-balancer': ['LB', 'balancer'],
  'api-gateway': ['gateway', 'edge'],
  service: ['service', 'API', 'worker', 'backend'],
  cache: ['cache', 'Redis'],
  'sql-database': ['DB', 'Postgres', 'store'],
  queue: ['queue', 'events', 'jobs'],
};

/**
 * Fifty parts as a team draws them: names of their own (ids stay what the palette gave), two or three settings each,
 * zones, a layered layout with some parts moved by hand, policies on half of the links, faults, objectives.
 */
function drawn(seed: number): Design {
  const dice = new Dice(new Stream(seed, 'drawn'));
  const used = new Map<string, number>();
  const nodes = Array.from({ length: 50 }, (_, i) => {
    const kind = i === 0 ? 'client' : dice.of(KINDS);
    const n = (used.get(kind) ?? 0) + 1;
    used.set(kind, n);
    const area = dice.of(AREAS);
    return {
      id: n === 1 ? kind : `${kind}-${n}`,
      kind,
      name: `${dice.chance(0.5) ? area : area.replace(/^./, (c) => c.toUpperCase())} ${dice.of(ENDINGS[kind] ?? [''])}`,
      x: Math.floor(i / 8) * 240 + (dice.chance(0.3) ? 4 * dice.below(12) : 0),
      y: (i % 8) * 120 + (dice.chance(0.3) ? 4 * dice.below(12) : 0),
      params: settings(dice, kind),
      region: '',
      zones: dice.chance(0.5) ? ['a'] : dice.chance(0.5) ? ['a', 'b'] : ['a', 'b', 'c'],
    };
  });
  const links: { id: string; from: string; to: string; params: object }[] = [];
  const connect = (from: number, to: number): void => {
    const [a, b] = [nodes[from]!, nodes[to]!];
    if (from === to || kindOf(a.kind)?.links.out !== true || kindOf(b.kind)?.links.in !== true) return;
    if (links.some((link) => link.from === a.id && link.to === b.id)) return;
    links.push({ id: `${a.id}-${b.id}`.slice(0, 40), from: a.id, to: b.id, params: policy(dice) });
  };
  for (let i = 1; i < 50; i++) connect(dice.below(i), i);
  for (let i = 0; i < 26; i++) connect(dice.below(30), 10 + dice.below(40));
  const result = read({
    version: 1,
    title: `Web shop, variant ${seed}`,
    about: 'Black Friday: the traffic doubles while one copy of the payments database is slow. Watch p99 and the retries.',
    classes: [
      { id: 'browse', name: 'Browse', route: '/products', weight: 18, bytesUp: 600, bytesDown: 24_000 },
      { id: 'search', name: 'Search', route: '/search', weight: 5, bytesUp: 700, bytesDown: 12_000 },
      { id: 'checkout', name: 'Check out', route: '/checkout', write: true, weight: 1, bytesUp: 2500, bytesDown: 1800 },
    ],
    nodes,
    links,
    scenario: {
      seed: 1000 + seed * 7919,
      durationMs: 120_000,
      warmupMs: 5000,
      timeline: [
        { type: 'note', id: 'note', at: 15_000, text: 'The sale begins' },
        { type: 'fault', id: 'traffic-spike', at: 15_000, duration: 60_000, fault: 'traffic-spike', target: 'client', params: {} },
        { type: 'fault', id: 'zone-loss', at: 70_000, duration: 15_000, fault: 'zone-loss', target: 'zone:b', params: {} },
        {
          type: 'fault',
          id: 'slow',
          at: 30_000,
          duration: 20_000,
          fault: 'slow',
          target: `${nodes.find((node) => node.kind !== 'client')!.id}/1`,
          params: { factor: 8 },
        },
      ],
      objectives: [
        { id: 'objective', metric: 'latency.p99', bound: 'most', value: 400, class: 'checkout' },
        { id: 'objective-2', metric: 'availability', bound: 'least', value: 0.995, class: '' },
      ],
    },
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function settings(dice: Dice, kind: string): object {
  switch (kind) {
    case 'client':
      return { rate: 50 * (1 + dice.below(40)), keys: 1000 * (1 + dice.below(50)) };
    case 'service':
      return {
        instances: 2 + dice.below(6),
        workers: 4 * (1 + dice.below(12)),
        ...(dice.chance(0.6) ? { work: { type: 'lognormal', p50: 2 + dice.below(12), p99: 20 + 5 * dice.below(20) } } : {}),
        ...(dice.chance(0.3) ? { queueLimit: 50 * (1 + dice.below(8)) } : {}),
      };
    case 'sql-database':
      return { replicas: 1 + dice.below(3), ...(dice.chance(0.5) ? { workers: 8 * (1 + dice.below(6)) } : {}) };
    case 'cache':
      return { capacity: 1000 * (1 + dice.below(100)), ttl: 5000 * (1 + dice.below(12)) };
    case 'load-balancer':
      return {
        algorithm: dice.of(['least-connections', 'random']),
        ...(dice.chance(0.5) ? { healthChecks: true, checkInterval: 2000 } : {}),
      };
    case 'queue':
      return { capacity: 1000 * (1 + dice.below(20)), prefetch: 1 + dice.below(20) };
    default:
      return { workers: 16 * (1 + dice.below(8)) };
  }
}

function policy(dice: Dice): object {
  if (dice.chance(0.5)) return {};
  return {
    timeout: 50 * (1 + dice.below(40)),
    ...(dice.chance(0.5) ? { retries: 1 + dice.below(3), backoff: 50 * (1 + dice.below(6)) } : {}),
    ...(dice.chance(0.15) ? { breaker: true } : {}),
    ...(dice.chance(0.15) ? { pool: 10 * (1 + dice.below(5)) } : {}),
  };
}

describe('a link of fifty parts', () => {
  it('C02: has at most 2,000 characters, with names, settings, policies and a scenario', { timeout: 60_000 }, () => {
    const designs = Array.from({ length: 20 }, (_, i) => drawn(i + 1));
    const links = designs.map((design) => encodeLink({ design, digest: '0123456789abcdef', engine: '0.1.0' }));
    const lengths = links.map((link) => link.length);
    console.info(`50 parts, ${designs.map((design) => design.links.length).join(' ')} links: ${lengths.join(' ')} characters`);
    designs.forEach((design, i) => {
      expect(decodeLink(links[i]!)).toEqual({ ok: true, value: { design, digest: '0123456789abcdef', engine: '0.1.0' } });
    });
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2000);
  });
});
