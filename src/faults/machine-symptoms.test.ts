// Faults of machines and processes, each on a small design: the symptom that emerges, and that after it nothing is left of it.
import { describe, expect, it } from 'vitest';
import { CHAIN, chain, ends, LINKS, service, tails, users, waits } from '../laws/fault-chain.ts';
import { constant, delayed, fault, type Story, story } from '../laws/story.ts';
import { link, node } from '../proof/small-design.ts';

/** Asserts that from a moment on the story goes as if the fault had never been. */
function expectHealed(told: Story, from: number, nodes = CHAIN, links = LINKS): void {
  const { went, would } = tails(told, from, nodes, links);
  expect(went.length).toBeGreaterThan(20);
  expect(went).toEqual(would);
}

const STORIES: Readonly<Record<string, () => void>> = {
  'connection-refusal': () => {
    const told = chain(300, fault('connection-refusal', 'app', 38, 25));
    // The call of 30 is inside and is finished; those of 40, 50 and 60 are turned away.
    expect(told.log('users').slice(0, 6)).toEqual([
      '22 users ok 12',
      '32 users ok 12',
      '42 users refused 2: connection refused at app',
      '42 users ok 12',
      '52 users refused 2: connection refused at app',
      '62 users refused 2: connection refused at app',
    ]);
    expectHealed(told, 82);
  },

  'wrong-answers': () => {
    const told = chain(21_000, fault('wrong-answers', 'back', 0, 20_000, { share: 0.3 }));
    const { ok, requests, wrong } = told.report.total;
    // All is answered in time; app's answers are made of wrong ones.
    expect([ok, waits(told).every((ms) => ms === 12)]).toEqual([requests, true]);
    expect(Math.abs(wrong / 2000 - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 2000));
    expectHealed(told, 20_020);
    expect(chain(1000).report.total.wrong).toBe(0);
  },

  arbitrary: () => {
    const told = chain(21_000, fault('arbitrary', 'back', 0, 20_000, { share: 0.4, factor: 2 }));
    const { outcomes, wrong } = told.report.total;
    expect(Math.abs((outcomes['error'] ?? 0) / 2000 - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 2000));
    // Of what it answers, a fifth.
    expect(Math.abs(wrong / 1600 - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 1600));
    expect(waits(told)[0]).toBe(15);
    expectHealed(told, 20_020);
  },

  flapping: () => {
    const told = chain(700, fault('flapping', 'app', 95, 300, { down: 50, up: 50 }));
    // Down from 95 to 145, 195 to 245 and 295 to 345: whoever arrives then, and who is inside when it begins.
    const failed = told.log('users').filter((line) => !line.includes(' ok '));
    expect(failed.map((line) => Number.parseFloat(line))).toEqual([
      ...[96, 102, 112, 122, 132, 142],
      ...[196, 202, 212, 222, 232, 242],
      ...[296, 302, 312, 322, 332, 342],
    ]);
    expectHealed(told, 420);
  },

  'gc-pause': () => {
    const told = chain(700, fault('gc-pause', 'back', 100, 300, { every: 100, pause: 20 }));
    // Pauses from 100, 200 and 300 on, 20 ms each: what back has ready, or gets, in them goes out at their end.
    const slow = waits(told).flatMap((ms, i) => (ms === 12 ? [] : [[(i + 1) * 10, ms]]));
    expect(slow).toEqual([
      [90, 32],
      [100, 25],
      [110, 15],
      [190, 32],
      [200, 25],
      [210, 15],
      [290, 32],
      [300, 25],
      [310, 15],
    ]);
    expectHealed(told, 420);
  },

  'memory-leak': () => {
    const told = chain(1500, fault('memory-leak', 'app', 5, 900, { fills: 300, restart: 100 }));
    // It fills until 305, is killed, starts at 405, fills again until 705, and is down until 805.
    const failed = told
      .log('users')
      .filter((line) => !line.includes(' ok '))
      .map((line) => Number.parseFloat(line));
    expect([failed.filter((at) => at < 305 || (at > 420 && at < 705) || at > 820), failed.length > 15]).toEqual([[], true]);
    // Its work takes 5 ms at first, and 1 + 0.1 × 0.9 ÷ 0.1 times as long just before.
    const times = waits(told);
    expect([times[0], Math.max(...times)]).toEqual([12, 7 + 5 * 1.9]);
    expectHealed(told, 930);
  },

  'cpu-steal': () => {
    const told = chain(300, fault('cpu-steal', 'app', 33, 30, { share: 0.75 }));
    // Work begun at 41, 51 and 61 takes 5 ÷ (1 − 0.75).
    expect(waits(told).slice(0, 7)).toEqual([12, 12, 12, 27, 27, 27, 12]);
    expectHealed(told, 100);
  },

  'bad-deploy': () => {
    const nodes = [users(), service('app', 5, { instances: 4 })];
    const links = [link('users', 'app', delayed(1))];
    const told = story(nodes, links, { ms: 1500, timeline: [fault('bad-deploy', 'app', 95, 800, { every: 200, errors: 1, factor: 2 })] });
    const failedAt = (from: number) =>
      told.log('users').filter((line) => line.includes(' error ') && Math.floor((Number.parseFloat(line) - 97) / 200) === from).length;
    // One of four copies fails from 95 on, two from 295, three from 495, all from 695 to 895.
    expect([0, 1, 2, 3, 4].map(failedAt)).toEqual([5, 10, 15, 20, 0]);
    expectHealed(told, 920, nodes, links);
    const slow = story(nodes, links, { ms: 400, timeline: [fault('bad-deploy', 'app', 95, 300, { every: 1000, errors: 0, factor: 2 })] });
    expect(waits(slow).filter((ms) => ms === 12)).toHaveLength(7);
  },

  'rolling-restart': () => {
    const nodes = [users(), service('app', 5, { instances: 3 })];
    const links = [link('users', 'app', delayed(1))];
    const told = story(nodes, links, { ms: 1500, timeline: [fault('rolling-restart', 'app', 95, 1000, { down: 100, pause: 50 })] });
    const away = (copy: number) =>
      told
        .where('app', ` app/${copy} in`)
        .map((line) => Number.parseFloat(line))
        .reduce((gap, at, i, all) => Math.max(gap, at - (all[i - 1] ?? at)), 0);
    // Each is away once, for its 100 ms and what its turn takes; the others serve meanwhile.
    expect([1, 2, 3].map(away)).toEqual([150, 120, 120]);
    expect(ends(told).filter((end) => end !== 'ok').length).toBeGreaterThanOrEqual(9);
    expectHealed(told, 600, nodes, links);
  },

  'health-lie': () => {
    const checks = { checkInterval: 100, checkTimeout: 50, checkFall: 2, checkRise: 2 };
    const nodes = [users(), node('lb', 'load-balancer', { overhead: constant(0), ...checks }), service('app', 5, { instances: 2 })];
    const links = [link('users', 'lb'), link('lb', 'app', delayed(1))];
    const healthy = (ms: number, ...timeline: Parameters<typeof fault>[]) =>
      story(nodes, links, { ms, timeline: timeline.map((one) => fault(...one)) }).report.nodes['lb']?.figures['healthyTargets'];
    // Ill while it is well: out after two probes, back after two.
    const ill: Parameters<typeof fault> = ['health-lie', 'app/2', 1000, 1000, { says: 'ill' }];
    expect([999, 1300, 1999, 2300].map((ms) => healthy(ms, ill))).toEqual([2, 1, 1, 2]);
    // Well while it is down: it goes on getting its half, in vain.
    const down = [fault('crash', 'app/2', 1000, 1000), fault('health-lie', 'app/2', 900, 1500, { says: 'well' })];
    const told = story(nodes, links, { ms: 4000, timeline: down });
    expect(ends(told).filter((end) => end === 'refused').length).toBeGreaterThanOrEqual(49);
    expect(healthy(1900, ['crash', 'app/2', 1000, 1000])).toBe(1);
    expectHealed(told, 2600, nodes, links);
  },

  'region-loss': () => {
    const nodes = [users(), { ...service('app', 5), region: 'eu' }, { ...service('back', 3), region: 'us' }];
    const links = [link('users', 'app', { ...delayed(1), timeout: 40 }), link('app', 'back', delayed(1))];
    const dead = story(nodes, links, { ms: 3000, timeline: [fault('region-loss', 'region:us', 105, 100)] });
    expect(
      dead
        .where('back', ' ok')
        .map((line) => Number.parseFloat(line))
        .filter((at) => at > 105 && at < 205),
    ).toEqual([]);
    expectHealed(dead, 1200, nodes, links);
    // Cut off it goes on with what it has: the call that reached it at 107 is worked on, and its answer is sent again.
    const cut = story(nodes, links, { ms: 3000, timeline: [fault('region-loss', 'region:us', 108, 100, { how: 'network' })] });
    expect(
      cut
        .where('back', ' ok')
        .map((line) => Number.parseFloat(line))
        .filter((at) => at > 108 && at < 208),
    ).toEqual([110]);
    expectHealed(cut, 1200, nodes, links);
  },
};

describe('the symptom of', () => {
  it.each(Object.entries(STORIES))('%s', (_, tell) => tell());
});

describe('a fault of machines at a place', () => {
  const nodes = [
    users(),
    { ...service('app', 5, { instances: 2 }), zones: ['a', 'b'] },
    { ...service('back', 3), zones: ['a'], region: 'eu' },
  ];

  it('hits what stands there, and nothing else', () => {
    const told = story(nodes, LINKS, { ms: 2000, timeline: [fault('slow', 'zone:b', 105, 1000, { factor: 3 })] });
    // Calls take turns: every other one meets the copy in zone b, whose 5 ms are 15.
    expect(waits(told).slice(20, 30)).toEqual([12, 22, 12, 22, 12, 22, 12, 22, 12, 22]);
    expectHealed(told, 1200, nodes);
    const far = story(nodes, LINKS, { ms: 2000, timeline: [fault('slow', 'region:eu', 105, 1000, { factor: 3 })] });
    expect(waits(far).slice(20, 24)).toEqual([18, 18, 18, 18]);
    expectHealed(far, 1200, nodes);
  });
});
