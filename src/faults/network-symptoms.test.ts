// Faults of the network, each on a small design: the symptom that emerges, and that after it nothing is left of it.
import { describe, expect, it } from 'vitest';
import type { ClassDoc, NodeDoc, TimelineEntry } from '../design/document.ts';
import { CHAIN, chain, ends, LINKS, service, tails, users, waits } from '../laws/fault-chain.ts';
import { cls, constant, delayed, fault, type Story, story } from '../laws/story.ts';
import { link, node } from '../proof/small-design.ts';
import type { ParamBag } from '../std/parameter.ts';

/** Asserts that from a moment on the story goes as if the fault had never been. */
function expectHealed(told: Story, from: number, nodes = CHAIN, links = LINKS): void {
  const { went, would } = tails(told, from, nodes, links);
  expect(went.length).toBeGreaterThan(20);
  expect(went).toEqual(would);
}

const STORIES: Readonly<Record<string, () => void>> = {
  jitter: () => {
    const told = chain(20_000, fault('jitter', 'app>back', 0, 15_000, { mean: 5 }));
    const times = waits(told).slice(0, 1490);
    const mean = times.reduce((sum, ms) => sum + ms - 12, 0) / times.length;
    // Two messages with 5 ms more on average each, spread as the sum of two exponentials.
    expect(Math.abs(mean - 10)).toBeLessThan((4 * Math.sqrt(50)) / Math.sqrt(times.length));
    expect(Math.max(...times) > 40 && Math.min(...times) < 14).toBe(true);
    expectHealed(told, 15_200);
  },

  'bandwidth-cap': () => {
    const heavy: readonly ClassDoc[] = [cls('get', { bytesUp: 1000, bytesDown: 0 })];
    const run = (ms: number, rate: number) =>
      story(CHAIN, LINKS, { ms, classes: heavy, timeline: [fault('bandwidth-cap', 'users>app', 95, 100, { rate })] });
    // 100 kB/s offered. At 200 kB/s each message takes 5 ms more; at 50 kB/s each waits for those before it, 10 ms more each time.
    expect(waits(run(400, 200_000)).slice(8, 20)).toEqual([12, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 12]);
    // The cap heals while the last of them is on the wire.
    expect(waits(run(600, 50_000)).slice(8, 14)).toEqual([12, 32, 42, 52, 62, 67]);
    const told = run(800, 50_000);
    const would = story(CHAIN, LINKS, { ms: 800, classes: heavy });
    const later = (one: Story) => one.log().filter((line) => Number.parseFloat(line) >= 400);
    expect(later(told)).toEqual(later(would));
  },

  'one-way-partition': () => {
    const back = chain(2000, fault('one-way-partition', 'app>back', 33, 100, { lost: 'back' }));
    // Requests get through and are worked on; answers of 41 … are lost, and sent again 200 ms later.
    expect(back.where('back', ' ok').slice(0, 5)).toEqual(['20 back ok', '30 back ok', '40 back ok', '50 back ok', '60 back ok']);
    expect(waits(back).slice(0, 13)).toEqual([12, 12, ...Array.from({ length: 10 }, () => 212), 12]);
    expectHealed(back, 400);
    const there = chain(2000, fault('one-way-partition', '{app}|{back}', 33, 100, { lost: 'there' }));
    expect(there.where('back', ' in').filter((line) => Number.parseFloat(line) > 40 && Number.parseFloat(line) < 133)).toEqual([]);
    expect(waits(there).filter((ms) => ms === 212)).toHaveLength(10);
    expectHealed(there, 400);
    // The other way round: app hears back, and back does not hear app.
    const swapped = chain(2000, fault('one-way-partition', '{back}|{app}', 33, 100, { lost: 'back' }));
    expect(swapped.log()).toEqual(there.log());
  },

  'link-flap': () => {
    const told = chain(3000, fault('link-flap', 'app>back', 33, 400, { cut: 50, whole: 150 }));
    // Cut from 33 and from 233 on, 50 ms each: what is lost in the first gap is sent again into the second, and once more 400 ms later.
    const times = waits(told).slice(0, 30);
    expect(new Set(times)).toEqual(new Set([12, 212, 612]));
    expect(times.filter((ms) => ms === 612).length).toBeGreaterThan(2);
    expectHealed(told, 1200);
  },

  'pool-leak': () => {
    const nodes = [users(), service('app', 0), service('back', 30)];
    const links = [link('users', 'app', delayed(1)), link('app', 'back', { ...delayed(1), pool: 5, poolWait: 50 })];
    const told = story(nodes, links, { ms: 3000, timeline: [fault('pool-leak', 'app>back', 505, 1000, { every: 100 })] });
    // Four are needed: 5 − 2 are a little too few from 605 on, and the wait grows; from 905 on nobody gets one, until all are back at 1505.
    const first = told.log('users').find((line) => line.includes('pool full'));
    expect(first).toMatch(/^8\d\d users error 52: pool full at app/);
    expect(
      told
        .where('back', ' in')
        .map((line) => Number.parseFloat(line))
        .filter((at) => at > 950 && at < 1505),
    ).toEqual([]);
    expect(ends(told).filter((end) => end === 'ok').length).toBeGreaterThan(200);
    expectHealed(told, 1700, nodes, links);
  },
};

