/** Stories of a recorded trace that a client plays back. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { change, constant, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';
import type { Trace } from '../../std/trace.ts';

function run(trace: Trace, ms: number, more: ParamBag = {}, timeline: readonly TimelineEntry[] = []): Story {
  const nodes = [
    node('users', 'client', { keys: 1, loop: 'trace', trace, arrivals: 'even', ...more }),
    node('app', 'service', { instances: 1, workers: 10_000, work: constant(0) }),
  ];
  return story(nodes, [link('users', 'app')], { ms, timeline });
}

const arrivals = (told: Story): number[] => told.where('app', ' in').map((line) => Number(line.split(' ')[0]));
const perInterval = (times: readonly number[], every: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => times.filter((t) => t >= i * every && t < (i + 1) * every).length);

describe('a recorded trace', () => {
  it('of counts gives each interval its count, evenly spaced, and begins anew when it is over', () => {
    expect(arrivals(run({ every: 100, values: [2, 0, 1] }, 500))).toEqual([25, 75, 250, 325, 375]);
  });

  it('of counts at random gives each interval exactly its count, at moments that fill it', () => {
    const values = [30, 0, 5, 100];
    const times = arrivals(run({ every: 1000, values }, 40_000, { arrivals: 'poisson' }));
    expect(perInterval(times, 1000, 40)).toEqual(Array.from({ length: 40 }, (_, i) => values[i % 4]));
    // 1,350 uniform moments within their intervals: mean a half, deviation √(1/12n).
    const within = times.map((t) => (t % 1000) / 1000);
    expect(Math.abs(within.reduce((a, b) => a + b, 0) / times.length - 0.5)).toBeLessThan(3 / Math.sqrt(12 * times.length));
  });

  it('of moments sends each request at its own', () => {
    expect(arrivals(run({ every: 0, values: [5, 10, 0, 20] }, 60))).toEqual([5, 15, 15, 35, 40, 50, 50]);
  });

  it('sends nothing more when it is over and not repeated', () => {
    expect(arrivals(run({ every: 100, values: [2, 1] }, 1000, { traceRepeat: false }))).toEqual([25, 75, 150]);
  });

  it('sends every request so many times, and carries fractions over', () => {
    const every = 100;
    expect(perInterval(arrivals(run({ every, values: [1] }, 600, { traceScale: 0.5 })), every, 6)).toEqual([0, 1, 0, 1, 0, 1]);
    expect(perInterval(arrivals(run({ every, values: [2, 1] }, 400, { traceScale: 1.5 })), every, 4)).toEqual([3, 1, 3, 2]);
  });

  it('follows a traffic spike from the moment it begins to the moment it ends', () => {
    const spike = [fault('traffic-spike', 'users', 1500, 1000, { factor: 3 })];
    const counts = perInterval(arrivals(run({ every: 1000, values: [10] }, 4000, {}, spike)), 500, 8);
    expect(counts).toEqual([5, 5, 5, 15, 15, 5, 5, 5]);
  });

  it('takes a new scale at once, and comes back from a lull', () => {
    const timeline = [change('users', 'traceScale', 0, 1000), change('users', 'traceScale', 2, 2500)];
    expect(perInterval(arrivals(run({ every: 1000, values: [10] }, 4000, {}, timeline)), 1000, 4)).toEqual([10, 0, 10, 20]);
  });

  it('that is empty sends nothing', () => {
    expect(arrivals(run({ every: 100, values: [] }, 1000))).toEqual([]);
    expect(arrivals(run({ every: 0, values: [0, 0] }, 1000))).toEqual([0, 0]);
  });
});
