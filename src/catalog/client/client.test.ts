/** Stories of the client: when requests come, what they are about, and what closed users do. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, type Story, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** Users → app, without delay and with so much work. */
function run(client: ParamBag, options: StoryOptions, work = 1, userLink: ParamBag = {}): Story {
  const nodes = [
    node('users', 'client', { keys: 1, ...client }),
    node('app', 'service', { instances: 1, workers: 10_000, work: constant(work) }),
  ];
  return story(nodes, [link('users', 'app', userLink)], options);
}

const arrivals = (told: Story): number[] => told.where('app', ' in').map((line) => Number(line.split(' ')[0]));
const between = (times: readonly number[], from: number, to: number): number => times.filter((t) => t >= from && t < to).length;

describe('an open loop', () => {
  it('sends at its rate, whatever comes back', () => {
    const told = run({ rate: 100, arrivals: 'even' }, { ms: 45 }, 1000);
    expect(told.log()).toEqual(['10 app in', '20 app in', '30 app in', '40 app in']);
  });

  it('sees the time of the whole way there and back', () => {
    const told = run({ rate: 100, arrivals: 'even' }, { ms: 25 }, 3, delayed(4));
    expect(told.log()).toEqual(['14 app in', '17 app ok', '21 users ok 11', '24 app in']);
  });

  it('gives up after the timeout on its link, and asks again as often as the link says', () => {
    const told = run({ rate: 10, arrivals: 'even' }, { ms: 190 }, 50, { timeout: 20, retries: 1, backoff: 5, jitter: 'none' });
    expect(told.log()).toEqual(['100 app in', '125 app in', '145 users timeout 45: timed out at app', '150 app ok', '175 app ok']);
  });

  it('spaces requests exponentially: mean 1 and variation 1, within 3 σ', () => {
    const times = arrivals(run({ rate: 1000 }, { ms: 20_000 }));
    const gaps = times.slice(1).map((t, i) => t - times[i]!);
    const n = gaps.length;
    const mean = gaps.reduce((a, b) => a + b, 0) / n;
    const cv2 = gaps.reduce((a, b) => a + (b - mean) * (b - mean), 0) / n / (mean * mean);
    expect(Math.abs(mean - 1)).toBeLessThan(3 / Math.sqrt(n));
    // The squared coefficient of variation of n exponentials has deviation √(8/n).
    expect(Math.abs(cv2 - 1)).toBeLessThan(3 * Math.sqrt(8 / n));
  });

  it('in bursts keeps its mean and is far from Poisson', () => {
    const bursty = { rate: 500, arrivals: 'bursty', burstFactor: 8, burstLength: 20 };
    const times = arrivals(run(bursty, { ms: 100_000 }));
    expect(Math.abs(times.length / 50_000 - 1)).toBeLessThan(0.15);
    const counts = Array.from({ length: 5000 }, () => 0);
    for (const t of times) counts[Math.floor(t / 20)]!++;
    const mean = times.length / 5000;
    const spread = counts.reduce((a, c) => a + (c - mean) * (c - mean), 0) / 5000 / mean;
    // Poisson counts would have variance = mean.
    expect(spread).toBeGreaterThan(20);
  });
});

