// Faults of messages, of connections and of what callers are told, each on a small design: the symptom that emerges, and that after
// it nothing is left of it.
import { describe, expect, it } from 'vitest';
import { CHAIN, chain, LINKS, service, tails, users, waits } from '../laws/fault-chain.ts';
import { cls, constant, delayed, fault, type Story, story } from '../laws/story.ts';
import { link, node } from '../proof/small-design.ts';

/** Asserts that from a moment on the story goes as if the fault had never been. */
function expectHealed(told: Story, from: number, nodes = CHAIN, links = LINKS): void {
  const { went, would } = tails(told, from, nodes, links);
  expect(went.length).toBeGreaterThan(20);
  expect(went).toEqual(would);
}

const later = (told: Story, from: number) => told.log().filter((line) => Number.parseFloat(line) >= from);

const STORIES: Readonly<Record<string, () => void>> = {
  duplicate: () => {
    const told = chain(600, fault('duplicate', 'users>app', 95, 100, { share: 1, after: 3 }));
    // Each of the ten arrives at app again 3 ms later, and app calls back for it too; its caller hears one answer, in time.
    expect(told.where('app', ' in').slice(8, 14)).toEqual([
      '91 app in',
      '101 app in',
      '104 app in',
      '111 app in',
      '114 app in',
      '121 app in',
    ]);
    expect([told.where('app', 'app in').length, told.where('back', 'back in').length]).toEqual([69, 69]);
    expect([new Set(waits(told)), told.report.total.requests]).toEqual([new Set([12]), 58]);
    expectHealed(told, 220);
    const some = chain(21_000, fault('duplicate', 'users>app', 0, 20_000, { share: 0.1 }));
    const extra = some.where('app', 'app in').length - chain(21_000).where('app', 'app in').length;
    expect(Math.abs(extra - 200)).toBeLessThan(4 * Math.sqrt(2000 * 0.1 * 0.9));
    // A message that is put into a queue twice is worked on twice.
    const queue = { time: constant(0), redelivery: 10_000 };
    const parts = [users(50), node('queue', 'queue', queue), service('job', 5)];
    const ways = [link('users', 'queue'), link('queue', 'job')];
    const sent = story(parts, ways, { ms: 1010, timeline: [fault('duplicate', 'users>queue', 0, 500, { share: 1, after: 0 })] });
    expect([sent.report.total.ok, sent.where('job', 'job ok').length]).toEqual([50, 74]);
    const delivered = story(parts, ways, { ms: 1010, timeline: [fault('duplicate', 'queue>job', 0, 500, { share: 1, after: 0 })] });
    expect([delivered.report.total.ok, delivered.where('job', 'job ok').length]).toEqual([50, 74]);
  },

  reorder: () => {
    const told = chain(3000, fault('reorder', 'users>app', 95, 2000, { share: 0.3, by: 25 }));
    const times = waits(told);
    expect(new Set(times)).toEqual(new Set([12, 37, 62]));
    const late = times.slice(9, 209).filter((ms) => ms > 12).length;
    // Held up on the way there, on the way back, or both.
    expect(Math.abs(late / 200 - 0.51)).toBeLessThan(4 * Math.sqrt((0.51 * 0.49) / 200));
    expectHealed(told, 2200);
    // Over TCP what was sent later on the same connection waits for it.
    const tcp = LINKS.map((one, i) => (i === 0 ? { ...one, params: { ...one.params, protocol: 'http2', tls: 'none' } } : one));
    const run = (...timeline: ReturnType<typeof fault>[]) => waits(story(CHAIN, tcp, { ms: 3000, timeline })).slice(9, 209);
    const blocked = run(fault('reorder', 'users>app', 95, 2000, { share: 0.3, by: 25 }));
    expect(blocked.filter((ms) => ms > 12).length).toBeGreaterThan(late + 20);
    expect(new Set(run())).toEqual(new Set([12]));
  },

  'certificate-expiry': () => {
    const over = (protocol: string, more = {}) => [
      link('users', 'app', { ...delayed(1), protocol, tls: '1.3', key: 'ecdsa', ...more }),
      link('app', 'back', delayed(1)),
    ];
    const expired = fault('certificate-expiry', 'app', 95, 100);
    // Each request of HTTP/1.0 opens a connection: it fails when the certificate comes, two round trips after its beginning.
    const each = story(CHAIN, over('http10'), { ms: 400, timeline: [expired] });
    const failed = each.log('users').filter((line) => line.includes('certificate expired at app'));
    expect(failed).toHaveLength(10);
    expect(failed[0]).toBe('104.12 users refused 4.12: certificate expired at app');
    expect(later(each, 220)).toEqual(later(story(CHAIN, over('http10'), { ms: 400 }), 220));
    // A connection that stands stands; who comes back with a ticket is shown none.
    for (const links of [over('http11'), over('http10', { resumption: 'tickets' })]) {
      expect(
        story(CHAIN, links, { ms: 400, timeline: [expired] })
          .log('users')
          .filter((line) => line.includes('expired')),
      ).toEqual([]);
    }
    // No TLS, no certificate.
    const plain = story(CHAIN, over('http10', { tls: 'none' }), { ms: 400, timeline: [expired] });
    expect(plain.log()).toEqual(story(CHAIN, over('http10', { tls: 'none' }), { ms: 400 }).log());
    // A balancer that ends TLS: the sessions that are connected go on, those that come new do not get in.
    const lb = node('lb', 'load-balancer', {
      instances: 1,
      healthChecks: false,
      tls: 'ecdsa',
      overhead: constant(0),
      connectionRequests: 4,
    });
    const run = (...timeline: ReturnType<typeof fault>[]) =>
      story([users(), lb, service('app', 1)], [link('users', 'lb'), link('lb', 'app')], { ms: 400, timeline });
    const told = run(fault('certificate-expiry', 'lb', 95, 100));
    const refused = told.log('users').filter((line) => line.includes('refused'));
    // Requests 1–4, 5–8, 9–12 share connections; the one for 13 is the first that cannot be opened.
    expect(refused.map((line) => line.split(' ')[0])).toEqual(['130', '140', '150', '160', '170', '180', '190']);
    expect(refused[0]).toBe('130 users refused 0: certificate expired at lb');
    expect(
      told
        .log('users')
        .slice(-15)
        .every((line) => line.includes('ok')),
    ).toBe(true);
  },

  'wrong-record': () => {
    const name = { instances: 1, healthChecks: false, keep: 'none', trip: constant(20), levels: 1, resolvers: 1, ttl: 250 };
    const nodes = [users(10), node('name', 'dns', name), service('web', 0)];
    const links = [link('users', 'name', delayed(5)), link('name', 'web', delayed(10))];
    const run = (...timeline: ReturnType<typeof fault>[]) => story(nodes, links, { ms: 1500, timeline });
    const told = run(fault('wrong-record', 'name', 200, 250));
    // The answer of 125 is good until 375. That of 425 is wrong, mended at 450, and believed until 675.
    expect(told.log('users').slice(0, 9)).toEqual([
      '150 users ok 50',
      '230 users ok 30',
      '330 users ok 30',
      '450 users refused 50: wrong record at name',
      '530 users refused 30: wrong record at name',
      '630 users refused 30: wrong record at name',
      '750 users ok 50',
      '830 users ok 30',
      '930 users ok 30',
    ]);
    expect(told.report.nodes['name']?.figures['outdated']).toBeCloseTo(4 / 14, 9);
    expect(later(told, 750)).toEqual(later(run(), 750));
    // Where nobody is, callers wait until they, or the connection, give up.
    const nowhere = fault('wrong-record', 'name', 200, 250, { leads: 'nowhere' });
    const patient = story(nodes, [link('users', 'name', { ...delayed(5), timeout: 60 }), links[1]!], { ms: 1500, timeline: [nowhere] });
    expect(patient.log('users').slice(3, 7)).toEqual([
      '460 users timeout 60: timed out at name',
      '560 users timeout 60: timed out at name',
      '660 users timeout 60: timed out at name',
      '750 users ok 50',
    ]);
    const lost = story(nodes, links, { ms: 20_000, timeline: [nowhere] })
      .log('users')
      .filter((line) => line.includes('timeout'));
    expect(lost[0]).toBe('15430 users timeout 15030: wrong record at name');
  },

  'slow-disk': () => {
    const app = service('app', 1, { diskShare: 0.5, diskTime: constant(2), workers: 100 });
    const run = (...timeline: ReturnType<typeof fault>[]) =>
      story([users(), app], [link('users', 'app')], { ms: 3000, timeline }).log('users');
    const usual = run();
    const told = run(fault('slow-disk', 'app', 1005, 1000, { factor: 4 }));
    const times = (log: readonly string[]) => new Set(log.map((line) => line.replace(/.* ok /, '')));
    // Those that need the disk take 1 + 2 ms, or 1 + 8; the others notice nothing.
    expect([times(usual), times(told)]).toEqual([new Set(['1', '3']), new Set(['1', '3', '9'])]);
    const slow = told.filter((line) => line.endsWith(' 9')).map((line) => Number.parseFloat(line));
    expect([slow.length, slow.every((at) => at > 1005 && at < 2010)]).toEqual([
      told.length - told.filter((line, i) => line === usual[i]).length,
      true,
    ]);
    expect(told.slice(210)).toEqual(usual.slice(210));
    // Half of the requests, 50 a second, need 40 ms of it each: twice what it can do. They wait in its line.
    const swamped = run(fault('slow-disk', 'app', 1005, 1000, { factor: 20 }));
    expect(Math.max(...swamped.map((line) => Number(line.replace(/.* ok /, ''))))).toBeGreaterThan(500);
  },

  'quota-cut': () => {
    const nodes = (more: Record<string, number>) => [users(), node('api', 'third-party', { latency: constant(1), errors: 0, ...more })];
    const run = (more: Record<string, number>, ...timeline: ReturnType<typeof fault>[]) =>
      story(nodes(more), [link('users', 'api')], { ms: 3000, timeline }).log('users');
    // 50 in each second; cut to a fifth after 30 were used, more than it allows. The next second begins with 10.
    const told = run({ quota: 50, period: 1000 }, fault('quota-cut', 'api', 305, 1500, { left: 0.2 }));
    const ok = (from: number, to: number) =>
      told.filter((line) => / ok /.test(line) && Number.parseFloat(line) > from && Number.parseFloat(line) <= to);
    expect([ok(0, 305).length, ok(305, 1000).length, ok(1000, 1805).length, ok(1805, 2000).length]).toEqual([30, 0, 10, 19]);
    expect(told.filter((line) => line.includes('rejected 0: quota used up at api')).length).toBe(told.length - ok(0, 3000).length);
    expect(told.slice(-50)).toEqual(run({ quota: 50, period: 1000 }).slice(-50));
    // A rate limit of 200 a second lets 40 through.
    const slower = run({ rateLimit: 200, burst: 1 }, fault('quota-cut', 'api', 305, 1000, { left: 0.2 }));
    const passed = slower.filter((line) => / ok /.test(line) && Number.parseFloat(line) > 310 && Number.parseFloat(line) <= 1305);
    expect(Math.abs(passed.length - 40)).toBeLessThanOrEqual(8);
    // And the same at a gateway, for each tenant's quota; what was used up stays so.
    const gate = node('gate', 'api-gateway', { instances: 1, overhead: constant(0), quota: 'session', quotaCount: 50, quotaWindow: 1000 });
    const through = story([users(), gate, service('app', 1)], [link('users', 'gate'), link('gate', 'app')], {
      ms: 2000,
      classes: [cls('get')],
      timeline: [fault('quota-cut', 'gate', 305, 500, { left: 0.2 })],
    }).log('users');
    const at = (from: number, to: number) =>
      through.filter((line) => / ok /.test(line) && Number.parseFloat(line) > from && Number.parseFloat(line) <= to);
    expect([at(0, 305).length, at(305, 805).length, at(805, 1005).length, at(1005, 2000).length]).toEqual([30, 0, 20, 49]);
  },
};

describe('the symptom of', () => {
  it.each(Object.entries(STORIES))('%s', (_, tell) => tell());
});
