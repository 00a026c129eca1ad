import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** Everything about a name that takes no time or never happens by itself. */
const QUIET: ParamBag = { instances: 1, healthChecks: false, keep: 'none', trip: constant(20), levels: 1, resolvers: 1 };
const AT_ONCE = { work: constant(0), queueLimit: 1000, workers: 1000 };

/** A user who asks every so many ms (first after that long), a name, and places that answer after `work` ms. */
function named(places: readonly string[], params: ParamBag, every = 100, more: ParamBag = {}) {
  return {
    nodes: [
      node('users', 'client', { rate: 1000 / every, arrivals: 'even', sessions: 1, ...more }),
      node('name', 'dns', { ...QUIET, ...params }),
      ...places.map((id) => node(id, 'service', { instances: 1, ...AT_ONCE })),
    ],
    links: [link('users', 'name', delayed(5)), ...places.map((id) => link('name', id, delayed(10)))],
  };
}

describe('a name', () => {
  it('is looked up once, and then known to its resolver until its time to live ends', () => {
    const { nodes, links } = named(['web'], { ttl: 250 });
    const told = story(nodes, links, { ms: 680 });
    // 100: to the resolver 5, look-up 20, back 5, then 10 there and 10 back. The answer lives from 125 to 375.
    expect(told.log('users')).toEqual([
      '150 users ok 50',
      '230 users ok 30',
      '330 users ok 30',
      '450 users ok 50',
      '530 users ok 30',
      '630 users ok 30',
    ]);
    expect(told.report.nodes['name']?.figures).toMatchObject({ hitRatio: 4 / 6, unresolved: 0 });
    expect(told.report.nodes['name']?.figures['resolving']).toBeCloseTo((2 * 30 + 4 * 10) / 6, 9);
    expect(told.report.nodes['name']?.figures['resolutions']).toBeCloseTo(2 / 0.68, 9);
  });

  it('asks from above when nothing is known, once for all its records', () => {
    const { nodes, links } = named(['web'], { ttl: 0, levels: 3, aliases: 1 });
    const told = story(nodes, links, { ms: 320 });
    // The first look-up: two referrals, one alias, the domain's server; the second knows the servers.
    expect(told.log('users')).toEqual(['210 users ok 110', '270 users ok 70']);
  });

  it('asks its servers anew when their NS records have run out', () => {
    const { nodes, links } = named(['web'], { ttl: 0, levels: 2, delegationTtl: 150 });
    const told = story(nodes, links, { ms: 460 });
    expect(told.log('users')).toEqual(['170 users ok 70', '250 users ok 50', '370 users ok 70', '450 users ok 50']);
  });

  it('is fetched once for all who ask meanwhile', () => {
    const { nodes, links } = named(['web'], { ttl: 1000, trip: constant(200) }, 50);
    const told = story(nodes, links, { ms: 300 });
    expect(told.log('users')).toEqual(['280 users ok 230', '280 users ok 180', '280 users ok 130', '280 users ok 80', '280 users ok 30']);
    expect(told.report.nodes['name']?.figures['resolutions']).toBeCloseTo(1 / 0.3, 9);
  });

  it("is kept in the caller's own cache, which then asks nobody", () => {
    const { nodes, links } = named(['web'], { ttl: 1000, keep: 'capped', keepFor: 180 });
    const told = story(nodes, links, { ms: 480 });
    // Told at 130; kept until 310. At 400 the resolver still knows.
    expect(told.log('users')).toEqual(['150 users ok 50', '220 users ok 20', '320 users ok 20', '430 users ok 30']);
    expect(told.report.nodes['name']?.figures).toMatchObject({ cacheHits: 2 / 4, hitRatio: 1 / 2 });
  });

  it('leads calls from where their caller stands, not past the name', () => {
    const nodes = [
      { ...node('users', 'client', { rate: 10, arrivals: 'even', sessions: 1 }), region: 'tokyo' },
      { ...node('name', 'dns', { ...QUIET, trip: constant(0) }), region: 'virginia' },
      { ...node('web', 'service', { instances: 1, ...AT_ONCE }), region: 'singapore' },
    ];
    const placed = { delay: 'placement' };
    const told = story(nodes, [link('users', 'name', placed), link('name', 'web', placed)], { ms: 350 });
    // Resolver: last mile 7 ms and 0.15 ms each way. Tokyo to Singapore: 37 ms and the last mile each way.
    expect(told.log('users')).toEqual(['202.3 users ok 102.3', '302.3 users ok 102.3']);
  });

  it('leads a service without a last mile, from its own resolver', () => {
    const nodes = [
      node('users', 'client', { rate: 10, arrivals: 'even', sessions: 1 }),
      node('web', 'service', { instances: 1, ...AT_ONCE }),
      node('name', 'dns', { ...QUIET, trip: constant(0) }),
      node('api', 'service', { instances: 1, ...AT_ONCE }),
    ];
    const placed = { delay: 'placement' };
    const told = story(nodes, [link('users', 'web', delayed(1)), link('web', 'name', placed), link('name', 'api', placed)], { ms: 150 });
    expect(told.log('users')).toEqual(['102.6 users ok 2.6']);
  });

  it('that no record fits is not resolved, which is remembered', () => {
    const { nodes, links } = named(['web'], { negativeTtl: 250, ttl: 1000 });
    const off = links.map((one) => (one.to === 'web' ? { ...one, params: { ...one.params, weight: 0 } } : one));
    const told = story(nodes, off, { ms: 480, timeline: [change('name-web', 'weight', 1, 150)] });
    // Asked at 100, the negative answer lives from 125 to 375, though there is a record from 150 on.
    expect(told.log('users')).toEqual([
      '130 users unavailable 30: name not resolved at name',
      '210 users unavailable 10: name not resolved at name',
      '310 users unavailable 10: name not resolved at name',
      '450 users ok 50',
    ]);
  });

  it('has a record of its own for a class whose link says so', () => {
    const { nodes, links } = named(['web', 'mail'], {}, 100, { classes: ['get', 'send'] });
    const only = links.map((one) =>
      one.to === 'mail'
        ? { ...one, params: { ...one.params, classes: ['send'] } }
        : one.to === 'web'
          ? { ...one, params: { ...one.params, classes: ['get'] } }
          : one,
    );
    const told = story(nodes, only, { ms: 2000, classes: [cls('get'), cls('send')] });
    expect(told.where('mail', 'in').length).toBeGreaterThan(0);
    expect(told.report.nodes['name']?.figures['resolutions']).toBe(1);
  });

  it('asks again when a question is lost, and gives up after so many', () => {
    const { nodes, links } = named(['web'], { queryTimeout: 50, queryAttempts: 2 }, 200);
    const told = story(nodes, links, {
      ms: 490,
      timeline: [fault('partition', 'users>name', 150, 80), fault('partition', 'users>name', 390, 100)],
    });
    expect(told.log('users')).toEqual(['300 users ok 100']);
    const later = story(nodes, links, { ms: 560, timeline: [fault('partition', 'users>name', 390, 200)] });
    expect(later.log('users')).toEqual(['250 users ok 50', '500 users unavailable 100: name not resolved at name']);
  });
});

