// Every rule of advice finds its case in a small design of the catalogue, with a number of that design where it has one, and its fix,
// applied as one click does it, leaves nothing to find.
import { describe, expect, it } from 'vitest';
import { apply } from '../apply.ts';
import { check, RULES } from '../check.ts';
import type { Design } from '../document.ts';
import { read } from '../read.ts';

type Params = Readonly<Record<string, unknown>>;

/** `users:client app:service@a,b`, `users>app`, parameters by id or link, and what else the document says. */
function drawn(parts: string, links: string, params: Readonly<Record<string, Params>> = {}, more: object = {}): Design {
  const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
  const result = read({
    nodes: words(parts).map((word, i) => {
      const [id = '', kind = '', zones = 'a'] = word.split(/[:@]/);
      return { id, kind, x: i * 260, y: 0, zones: zones.split(','), params: params[id] ?? {} };
    }),
    links: words(links).map((word) => {
      const [from = '', to = ''] = word.split('>');
      return { id: `${from}-${to}`, from, to, params: { timeout: 5000, ...params[word] } };
    }),
    ...more,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const objective = (metric: string, bound: string, value: number) => ({ scenario: { objectives: [{ id: 'o', metric, bound, value }] } });
const crash = (at: number, target: string) => ({ type: 'fault', id: 'f', at, duration: 1000, fault: 'zone-loss', target });
const WORK = { work: { type: 'constant', value: 10 } };
const CHAIN = 'users:client app:service';

/** A design for each rule in which it has something to say. */
const CASES: Readonly<Record<string, Design>> = {
  'no-traffic': drawn('app:service', ''),
  'idle-source': drawn(CHAIN, ''),
  unreachable: drawn('users:client app:service other:service', 'users>app'),
  'idle-relay': drawn('users:client lb:load-balancer app:service', 'users>lb'),
  'idle-queue': drawn('users:client jobs:queue worker:service', 'users>jobs'),
  'cache-without-origin': drawn('users:client app:service cache:cache', 'users>app app>cache'),
  'lone-replica': drawn('users:client db:sql-database copy:read-replica', 'users>db users>copy'),
  'writes-to-replica': drawn(
    'users:client db:sql-database app:service copy:read-replica',
    'users>app app>db app>copy db>copy',
    {},
    { classes: [{ id: 'get' }, { id: 'put', write: true }] },
  ),
  'nothing-measured': drawn(CHAIN, 'users>app', {}, { scenario: { durationMs: 1000, warmupMs: 1000 } }),
  cycle: drawn('users:client a:service b:service', 'users>a a>b b>a'),
  overload: drawn(CHAIN, 'users>app', { users: { rate: 9000 }, app: { ...WORK, workers: 8 } }),
  'single-point': drawn(CHAIN, 'users>app', { app: { instances: 1 } }),
  'one-zone': drawn('users:client app:service other:service@a,b', 'users>app app>other'),
  'timeout-too-short': drawn(CHAIN, 'users>app', { app: WORK, 'users>app': { timeout: 5 } }),
  'impatient-caller': drawn('users:client app:service db:service', 'users>app app>db', { 'users>app': { timeout: 100 } }),
  'no-timeout': drawn(CHAIN, 'users>app', { 'users>app': { timeout: 0 } }),
  'retries-without-timeout': drawn(CHAIN, 'users>app', { 'users>app': { timeout: 0, retries: 2 } }),
  'retries-at-once': drawn(CHAIN, 'users>app', { 'users>app': { retries: 2, backoff: 0 } }),
  'retries-in-step': drawn(CHAIN, 'users>app', { 'users>app': { retries: 2, jitter: 'none' } }),
  'retries-multiply': drawn('users:client a:service b:service', 'users>a a>b', { 'users>a': { retries: 3 }, 'a>b': { retries: 3 } }),
  'long-queue': drawn(CHAIN, 'users>app', { app: { ...WORK, workers: 1, queueLimit: 1000 }, 'users>app': { timeout: 1000 } }),
  'unsent-class': drawn(
    'users:client app:service',
    'users>app',
    { 'users>app': { classes: ['pay'] }, users: { classes: ['get'] } },
    {
      classes: [{ id: 'get' }, { id: 'pay' }],
    },
  ),
  'after-the-end': drawn(CHAIN, 'users>app', {}, { scenario: { durationMs: 1000, timeline: [crash(2000, 'zone:a')] } }),
  'empty-target': drawn(CHAIN, 'users>app', {}, { scenario: { timeline: [crash(100, 'zone:z')] } }),
  'small-pool': drawn('users:client app:service db:service', 'users>app app>db', {
    users: { rate: 1000 },
    app: { instances: 2 },
    db: WORK,
    'app>db': { pool: 4 },
  }),
  'breaker-never-opens': drawn(CHAIN, 'users>app', { 'users>app': { breaker: true, breakerWindow: 10, breakerMinimum: 20 } }),
  'breaker-without-timeout': drawn(CHAIN, 'users>app', { 'users>app': { breaker: true, timeout: 0 } }),
  'budget-without-retries': drawn(CHAIN, 'users>app', { 'users>app': { retryBudget: 0.2 } }),
  'limiter-below-load': drawn('users:client gate:api-gateway app:service', 'users>gate gate>app', {
    users: { rate: 500 },
    gate: { limit: 'all', limitRate: 300 },
  }),
  'short-visibility': drawn('users:client jobs:queue worker:service', 'users>jobs jobs>worker', {
    jobs: { visibility: 1000 },
    worker: { work: { type: 'constant', value: 4000 } },
  }),
  'no-health-check': drawn('users:client lb:load-balancer app:service', 'users>lb lb>app', { lb: { healthChecks: false } }),
  'one-synchronous': drawn('users:client app:service db:sql-database', 'users>app app>db', { db: { replication: 'sync', replicas: 1 } }),
  'stale-reads': drawn('users:client db:sql-database', 'users>db', { db: { reads: 'any' } }, objective('staleShare', 'most', 0)),
  'lost-writes': drawn('users:client db:sql-database', 'users>db', {}, objective('lostWrites', 'most', 0)),
  'closed-loop': drawn(CHAIN, 'users>app', { users: { loop: 'closed' } }, objective('latency.p99', 'most', 100)),
  'too-few-samples': drawn(CHAIN, 'users>app', { users: { rate: 10 } }, objective('latency.p99', 'most', 100)),
};

/** What a rule finds. */
function finding(rule: string, design: Design) {
  return check(design).find((problem) => problem.code === rule);
}

/** Rules whose case no single click can mend: what is missing is a decision. */
const NO_FIX = ['cache-without-origin'];

describe('advice', () => {
  it('has a case for every rule, and 25 rules or more', () => {
    expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ id }) => id).sort());
    expect(RULES.length).toBeGreaterThanOrEqual(25);
  });

  it.each(Object.entries(CASES))('%s is found, and mended by one click', (rule, design) => {
    let now = design;
    const first = finding(rule, design);
    expect(first?.message).toMatch(/\.$/);
    if (NO_FIX.includes(rule)) return;
    // A fix of several findings of one rule is one click each.
    for (let clicks = 0; clicks < 3; clicks++) {
      const found = finding(rule, now);
      if (found === undefined) break;
      expect(found.fix?.label.length).toBeGreaterThan(5);
      for (const command of found.fix?.commands ?? []) {
        const next = apply(now, command);
        expect(next.ok ? '' : next.error.message).toBe('');
        if (next.ok) now = next.value;
      }
    }
    expect(finding(rule, now)).toBeUndefined();
    expect(now).not.toBe(design);
  });
});
