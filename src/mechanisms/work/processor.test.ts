// Cores that are shared: exact moments, and what contention, switching and pauses do to the work of others.
import { describe, expect, it } from 'vitest';
import type { Sim } from '../../engine/sim.ts';
import { change, constant, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';
import { uslThroughput } from '../../theory/usl.ts';
import { speedOf } from './processor.ts';

const users = node('users', 'client', { rate: 100, arrivals: 'even', keys: 1, sessions: 1 });
const run = (more: ParamBag, options: StoryOptions) =>
  story([users, node('app', 'service', { instances: 1, workers: 100, work: constant(15), ...more })], [link('users', 'app')], options);

describe('work that shares a core', () => {
  it('gets its part of it, and all of it when the others are done', () => {
    // Arrivals at 10, 20, 30, each of 15 ms. At 20 the first has 5 left, shared until 30. The second has 10 left
    // then, 5 at 40 by halves, 1⅔ at 50 by thirds, and is done after four times that.
    const told = run({ cores: 1 }, { ms: 66 });
    expect(told.log('users').slice(0, 2)).toEqual(['30 users ok 20', '56.666667 users ok 36.666667']);
    expect(told.report.nodes['app']?.figures['cpu']).toBeCloseTo(56 / 66, 9);
  });

  it('goes the same way however often its figures are looked at, and those count what is done up to then', () => {
    const work = { cores: 0.7, contention: 0.3, work: { type: 'exponential', mean: 9 } } as const;
    const out = new Float64Array(16);
    const seen: number[] = [];
    const look = (at: number) => ({
      at,
      act: ({ stations, now }: Sim) => {
        stations[1]!.figures?.(out, 0);
        seen.push(out[0]! * now);
      },
    });
    const plain = run(work, { ms: 500 });
    const looked = run(work, { ms: 500, acts: Array.from({ length: 90 }, (_, i) => look(11.3 + 5.3 * i)) });
    expect(looked.session.digest()).toBe(plain.session.digest());
    expect(looked.report.nodes['app']).toEqual(plain.report.nodes['app']);
    // Always somebody at work: with every look there is more, by what has passed.
    const grown = seen.slice(1).map((ns, i) => (ns - seen[i]!) / 5.3e6);
    expect(grown.every((cores) => cores >= 0 && cores <= 1.0001)).toBe(true);
    expect(seen.at(-1)).toBeGreaterThan(seen[0]! + 400e6);
  });

  it('is not slowed while there are cores for all', () => {
    expect(run({ cores: 2 }, { ms: 46 }).log('users')).toEqual(['25 users ok 15', '35 users ok 15', '45 users ok 15']);
  });

  it('goes on faster when a core is added during the run', () => {
    const told = run({ cores: 1 }, { ms: 36, timeline: [change('app', 'cores', 2, 25)] });
    // At 25 the first has 2.5 ms left and the second 12.5 ms.
    expect(told.log('users')).toEqual(['27.5 users ok 17.5']);
  });

  it('loses a part of each time slice to switching when there is more of it than cores', () => {
    const settings = { cores: 2, contention: 0, coherence: 0, switching: 1e6, slice: 3e6 };
    expect([1, 2, 3].map((n) => speedOf(settings, n))).toEqual([1, 2, 1.5]);
  });

  it('gets slower by contention and coherence as the universal scalability law says', () => {
    const settings = { cores: 64, contention: 0.05, coherence: 0.001, switching: 0, slice: 1 };
    for (const n of [1, 2, 8, 32, 64]) expect(speedOf(settings, n)).toBeCloseTo(uslThroughput(n, 1, 0.05, 0.001), 12);
    // More threads can get less done: the peak is at √((1 − σ)/κ) ≈ 31.
    expect(speedOf(settings, 64)).toBeLessThan(speedOf(settings, 31));
  });
});
