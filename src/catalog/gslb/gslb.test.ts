/** Stories of a global load balancer: which site each region is led to, when a site is busy, drained or gone. */
import { describe, expect, it } from 'vitest';
import { change, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const QUIET: ParamBag = { places: 'here', healthChecks: false, keep: 'none', trip: constant(0), levels: 1, ttl: 0, reportEvery: 100_000 };

/** Users in Germany and Japan; sites in Ireland and Singapore that take so long over a request. */
function world(params: ParamBag, work: number, options: StoryOptions, rate = 10) {
  const at = <T extends object>(one: T, region: string) => ({ ...one, region });
  const crowd = (id: string, region: string) => at(node(id, 'client', { rate, arrivals: 'even', sessions: 1 }), region);
  const site = (id: string, region: string) => at(node(id, 'service', { instances: 1, workers: 1000, work: constant(work) }), region);
  const nodes = [
    crowd('berlin', 'frankfurt'),
    crowd('osaka', 'tokyo'),
    at(node('name', 'gslb', { ...QUIET, ...params }), 'virginia'),
    site('eu', 'ireland'),
    site('asia', 'singapore'),
  ];
  const placed = { delay: 'placement' };
  const links = [
    link('berlin', 'name', delayed(1)),
    link('osaka', 'name', delayed(1)),
    link('name', 'eu', placed),
    link('name', 'asia', placed),
  ];
  return story(nodes, links, options);
}

describe('a global load balancer', () => {
  it('leads each region to its nearest site, straight from where the caller stands', () => {
    const told = world({}, 0, { ms: 350 });
    // Frankfurt–Ireland 10 ms, Tokyo–Singapore 37 ms and the last mile, there and back, after 2 ms at the resolver.
    expect(told.log('berlin')).toEqual(['136 berlin ok 36', '236 berlin ok 36', '336 berlin ok 36']);
    expect(told.log('osaka')).toEqual(['190 osaka ok 90', '290 osaka ok 90']);
  });

  it('leads on to the next nearest what a busy site has no room for', () => {
    const told = world({ capacity: 10, limit: 0.5, reportEvery: 1000 }, 400, { ms: 6000, seed: 3 }, 40);
    // About 16 requests are open at each site against room for 10: beyond the limit, so that about a third stay.
    const { spilled, busiest } = told.report.nodes['name']!.figures;
    expect(spilled).toBeGreaterThan(0.3);
    expect(busiest).toBeGreaterThan(1);
    const alone = world({ capacity: 1000, limit: 0.5, reportEvery: 1000 }, 400, { ms: 6000, seed: 3 }, 40);
    expect(alone.report.nodes['name']!.figures['spilled']).toBe(0);
  });

  it('hears of load only when the sites report it', () => {
    const told = world({ capacity: 1, limit: 0.01, reportEvery: 2000 }, 400, { ms: 2000 }, 20);
    expect(told.report.nodes['name']!.figures).toMatchObject({ spilled: 0, busiest: 0 });
  });

  it('makes no answer outdated by a weight that is set to what it is', () => {
    const told = world({ ttl: 250 }, 0, { ms: 680, timeline: [change('name-eu', 'weight', 1, 150)] });
    expect(told.report.nodes['name']!.figures['outdated']).toBe(0);
  });

  it('drains a site whose link has weight 0: who knows it leaves as the answer runs out', () => {
    const told = world({ ttl: 250 }, 0, { ms: 680, timeline: [change('name-eu', 'weight', 0, 150)] });
    // Berlin's answer of 101 lives until 351.
    expect(told.log('berlin').map((line) => line.split(' ')[3])).toEqual(['36', '36', '36', '106', '106']);
    expect(told.report.nodes['name']!.figures['outdated']).toBeGreaterThan(0);
  });

  it('leaves out a site that most of its probes cannot reach, wherever they stand', () => {
    const checks = { healthChecks: true, checkInterval: 100, checkTimeout: 500, checkFall: 1, checkRise: 1 };
    const options = { ms: 1700, timeline: [fault('crash', 'eu', 450, 10_000)] };
    const told = world({ ...checks, places: 'three' }, 0, options);
    const spans = told.log('berlin').map((line) => line.split(' ').slice(2).join(' '));
    expect(spans[0]).toBe('ok 36');
    expect(spans).toContain('refused 36: down at eu');
    expect(spans.at(-1)).toBe('ok 106');
  });

  it('takes no site out because one place of three is cut off from it', () => {
    const checks = { healthChecks: true, checkInterval: 100, checkTimeout: 500, checkFall: 1, checkRise: 1 };
    const cut = { ms: 2500, timeline: [fault('partition', '{name/1}|{eu}', 200, 10_000)] };
    expect(
      new Set(
        world({ ...checks, places: 'three' }, 0, cut)
          .log('berlin')
          .map((line) => line.split(' ')[3]),
      ),
    ).toEqual(new Set(['36']));
    expect(
      world({ ...checks, places: 'here' }, 0, cut)
        .log('berlin')
        .at(-1),
    ).toContain('ok 106');
  });
});
