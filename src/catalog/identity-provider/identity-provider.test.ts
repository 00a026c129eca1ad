/** Stories of the identity provider: what logging in and being checked take, and for how long a revoked user still gets in. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const idp = (params: ParamBag) =>
  node('idp', 'identity-provider', { instances: 1, password: constant(50), lookUp: constant(3), ...params });
const app = node('app', 'service', { instances: 1, workers: 1000, work: constant(5) });

/** Users → idp → app: it stands in the way. */
function inTheWay(params: ParamBag, options: StoryOptions, more: ParamBag = {}) {
  return story([users(10, more), idp(params), app], [link('users', 'idp'), link('idp', 'app')], options);
}

describe('a user', () => {
  it('logs in with the first request, and is checked at each one after that', () => {
    const told = inTheWay({}, { ms: 350 });
    expect(told.log('users')).toEqual(['155 users ok 55', '208 users ok 8', '308 users ok 8']);
    expect(told.report.nodes['idp']?.figures).toMatchObject({ logins: 1, denied: 0 });
  });

  it.each([
    ['hs256', 0.005],
    ['rs256', 0.1],
    ['es256', 0.22],
  ])('with a token is checked by computing alone: %s takes %d ms', (signature, ms) => {
    expect(inTheWay({ method: 'token', signature }, { ms: 250 }).log('users')).toEqual([
      '155 users ok 55',
      `${205 + ms} users ok ${5 + ms}`,
    ]);
  });

  it('renews a token that has ended', () => {
    const told = inTheWay({ method: 'token', signature: 'rs256', tokenLife: 100, renewal: constant(2) }, { ms: 450 });
    expect(told.log('users')).toEqual(['155 users ok 55', '205.1 users ok 5.1', '307 users ok 7', '405.1 users ok 5.1']);
  });

  it('confirms a log-in by a second factor: time of a human, and another check', () => {
    const told = inTheWay({ mfa: true, mfaTime: constant(2000) }, { ms: 2300 }, { rate: 1 });
    expect(told.log('users')).toEqual([]);
    expect(inTheWay({ mfa: true, mfaTime: constant(2000) }, { ms: 3400 }, { rate: 1 }).log('users')[0]).toBe('3105 users ok 2105');
  });

  it('may be refused what is forbidden, after the check of what is allowed', () => {
    const told = inTheWay({ forbidden: ['get'], authorisation: constant(4) }, { ms: 250 });
    expect(told.log('users')).toEqual(['154 users rejected 54: not authorised at idp', '207 users rejected 7: not authorised at idp']);
  });

  it('waits for a core while others log in, and is rejected where that would take too long', () => {
    const told = inTheWay({ cores: 1, password: constant(150), backlog: 100 }, { ms: 460 }, { sessions: 1_000_000 });
    expect(told.log('users')).toEqual(['255 users ok 155', '400 users rejected 0: queue full at idp', '405 users ok 205']);
  });
});

describe('a session in a store', () => {
  const cache = node('sessions', 'cache', { time: constant(1) });
  const links = [link('users', 'idp'), link('idp', 'sessions', { delay: 'own', latency: constant(0.5) }), link('idp', 'app')];

  it('is looked up in the part that a link leads to', () => {
    const told = story([users(10), idp({}), cache, app], links, { ms: 250 });
    expect(told.log('users')).toEqual(['155 users ok 55', '207 users ok 7']);
    expect(told.log('sessions')).toEqual(['150.5 sessions in', '151.5 sessions ok', '200.5 sessions in', '201.5 sessions ok']);
  });

  it('is gone when the store loses it: the user logs in again', () => {
    const timeline = [fault('cache-flush', 'sessions', 250, 1)];
    const told = story([users(10), idp({}), cache, app], links, { ms: 450, timeline });
    expect(told.log('users')).toEqual(['155 users ok 55', '207 users ok 7', '357 users ok 57', '407 users ok 7']);
  });

  it('is read even on behalf of a request that writes', () => {
    const told = story([users(10), idp({}), cache, app], links, { ms: 250, classes: [cls('put', { write: true })] });
    expect(told.log('users')).toEqual(['155 users ok 55', '207 users ok 7']);
  });
});

