/** Stories of an anycast address: where routes lead, what is lost until they have moved, and what breaks when they do. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const QUIET: ParamBag = { noticesSick: 20, noticesDead: 300, withdrawal: constant(50), announcement: constant(30) };

/** Users in Germany; sites in Ireland (near) and Virginia (far) that take so long over a request. */
function world(params: ParamBag, work: number, options: StoryOptions, access: ParamBag = { delay: 'placement' }, machines = 1) {
  const site = (id: string, region: string) => ({
    ...node(id, 'service', { instances: machines, workers: 1000, work: constant(work) }),
    region,
  });
  const nodes = [
    { ...node('users', 'client', { rate: 10, arrivals: 'even', sessions: 1 }), region: 'frankfurt' },
    { ...node('ip', 'anycast', { ...QUIET, ...params }), region: 'virginia' },
    site('near', 'ireland'),
    site('far', 'virginia'),
  ];
  const placed = { delay: 'placement' };
  return story(nodes, [link('users', 'ip', access), link('ip', 'far', placed), link('ip', 'near', placed)], options);
}

/** How each request of the users ended and how long it took. */
const ends = (told: ReturnType<typeof story>) => told.log('users').map((line) => line.split(' ').slice(2).join(' '));

describe('an anycast address', () => {
  it('leads every caller to the nearest site, with no look-up before', () => {
    // 10 ms by placement and 7 ms last mile, there and back.
    expect(ends(world({}, 0, { ms: 350 }))).toEqual(['ok 34', 'ok 34', 'ok 34']);
  });

  it('counts what the own link of its callers adds to the way', () => {
    expect(ends(world({}, 0, { ms: 250 }, delayed(4)))).toEqual(['ok 42', 'ok 42']);
  });

  it('goes on leading to a site that crashed until it is noticed and the news has spread', () => {
    const told = world({ withdrawal: constant(80) }, 0, { ms: 650, timeline: [fault('crash', 'near', 150, 10_000)] });
    // Lost at 150, noticed at 170, everybody knows at 250: what was sent at 200 is refused, what is sent at 300 goes far.
    expect(ends(told)).toEqual(['ok 34', 'refused 34: down at near', 'ok 103', 'ok 103', 'ok 103']);
    expect(told.report.nodes['ip']!.figures).toMatchObject({ sites: 1, moves: 1 });
    expect(told.report.nodes['ip']!.figures['unreached']).toBeGreaterThan(0);
  });

  it('needs the neighbours of a site that is dead, which takes longer', () => {
    const told = world(
      {},
      0,
      { ms: 1000, timeline: [fault('crash', 'near', 150, 10_000, { how: 'machine' })] },
      { delay: 'placement', timeout: 60 },
    );
    // Lost at 150, noticed at 450, everybody knows at 500. The way to the far site takes longer than the users wait.
    expect(told.where('far', ' in')).toHaveLength(4);
    const patient = world(
      {},
      0,
      { ms: 1000, timeline: [fault('crash', 'near', 150, 10_000, { how: 'machine' })] },
      { delay: 'placement', timeout: 200 },
    );
    expect(ends(patient).filter((end) => end.startsWith('timeout')).length).toBeLessThanOrEqual(4);
    expect(ends(patient).at(-1)).toBe('ok 103');
  });

  it('takes a site that hangs off the net by its own check, or never', () => {
    const options = { ms: 900, timeline: [fault('hang', 'near', 150, 10_000)] };
    expect(ends(world({}, 0, options, { delay: 'placement', timeout: 200 })).at(-1)).toBe('ok 103');
    expect(ends(world({ noticesSick: 0 }, 0, options, { delay: 'placement', timeout: 200 })).at(-1)).toBe('timeout 200: timed out at ip');
  });

  it('is left by a site whose machines end by themselves, as by a fault, and led back to when they have booted', () => {
    // The machine has memory for two requests. With the third, which arrives at 317, it dies and boots for 300 ms.
    const nodes = [
      { ...node('users', 'client', { rate: 10, arrivals: 'even', sessions: 1 }), region: 'frankfurt' },
      { ...node('ip', 'anycast', QUIET), region: 'virginia' },
      {
        ...node('near', 'service', { instances: 1, work: constant(0), heap: 25e6, base: 0, garbage: 0, leak: 10e6, boot: 300 }),
        region: 'ireland',
      },
      { ...node('far', 'service', { instances: 1, work: constant(0) }), region: 'virginia' },
    ];
    const placed = { delay: 'placement' };
    const told = story(nodes, [link('users', 'ip', placed), link('ip', 'far', placed), link('ip', 'near', placed)], { ms: 1000 });
    // Noticed at 337, known at 387. Back at 617, noticed at 637, known at 667, when the request of 600 to the far site breaks.
    expect(ends(told)).toEqual([
      'ok 34',
      'ok 34',
      'error 34: out of memory at near',
      'ok 103',
      'ok 103',
      'error 67: route moved at ip',
      'ok 34',
      'ok 34',
      'error 34: out of memory at near',
    ]);
  });

  it('breaks what is under way when routes move, there and back again', () => {
    const told = world({}, 60, { ms: 680, timeline: [change('ip-near', 'weight', 0, 110), change('ip-near', 'weight', 1, 360)] });
    // Withdrawn at 110, known at 160: the request of 100 to the near site breaks then. Announced at 360, known at 390: the request of 300 to the far site breaks then.
    expect(ends(told)).toEqual(['error 60: route moved at ip', 'ok 163', 'error 90: route moved at ip', 'ok 94', 'ok 94']);
    expect(told.report.nodes['ip']!.figures).toMatchObject({ sites: 2, moves: 2, broken: 2 });
    expect(told.session.compiled.sim.requests.used).toBeLessThan(3);
  });

  it('leads back when a site has returned and the news of it has spread', () => {
    const told = world({ withdrawal: constant(80) }, 0, { ms: 900, timeline: [fault('crash', 'near', 150, 290)] });
    // Back at 440, noticed at 460, known at 490, when the request of 400 to the far site breaks.
    expect(ends(told).map((end) => end.replace(/:.*/, ''))).toEqual([
      'ok 34',
      'refused 34',
      'ok 103',
      'error 90',
      'ok 34',
      'ok 34',
      'ok 34',
      'ok 34',
    ]);
  });

  it('sends a session to one machine of its site', () => {
    expect(new Set(world({}, 0, { ms: 800 }, { delay: 'placement' }, 3).visits('near')).size).toBe(1);
  });

  it('leads a class only to sites whose link takes it', () => {
    const nodes = [
      node('users', 'client', { rate: 10, arrivals: 'even', sessions: 1 }),
      node('ip', 'anycast', QUIET),
      node('web', 'service', { instances: 1, work: constant(0) }),
    ];
    const told = story(nodes, [link('users', 'ip'), link('ip', 'web', { classes: ['put'] })], {
      ms: 150,
      classes: [cls('get'), cls('put', { weight: 0 })],
    });
    expect(told.log('users')).toEqual(['100 users unavailable 0: no route at ip']);
  });

  it('feels loss and cuts of the own link of its callers', () => {
    const told = world({}, 0, { ms: 700, timeline: [fault('partition', 'users>ip', 90, 100)] });
    // Lost at 100, sent again at 300.
    expect(told.log('users')[0]).toBe('234 users ok 34');
    expect(told.log('users')).toContain('334 users ok 234');
  });
});
