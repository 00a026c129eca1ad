// Every cause fixture is explained by its own cause, in words with numbers, from what was measured; a healthy design is called healthy.
import { describe, expect, it } from 'vitest';
import type { Design } from '../design/document.ts';
import { exponential as exp, link, node } from '../proof/small-design.ts';
import { Session } from '../run/session.ts';
import { Inquiry, whyOf } from '../run/why/inquiry.ts';
import { Observation } from '../run/why/observe.ts';
import type { Why } from '../run/why/why.ts';
import { ASKED_FIXTURES } from './causes/asked.ts';
import { CHANGED_FIXTURES } from './causes/changed.ts';
import { type CauseFixture, drawn, fault } from './causes/fixture.ts';
import { GONE_FIXTURES } from './causes/gone.ts';

const FIXTURES: readonly CauseFixture[] = [...GONE_FIXTURES, ...CHANGED_FIXTURES, ...ASKED_FIXTURES];
const HEDGES = /\b(may|might|could|perhaps|possibly|probably|likely|seems?|appears?|maybe|consider|suggests?|presumably|apparently)\b/i;
const BROKEN = /NaN|undefined|Infinity|null|\[object/;

function run(design: Design): Session {
  const session = new Session(design);
  session.advance(session.end);
  return session;
}

function told({ verdict, causes, loop }: Why): string {
  return [verdict, ...causes.flatMap(({ title, sentences, turned }) => [title, ...sentences, ...turned]), ...(loop?.sentences ?? [])].join(
    '\n',
  );
}

describe('B17: the cause of each fixture', () => {
  it('is one of at least 20, each named only by its own rule', () => {
    expect(FIXTURES.length).toBeGreaterThanOrEqual(20);
    expect(new Set(FIXTURES.map(({ name }) => name)).size).toBe(FIXTURES.length);
    expect(new Set(FIXTURES.map(({ cause }) => cause)).size).toBeGreaterThanOrEqual(20);
  });

  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))('%s', (_, { design, state, cause, nodeId, says, loop }) => {
    const why = whyOf(run(design));
    const [first] = why.causes;
    expect([why.state, first?.id, first?.nodeId]).toEqual([state, cause, nodeId]);
    expect(why.loop?.outlives === true ? why.loop.sort : undefined).toBe(loop);
    const text = [first?.title, ...(first?.sentences ?? []), ...(first?.turned ?? [])].join('\n');
    for (const says1 of says) expect(text).toMatch(says1);
    expect(told(why)).not.toMatch(HEDGES);
    expect(told(why)).not.toMatch(BROKEN);
  });
});

describe('B17: a healthy design', () => {
  const users = (rate: number) => node('users', 'client', { rate, keys: 200, skew: 0.7 });
  const app = (more = {}) => node('app', 'service', { instances: 2, workers: 4, work: exp(10), ...more });
  const db = node('db', 'service', { instances: 2, workers: 4, work: exp(8) });
  const cases: readonly (readonly [string, Design])[] = [
    ['at half of what it can do', drawn([users(100), app()], [link('users', 'app')])],
    [
      'of three tiers with a policy on each link',
      drawn(
        [users(100), app({ workers: 40 }), db],
        [link('users', 'app', { timeout: 1000, retries: 2 }), link('app', 'db', { timeout: 500, pool: 20, breaker: true })],
      ),
    ],
    [
      'with one copy of three down that nobody misses',
      drawn(
        [
          users(60),
          node('lb', 'load-balancer', { instances: 1, healthChecks: true, checkInterval: 200, checkTimeout: 100 }),
          app({ instances: 3 }),
        ],
        [link('users', 'lb', { timeout: 1000, retries: 3, backoff: 5 }), link('lb', 'app')],
        { timeline: [fault('crash', 'app/2', 10, 10)] },
      ),
    ],
    [
      'whose traffic doubles within what it can do',
      drawn([users(60), app()], [link('users', 'app')], { timeline: [fault('traffic-spike', 'users', 10, 10, { factor: 2 })] }),
    ],
    [
      'with a queue whose consumer has room to work off what piled up',
      drawn(
        [users(36), node('orders', 'queue', {}), node('worker', 'service', { instances: 1, workers: 4, work: exp(25) })],
        [link('users', 'orders'), link('orders', 'worker')],
        { seconds: 50, warmup: 5, timeline: [fault('slow', 'worker', 8, 8, { factor: 4 })] },
      ),
    ],
    [
      'with a queue whose consumer keeps up',
      drawn(
        [users(40), node('orders', 'queue', {}), node('worker', 'service', { instances: 2, workers: 2, work: exp(25) })],
        [link('users', 'orders'), link('orders', 'worker')],
      ),
    ],
  ];

  it.each(cases)('%s is called healthy, with its numbers', (_, healthy) => {
    const why = whyOf(run(healthy));
    expect([why.state, why.causes.map(({ id }) => id), why.loop]).toEqual(['healthy', [], null]);
    expect(why.verdict).toMatch(
      /^From .* s to .* s, all is well: \d.* of \d.* requests were answered, 99 of 100 within .*; the busiest part is (app|worker|db) at \d/,
    );
  });
});