describe('servers of a name', () => {
  it('are needed only by those whose answer has run out', () => {
    const { nodes, links } = named(['web'], { ttl: 250, serverTimeout: 30, serverTries: 2, failureTtl: 0 });
    const told = story(nodes, links, { ms: 560, timeline: [fault('crash', 'name', 160, 300, { how: 'machine' })] });
    expect(told.log('users')).toEqual([
      '150 users ok 50',
      '230 users ok 30',
      '330 users ok 30',
      '470 users unavailable 70: name not resolved at name',
      '550 users ok 50',
    ]);
  });

  it('that crash take no call with them', () => {
    const { nodes, links } = named(['web'], { ttl: 1000 });
    const slow = nodes.map((one) => (one.id === 'web' ? node('web', 'service', { instances: 1, ...AT_ONCE, work: constant(100) }) : one));
    const told = story(slow, links, { ms: 290, timeline: [fault('crash', 'name', 160, 20)] });
    expect(told.log('users')).toEqual(['250 users ok 150']);
  });

  it('that hang are given up for another', () => {
    const { nodes, links } = named(['web'], { instances: 2, ttl: 0, serverTimeout: 30, serverTries: 4 });
    const told = story(nodes, links, { ms: 390, timeline: [fault('hang', 'name/2', 0, 400)] });
    // Each look-up begins with another server.
    expect(told.log('users')).toEqual(['180 users ok 80', '250 users ok 50', '380 users ok 80']);
  });

  it('whose failure is remembered are not asked again at once', () => {
    const { nodes, links } = named(['web'], { serverTries: 1, failureTtl: 150, ttl: 1000 });
    const told = story(nodes, links, { ms: 360, timeline: [fault('error-rate', 'name', 0, 110, { share: 1 })] });
    expect(told.log('users')).toEqual([
      '130 users unavailable 30: name not resolved at name',
      '210 users unavailable 10: name not resolved at name',
      '350 users ok 50',
    ]);
  });

  it('that are all gone may leave an old answer to do', () => {
    const { nodes, links } = named(['web'], { ttl: 100, staleFor: 60_000, serverTimeout: 30, serverTries: 1 });
    const told = story(nodes, links, { ms: 460, timeline: [fault('crash', 'name', 160, 1000, { how: 'machine' })] });
    expect(told.log('users')).toEqual(['150 users ok 50', '230 users ok 30', '360 users ok 60', '430 users ok 30']);
    expect(told.report.nodes['name']?.figures['oldAnswers']).toBe(1);
  });
});

