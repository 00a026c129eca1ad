/** Stories of a batch job: when it runs, how fast, what it asks for and what others feel of it. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { KEY } from '../../engine/requests.ts';
import { change, constant, fault, type Story, story } from '../../laws/story.ts';
import { design, link, node } from '../../proof/small-design.ts';
import { Session } from '../../run/session.ts';
import type { ParamBag } from '../../std/parameter.ts';

function run(job: ParamBag, ms: number, work = 10, timeline: readonly TimelineEntry[] = []): Story {
  const nodes = [
    node('job', 'batch-job', { starts: 100, items: 3, concurrency: 1, ...job }),
    node('app', 'service', { instances: 1, workers: 100, work: constant(work) }),
  ];
  return story(nodes, [link('job', 'app')], { ms, timeline });
}

const figures = (told: Story) => told.report.nodes['job']?.figures;

describe('a run', () => {
  it('begins at its time and sends the next request when one is answered, until it is over', () => {
    const told = run({}, 1000);
    expect(told.log()).toEqual([
      '100 app in',
      '110 app ok',
      '110 job ok 10',
      '110 app in',
      '120 app ok',
      '120 job ok 10',
      '120 app in',
      '130 app ok',
      '130 job ok 10',
    ]);
    expect(figures(told)).toEqual({ answered: 1, lastRunMs: 30, runs: 1, skipped: 0, remaining: 0 });
  });

  it('has so many out at a time', () => {
    const told = run({ items: 5, concurrency: 2 }, 1000);
    expect(told.where('app', ' in')).toEqual(['100 app in', '100 app in', '110 app in', '110 app in', '120 app in']);
    expect(figures(told)?.['lastRunMs']).toBe(30);
  });

  it('goes on after failures and is over all the same', () => {
    const told = run({ items: 4 }, 1000, 10, [fault('crash', 'app', 105, 10_000)]);
    expect(told.log('job')).toEqual([
      '105 job error 5: crashed at app',
      '105 job refused 0: down at app',
      '105 job refused 0: down at app',
      '105 job refused 0: down at app',
    ]);
    expect(figures(told)).toMatchObject({ answered: 0, lastRunMs: 5, runs: 1 });
  });

  it('of ten thousand requests that are answered at once ends at the moment it began', () => {
    const told = run({ items: 10_000, concurrency: 7 }, 200, 0);
    expect(told.log('job').length).toBe(10_000);
    expect(figures(told)).toMatchObject({ runs: 1, lastRunMs: 0 });
  });

  it('takes a new concurrency at once', () => {
    const told = run({ items: 6 }, 1000, 10, [change('job', 'concurrency', 4, 105)]);
    expect(told.where('app', ' in')).toEqual(['100 app in', '105 app in', '105 app in', '105 app in', '110 app in', '115 app in']);
  });
});

describe('runs', () => {
  it('follow each other at their interval', () => {
    expect(run({ items: 1, again: 50 }, 260).where('app', ' in')).toEqual(['100 app in', '150 app in', '200 app in', '250 app in']);
  });

  it('that are due while another is under way are left out', () => {
    const told = run({ items: 6, again: 25 }, 261);
    // 100 to 160, so 125 and 150 are left out; 175 to 235, so 200 and 225; 250.
    expect(figures(told)).toMatchObject({ runs: 2, skipped: 4, lastRunMs: 60 });
  });
});

describe('what it asks for', () => {
  /** The keys that a run of 400 requests asks about. */
  function keysOf(job: ParamBag): number[] {
    const nodes = [
      node('job', 'batch-job', { starts: 0, items: 400, concurrency: 1, keys: 100, ...job }),
      node('app', 'service', { instances: 1, workers: 100, work: constant(1) }),
    ];
    const session = new Session(design(nodes, [link('job', 'app')], 1));
    const { sim } = session.compiled;
    const app = sim.stations[1]!;
    const arrive = app.arrive.bind(app);
    const seen: number[] = [];
    app.arrive = (row) => {
      seen.push(sim.requests.ints[row + KEY]!);
      arrive(row);
    };
    session.advance(session.end);
    return seen;
  }

  it('is everything in order, and then from the start again', () => {
    expect(keysOf({})).toEqual(Array.from({ length: 400 }, (_, i) => i % 100));
  });

  it('or what is popular, by the law of Zipf', () => {
    const keys = keysOf({ order: 'popular', skew: 1 });
    // The first of a hundred has a share of 1 / H(100) = 0.193.
    const share = keys.filter((key) => key === 0).length / 400;
    expect(Math.abs(share - 0.193)).toBeLessThan(3 * Math.sqrt((0.193 * 0.807) / 400));
  });
});