describe('the shape of the load', () => {
  const even = { rate: 10, peak: 100, arrivals: 'even', shapeStart: 1000, shapeLength: 1000 };

  it.each([
    ['step', [9, 100, 100, 100]],
    ['spike', [9, 100, 10, 10]],
  ])('%s jumps to the peak at its start', (shape, expected) => {
    const times = arrivals(run({ ...even, shape }, { ms: 4000 }));
    expect([0, 1000, 2000, 3000].map((t) => between(times, t, t + 1000))).toEqual(expected);
  });

  it('ramp rises to the peak and stays there', () => {
    const times = arrivals(run({ ...even, shape: 'ramp' }, { ms: 4000 }));
    const counts = [0, 1000, 2000, 3000].map((t) => between(times, t, t + 1000));
    expect([counts[0], counts[2], counts[3]]).toEqual([9, 100, 100]);
    // The mean of 10 and 100, looked at ten times on the way up.
    expect(Math.abs(counts[1]! - 55)).toBeLessThanOrEqual(5);
  });

  it('rises in time even from next to nothing', () => {
    const times = arrivals(run({ ...even, rate: 0.001, shape: 'ramp' }, { ms: 3000 }));
    expect(between(times, 1000, 2000)).toBeGreaterThan(40);
  });

  it('wave goes to the peak and back once in its length', () => {
    const wave = { rate: 100, peak: 900, shape: 'wave', shapeStart: 0, shapeLength: 10_000 };
    const times = arrivals(run(wave, { ms: 10_000 }));
    // 500 per second on average; a cosine's means over quarters are 500 ∓ 400 × 2/π.
    [0, 2500, 5000, 7500].forEach((from, i) => {
      const expected = 2.5 * (i === 1 || i === 2 ? 500 + 254.65 : 500 - 254.65);
      expect(Math.abs(between(times, from, from + 2500) - expected)).toBeLessThan(3 * Math.sqrt(expected));
    });
  });

  it('of Poisson arrivals follows the rate too', () => {
    const times = arrivals(run({ rate: 100, peak: 1000, shape: 'step', shapeStart: 5000 }, { ms: 10_000 }));
    expect(Math.abs(between(times, 0, 5000) - 500)).toBeLessThan(3 * Math.sqrt(500));
    expect(Math.abs(between(times, 5000, 10_000) - 5000)).toBeLessThan(3 * Math.sqrt(5000));
  });

  it('is scaled by a traffic spike, at once and only while that lasts', () => {
    const timeline = [fault('traffic-spike', 'users', 1000, 1000, { factor: 10 })];
    const times = arrivals(run({ rate: 10, arrivals: 'even' }, { ms: 3000, timeline }));
    expect([0, 1000, 2000].map((t) => between(times, t, t + 1000))).toEqual([9, 100, 10]);
  });

  it('takes a new rate at once: what is left of a wait is stretched', () => {
    const timeline = [change('users', 'rate', 100, 550)];
    const times = arrivals(run({ rate: 10, arrivals: 'even' }, { ms: 580, timeline }));
    // Half of the 100 ms to 600 ms was left at 550: half of the new 10 ms.
    expect(times).toEqual([100, 200, 300, 400, 500, 555, 565, 575]);
  });

  it('turns bursts off and on without starting them twice', () => {
    const bursty = { rate: 500, arrivals: 'bursty', burstFactor: 9, burstLength: 20 };
    const toggles = [100, 200, 300, 400].flatMap((at) => [
      change('users', 'arrivals', 'poisson', at),
      change('users', 'arrivals', 'bursty', at + 50),
    ]);
    const told = run(bursty, { ms: 200_000, timeline: toggles });
    // Several chains of bursts at once would spoil the share of time that is burst, and with it the mean rate.
    expect(Math.abs(arrivals(told).length / 100_000 - 1)).toBeLessThan(0.15);
  });
});

