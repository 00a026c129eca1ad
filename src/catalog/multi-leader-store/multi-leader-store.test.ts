/** Stories of the store with several leaders as a part of a system; those of its protocol stand beside it, in mechanisms/replicate. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { cls, constant, fault, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const classes = [cls('get'), cls('put', { write: true })];
const here = { delay: 'place', access: 'none' } as const;

/** Writers in Virginia, and readers and writers in Ireland, of one key; leaders in both. Each piece of work takes 1 ms. */
function told(more: ParamBag, timeline: readonly TimelineEntry[] = [], ms = 4000, keys = 1) {
  const users = (id: string, region: string, rate: number, kind: string) => ({
    ...node(id, 'client', { rate, arrivals: 'even', keys, skew: 0, classes: [kind] }),
    region,
  });
  const times = { readTime: constant(1), writeTime: constant(1), applyTime: constant(1), heartbeat: 100 };
  const nodes = [
    users('west', 'virginia', 10, 'put'),
    users('east', 'ireland', 9, 'put'),
    users('readers', 'ireland', 37, 'get'),
    node('db', 'multi-leader-store', { ...times, ...more }),
  ];
  const links = [link('west', 'db', here), link('east', 'db', here), link('readers', 'db', here)].map((one) => ({ ...one, params: here }));
  return story(nodes, links, { ms, classes, timeline });
}

const figures = (run: ReturnType<typeof told>) => run.report.nodes['db']?.figures ?? {};
const ok = (run: ReturnType<typeof told>, id: string) => run.where(id, '').filter((line) => / ok /.test(line)).length;

describe('leaders in two regions', () => {
  it('answer their own callers at once, and readers elsewhere see a write after the way', () => {
    const run = told({});
    expect(run.log('west')[0]).toBe('101.3 west ok 1.3');
    expect(run.log('east').every((line) => line.endsWith(' ok 1.3'))).toBe(true);
    // 33.5 ms there, and 1 ms to apply.
    expect(figures(run)['spreadMs']).toBeCloseTo(34.5, 6);
    expect(run.report.consistency.staleReads).toBeGreaterThan(10);
  });

  it('meet conflicts where both write the same key, and hardly any where keys are many', () => {
    const [one, many] = [told({}), told({}, [], 4000, 100_000)];
    expect(figures(one)['conflicts']).toBeGreaterThan(10);
    expect(one.report.consistency.conflicts).toBe(figures(one)['conflicts']);
    expect(figures(one)['overwritten']).toBe(figures(one)['conflicts']);
    expect(figures(many)['conflicts']).toBe(0);
  });

  it('lose nothing where conflicts are merged', () => {
    expect(figures(told({ resolution: 'merge' }))['overwritten']).toBe(0);
    expect(figures(told({ resolution: 'merge' }))['conflicts']).toBeGreaterThan(10);
  });

  it('keep conflicts for readers until somebody has decided', () => {
    const slow = figures(told({ resolution: 'hand', byHand: constant(60_000) }));
    expect(slow['forked']).toBeGreaterThan(5);
  });

  it('both go on through a cut, and have more to settle after it', () => {
    const cut = [fault('partition', 'region:ireland', 1000, 2000)];
    const [calm, parted] = [told({}), told({}, cut)];
    expect([ok(parted, 'west'), ok(parted, 'east')]).toEqual([ok(calm, 'west'), ok(calm, 'east')]);
    expect(figures(parted)['spreadMostMs']).toBeGreaterThan(2000);
    expect(figures(parted)['pending']).toBeLessThan(5);
  });

  it('send callers of a region that is lost to the other', () => {
    const run = told({}, [fault('region-loss', 'region:ireland', 1000, 20_000)], 4000);
    expect(run.log('east').at(-1)).toMatch(/ ok 68/);
    expect(figures(run)['suspected']).toBe(1);
  });

  it('hold back what they wrote while replication is paused', () => {
    const run = told({}, [fault('pause-replication', 'db', 1000, 20_000)], 3000);
    expect(figures(run)['pending']).toBeGreaterThan(30);
  });
});