describe('an inquiry', () => {
  const slow = CHANGED_FIXTURES.find(({ name }) => name === 'slow network');

  it('changes nothing in the run that it looks at, and executes the same one', () => {
    if (slow === undefined) throw new Error('there is such a fixture');
    const session = run(slow.design);
    const [digest, rows] = [session.digest(), session.recorder.series.rows];
    const inquiry = new Inquiry(session, { fromMs: 12_000, toMs: 20_000 });
    while (inquiry.advance());
    expect([session.digest(), session.recorder.series.rows]).toEqual([digest, rows]);
    expect(inquiry.why?.stretch).toEqual({ fromMs: 12_000, toMs: 20_000 });
    const observation = new Observation(
      slow.design,
      [
        { fromMs: 5000, toMs: 9000 },
        { fromMs: 12_000, toMs: 30_000 },
      ],
      1,
    );
    while (observation.advance());
    expect(observation.session.digest()).toBe(digest);
  });

  it('is the same whatever slices it is done in', () => {
    if (slow === undefined) throw new Error('there is such a fixture');
    const session = run(slow.design);
    const inSlices = new Inquiry(session);
    let turns = 0;
    while (inSlices.advance(() => turns++ % 7 !== 0));
    expect(turns).toBeGreaterThan(100);
    expect(inSlices.why).toEqual(whyOf(session));
  });

  it('splits the slowest requests by hop and kind, in parts that add up to their mean time, beside the time before', () => {
    if (slow === undefined) throw new Error('there is such a fixture');
    const { tail } = whyOf(run(slow.design));
    const sum = tail?.parts.reduce((all, { ms }) => all + ms, 0) ?? 0;
    expect(sum).toBeCloseTo(tail?.meanMs ?? 0, 6);
    expect(tail?.parts.reduce((all, { beforeMs }) => all + (beforeMs ?? 0), 0)).toBeCloseTo(tail?.before?.meanMs ?? 0, 6);
    expect(tail?.parts[0]).toMatchObject({ from: 'app', to: 'db', kind: 'network', ms: expect.closeTo(120, 6), beforeMs: 0 });
  });

  it('names no backlog where there is room to work it off soon, nor one that is still being made', () => {
    const slow = (workers: number, until: number) =>
      drawn(
        [
          node('users', 'client', { rate: 36, keys: 1 }),
          node('orders', 'queue', {}),
          node('worker', 'service', { instances: 1, workers, work: exp(25) }),
        ],
        [link('users', 'orders'), link('orders', 'worker')],
        { seconds: 60, warmup: 5, timeline: [fault('slow', 'worker', 8, until, { factor: 8 })] },
      );
    // Twice the workers: what piled up is worked off at once. To the end: consumers fall behind because they are slow.
    const [soon, still] = [whyOf(run(slow(2, 8)), { fromMs: 12_000, toMs: 40_000 }), whyOf(run(slow(1, 52)))];
    expect([soon.loop, soon.causes.some(({ id }) => id === 'backlog')]).toEqual([null, false]);
    expect([still.loop, still.causes[0]?.id]).toEqual([null, 'consumer-lag']);
  });

  it('compares a stretch inside an outage with the calm time before it', () => {
    const storm = ASKED_FIXTURES.find(({ cause }) => cause === 'retry-storm');
    if (storm === undefined) throw new Error('there is such a fixture');
    const why = whyOf(run(storm.design), { fromMs: 40_000, toMs: 50_000 });
    expect(why.before?.toMs).toBeLessThanOrEqual(17_000);
    expect(why.causes[0]?.id).toBe('retry-storm');
    expect(why.loop).toMatchObject({ sort: 'retries', nodeId: 'app', outlives: true });
    expect(why.amplification[0]).toMatchObject({ linkId: 'users-app', factor: expect.closeTo(4, 0) });
    expect(why.bottleneck).toMatchObject({ nodeId: 'app', utilisation: expect.closeTo(1, 1) });
  });
});
