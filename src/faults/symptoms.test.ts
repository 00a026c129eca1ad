// Each fault on a small design: the symptom that emerges, and that after it nothing is left of it. Nobody is told of a fault but
// by what happens to calls.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHAIN, chain, LINKS, service, tails, users, waits } from '../laws/fault-chain.ts';
import { constant, delayed, fault, type Story, story } from '../laws/story.ts';
import { link, node } from '../proof/small-design.ts';
import { FAULTS } from './index.ts';

/** Asserts that from a moment on the story goes as if the fault had never been. */
function expectHealed(told: Story, from: number, nodes = CHAIN, links = LINKS): void {
  const { went, would } = tails(told, from, nodes, links);
  expect(went.length).toBeGreaterThan(20);
  expect(went).toEqual(would);
}

const STORIES: Readonly<Record<string, () => void>> = {
  crash: () => {
    const told = chain(300, fault('crash', 'app', 38, 25));
    // The call of 30 is at back when app dies; back finishes it for nobody. Those of 40, 50 and 60 are refused.
    expect(told.log('users').slice(0, 7)).toEqual([
      '22 users ok 12',
      '32 users ok 12',
      '39 users error 9: crashed at app',
      '42 users refused 2: down at app',
      '52 users refused 2: down at app',
      '62 users refused 2: down at app',
      '82 users ok 12',
    ]);
    expect(told.where('back', ' ok')[2]).toBe('40 back ok');
    expectHealed(told, 82);
    const silent = chain(60_000, fault('crash', 'back', 38, 25, { how: 'machine' }));
    // What it held is lost after 15 s. What reached it while it was dead, at 47 and 57, is sent again 200 ms later.
    expect(silent.where('users', 'connection lost at back')).toEqual(['15039 users error 15009: connection lost at back']);
    expect(waits(silent).filter((ms) => ms !== 12)).toEqual([213, 213]);
    expectHealed(silent, 15_040);
  },

  hang: () => {
    const told = chain(300, fault('hang', 'back', 33, 30));
    // Three calls reach it meanwhile, at 37, 47 and 57; it begins them together at 63.
    expect(waits(told).slice(0, 6)).toEqual([12, 12, 38, 28, 18, 12]);
    expect(told.where('back', ' ok').slice(2, 5)).toEqual(['66 back ok', '66 back ok', '66 back ok']);
    expectHealed(told, 82);
  },

  slow: () => {
    const told = chain(300, fault('slow', 'app', 33, 30, { factor: 3, added: 2 }));
    // Work begun at 41, 51 and 61 takes 3 × 5 + 2 instead of 5.
    expect(waits(told).slice(0, 7)).toEqual([12, 12, 12, 24, 24, 24, 12]);
    expectHealed(told, 100);
  },

  'error-rate': () => {
    const told = chain(21_000, fault('error-rate', 'back', 0, 20_000, { share: 0.3 }));
    const { requests, outcomes, causes } = told.report.total;
    const failed = outcomes['error'] ?? 0;
    // Within four standard deviations of a binomial; each fails at once, without its work.
    expect(requests).toBe(2098);
    expect(Math.abs(failed / 2000 - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 2000));
    expect(causes).toEqual({ 'injected error at back': failed });
    expect(told.report.total.failedMs.max).toBe(9);
    expectHealed(told, 20_020);
  },

  latency: () => {
    const told = chain(300, fault('latency', 'users>app', 33, 50, { added: 20 }));
    // What sets out from 33 to 83 takes 20 ms more: the answer to 30, both ways for 40 and 50, the requests of 60, 70 and 80.
    expect(waits(told).slice(0, 9)).toEqual([12, 12, 32, 52, 52, 32, 32, 32, 12]);
    expectHealed(told, 140);
    const jittery = chain(20_000, fault('latency', 'app>back', 0, 15_000, { added: 0, jitter: 5 }));
    // Two messages with 5 ms more on average each.
    const mean =
      waits(jittery)
        .slice(0, 1490)
        .reduce((sum, ms) => sum + ms - 12, 0) / 1490;
    expect(mean).toBeGreaterThan(9);
    expect(mean).toBeLessThan(11);
    expectHealed(jittery, 15_200);
  },

  'packet-loss': () => {
    const told = chain(40_000, fault('packet-loss', 'users>app', 0, 30_000, { share: 0.2 }));
    const times = waits(told).slice(0, 2990);
    // Each message that is lost n times comes 200 × (2^n − 1) ms later.
    expect(times.filter((ms) => (ms - 12) % 200 !== 0)).toEqual([]);
    const unharmed = times.filter((ms) => ms === 12).length / times.length;
    expect(Math.abs(unharmed - 0.64)).toBeLessThan(4 * Math.sqrt((0.64 * 0.36) / 2990));
    expect(times).toContain(212);
    expect(times).toContain(612);
    expectHealed(told, 38_000);
  },

  partition: () => {
    const told = chain(2000, fault('partition', '{app}|{back}', 33, 100));
    // Lost: messages between app and back from 33 to 133. The call of 30 goes out at 36, and again at 236.
    expect(told.log('users').slice(0, 2)).toEqual(['22 users ok 12', '32 users ok 12']);
    expect(told.log('users').slice(2, 4)).toEqual(['142 users ok 12', '152 users ok 12']);
    expect(told.log('users').filter((line) => line.endsWith('ok 212'))).toHaveLength(10);
    expect(told.report.total.ok).toBe(told.report.total.requests);
    expectHealed(told, 400);
  },

  'zone-loss': () => {
    const zones = ['a', 'b'];
    const nodes = [users(), { ...service('app', 5, { instances: 2 }), zones }, { ...service('back', 3, { instances: 2 }), zones: ['b'] }];
    const links = [link('users', 'app', { ...delayed(1), timeout: 30 }), link('app', 'back', delayed(1))];
    const told = story(nodes, links, { ms: 2000, timeline: [fault('zone-loss', 'zone:b', 105, 100)] });
    // All of back and half of app are gone: even calls to app/1 wait for back in vain.
    expect(told.where('back', ' in').filter((line) => Number.parseFloat(line) > 105)[0]).toMatch(/^2\d\d back/);
    const failed = told.where('users', 'timeout 30: timed out at app');
    expect(failed.length).toBeGreaterThanOrEqual(10);
    expect(failed.map((line) => Number.parseFloat(line)).filter((at) => at < 120 || at > 240)).toEqual([]);
    expectHealed(told, 900, nodes, links);
  },

  'traffic-spike': () => {
    const told = chain(400, fault('traffic-spike', 'users', 100, 100, { factor: 4 }));
    const begun = told.where('app', ' in').map((line) => Number.parseFloat(line) - 1);
    expect(begun.filter((at) => at <= 100)).toHaveLength(10);
    expect(begun.filter((at) => at > 100 && at <= 200)).toEqual(Array.from({ length: 40 }, (_, i) => 102.5 + 2.5 * i));
    expectHealed(told, 215);
    const lull = chain(400, fault('traffic-spike', 'users', 103, 100, { factor: 0 }));
    const quiet = lull.where('app', ' in').filter((line) => Number.parseFloat(line) > 104 && Number.parseFloat(line) <= 204);
    expect(quiet).toEqual([]);
    expect(lull.report.total.requests).toBeGreaterThanOrEqual(10 + 16);
  },

  'cache-flush': () => {
    const nodes = [users(), node('cache', 'cache', { mode: 'read-through', time: constant(0) }), service('back', 3)];
    const links = [link('users', 'cache'), link('cache', 'back')];
    const told = story(nodes, links, { ms: 300, timeline: [fault('cache-flush', 'cache', 55, 0)] });
    expect(told.where('back', ' in')).toEqual(['10 back in', '60 back in']);
    expect(waits(told).slice(0, 7)).toEqual([3, 0, 0, 0, 0, 3, 0]);
    expectHealed(told, 70, nodes, links);
  },
};