describe('a revoked user', () => {
  it('is denied at once where each request asks', () => {
    const told = inTheWay({ revocations: 1 }, { ms: 1250 });
    const denied = [1003, 1103, 1203].map((ms) => `${ms} users rejected 3: not authorised at idp`);
    expect(told.log('users').slice(-4)).toEqual(['908 users ok 8', ...denied]);
    expect(told.report.nodes['idp']?.figures).toMatchObject({ revoked: 1, letIn: 0, revocationDelay: 0 });
  });

  it('counts from the moment of the revocation, also when nobody has asked since', () => {
    // Revoked at 1111 ms; the last request came at 1100.
    const told = inTheWay({ revocations: 0.9 }, { ms: 1150 });
    expect(told.report.nodes['idp']?.figures).toMatchObject({ revoked: 1, denied: 0 });
    expect(inTheWay({ revocations: 0.9 }, { ms: 1110 }).report.nodes['idp']?.figures).toMatchObject({ revoked: 0 });
  });

  it('gets in with a token until it ends, and is refused a new one', () => {
    const told = inTheWay({ method: 'token', signature: 'rs256', tokenLife: 1000, revocations: 1 }, { ms: 1350 });
    // Revoked at 1000 ms with a token until 1150.
    expect(told.log('users').slice(-4)).toEqual([
      '1005.1 users ok 5.1',
      '1105.1 users ok 5.1',
      '1202 users rejected 2: not authorised at idp',
      '1302 users rejected 2: not authorised at idp',
    ]);
    expect(told.report.nodes['idp']?.figures).toMatchObject({ revoked: 1, letIn: 2, denied: 2, revocationDelay: 100.1 });
  });

  it('gets in for as long as the last word on it is kept', () => {
    const told = inTheWay({ method: 'introspection', kept: 250, revocations: 1 }, { ms: 1350 });
    // Asked at 200, 500 and 800 ms; from 803 to 1053 that is kept.
    expect(told.log('users').slice(-5)).toEqual([
      '905 users ok 5',
      '1005 users ok 5',
      '1103 users rejected 3: not authorised at idp',
      '1203 users rejected 3: not authorised at idp',
      '1303 users rejected 3: not authorised at idp',
    ]);
    expect(told.report.nodes['idp']?.figures).toMatchObject({ letIn: 1, revocationDelay: 0 });
  });

  it('gets in for longer the longer tokens live, and never longer than that', () => {
    const delay = (tokenLife: number) => {
      const told = inTheWay({ method: 'token', tokenLife, revocations: 2 }, { ms: 60_000 }, { rate: 100, sessions: 200 });
      return Number(told.report.nodes['idp']?.figures['revocationDelay']);
    };
    const [short, long] = [delay(2000), delay(20_000)];
    expect(short).toBeGreaterThan(1000);
    expect(short).toBeLessThan(2001);
    expect(long).toBeGreaterThan(10_000);
    expect(long).toBeLessThan(20_001);
  });
});

describe('called by a service', () => {
  it('it answers, and a user who was revoked fails there', () => {
    const shop = node('shop', 'service', { instances: 1, workers: 100, work: constant(1), waiting: 'freed' });
    const links = [link('users', 'shop'), link('shop', 'idp', { step: 1 }), link('shop', 'app', { step: 2 })];
    const told = story([users(10), shop, idp({ revocations: 1 }), app], links, { ms: 1150 });
    expect(told.log('users').slice(-3)).toEqual([
      '909 users ok 9',
      '1004 users error 4: not authorised at idp',
      '1104 users error 4: not authorised at idp',
    ]);
  });
});

describe('faults', () => {
  it('that overlap heal; a crash forgets what was kept and leaves tokens valid', () => {
    const timeline = [fault('crash', 'idp', 250, 100), fault('slow', 'idp', 320, 100, { factor: 10 })];
    const told = inTheWay({ method: 'token', signature: 'rs256' }, { ms: 550, timeline });
    expect(told.log('users')).toEqual([
      '155 users ok 55',
      '205.1 users ok 5.1',
      '300 users refused 0: down at idp',
      '406 users ok 6',
      '505.1 users ok 5.1',
    ]);
  });
});
