import { describe, expect, it } from 'vitest';
import { check, RULES } from './check.ts';
import type { Design } from './document.ts';
import { randomDesign } from './random-design.ts';
import { read } from './read.ts';
import { TOY_FAULTS, TOY_KINDS, TOYS } from './toy-registry.ts';

type Params = Record<string, unknown>;

/** A drawing in a line each: `users:client app:service` and `users>app app>db`, with settings by id. */
function drawn(parts: string, links: string, settings: Record<string, Params> = {}, more: object = {}): Design {
  const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
  const result = read(
    {
      nodes: words(parts).map((word) => {
        const [id = '', kind = '', zones = 'a'] = word.split(':');
        return { id, kind, zones: zones.split(','), params: settings[id] ?? {} };
      }),
      links: words(links).map((word) => {
        const [from = '', to = ''] = word.split('>');
        return { id: `${from}-${to}`, from, to, params: { timeout: 1000, ...settings[word] } };
      }),
      ...more,
    },
    TOYS,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** What a rule finds in a design, as `place: message`. */
function found(rule: string, design: Design): string[] {
  return check(design, TOYS)
    .filter((problem) => problem.code === rule)
    .map((problem) => `${problem.place}: ${problem.message}`);
}

const QUIET = { work: { type: 'constant', value: 5 } };
const TIERS = 'users:client lb:load-balancer app:service db:sql-database';
const CHAIN = 'users>lb lb>app app>db';
const STURDY: Record<string, Params> = { app: QUIET, db: { replicas: 1 }, lb: {} };

describe('advice', () => {
  it('has rules of different names, each with a heading and a reason', () => {
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
    expect(RULES.length).toBeGreaterThanOrEqual(12);
    for (const { title, why } of RULES) expect(`${title} ${why}`).toMatch(/^[A-Z].+\.\)?$|^[A-Z].+\.$/);
  });

  it('is silent about a design in order, and about none', () => {
    const design = drawn('users:client app:service db:sql-database', 'users>app app>db', { app: QUIET, db: { replicas: 1 } });
    expect(check(design, TOYS)).toEqual([]);
    expect(check(drawn('', ''), TOYS)).toEqual([]);
  });

  it('is given about any design without failing, as warnings with words', () => {
    for (let seed = 0; seed < 300; seed++) {
      const design = randomDesign(seed, 15, { registry: TOYS, kinds: TOY_KINDS, faults: TOY_FAULTS });
      for (const problem of check(design, TOYS)) {
        expect(problem.severity).toBe('warning');
        expect(problem.message).toMatch(/^.+\.$/);
        expect(problem.message).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });

  it('comes soon, even for the largest design', { timeout: 60_000 }, () => {
    const ids = Array.from({ length: 2000 }, (_, i) => `s${i}:${i === 0 ? 'client' : 'service'}`).join(' ');
    const links = Array.from({ length: 4990 }, (_, i) => `s${i % 1999}>s${Math.min(1999, (i % 1999) + 1 + Math.floor(i / 1999))}`);
    const design = drawn(ids, [...new Set(links)].filter((word) => word.split('>')[0] !== word.split('>')[1]).join(' '));
    const start = process.cpuUsage();
    check(design, TOYS);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
  });
});

describe('advice on paths', () => {
  it('no-traffic', () => {
    expect(found('no-traffic', drawn('app:service', ''))).toEqual([
      ': Nothing sends requests: add a client and link it to the first part.',
    ]);
    const weightless = drawn('users:client app:service', 'users>app', {}, { classes: [{ id: 'x', weight: 0 }] });
    expect(found('no-traffic', weightless)).toEqual([': No requests come: every request class has the weight 0.']);
  });

  it('idle-source', () => {
    expect(found('idle-source', drawn('users:client', ''))).toEqual(['users: users calls nobody: link it to a part.']);
  });

  it('unreachable', () => {
    const design = drawn('users:client app:service a:service b:service', 'users>app a>b');
    expect(found('unreachable', design)).toEqual([
      'a: No request reaches a: no chain of links leads to it from a client.',
      'b: No request reaches b: no chain of links leads to it from a client.',
    ]);
    expect(found('unreachable', drawn('a:service', ''))).toEqual([]);
  });

  it('idle-relay and idle-queue', () => {
    const design = drawn('users:client lb:load-balancer q:queue', 'users>lb users>q', { q: { capacity: 500 } });
    expect(found('idle-relay', design)).toEqual(['lb: lb has no targets: every request that reaches it fails.']);
    expect(found('idle-queue', design)).toEqual(['q: Nobody takes messages from q: link it to a consumer; after 500 messages it is full.']);
  });

  it('cache-without-origin', () => {
    const parts = 'users:client app:service c:cache db:sql-database';
    expect(found('cache-without-origin', drawn(parts, 'users>app app>c'))).toEqual([
      'c: c has nothing to hold copies of: link app to the store as well.',
    ]);
    expect(found('cache-without-origin', drawn(parts, 'users>app app>c app>db'))).toEqual([]);
    expect(found('cache-without-origin', drawn(parts, 'users>app app>c app>db', { c: { mode: 'through' } }))).toEqual([
      'c: c has nothing to hold copies of: link it to the store.',
    ]);
    expect(found('cache-without-origin', drawn(parts, 'users>app app>c c>db', { c: { mode: 'through' } }))).toEqual([]);
  });

  it('F10: cycle, named by the way round', () => {
    const design = drawn('users:client a:service b:service c:service', 'users>a a>b b>c c>a');
    expect(found('cycle', design)).toEqual(['a>b: Calls can go round: a → b → c → a. A call ends after 64 hops.'.replace('hops', 'links')]);
    const two = drawn('users:client a:service b:service c:service d:service', 'users>a a>b b>a b>c c>d d>c');
    expect(found('cycle', two).map((words) => words.split(':')[0])).toEqual(['a>b', 'c>d']);
    expect(found('cycle', drawn('users:client a:service b:service c:service', 'users>a a>b a>c b>c'))).toEqual([]);
  });
});

describe('advice on calls', () => {
  it('no-timeout, all in one', () => {
    const design = drawn(TIERS, CHAIN, {
      ...STURDY,
      'users>lb': { timeout: 0 },
      'lb>app': { timeout: 0 },
      'app>db': { timeout: 0 },
    });
    expect(found('no-timeout', design)).toEqual([
      'users>lb: 2 links have no timeout: users to lb and app to db. When the far end hangs, its callers hang with it.',
    ]);
    const async = drawn(TIERS, CHAIN, { ...STURDY, 'app>db': { timeout: 0, async: true } });
    expect(found('no-timeout', async)).toEqual([]);
  });

  it('retries-without-timeout', () => {
    const design = drawn(TIERS, CHAIN, { ...STURDY, 'app>db': { timeout: 0, retries: 3 } });
    expect(found('retries-without-timeout', design)).toEqual([
      'app>db: app makes 3 retries at db but sets no timeout: a call that hangs is never made again.',
    ]);
  });

  it('retries-at-once', () => {
    const design = drawn(TIERS, CHAIN, { ...STURDY, 'app>db': { retries: 3, backoff: 0 } });
    expect(found('retries-at-once', design)).toEqual([
      'app>db: app retries db up to 3 times without a pause: a short failure becomes 4 times the load.',
    ]);
    expect(found('retries-in-step', design)).toEqual([]);
  });

  it('retries-in-step', () => {
    const design = drawn(TIERS, CHAIN, { ...STURDY, 'app>db': { retries: 1, jitter: 'none' } });
    expect(found('retries-in-step', design)).toEqual([
      'app>db: All callers of db wait exactly 100 ms before they retry, and come back at the same moment: choose a jitter.',
    ]);
    expect(found('retries-in-step', drawn(TIERS, CHAIN, { ...STURDY, 'app>db': { retries: 1 } }))).toEqual([]);
  });

  it('impatient-caller', () => {
    const design = drawn(TIERS, CHAIN, {
      ...STURDY,
      'lb>app': { timeout: 500 },
      'app>db': { timeout: 1000, retries: 2, backoff: 100, backoffMax: 150 },
    });
    expect(found('impatient-caller', design)).toEqual(
      [
        'users>lb: users gives up on lb after 1 s, but lb waits for app up to 500 ms.',
        'lb>app: lb gives up on app after 500 ms, but app waits for db up to 3.25 s (3 attempts of 1 s and the waits between them).',
      ].slice(1),
    );
    expect(found('impatient-caller', drawn(TIERS, CHAIN, STURDY))).toEqual([]);
  });

  it('timeout-too-short', () => {
    const design = drawn(TIERS, CHAIN, { ...STURDY, app: { work: { type: 'constant', value: 80 } }, 'lb>app': { timeout: 50 } });
    expect(found('timeout-too-short', design)).toEqual([
      'lb>app: lb gives up on app after 50 ms, but the work of app alone takes 80 ms on average.',
    ]);
  });

  it('retries-multiply', () => {
    const thrice = { retries: 2 };
    const design = drawn(TIERS, CHAIN, { ...STURDY, 'users>lb': thrice, 'lb>app': thrice, 'app>db': thrice });
    expect(found('retries-multiply', design)).toEqual([
      'db: One request can become 27 calls of db: 3 × 3 × 3 attempts, at users to lb, lb to app and app to db.',
    ]);
    const budget = drawn(TIERS, CHAIN, { ...STURDY, 'users>lb': thrice, 'lb>app': { ...thrice, retryBudget: 0.2 }, 'app>db': {} });
    expect(found('retries-multiply', budget)).toEqual([]);
    const round = drawn('users:client a:service b:service', 'users>a a>b b>a', { 'users>a': thrice, 'a>b': thrice, 'b>a': thrice });
    expect(found('retries-multiply', round)).toEqual(['b: One request can become 9 calls of b: 3 × 3 attempts, at users to a and a to b.']);
  });
});

describe('advice on failure', () => {
  it('single-point, where everything must pass and only there', () => {
    expect(found('single-point', drawn(TIERS, CHAIN, { app: QUIET }))).toEqual([
      'lb: lb has one instance, and every request of users needs it: while it is down, nothing works.',
      'db: db has one instance, and every request of users needs it: while it is down, nothing works.',
    ]);
    const parts = 'users:client lb:load-balancer a:service b:service db:sql-database side:sql-database log:queue c:cache';
    const links = 'users>lb lb>a lb>b a>db b>db a>side a>log a>c b>c';
    const one = { a: { instances: 1 }, b: { instances: 1 }, 'a>log': { async: true }, 'a>side': { probability: 0.5 } };
    expect(found('single-point', drawn(parts, links, one)).map((words) => words.split(':')[0])).toEqual(['lb', 'db']);
    const through = drawn(parts, 'users>c c>db', { c: { mode: 'through' } });
    expect(found('single-point', through).map((words) => words.split(':')[0])).toEqual(['c']);
  });

  it('one-zone, once there are several', () => {
    const design = drawn('users:client a:service:a b:service:a,b', 'users>a a>b', {}, {});
    expect(found('one-zone', design)).toEqual(['a: All 2 instances of a stand in zone a: spread them over a and b.']);
    expect(found('one-zone', drawn('users:client a:service:a', 'users>a'))).toEqual([]);
  });
});

describe('advice on load', () => {
  const slow = { work: { type: 'constant', value: 100 }, workers: 8, instances: 2 };

  it('overload, by rates, weights, probabilities and counts', () => {
    const design = drawn('users:client a:service', 'users>a', { users: { rate: 400 }, a: slow });
    expect(found('overload', design)).toEqual([
      'a: a gets 400/s with 100 ms of work each: that keeps 40 workers busy, and there are 16 (2 instances with 8 workers).',
    ]);
    const halved = drawn('users:client lb:load-balancer a:service b:service', 'users>lb lb>a lb>b', {
      users: { rate: 400 },
      a: slow,
      b: slow,
      'lb>b': { weight: 3 },
    });
    expect(found('overload', halved).map((words) => words.slice(0, 16))).toEqual(['b: b gets 300/s ']);
    const rare = drawn('users:client a:service b:service', 'users>a a>b', {
      users: { rate: 400 },
      a: QUIET,
      b: slow,
      'a>b': { probability: 0.1 },
    });
    expect(found('overload', rare)).toEqual([]);
  });

  it('overload says nothing where it cannot know', () => {
    const design = drawn('users:client a:service q:queue b:service', 'users>a a>q q>b', { users: { rate: 400 }, a: QUIET, b: slow });
    expect(found('overload', design)).toEqual([]);
    expect(
      found('overload', drawn('users:client a:service b:service', 'users>a a>b b>a', { users: { rate: 4000 }, a: slow, b: slow })),
    ).toEqual([]);
  });

  it('long-queue', () => {
    const design = drawn('users:client a:service', 'users>a', { users: { rate: 10 }, a: { ...slow, queueLimit: 1000 } });
    expect(found('long-queue', design)).toEqual(['a: A full queue of 1000 at a takes 12.5 s to work off, but users gives up after 1 s.']);
    expect(found('long-queue', drawn('users:client a:service', 'users>a', { a: slow, 'users>a': { timeout: 2000 } }))).toEqual([]);
  });

  it('unsent-class', () => {
    const classes = { classes: [{ id: 'read' }, { id: 'buy' }] };
    const design = drawn('users:client a:service', 'users>a', { users: { classes: ['read'] }, 'users>a': { classes: ['buy'] } }, classes);
    expect(found('unsent-class', design)).toEqual(['users>a: The link users to a takes only buy, which no client sends.']);
  });
});

describe('advice on the scenario', () => {
  const scenario = (timeline: object[], more: object = {}) => ({ scenario: { durationMs: 30_000, timeline, ...more } });
  const fault = (target: string, at = 0, fault = 'zone-loss') => ({ type: 'fault', id: 'f', at, fault, target });

  it('after-the-end', () => {
    const design = drawn('users:client a:service', 'users>a', {}, scenario([fault('zone:a', 30_000)]));
    expect(found('after-the-end', design)).toEqual(['f: This is planned for 30 s, but the run ends at 30 s.']);
  });

  it('empty-target', () => {
    const zone = drawn('users:client a:service', 'users>a', {}, scenario([fault('zone:z')]));
    expect(found('empty-target', zone)).toEqual(['f: Nothing stands at zone:z, so this fault strikes nobody.']);
    const cut = drawn('users:client a:service', 'users>a', {}, scenario([fault('{a}|{zone:z}', 0, 'partition')]));
    expect(found('empty-target', cut)).toHaveLength(1);
    expect(found('empty-target', drawn('users:client a:service', 'users>a', {}, scenario([fault('zone:a')])))).toEqual([]);
  });

  it('nothing-measured', () => {
    const design = drawn('users:client a:service', 'users>a', {}, scenario([], { warmupMs: 30_000 }));
    expect(found('nothing-measured', design)).toEqual([
      'scenario.warmupMs: The warm-up of 30 s is as long as the run of 30 s: nothing is left to measure.',
    ]);
  });
});
