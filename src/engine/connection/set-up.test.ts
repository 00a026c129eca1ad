// Stories of connections being set up: with constant delays every round trip before the first byte can be counted.
import { describe, expect, it } from 'vitest';
import { constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (every: number, more: ParamBag = {}) =>
  node('users', 'client', { rate: 1000 / every, arrivals: 'even', keys: 1, sessions: 1, ...more });
const app = (more: ParamBag = {}) => node('app', 'service', { instances: 1, workers: 1000, work: constant(0), ...more });

/** Requests every so many ms over a link of 10 ms each way: a round trip is 20 ms. */
function calling(params: ParamBag, options: StoryOptions, every = 1000, more: ParamBag = {}) {
  return story([users(every), app(more)], [link('users', 'app', { ...delayed(10), ...params })], options);
}

/** Round trips before the request set out: it reaches the far end one way after that. */
function roundTrips(params: ParamBag, nth = 1): number {
  const told = calling({ key: 'ecdsa', ...params }, { ms: 1000 * nth + 900 });
  const at = Number.parseFloat(told.where('app', ' in')[nth - 1]!);
  // The far end's work in the handshake is less than a millisecond, and no round trip.
  return Math.round(((at - 1000 * nth - 10) / 20) * 10) / 10;
}

describe('before the first byte of a request goes out', () => {
  it('a warm connection takes no round trip', () => {
    expect(roundTrips({})).toBe(0);
  });

  it('TCP takes one', () => {
    expect(roundTrips({ protocol: 'http11' })).toBe(1);
  });

  it('TLS 1.2 takes three with TCP', () => {
    expect(roundTrips({ protocol: 'http11', tls: '1.2' })).toBe(3);
  });

  it('TLS 1.3 takes two with TCP', () => {
    expect(roundTrips({ protocol: 'http2', tls: '1.3' })).toBe(2);
  });

  it('QUIC takes one, TLS 1.3 inside', () => {
    expect(roundTrips({ protocol: 'http3' })).toBe(1);
  });

  it('gRPC takes as many as its HTTP/2', () => {
    expect(roundTrips({ protocol: 'grpc', tls: '1.3' })).toBe(2);
  });

  it('a WebSocket takes one more to switch over', () => {
    expect(roundTrips({ protocol: 'websocket', tls: '1.3' })).toBe(3);
  });

  it('UDP takes none', () => {
    expect(roundTrips({ protocol: 'udp' })).toBe(0);
  });

  /** Of the second request, when the first connection has been closed: with what it remembers, and without. */
  const comingBack = (params: ParamBag) => {
    const first = roundTrips(params);
    expect(roundTrips({ ...params, idle: 1, resumption: 'off' }, 2)).toBe(first);
    return roundTrips({ ...params, idle: 1 }, 2);
  };

  it('a caller that comes back takes: TLS 1.2 two', () => {
    expect(comingBack({ protocol: 'http11', tls: '1.2', resumption: 'tickets' })).toBe(2);
  });

  it('a caller that comes back takes: TLS 1.3 two as well', () => {
    expect(comingBack({ protocol: 'http11', tls: '1.3', resumption: 'tickets' })).toBe(2);
  });

  it('a caller that comes back takes: TLS 1.3 with early data one, which is TCP', () => {
    expect(comingBack({ protocol: 'http11', tls: '1.3', resumption: 'early' })).toBe(1);
  });

  it('a caller that comes back takes: QUIC with early data none', () => {
    expect(comingBack({ protocol: 'http3', resumption: 'early' })).toBe(0);
  });

  it('a caller that comes back takes: TLS 1.2, which knows no early data, two', () => {
    expect(comingBack({ protocol: 'http11', tls: '1.2', resumption: 'early' })).toBe(2);
  });

  it('takes the whole handshake again where nothing is remembered, and none where the connection is kept', () => {
    expect(roundTrips({ protocol: 'http10', tls: '1.3' }, 2)).toBe(2);
    expect(roundTrips({ protocol: 'http11', tls: '1.3' }, 2)).toBe(0);
  });
});

describe('the packets of a handshake', () => {
  const cut = (from: number, duration: number) => fault('partition', 'users>app', from, duration);
  const once = fault('traffic-spike', 'users', 1500, 100_000, { factor: 0 });

  it('are sent again after one second, two seconds and so on', () => {
    // Sent at 1000 and 2000 into the cut, at 4000 out of it.
    const told = calling({ protocol: 'http11' }, { ms: 5000, timeline: [cut(900, 1500), once] });
    expect(told.log()).toEqual(['4030 app in', '4030 app ok', '4040 users ok 3040']);
  });

  it('that stay lost give the connection up, and the call with it', () => {
    const told = calling({ protocol: 'http11' }, { ms: 20_000, timeline: [cut(900, 30_000), once] });
    expect(told.log()).toEqual(['8000 users timeout 7000: connection lost at app']);
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });

  it('find a process that is down refusing them, one round trip later', () => {
    const told = calling({ protocol: 'http2', tls: '1.3' }, { ms: 1500, timeline: [fault('crash', 'app', 900, 500)] });
    expect(told.log()).toEqual(['1020 users refused 20: down at app']);
  });

  it('say nothing of a machine that is down, and wait for it', () => {
    const told = calling({ protocol: 'http11' }, { ms: 3000, timeline: [fault('crash', 'app', 900, 500, { how: 'machine' }), once] });
    // Lost at 1010 on its arrival; sent again a second later.
    expect(told.log()).toEqual(['2040 app in', '2040 app ok', '2050 users ok 1050']);
  });

  it('cost the far end the work of its key, one after the other on its cores', () => {
    // Three callers at one moment: 0.8 ms each with RSA.
    const three = (cores: number) =>
      story(
        [users(1000), node('front', 'service', { instances: 1, workers: 10, work: constant(0) }), app()],
        [
          link('users', 'front'),
          link('front', 'app', { ...delayed(10), protocol: 'http10', tls: '1.3', key: 'rsa', count: 3, together: true, wireCores: cores }),
        ],
        { ms: 1900 },
      ).where('app', ' in');
    expect(three(1)).toEqual(['1050.8 app in', '1051.6 app in', '1052.4 app in']);
    expect(three(3)).toEqual(['1050.8 app in', '1050.8 app in', '1050.8 app in']);
  });
});