describe('the symptom of', () => {
  it.each(Object.entries(STORIES))('%s', (_, tell) => tell());
});

describe('in one direction only', () => {
  /** When calls reach back at first, and how long users wait at most. */
  const seen = (told: Story) => ({ arrives: Number.parseFloat(told.where('back', ' in')[0] ?? ''), waits: Math.max(...waits(told)) });
  const CALM = { arrives: 17, waits: 12 };
  const TURNS: readonly (readonly [string, string, Record<string, number>])[] = [
    ['latency', 'app>back', { added: 7 }],
    ['bandwidth-cap', 'app>back', { rate: 1_000_000 / 7 }],
    ['reorder', 'app>back', { share: 1, by: 7 }],
    ['packet-loss', 'app>back', { share: 0.99 }],
    ['jitter', 'app>back', { mean: 7 }],
  ];
  const kilobyte: readonly ClassDoc[] = [cls('get', { bytesUp: 1000, bytesDown: 1000 })];
  const turned = (id: string, target: string, params: Record<string, number>, way?: string) =>
    seen(story(CHAIN, LINKS, { ms: 900, classes: kilobyte, timeline: [fault(id, target, 0, 60, { ...params, ...(way && { way }) })] }));

  it.each(TURNS)('requests, or answers, or both feel %s', (id, target, params) => {
    const [there, back, both] = [turned(id, target, params, 'there'), turned(id, target, params, 'back'), turned(id, target, params)];
    expect(there.arrives).toBeGreaterThan(CALM.arrives);
    expect(there.waits).toBeGreaterThan(CALM.waits);
    expect(back.arrives).toBe(CALM.arrives);
    expect(back.waits).toBeGreaterThan(CALM.waits);
    expect(both.arrives).toBe(there.arrives);
    expect(both.waits).toBeGreaterThan(Math.max(there.waits, back.waits) - 1e-9);
  });

  it('a cap leaves what goes the other way alone, also as it begins and heals with messages on the wire', () => {
    const arrivals = (...timeline: TimelineEntry[]) => story(CHAIN, LINKS, { ms: 400, classes: kilobyte, timeline }).where('back', ' in');
    const capped = fault('bandwidth-cap', 'app>back', 33, 33.5, { rate: 20_000, way: 'back' });
    expect(arrivals(capped, { ...capped, id: 'again', at: 156.5 })).toEqual(arrivals());
  });

  it('at a part is what it sends, or what reaches it', () => {
    const params = { added: 7 };
    // What app sends: its requests to back, and its answers to users.
    expect(turned('latency', 'app', params, 'there')).toEqual({ arrives: CALM.arrives + 7, waits: CALM.waits + 14 });
    expect(turned('latency', 'back', params, 'there')).toEqual({ arrives: CALM.arrives, waits: CALM.waits + 7 });
    expect(turned('latency', 'back', params, 'back')).toEqual({ arrives: CALM.arrives + 7, waits: CALM.waits + 7 });
  });
});