describe('the symptom of', () => {
  it.each(Object.entries(STORIES))('%s', (_, tell) => tell());
});

describe('every fault', () => {
  it('has its story here or beside', () => {
    const files = ['symptoms', 'machine-symptoms', 'network-symptoms', 'data-symptoms', 'wire-symptoms'];
    const told = files.flatMap((name) =>
      [...readFileSync(new URL(`./${name}.test.ts`, import.meta.url), 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: \(\) => \{$/gm)].map(
        ([, id]) => id,
      ),
    );
    expect(told.sort()).toEqual(FAULTS.map((one) => one.id).sort());
  });

  it('says in a few characters what it does, with its defaults', () => {
    for (const one of FAULTS) {
      const values = Object.fromEntries(Object.entries(one.params).map(([name, spec]) => [name, spec.default]));
      const badge = one.badge(values as Readonly<Record<string, never>>);
      expect(badge.length, one.id).toBeGreaterThan(2);
      expect(badge.length, one.id).toBeLessThanOrEqual(14);
      expect(badge).not.toMatch(/undefined|NaN|object/);
    }
  });

  it('turns knobs or strikes, and lasts only when it turns', () => {
    for (const one of FAULTS)
      expect([one.turn !== undefined, one.lasts > 0], one.id).toEqual([one.strikes === undefined, one.strikes === undefined]);
  });
});
