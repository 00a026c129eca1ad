/** Stories of who may come in: sessions in a store, an identity provider, second factors, invalid credentials, what is not allowed. */
import { describe, expect, it } from 'vitest';
import { cls, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const gateway = (params: ParamBag = {}) => node('gw', 'api-gateway', { instances: 1, overhead: constant(0), ...params });
const service = (id: string, work: number) => node(id, 'service', { instances: 1, workers: 1000, work: constant(work) });

/** Users → gw → app (10 ms); the gateway asks `idp` (8 ms, 1 ms away) or `sessions` (a cache, 2 ms away). */
function run(gw: ParamBag, options: StoryOptions, client: ParamBag = {}) {
  const nodes = [
    node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1, ...client }),
    gateway(gw),
    service('app', 10),
    service('idp', 8),
    node('sessions', 'cache', { time: constant(0) }),
  ];
  const links = [
    link('users', 'gw'),
    link('gw', 'app'),
    link('gw', 'idp', delayed(1, { step: 2 })),
    link('gw', 'sessions', delayed(2, { step: 2 })),
  ];
  return story(nodes, links, options);
}

const times = (told: ReturnType<typeof run>) => told.log('users').map((line) => line.split(' ').slice(2).join(' '));

describe('what a gateway asks for itself', () => {
  it('is no route: links of step 2 get no request', () => {
    const told = run({}, { ms: 350 });
    expect(times(told)).toEqual(['ok 10', 'ok 10', 'ok 10']);
    expect(told.visits('idp', 'sessions')).toEqual([]);
  });

  it('a session is looked up in the store, an identity provider is asked: it adds their time, and holds no worker', () => {
    expect(times(run({ authentication: 'session-store', workers: 1 }, { ms: 350 }))).toEqual(['ok 14', 'ok 14', 'ok 14']);
    const asked = run({ authentication: 'identity', workers: 1 }, { ms: 350 });
    expect(times(asked)).toEqual(['ok 20', 'ok 20', 'ok 20']);
    expect(asked.report.nodes['gw']?.utilisation).toBe(0);
  });

  it('is remembered for a while, by each copy for itself, and forgotten by one that restarts', () => {
    const remembered = { authentication: 'identity', authTtl: 250 };
    expect(times(run(remembered, { ms: 650 }))).toEqual(['ok 20', 'ok 10', 'ok 10', 'ok 20', 'ok 10', 'ok 10']);
    expect(times(run({ ...remembered, authTtl: 10_000, instances: 2 }, { ms: 550 }))).toEqual([
      'ok 20',
      'ok 20',
      'ok 10',
      'ok 10',
      'ok 10',
    ]);
    const restarted = run({ ...remembered, authTtl: 10_000 }, { ms: 550, timeline: [fault('crash', 'gw', 250, 20)] });
    expect(times(restarted)).toEqual(['ok 20', 'ok 10', 'ok 20', 'ok 10', 'ok 10']);
  });

  it('fails when who is asked is down, with the cause there; who is remembered comes in all the same', () => {
    const timeline = [fault('crash', 'idp', 150, 10_000)];
    expect(times(run({ authentication: 'identity' }, { ms: 350, timeline }))).toEqual([
      'ok 20',
      'refused 2: down at idp',
      'refused 2: down at idp',
    ]);
    expect(times(run({ authentication: 'identity', authTtl: 10_000 }, { ms: 350, timeline }))).toEqual(['ok 20', 'ok 10', 'ok 10']);
  });

  it('may want a second factor: the user takes time to confirm, once for each check', () => {
    const mfa = { authentication: 'identity', authTtl: 10_000, mfaShare: 1, mfaTime: constant(40) };
    expect(times(run(mfa, { ms: 350 }))).toEqual(['ok 60', 'ok 10', 'ok 10']);
  });
});

describe('who is turned away', () => {
  it('an invalid credential, once it was checked', () => {
    const told = run({ authentication: 'jwt', invalidShare: 1 }, { ms: 250 });
    expect(times(told)).toEqual(['rejected 0.1: not authenticated at gw', 'rejected 0.1: not authenticated at gw']);
    expect(told.report.nodes['gw']?.figures['refusedAccess']).toBe(2);
    expect(times(run({ authentication: 'identity', invalidShare: 1, authTtl: 10_000 }, { ms: 250 }))).toEqual([
      'rejected 10: not authenticated at gw',
      'rejected 10: not authenticated at gw',
    ]);
    expect(times(run({ invalidShare: 1 }, { ms: 150 }))).toEqual(['ok 10']);
  });

  it('always the same users, about as many as the share says', () => {
    const lines = run({ authentication: 'jwt', invalidShare: 0.3 }, { ms: 10_000 }, { rate: 500, sessions: 1000 }).log('users');
    const refused = lines.filter((line) => line.includes('not authenticated')).length / lines.length;
    // A sample of 1000 users, each asked often.
    expect(Math.abs(refused - 0.3)).toBeLessThan(3 * Math.sqrt((0.3 * 0.7) / 1000));
  });

  it('what a user may not do, by class of requests, after the work of looking it up', () => {
    const told = run({ authorisation: 2, forbiddenShare: 1 }, { ms: 150 });
    expect(times(told)).toEqual(['rejected 2: not authorised at gw']);
    const some = run(
      { forbiddenShare: 0.5 },
      { ms: 30_000, classes: [cls('get'), cls('put', { write: true })] },
      { rate: 100, sessions: 500 },
    );
    const failed = some.log('users').filter((line) => line.includes('not authorised')).length / some.log('users').length;
    // A thousand pairs of user and class.
    expect(Math.abs(failed - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / 1000));
  });
});

describe('translation', () => {
  it('costs work by the kilobyte of request and answer', () => {
    const classes = [cls('get', { bytesUp: 1024, bytesDown: 3072 })];
    expect(times(run({ translation: 0.5 }, { ms: 150, classes }))).toEqual(['ok 12']);
  });
});