describe('a closed loop', () => {
  const closed = { loop: 'closed', users: 2, think: constant(10) };

  it('has each user think, ask, wait, and think again', () => {
    const told = run(closed, { ms: 50 }, 5);
    const twice = (line: string) => [line, line];
    expect(told.log()).toEqual([
      ...twice('10 app in'),
      '15 app ok',
      '15 users ok 5',
      '15 app ok',
      '15 users ok 5',
      ...twice('25 app in'),
      '30 app ok',
      '30 users ok 5',
      '30 app ok',
      '30 users ok 5',
      ...twice('40 app in'),
      '45 app ok',
      '45 users ok 5',
      '45 app ok',
      '45 users ok 5',
    ]);
  });

  it('slows down when answers do: that hides queueing', () => {
    const quick = run({ ...closed, think: constant(10) }, { ms: 10_000 }, 10);
    const slow = run({ ...closed, think: constant(10) }, { ms: 10_000 }, 90);
    // N / (think + response): 2 per 20 ms, 2 per 100 ms.
    expect([arrivals(quick).length, arrivals(slow).length]).toEqual([1000, 200]);
  });

  it('lets users join evenly', () => {
    const told = run({ ...closed, users: 4, rampUp: 40, think: constant(100) }, { ms: 150 });
    expect(arrivals(told)).toEqual([100, 110, 120, 130]);
  });

  it('lets surplus users leave after their answer, and those stay who are called back before they left', () => {
    const timeline = [change('users', 'users', 1, 1000), change('users', 'users', 10, 1030), change('users', 'users', 3, 3000)];
    const told = run({ loop: 'closed', users: 10, think: constant(50) }, { ms: 6000, timeline }, 50);
    const times = arrivals(told);
    // Ten users ask every 100 ms, and never more than ten.
    expect(between(times, 0, 1000)).toBe(100);
    expect(between(times, 1100, 3000)).toBe(190);
    expect(between(times, 3100, 6000)).toBe(87);
  });

  it('goes on after a failure', () => {
    const told = run(closed, { ms: 45, timeline: [fault('crash', 'app', 5, 10)] }, 5);
    expect(told.log('users')).toEqual([
      '10 users refused 0: down at app',
      '10 users refused 0: down at app',
      '25 users ok 5',
      '25 users ok 5',
      '40 users ok 5',
      '40 users ok 5',
    ]);
  });

  it('goes on after a request that had nowhere to go, even without thinking', () => {
    const nodes = [node('users', 'client', { loop: 'closed', users: 1, think: constant(0) }), node('app', 'service', {})];
    const told = story(nodes, [link('users', 'app', { classes: ['other'] })], {
      ms: 4,
      classes: [cls('get'), cls('other', { weight: 0 })],
    });
    expect(told.log('users')).toEqual([0, 1, 2, 3].map((ms) => `${ms} users unavailable 0: no route at users`));
  });
});

describe('what is sent', () => {
  const classes = [cls('read', { weight: 3 }), cls('write', { weight: 1, write: true }), cls('never', { weight: 0 })];

  it('is a class by weight, within 3 σ, over the links that take it', () => {
    const nodes = [
      node('users', 'client', { rate: 1000 }),
      node('a', 'service', { workers: 1000 }),
      node('b', 'service', { workers: 1000 }),
    ];
    const links = [link('users', 'a', { classes: ['read'] }), link('users', 'b', { classes: ['write'] })];
    const told = story(nodes, links, { ms: 20_000, classes });
    const reads = told.visits('a').length;
    const writes = told.visits('b').length;
    const n = reads + writes;
    expect(Math.abs(reads / n - 0.75)).toBeLessThan(3 * Math.sqrt((0.75 * 0.25) / n));
    expect(Object.keys(told.report.classes).map((id) => told.report.classes[id]?.requests === 0)).toEqual([false, false, true]);
  });

  it('is only the classes it is set to send', () => {
    const told = run({ rate: 100, arrivals: 'even', classes: ['write'] }, { ms: 1000, classes });
    expect([told.report.classes['read']?.requests, told.report.classes['write']?.requests]).toEqual([0, 99]);
  });

  it('goes over one of several links by their weights, within 3 σ', () => {
    const nodes = [
      node('users', 'client', { rate: 1000 }),
      node('a', 'service', { workers: 1000 }),
      node('b', 'service', { workers: 1000 }),
    ];
    const told = story(nodes, [link('users', 'a', { weight: 9 }), link('users', 'b', { weight: 1 })], { ms: 20_000 });
    const n = told.visits('a', 'b').length;
    expect(Math.abs(told.visits('b').length / n - 0.1)).toBeLessThan(3 * Math.sqrt(0.09 / n));
  });

  it('does not change the luck of another client', () => {
    const nodes = [
      node('users', 'client', { rate: 100 }),
      node('more', 'client', { rate: 70 }),
      node('a', 'service', {}),
      node('b', 'service', {}),
    ];
    const alone = story([nodes[0]!, nodes[2]!], [link('users', 'a')], { ms: 2000 });
    const beside = story(nodes, [link('users', 'a'), link('more', 'b')], { ms: 2000 });
    expect(beside.log('a', 'users')).toEqual(alone.log());
  });
});
