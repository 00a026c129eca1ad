/** Stories of the reverse proxy: what its cores do, what it keeps, and what it hides of the servers behind it. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const proxy = (params: ParamBag) => node('proxy', 'reverse-proxy', { instances: 1, time: constant(1), ...params });
const app = (work: number, instances = 1) => node('app', 'service', { instances, workers: 1000, work: constant(work) });

function behind(params: ParamBag, rate: number, servers: ReturnType<typeof app>, options: StoryOptions, wire: ParamBag = {}) {
  return story([users(rate), proxy(params), servers], [link('users', 'proxy', wire), link('proxy', 'app')], options);
}

describe('its cores', () => {
  it('read each request in turn, and reject what would wait too long', () => {
    const told = behind({ time: constant(150), cores: 1, backlog: 100 }, 10, app(5), { ms: 470 });
    // From 100 to 250 and, the second, to 400; the third would wait 100 ms and may, to 550; the fourth would wait 150.
    expect(told.log('users')).toEqual(['255 users ok 155', '400 users rejected 0: queue full at proxy', '405 users ok 205']);
    expect(told.report.nodes['proxy']?.figures['coresTaken']).toBeCloseTo(450 / 470, 10);
  });

  it('pay for the handshake of each new connection, and for every byte of an answer', () => {
    const classes = [cls('get', { bytesDown: 1e6 })];
    const told = behind({ tls: 'rsa', perConnection: 1 }, 10, app(5), { ms: 150, classes });
    expect(told.log('users')).toEqual(['107.3 users ok 7.3']);
    const kept = behind({ tls: 'ecdsa', perConnection: 4 }, 1000, app(0), { ms: 4000 });
    // One request in four takes 1.12 ms instead of 1, on two cores.
    expect(Number(kept.report.nodes['proxy']?.figures['coresTaken'])).toBeCloseTo((1 + 0.12 / 4) / 2, 2);
  });

  it('serve what is static themselves', () => {
    const told = behind({ static: ['get'], staticTime: constant(2) }, 10, app(5), { ms: 150 });
    expect(told.log()).toEqual(['100 proxy in', '103 proxy ok', '103 users ok 3']);
  });
});

describe('compression', () => {
  const classes = [cls('get', { bytesDown: 102_400 })];
  const wire = { bandwidth: 1_024_000 };

  it('sends fewer bytes over the link to the client, for work of a core', () => {
    expect(behind({}, 5, app(5), { ms: 399, classes }, wire).log('users')).toEqual(['306 users ok 106']);
    const told = behind({ compression: 'usual' }, 5, app(5), { ms: 399, classes }, wire);
    // 100 KB at 0.025 ms each, and a quarter of the 100 ms on the wire.
    expect(told.log('users')).toEqual(['233.5 users ok 33.5']);
    expect(told.report.nodes['proxy']?.figures['saved']).toBe(76_800);
  });

  it('is done once for an answer that is kept', () => {
    const told = behind({ compression: 'strong', capacity: 10, ttl: 0 }, 5, app(5), { ms: 500, classes }, wire);
    expect(told.log('users')).toEqual(['326 users ok 126', '421 users ok 21']);
  });

  it('leaves alone what is no text, and stops when it is switched off', () => {
    expect(
      behind(
        { compression: 'usual', compressed: ['other'] },
        5,
        app(5),
        { ms: 399, classes: [...classes, cls('other', { weight: 0.000_001 })] },
        wire,
      ).log('users'),
    ).toEqual(['306 users ok 106']);
    const timeline = [change('proxy', 'compression', 'none', 300)];
    const told = behind({ compression: 'usual' }, 5, app(5), { ms: 550, classes, timeline }, wire);
    expect(told.log('users')).toEqual(['233.5 users ok 33.5', '506 users ok 106']);
  });
});

describe('what it keeps', () => {
  it('answers at once, without the servers', () => {
    const told = behind({ capacity: 10, ttl: 250 }, 10, app(20), { ms: 450 });
    expect(told.log('users')).toEqual(['121 users ok 21', '201 users ok 1', '301 users ok 1', '421 users ok 21']);
    expect(told.report.nodes['proxy']?.figures['hitRatio']).toBe(0.5);
  });

  it('may stand in when the servers fail, though it is old, and for so long only', () => {
    const timeline = [fault('error-rate', 'app', 150, 1000, { share: 1 })];
    const told = behind({ capacity: 10, ttl: 50, staleIfError: 300 }, 10, app(20), { ms: 550, timeline });
    expect(told.log('users')).toEqual([
      '121 users ok 21',
      '201 users ok 1',
      '301 users ok 1',
      '401 users ok 1',
      '501 users error 1: injected error at app',
    ]);
    expect(told.report.nodes['proxy']?.figures['stale']).toBe(3);
  });

  it('is asked for once when equal requests come together', () => {
    const told = behind({ collapse: true, capacity: 10, ttl: 0 }, 50, app(100), { ms: 135 });
    expect(told.visits('app').length).toBe(1);
    expect(told.log('users')).toEqual([101, 81, 61, 41, 21].map((ms) => `121 users ok ${ms}`).concat('121 users ok 1'));
  });
});

describe('the servers behind it', () => {
  it('are hidden: one that is down is left out, and its requests go to another', () => {
    const told = behind({ maxFails: 1, failTime: 250 }, 10, app(5, 2), { ms: 750, timeline: [fault('crash', 'app/2', 150, 1000)] });
    expect(told.log('users')).toEqual([106, 206, 306, 406, 506, 606, 706].map((ms) => `${ms} users ok 6`));
    // At 201 and, when it is believed in again, at 501 the dead copy refuses, and the other serves.
    expect(told.report.nodes['proxy']?.figures).toMatchObject({ triedAgain: 2, ejections: 2 });
  });

  it('that crash with a request in hand cost its client nothing but time, if it only reads', () => {
    const timeline = [fault('crash', 'app/1', 120, 1000)];
    const told = behind({}, 10, app(50, 2), { ms: 250, timeline });
    expect(told.log('users')).toEqual(['170 users ok 70']);
    const writing = behind({}, 10, app(50, 2), { ms: 199, timeline, classes: [cls('put', { write: true })] });
    expect(writing.log('users')).toEqual(['120 users error 20: crashed at app']);
  });

  it('are tried again after an error only when told to', () => {
    const timeline = [fault('error-rate', 'app/1', 50, 1000, { share: 1 })];
    expect(behind({}, 10, app(5, 2), { ms: 150, timeline }).log('users')).toEqual(['101 users error 1: injected error at app']);
    expect(behind({ retryOn: 'failure' }, 10, app(5, 2), { ms: 150, timeline }).log('users')).toEqual(['106 users ok 6']);
  });

  it('are all tried when all are left out', () => {
    const told = behind({ failTime: 10_000 }, 10, app(5, 2), { ms: 450, timeline: [fault('crash', 'app', 50, 100)] });
    expect(told.log('users')).toEqual(['101 users refused 1: down at app', '206 users ok 6', '306 users ok 6', '406 users ok 6']);
  });
});

describe('slow clients', () => {
  const classes = [cls('put', { bytesUp: 10_000, bytesDown: 5000 })];

  it('that are buffered hold nothing: all are served side by side', () => {
    const told = behind({ clientRate: 100_000, workers: 1 }, 20, app(5), { ms: 320, classes });
    expect(told.log('users')).toEqual(['206 users ok 156', '256 users ok 156', '306 users ok 156']);
  });

  it('that hold a worker keep others waiting', () => {
    const told = behind({ clientRate: 100_000, workers: 1, buffering: 'held' }, 20, app(5), { ms: 370, classes });
    expect(told.log('users')).toEqual(['206 users ok 156', '362 users ok 262']);
    expect(told.report.nodes['proxy']?.utilisation).toBeCloseTo(320 / 370, 10);
  });
});

describe('faults', () => {
  it('that overlap heal: nothing of them is left', () => {
    const timeline = [fault('crash', 'proxy', 150, 100), fault('slow', 'proxy', 200, 150, { factor: 5 })];
    const told = behind({ capacity: 10, ttl: 1 }, 10, app(5), { ms: 550, timeline });
    expect(told.log('users')).toEqual([
      '106 users ok 6',
      '200 users refused 0: down at proxy',
      '310 users ok 10',
      '406 users ok 6',
      '506 users ok 6',
    ]);
  });
});
