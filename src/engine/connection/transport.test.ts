// Stories of packets that get lost on connections, and of what waits behind them. Luck is replaced by a plan where one is needed.
import { describe, expect, it } from 'vitest';
import { cls, constant, delayed, fault, type Story, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (every: number, more: ParamBag = {}) =>
  node('users', 'client', { rate: 1000 / every, arrivals: 'even', keys: 1, sessions: 1, ...more });
const app = (more: ParamBag = {}) => node('app', 'service', { instances: 1, workers: 1000, work: constant(0), ...more });
const cut = (from: number, duration: number) => fault('partition', 'users>app', from, duration);
const quiet = (from: number) => fault('traffic-spike', 'users', from, 100_000, { factor: 0 });

/** Requests every so many ms over a link of 10 ms each way: a round trip is 20 ms, a time-out of TCP 220, of QUIC 46. */
function calling(every: number, params: ParamBag, options: StoryOptions): Story {
  return story([users(every), app()], [link('users', 'app', { ...delayed(10), ...params })], options);
}

const figures = (told: Story) => told.session.compiled.sim.links[0]!.connections!.figures;

describe('a message that gets lost', () => {
  it('is sent again after the round trip and 200 ms over TCP where nothing follows it, and then twice as late', () => {
    // The connection stands at 1020. What is sent at 2000 is lost, and again at 2220; the next try, at 2660, gets through.
    const told = calling(1000, { protocol: 'http2' }, { ms: 2900, timeline: [cut(1900, 500), quiet(2100)] });
    expect(told.log('users')).toEqual(['1040 users ok 40', '2680 users ok 680']);
    expect(figures(told)).toMatchObject({ late: 2, fast: 0, lost: 2, blocked: 0 });
  });

  it('is sent again after the round trip and 26 ms over QUIC', () => {
    const told = calling(1000, { protocol: 'http3', key: 'ecdsa' }, { ms: 2900, timeline: [cut(1900, 120), quiet(2100)] });
    // The handshake took 20.12 ms, which is the round trip measured: resent after 46.12.
    expect(told.log('users')).toEqual(['1040.12 users ok 40.12', '2066.12 users ok 66.12']);
    expect(figures(told)).toMatchObject({ late: 1, lost: 1 });
  });

  it('gives its connection up after a while, and all calls on it', () => {
    const told = calling(1000, { protocol: 'http2' }, { ms: 30_000, timeline: [cut(1900, 40_000), quiet(3100)] });
    // Time-outs of 220, 440, … 7040 ms; the next would be beyond 15 s.
    expect(told.log('users')).toEqual([
      '1040 users ok 40',
      '15860 users timeout 13860: connection lost at app',
      '15860 users timeout 12860: connection lost at app',
    ]);
    expect(figures(told)).toMatchObject({ broken: 1, open: 0 });
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });
});

describe('what is sent after a lost message', () => {
  /** One connection, requests every 100 ms; the one of 2000 is lost. */
  const behind = (protocol: string) => {
    const told = calling(100, { protocol }, { ms: 2350, timeline: [cut(1990, 20), quiet(2150)] });
    return { told, last: told.log('users').slice(-2) };
  };

  it('waits for it over TCP, though it has arrived: head-of-line blocking', () => {
    const { told, last } = behind('http2');
    // Resent at 2220, there at 2230; what was sent at 2100 had arrived at 2110.
    expect(last).toEqual(['2240 users ok 240', '2240 users ok 140']);
    expect(figures(told)).toMatchObject({ blocked: 1, blockedNs: 120e6 });
  });

  it('does not wait for it over QUIC, nor over UDP, where it never comes', () => {
    const quic = behind('http3');
    expect(quic.last.map((line) => line.split('.')[0])).toEqual(['2066', '2120 users ok 20']);
    expect(figures(quic.told)).toMatchObject({ blocked: 0 });
    const udp = behind('udp');
    expect(udp.last).toEqual(['1920 users ok 20', '2120 users ok 20']);
    expect(figures(udp.told)).toMatchObject({ blocked: 0, gone: 1 });
  });

  it('goes on another connection in HTTP/1.1, and waits for none', () => {
    const { told, last } = behind('http11');
    expect(last).toEqual(['2140 users ok 40', '2240 users ok 240']);
    expect(figures(told)).toMatchObject({ blocked: 0, opened: 2 });
  });

  it('tells its sender of the loss: three packets later it is sent again at once', () => {
    // Lost at 2000; those of 2020, 2040 and 2060 get through, so it is there at 2060 + 20 + 10 instead of 2230.
    const told = calling(20, { protocol: 'http2' }, { ms: 2200, timeline: [cut(1995, 10), quiet(2070)] });
    expect(told.log('users').slice(-4)).toEqual(['2100 users ok 100', '2100 users ok 80', '2100 users ok 60', '2100 users ok 40']);
    expect(figures(told)).toMatchObject({ fast: 1, late: 0, blocked: 3 });
  });
});

describe('a large answer', () => {
  /** An answer of so many packets, over a kept connection, every second. */
  const large = (packets: number, params: ParamBag) =>
    story([users(100, {}), app()], [link('users', 'app', { ...delayed(10), protocol: 'http11', ...params })], {
      ms: 290,
      classes: [cls('get', { bytesUp: 0, bytesDown: packets * 1460 - 300 })],
      timeline: [quiet(250)],
    }).log('users');

  it('takes one way without slow start, however young the connection', () => {
    expect(large(30, {})).toEqual(['140 users ok 40', '220 users ok 20']);
  });

  it('takes a round trip more for each doubling of the first ten packets', () => {
    expect(large(10, { slowStart: true })).toEqual(['140 users ok 40', '220 users ok 20']);
    // 10 + 20 packets; by the next answer 30 more have been acknowledged.
    expect(large(30, { slowStart: true })).toEqual(['160 users ok 60', '220 users ok 20']);
    expect(large(70, { slowStart: true })).toEqual(['180 users ok 80', '220 users ok 20']);
    expect(large(71, { slowStart: true })[0]).toBe('200 users ok 100');
  });

  it('finds a small window again on a connection that rested', () => {
    const told = story([users(400), app()], [link('users', 'app', { ...delayed(10), protocol: 'http11', slowStart: true })], {
      ms: 900,
      classes: [cls('get', { bytesDown: 30 * 1460 - 300 })],
    });
    expect(told.log('users')).toEqual(['460 users ok 60', '840 users ok 40']);
  });
});

describe('datagrams', () => {
  it('that are lost are lost for good: only its timeout tells a caller', () => {
    const told = calling(100, { protocol: 'udp', timeout: 50 }, { ms: 290, timeline: [cut(90, 20)] });
    expect(told.log('users')).toEqual(['150 users timeout 50: timed out at app', '220 users ok 20']);
  });

  it('that are lost leave a caller without a timeout waiting for 15 s', () => {
    const told = calling(100, { protocol: 'udp' }, { ms: 16_000, timeline: [cut(90, 20), quiet(150)] });
    expect(told.log('users')).toEqual(['15100 users timeout 15000: message lost at app']);
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });

  it('that arrive twice are worked on twice, and answered once', () => {
    const told = calling(100, { protocol: 'udp', duplicates: 1 }, { ms: 190 });
    expect(told.log()).toEqual(['110 app in', '110 app in', '110 app ok', '110 app ok', '120 users ok 20']);
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });

  it('overtake each other when the delay wanders, and messages on a TCP connection do not', () => {
    const wandering = (protocol: string) => {
      const told = calling(1, { protocol, wander: 20 }, { ms: 2000 });
      const begun = told.log('users').map((line) => Number.parseFloat(line) - Number.parseFloat(line.split(' ')[3]!));
      return { told, inOrder: begun.every((at, i) => i === 0 || at >= begun[i - 1]! - 1e-6) };
    };
    const udp = wandering('udp');
    expect(udp.inOrder).toBe(false);
    expect(figures(udp.told).overtaken).toBeGreaterThan(100);
    expect(wandering('websocket').inOrder).toBe(true);
    expect(wandering('http3').inOrder).toBe(false);
  });
});
