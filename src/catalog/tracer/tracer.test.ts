// Stories of a tracer: which requests it follows, what that costs, and what it does not change.
import { describe, expect, it } from 'vitest';
import { change, constant, delayed, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import { tracesOf } from '../../run/traces.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** 100 requests a second at a service that works 5 ms, for so long, with a tracer linked to it. */
function followed(seconds: number, tracer: ParamBag, timeline: Parameters<typeof story>[2]['timeline'] = []): Story {
  return story(
    [
      node('users', 'client', { rate: 100, arrivals: 'even' }),
      node('app', 'service', { instances: 1, workers: 100, work: constant(5) }),
      node('trace', 'tracer', tracer),
    ],
    [link('users', 'app', delayed(0)), link('trace', 'app', delayed(0))],
    { ms: seconds * 1000, timeline },
  );
}

const figures = (told: Story) => told.report.nodes['trace']!.figures;

describe('a tracer', () => {
  it('follows its share of requests, by their number', () => {
    const told = followed(100, { sampling: 0.1, cost: 0 });
    // 9,999 requests at a tenth: within three standard deviations.
    expect(figures(told)['traces']).toBeGreaterThan(1000 - 90);
    expect(figures(told)['traces']).toBeLessThan(1000 + 90);
    const again = tracesOf(followed(100, { sampling: 0.1, cost: 0 }).session.compiled).map(({ id }) => id);
    expect(tracesOf(told.session.compiled).map(({ id }) => id)).toEqual(again);
  });

  it('makes the work of traced calls longer at instrumented parts, and no other', () => {
    const took = (told: Story) => [...new Set(told.where('users', '').map((line) => line.split(' ').at(-1)))].sort();
    expect(took(followed(5, { sampling: 0, cost: 2 }))).toEqual(['5']);
    expect(took(followed(5, { sampling: 1, cost: 2 }))).toEqual(['7']);
    expect(took(followed(5, { sampling: 0.3, cost: 2 }))).toEqual(['5', '7']);
  });

  it('tells how many spans are shipped and how large they are', () => {
    const told = followed(10, { sampling: 1, cost: 0, bytes: 400 });
    expect(figures(told)).toMatchObject({ spanRate: 99.9, spanBytes: 999 * 400 });
  });

  it('is asked for another share during a run', () => {
    const told = followed(20, { sampling: 0, cost: 0 }, [change('trace', 'sampling', 1, 10_000)]);
    const { traces } = figures(told);
    expect(traces).toBeGreaterThanOrEqual(998);
    expect(traces).toBeLessThanOrEqual(1000);
  });

  it('keeps the slowest and the failed ones however long a run is', () => {
    const told = followed(60, { sampling: 1, cost: 0 }, [
      change('app', 'work', constant(50), 5000),
      change('app', 'work', constant(5), 5005),
    ]);
    const kept = tracesOf(told.session.compiled);
    expect(kept.length).toBeLessThanOrEqual(300);
    const slowest = kept.reduce((a, b) => (b.tookMs > a.tookMs ? b : a));
    expect(slowest).toMatchObject({ atMs: 5000, tookMs: 50 });
  });
});
