// Stories of who is turned away and told when to come again: by a limit, a quota, a full line; and who goes by it.
import { describe, expect, it } from 'vitest';
import type { LinkDoc, NodeDoc } from '../../design/document.ts';
import { constant, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** One request every 100 ms, the first at 100, tried again once at most, 10 ms after it failed. */
const users = (rate = 10) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1 });
const RETRY = { retries: 1, backoff: 10, jitter: 'none' };
const api = (more: ParamBag) => node('api', 'third-party', { latency: constant(1), errors: 0, retryAfter: true, ...more });

function told(nodes: readonly NodeDoc[], links: readonly LinkDoc[], ms: number): Story {
  return story(nodes, links, { ms });
}

describe('when to come again', () => {
  it('is until the bucket holds a token, and a caller waits so long before its own wait', () => {
    // A token every 250 ms: the request of 200 finds none until 250, as the bucket was full at 0 and taken from at 100.
    const log = told([users(), api({ rateLimit: 4, burst: 1 })], [link('users', 'api', RETRY)], 400).log('users');
    expect(log[0]).toBe('101 users ok 1');
    // Told 150 ms at 200; its own wait of 10 comes on top.
    expect(log).toContain('361 users ok 161');
  });

  it('is not gone by where the link does not heed it, and not said where the far end does not', () => {
    const heedless = told([users(), api({ rateLimit: 4, burst: 1 })], [link('users', 'api', { ...RETRY, heedsRetryAfter: false })], 280);
    expect(heedless.log('users')).toEqual(['101 users ok 1', '210 users rejected 10: rate limited at api']);
    const silent = told([users(), api({ rateLimit: 4, burst: 1, retryAfter: false })], [link('users', 'api', RETRY)], 280);
    expect(silent.log('users')).toEqual(heedless.log('users'));
  });

  it('is until the next period for a quota', () => {
    const log = told([users(), api({ quota: 2, period: 500 })], [link('users', 'api', { ...RETRY, timeout: 5000 })], 560).log('users');
    // Those of 300 and 400 are told to come at 500, as is nobody else; that of 500 takes the first place.
    expect(log).toEqual(
      ['101 users ok 1', '201 users ok 1', '501 users ok 1', '511 users ok 211', '510 users rejected 110: quota used up at api'].sort(
        (a, b) => Number.parseFloat(a) - Number.parseFloat(b),
      ),
    );
  });

  it('is what a service says whose line is full, or which sheds', () => {
    const app = (more: ParamBag) =>
      node('app', 'service', { instances: 1, workers: 1, work: constant(150), queueLimit: 0, retryAfter: 45, ...more });
    const run = (more: ParamBag) => told([users(), app(more)], [link('users', 'app', RETRY)], 450).log('users');
    // The request of 200 finds a worker that is busy until 250: it comes again at 200 + 45 + 10 = 255.
    expect(run({}).slice(0, 3)).toEqual(['250 users ok 150', '355 users rejected 55: queue full at app', '405 users ok 205']);
    expect(run({ retryAfter: 0 }).slice(0, 2)).toEqual(['210 users rejected 10: queue full at app', '250 users ok 150']);
  });

  it('is passed on by relays, and by a gateway that turns away itself', () => {
    const relays: readonly NodeDoc[] = [
      users(),
      node('lb', 'load-balancer', { instances: 1, healthChecks: false, overhead: constant(0) }),
      node('name', 'dns', { instances: 1, healthChecks: false, keep: 'ttl', trip: constant(0), levels: 1 }),
      api({ rateLimit: 4, burst: 1 }),
    ];
    const links = [link('users', 'name', RETRY), link('name', 'lb'), link('lb', 'api')];
    expect(told(relays, links, 400).log('users')).toContain('361 users ok 161');
    const gate = (algorithm: string, more: ParamBag) =>
      node('gate', 'api-gateway', {
        ...{ instances: 1, overhead: constant(0), authentication: 'none', limit: 'all', limitAlgorithm: algorithm, retryAfter: true },
        ...more,
      });
    const log = (algorithm: string, more: ParamBag) =>
      told(
        [users(), gate(algorithm, more), node('app', 'service', { instances: 1, work: constant(1) })],
        [link('users', 'gate', RETRY), link('gate', 'app')],
        600,
      ).log('users');
    expect(log('token-bucket', { limitRate: 4, limitBurst: 1 })).toContain('361 users ok 161');
    expect(log('fixed-window', { limitCount: 1, limitWindow: 250 })).toContain('261 users ok 61');
    expect(log('sliding-log', { limitCount: 1, limitWindow: 250 })).toContain('361 users ok 161');
  });
});