describe('a change of records', () => {
  const move = [change('name-old', 'weight', 0, 160), change('name-new', 'weight', 1, 160)];
  const moved = (params: ParamBag) => {
    const { nodes, links } = named(['old', 'new'], { ttl: 300, ...params });
    const first = links.map((one) => (one.to === 'new' ? { ...one, params: { ...one.params, weight: 0 } } : one));
    return story(nodes, first, { ms: 700, timeline: move });
  };

  it('is seen when old answers have run out', () => {
    const told = moved({});
    expect(told.visits('old', 'new')).toEqual(['old', 'old', 'old', 'old', 'new', 'new']);
    expect(told.report.nodes['name']?.figures['outdated']).toBe(3 / 6);
  });

  it('is seen later behind a resolver that keeps answers longer', () => {
    const told = moved({ extendShare: 1, extendTo: 450 });
    expect(told.visits('old', 'new')).toEqual(['old', 'old', 'old', 'old', 'old', 'new']);
  });

  it('is seen later by callers who keep answers for a fixed time', () => {
    const told = moved({ keep: 'fixed', keepFor: 10_000 });
    expect(told.visits('old', 'new')).toEqual(['old', 'old', 'old', 'old', 'old', 'old']);
  });
});

describe('answers', () => {
  it('by round robin begin with another address each time, so that sessions behind one resolver spread out', () => {
    const { nodes, links } = named(['a', 'b', 'c'], { ttl: 10_000 });
    expect(story(nodes, links, { ms: 650 }).visits('a', 'b', 'c')).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('of one address send everybody behind a resolver to the same place until it has run out', () => {
    const { nodes, links } = named(['a', 'b'], { ttl: 250, addresses: 1 });
    expect(story(nodes, links, { ms: 680 }).visits('a', 'b')).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
  });

  it('by weight are drawn anew at each look-up', () => {
    const { nodes, links } = named(['a', 'b'], { ttl: 0, policy: 'weighted', trip: constant(0) }, 10);
    const weighed = links.map((one) => (one.to === 'b' ? { ...one, params: { ...one.params, weight: 3 } } : one));
    const visits = story(nodes, weighed, { ms: 40_000 }).visits('a', 'b');
    const share = visits.filter((one) => one === 'b').length / visits.length;
    // Four standard errors of 4,000 draws at 3/4.
    expect(Math.abs(share - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / visits.length));
  });

  const inRegions = (policy: string, healthChecks = false) => {
    const place = (id: string, region: string) => ({ ...node(id, 'service', { instances: 1, ...AT_ONCE }), region });
    const crowd = (id: string, region: string) => ({ ...node(id, 'client', { rate: 10, arrivals: 'even', sessions: 1 }), region });
    const placed = { delay: 'placement' };
    return {
      nodes: [
        crowd('berlin', 'frankfurt'),
        crowd('osaka', 'tokyo'),
        node('name', 'dns', { ...QUIET, ttl: 0, policy, healthChecks, checkInterval: 100, checkTimeout: 400, checkFall: 1, checkRise: 1 }),
        place('us', 'virginia'),
        place('eu', 'ireland'),
        place('asia', 'tokyo'),
      ],
      links: [
        link('berlin', 'name', delayed(1)),
        link('osaka', 'name', delayed(1)),
        link('name', 'us', placed),
        link('name', 'eu', placed),
        link('name', 'asia', placed),
      ],
    };
  };

  it('by latency are the addresses nearest to the caller', () => {
    const { nodes, links } = inRegions('latency');
    const told = story(nodes, links, { ms: 600 });
    expect(told.where('us', 'in')).toEqual([]);
    expect(told.where('eu', 'in')).toHaveLength(told.where('asia', 'in').length);
    expect(told.where('eu', 'in').length).toBeGreaterThan(2);
  });

  it("by geolocation are those of the caller's region, else those of the first link", () => {
    const { nodes, links } = inRegions('geolocation');
    const told = story(nodes, links, { ms: 600 });
    expect(told.where('eu', 'in')).toEqual([]);
    expect(told.where('us', 'in').length).toBeGreaterThan(2);
    expect(told.where('asia', 'in').length).toBeGreaterThan(2);
  });

  it('by failover are those of the first link that has a healthy one', () => {
    const { nodes, links } = named(['main', 'spare'], {
      ttl: 0,
      policy: 'failover',
      healthChecks: true,
      checkInterval: 50,
      checkTimeout: 40,
      checkFall: 2,
      checkRise: 2,
    });
    const told = story(nodes, links, { ms: 1150, timeline: [fault('crash', 'main', 310, 400)] });
    expect(told.visits('main', 'spare')).toEqual(['main', 'main', 'spare', 'spare', 'spare', 'spare', 'main', 'main', 'main', 'main']);
  });

  it('are all addresses when none looks healthy', () => {
    const { nodes, links } = named(['a', 'b'], { ttl: 0, healthChecks: true, checkInterval: 50, checkTimeout: 20, checkFall: 1 });
    const told = story(nodes, links, { ms: 700, timeline: [fault('hang', 'a', 0, 300), fault('hang', 'b', 0, 300)] });
    expect(told.visits('a', 'b').length).toBeGreaterThan(3);
  });

  it('let a caller try the next address when one refuses, and stay with it', () => {
    const { nodes, links } = named(['a', 'b'], { ttl: 10_000, keep: 'ttl', nextAddress: true });
    const told = story(nodes, links, { ms: 380, timeline: [fault('crash', 'a', 0, 1000)] });
    expect(told.log('users')).toEqual(['170 users ok 70', '220 users ok 20', '320 users ok 20']);
  });
});

describe('a call by name', () => {
  it('whose caller gives up goes on at its address and is forgotten', () => {
    const { nodes, links } = named(['web'], { ttl: 10_000 });
    const slow = nodes.map((one) => (one.id === 'web' ? node('web', 'service', { instances: 1, ...AT_ONCE, work: constant(100) }) : one));
    const hasty = links.map((one) => (one.to === 'name' ? { ...one, params: { ...one.params, timeout: 60 } } : one));
    const told = story(slow, hasty, { ms: 290 });
    expect(told.log()).toEqual([
      '140 web in',
      '160 users timeout 60: timed out at name',
      '220 web in',
      '240 web ok',
      '260 users timeout 60: timed out at name',
    ]);
    const end = story(slow, hasty, { ms: 5000 });
    expect(end.session.compiled.sim.requests.used).toBeLessThan(4);
  });

  it('of a service that crashes is let go of by all', () => {
    const nodes = [
      node('users', 'client', { rate: 10, arrivals: 'even', sessions: 1 }),
      node('web', 'service', { instances: 1, ...AT_ONCE }),
      node('outer', 'dns', { ...QUIET }),
      node('inner', 'dns', { ...QUIET }),
      node('api', 'service', { instances: 1, ...AT_ONCE, work: constant(500) }),
    ];
    const links = [link('users', 'web'), link('web', 'outer'), link('outer', 'inner'), link('inner', 'api')];
    const told = story(nodes, links, {
      ms: 2000,
      timeline: [fault('crash', 'web', 350, 10_000), fault('traffic-spike', 'users', 500, 5000, { factor: 0 })],
    });
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });
});