describe('between two places alone', () => {
  const near = (one: NodeDoc, ...zones: string[]): NodeDoc => ({ ...one, zones });
  /** Callers in zone a, and one copy of what they call in each of three zones, in turn. */
  const CALLED = [near(users(), 'a'), near(service('app', 5, { instances: 3 }), 'a', 'b', 'c')];
  const inTurn = (more: ParamBag = {}) => [link('users', 'app', { ...delayed(1), balance: 'round-robin', ...more })];
  const AB = '{zone:a}|{zone:b}';

  /** What three requests wait under a fault: of a service, those to the copies in a, in b and in c. After it nothing is left of it. */
  function felt(
    happens: TimelineEntry | undefined,
    links = inTurn(),
    nodes = CALLED,
    classes: readonly ClassDoc[] = [cls('get')],
  ): number[] {
    const told = story(nodes, links, { ms: 600, classes, timeline: happens === undefined ? [] : [happens] });
    const calm = story(nodes, links, { ms: 600, classes });
    const later = (one: Story) => one.log().filter((line) => Number.parseFloat(line) >= 450);
    expect(later(told).length).toBeGreaterThan(10);
    expect(later(told)).toEqual(later(calm));
    return waits(told).slice(3, 6);
  }

  const between = (id: string, params: ParamBag = {}, target = AB) => fault(id, target, 25, 100, params);

  it('latency is felt by what passes between them, both ways or one way', () => {
    expect(felt(undefined)).toEqual([7, 7, 7]);
    expect(felt(between('latency', { added: 10 }))).toEqual([7, 27, 7]);
    expect(felt(between('latency', { added: 10, way: 'there' }))).toEqual([7, 17, 7]);
    expect(felt(between('latency', { added: 10, way: 'back' }))).toEqual([7, 17, 7]);
    expect(felt(between('latency', { added: 10 }, '{zone:b}|{zone:c}'))).toEqual([7, 7, 7]);
    expect(felt(between('latency', { added: 10 }, '{users}|{zone:b,app/3}'))).toEqual([7, 27, 27]);
  });

  it('requests feel what goes from the first side to the second, answers the rest', () => {
    const reached = (way: string) => {
      const told = story(CALLED, inTurn(), { ms: 100, timeline: [between('latency', { added: 10, way })] });
      return told.where('app', ' in').slice(3, 6);
    };
    expect(reached('there')).toEqual(['41 app/1 in', '61 app/2 in', '61 app/3 in']);
    expect(reached('back')).toEqual(['41 app/1 in', '51 app/2 in', '61 app/3 in']);
  });

  it('jitter, loss and flapping are felt there alone too', () => {
    const [near1 = 0, far = 0, other = 0] = felt(between('jitter', { mean: 10 }));
    expect([near1, other]).toEqual([7, 7]);
    expect(far).toBeGreaterThan(10);
    expect(felt(between('packet-loss', { share: 0.99 }))).toEqual([7, 207, 7]);
    expect(felt(between('link-flap', { cut: 60, whole: 10 }))).toEqual([7, 207, 7]);
  });

  it.each(['http11', 'http2', 'http3', 'udp'])('latency reaches calls over %s', (protocol) => {
    const links = inTurn({ protocol });
    expect(felt(undefined, links)).toEqual([7, 7, 7]);
    expect(felt(between('latency', { added: 10 }), links)).toEqual([7, 27, 7]);
  });

  it('latency reaches what the copies of a store tell each other', () => {
    const put = [cls('put', { write: true })];
    const links = [link('users', 'db', delayed(1))];
    const sql = [
      near(users(), 'a'),
      near(node('db', 'sql-database', { replicas: 1, replication: 'sync', writeTime: constant(2) }), 'a', 'b'),
    ];
    const [calm = 0] = felt(undefined, links, sql, put);
    expect(felt(between('latency', { added: 10 }), links, sql, put)).toEqual([calm + 20, calm + 20, calm + 20]);
    expect(felt(between('latency', { added: 10, way: 'back' }), links, sql, put)).toEqual([calm + 10, calm + 10, calm + 10]);
    // The users and the coordinator stand in a, and every other copy beyond.
    for (const kind of ['quorum-store', 'chain-store']) {
      const spread = [near(users(), 'a'), near(node('db', kind), 'a', 'b', 'c')];
      const told = (...timeline: TimelineEntry[]) => waits(story(spread, links, { ms: 600, classes: put, timeline })).slice(3, 6);
      const slow = told(between('latency', { added: 10 }, '{zone:a}|{zone:b,zone:c}'));
      told().forEach((ms, i) => {
        expect(slow[i], kind).toBeGreaterThan(ms + 19);
      });
    }
  });
});
