/**
 * Designs whose memory is measured: one in which every default kind and every policy of a link is at work, one that faults
 * strike all day, and one that holds as many requests as one wants. They are ordinary designs; nobody sees them drawn.
 */
import type { Design, FaultEntry, LinkDoc, NodeDoc } from '../../design/document.ts';
import { design, exponential, link, NO_LIMIT, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** The longest scenario there is, ms. Its chart windows last five minutes each. */
export const DAY_MS = 86_400_000;

/** Every policy that a link can have; under load they are all in use, and in fair weather idle. */
const GUARDED: ParamBag = {
  latency: { type: 'constant', value: 0.5 },
  timeout: 400,
  retries: 2,
  backoff: 20,
  retryBudget: 0.2,
  breaker: true,
  pool: 40,
  poolWait: 200,
};

const SHOP_CLASSES = [
  { id: 'read', name: 'Read', route: '/items', write: false, weight: 8, bytesUp: 500, bytesDown: 8000 },
  { id: 'buy', name: 'Buy', route: '/orders', write: true, weight: 2, bytesUp: 2000, bytesDown: 500 },
];

function shopNodes(rate: number): readonly NodeDoc[] {
  return [
    node('users', 'client', { rate, keys: 20_000, sessions: 5000 }),
    node('lb', 'load-balancer', { algorithm: 'least-connections' }),
    node('gate', 'api-gateway', {}),
    node('web', 'service', { instances: 4, workers: 32, queueLimit: 300, work: exponential(4) }),
    node('cache', 'cache', { instances: 2, capacity: 4000, ttl: 30_000 }),
    node('db', 'sql-database', { replicas: 2, reads: 'any', workers: 16, queueLimit: 400 }),
    node('orders', 'queue', {}),
    node('packing', 'service', { instances: 3, workers: 16, work: exponential(10) }),
  ].map((part) => ({ ...part, region: part.kind === 'client' ? '' : 'eu', zones: part.kind === 'client' ? ['a'] : ['a', 'b', 'c'] }));
}

const SHOP_LINKS: readonly LinkDoc[] = [
  link('users', 'lb', { latency: exponential(8), timeout: 3000, retries: 1 }),
  link('lb', 'gate'),
  link('gate', 'web', GUARDED),
  link('web', 'cache', { ...GUARDED, timeout: 100 }),
  link('web', 'db', GUARDED),
  link('web', 'orders', { ...GUARDED, classes: ['buy'], step: 2 }),
  link('orders', 'packing', { latency: { type: 'constant', value: 0.5 } }),
];

/** A shop of eight parts with every policy on its links, for a day. */
export function shop(rate: number): Design {
  const plain = design(shopNodes(rate), SHOP_LINKS, DAY_MS / 1000);
  return { ...plain, classes: SHOP_CLASSES };
}

/** What strikes the shop, one after the other, each for a while. */
const STRIKES: readonly Pick<FaultEntry, 'fault' | 'target' | 'params'>[] = [
  { fault: 'crash', target: 'db/1', params: {} },
  { fault: 'hang', target: 'web/2', params: {} },
  { fault: 'slow', target: 'db/2', params: { factor: 9 } },
  { fault: 'error-rate', target: 'packing', params: { share: 0.4 } },
  { fault: 'packet-loss', target: 'web>db', params: { share: 0.1 } },
  { fault: 'latency', target: 'web>cache', params: { added: 150 } },
  { fault: 'partition', target: '{db/1}|{db/2,db/3}', params: {} },
  { fault: 'cache-flush', target: 'cache', params: {} },
  { fault: 'traffic-spike', target: 'users', params: { factor: 6 } },
  { fault: 'zone-loss', target: 'zone:b', params: {} },
  { fault: 'crash', target: 'orders', params: {} },
  { fault: 'hang', target: 'db', params: {} },
];

/** The shop struck every ten minutes of a day, for two minutes each time. */
export function stricken(rate: number): Design {
  const every = 600_000;
  const timeline = Array.from({ length: DAY_MS / every - 1 }, (_, i) => {
    const strike = STRIKES[i % STRIKES.length]!;
    const lasting = strike.fault === 'cache-flush' ? {} : { duration: 120_000 };
    return { type: 'fault', id: `f${i}`, at: (i + 1) * every, ...strike, ...lasting } as const;
  });
  const whole = shop(rate);
  return { ...whole, scenario: { ...whole.scenario, timeline } };
}

/** Requests that wait for ever at a service that hangs, each with a timer of its caller that never comes: 10,000 a second. */
export function hung(): Design {
  const nodes = [
    node('users', 'client', { rate: 10_000, arrivals: 'constant' }),
    node('app', 'service', { workers: 1, queueLimit: NO_LIMIT, work: exponential(1) }),
  ];
  const plain = design(nodes, [link('users', 'app', { timeout: 600_000 })], DAY_MS / 1000);
  const timeline = [{ type: 'fault', id: 'hang', at: 0, fault: 'hang', target: 'app', params: {} } as const];
  return { ...plain, scenario: { ...plain.scenario, timeline } };
}
