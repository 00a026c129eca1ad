/** Stories of browsers that keep what they got: what is asked, what is not, what is confirmed, and what is out of date. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { cls, constant, delayed, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const CLASSES = [cls('page', { bytesUp: 100, bytesDown: 100_000 }), cls('save', { write: true })];

/** Readers → app → db; an author writes key 0 at 1,000, 2,000 … ms. */
function run(readers: ParamBag, ms: number, timeline: readonly TimelineEntry[] = [], way: ParamBag = delayed(10)): Story {
  const nodes = [
    node('readers', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1, classes: ['page'], browserCache: true, ...readers }),
    node('author', 'client', { rate: 1, arrivals: 'even', keys: 1, classes: ['save'] }),
    node('app', 'service', { instances: 1, workers: 10_000, work: constant(0) }),
    node('db', 'sql-database', { replicas: 0, readTime: constant(0), writeTime: constant(0) }),
  ];
  return story(nodes, [link('readers', 'app', way), link('author', 'app'), link('app', 'db')], { ms, classes: CLASSES, timeline });
}

const figures = (told: Story) => told.report.nodes['readers']?.figures ?? {};

describe('a browser cache', () => {
  it('answers at once what it has, until its time to live is over', () => {
    const told = run({ browserTtl: 250 }, 650);
    expect(told.log('readers')).toEqual([
      '120 readers ok 20',
      '200 readers ok 0',
      '300 readers ok 0',
      // Kept at 120, to be used until 370.
      '420 readers ok 20',
      '500 readers ok 0',
      '600 readers ok 0',
    ]);
    expect(Number(figures(told)['fromBrowser'])).toBeCloseTo(4 / 6, 12);
    expect(told.report.nodes['app']?.arrivals).toBe(2);
  });

  it('belongs to a session: others ask for themselves', () => {
    const told = run({ sessions: 1_000_000, browserTtl: 60_000 }, 2000);
    expect(figures(told)['fromBrowser']).toBe(0);
  });

  it('of too few places drops what was not used for longest', () => {
    const share = (browserEntries: number) =>
      Number(figures(run({ keys: 50, skew: 0, rate: 200, browserTtl: 60_000, browserEntries }, 20_000))['fromBrowser']);
    // All keys alike: with room for half of them, half of the reads hit.
    expect(Math.abs(share(25) - 0.5)).toBeLessThan(0.03);
    expect(share(50)).toBeGreaterThan(0.95);
  });

  it('is out of date where somebody else wrote: such an answer is stale, and counted', () => {
    const told = run({ browserTtl: 60_000 }, 2950);
    // Kept at 120; the writes at 1,000 and 2,000 are not seen. The read of the very moment came before the write.
    expect(told.log('readers').filter((line) => line.endsWith('stale'))).toHaveLength(19);
    expect(told.report.consistency.staleReads).toBe(19);
    expect(told.report.consistency.versionsBehind.max).toBe(2);
  });

  it('asks whether what it has is still good: a short answer, unless it has changed', () => {
    // 100 kB take 100 ms over 1 MB/s, an answer that confirms 0.3 ms.
    const told = run({ browserTtl: 0, rate: 4 }, 1900, [], { bandwidth: 1_000_000 });
    const times = told.log('readers').map((line) => Math.round(Number(line.split(' ')[3])));
    // The read of 1,000 is on the wire when the write of that moment happens.
    expect(times).toEqual([100, 0, 0, 100, 0, 0, 0]);
    expect(Number(figures(told)['confirmed'])).toBeCloseTo(5 / 7, 12);
  });

  it('drops what its own session has changed', () => {
    const own = run({ classes: ['page', 'save'], browserTtl: 60_000, rate: 20 }, 10_000);
    const lines = own.log('readers');
    // After each answer to a write the next read goes to the server.
    const far = lines.filter((line) => line.endsWith(' ok 20')).length;
    expect(far).toBeGreaterThan(90);
    expect(own.report.consistency.staleReads).toBeLessThan(20);
  });

  it('keeps only the classes it is set to keep, and none that write', () => {
    expect(run({ browserClasses: ['save'], classes: ['page'] }, 650).report.nodes['app']?.arrivals).toBe(6);
  });

  it('that is off leaves the luck of everything else as it was', () => {
    const [off, on] = [run({ browserCache: false, keys: 50 }, 5000), run({ keys: 50, browserClasses: ['save'] }, 5000)];
    expect(on.log('app')).toEqual(off.log('app'));
  });
});
