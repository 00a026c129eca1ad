// Stories of who gets which connection: kept, shared, waited for, closed when idle, gone with one of its ends.
import { describe, expect, it } from 'vitest';
import { constant, delayed, fault, type Story, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const app = (work: number, more: ParamBag = {}, id = 'app') =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });
const quiet = (from: number) => fault('traffic-spike', 'users', from, 100_000, { factor: 0 });

/** Requests every 100 ms over a link of 10 ms each way. */
function calling(work: number, params: ParamBag, options: StoryOptions, more: ParamBag = {}, sender: ParamBag = {}): Story {
  return story([users(10, sender), app(work, more)], [link('users', 'app', { ...delayed(10), ...params })], options);
}

const figures = (told: Story) => told.session.compiled.sim.links[0]!.connections!.figures;

describe('a connection', () => {
  it('of HTTP/1.0 serves one request, one of HTTP/1.1 the next one too', () => {
    const once = calling(5, { protocol: 'http10' }, { ms: 350 });
    expect(once.log('users')).toEqual(['145 users ok 45', '245 users ok 45', '345 users ok 45']);
    expect(figures(once)).toMatchObject({ opened: 3, reused: 0, exchanges: 3, open: 0 });
    const kept = calling(5, { protocol: 'http11' }, { ms: 350 });
    expect(kept.log('users')).toEqual(['145 users ok 45', '225 users ok 25', '325 users ok 25']);
    expect(figures(kept)).toMatchObject({ opened: 1, reused: 2, exchanges: 3, open: 1 });
  });

  it('of HTTP/1.1 carries one request at a time: one more is opened for the next, up to the limit, and then calls wait', () => {
    const two = calling(150, { protocol: 'http11', connections: 2 }, { ms: 620 });
    // At 100 and 200 two are opened; the request of 300 takes the first at 290, that of 400 the second at 390, back to back.
    expect(two.log('users')).toEqual(['290 users ok 190', '390 users ok 190', '470 users ok 170', '570 users ok 170']);
    expect(figures(two)).toMatchObject({ opened: 2, most: 2, reused: 4 });
    const one = calling(150, { protocol: 'http11', connections: 1 }, { ms: 620 });
    expect(one.log('users')).toEqual(['290 users ok 190', '460 users ok 260']);
    expect(figures(one)).toMatchObject({ opened: 1, exchanges: 6, waits: 6 });
    expect(figures(one).waitNs / 1e6).toBe(20 + 90 + 160);
  });

  it('of HTTP/2 carries many at a time, up to its limit', () => {
    const many = calling(150, { protocol: 'http2' }, { ms: 620 });
    expect(many.log('users')).toEqual(['290 users ok 190', '370 users ok 170', '470 users ok 170', '570 users ok 170']);
    expect(figures(many)).toMatchObject({ opened: 1, waits: 1 });
    const single = calling(150, { protocol: 'http2', streams: 1 }, { ms: 620 });
    expect(single.log('users')).toEqual(['290 users ok 190', '460 users ok 260']);
  });

  it('is taken by whoever waits first when one comes free before the new one stands', () => {
    // The one opened at 200 stands at 300; the first is free at 250 already.
    const told = story([users(10), app(0)], [link('users', 'app', { ...delayed(50), protocol: 'http11' })], {
      ms: 450,
      timeline: [quiet(250)],
    });
    expect(told.log('users')).toEqual(['300 users ok 200', '400 users ok 200']);
    expect(figures(told)).toMatchObject({ opened: 2, open: 2, reused: 0 });
  });

  it('is closed when nobody used it for so long', () => {
    const told = calling(5, { protocol: 'http11', idle: 70 }, { ms: 350 });
    // Free at 145 and closed at 215, when 200 took it: no. Free at 225, closed never before 300.
    expect(told.log('users')).toEqual(['145 users ok 45', '225 users ok 25', '345 users ok 45']);
    expect(figures(told)).toMatchObject({ opened: 2, reused: 1 });
  });

  it('belongs to one copy of the caller and one of the far end', () => {
    const told = story(
      [users(100), node('front', 'service', { instances: 2, workers: 10, work: constant(0) }), app(0, { instances: 3 })],
      [link('users', 'front', { balance: 'round-robin' }), link('front', 'app', { ...delayed(1), protocol: 'http2' })],
      { ms: 200 },
    );
    expect(told.session.compiled.sim.links[1]!.connections!.figures).toMatchObject({ opened: 6, open: 6 });
  });

  it('a balancer reuses to its backends, whoever its callers are and however they connect', () => {
    const told = story(
      [users(100), node('lb', 'load-balancer', {}), app(0, { instances: 2 })],
      [link('users', 'lb', { ...delayed(5), protocol: 'http10' }), link('lb', 'app', { ...delayed(1), protocol: 'http2' })],
      { ms: 1100 },
    );
    const [front, back] = told.session.compiled.sim.links.map((one) => one.connections!.figures);
    expect(front!.opened).toBe(front!.exchanges);
    expect(back).toMatchObject({ opened: 2 });
    expect(back!.reused).toBeGreaterThan(100);
  });

  it('belongs to one session where each has its own', () => {
    const told = calling(0, { protocol: 'websocket', perSession: true }, { ms: 3050 }, {}, { sessions: 5 });
    expect(figures(told)).toMatchObject({ opened: 5, exchanges: 30, reused: 25 });
  });

  it('whose caller gave up is closed in HTTP/1.1, and goes on in HTTP/2', () => {
    const options = { ms: 360, timeline: [quiet(250)] };
    const one = calling(150, { protocol: 'http11', timeout: 80 }, options);
    expect(one.log()).toEqual(
      [
        '130 app in',
        '180 users timeout 80: timed out at app',
        '230 app in',
        '280 app ok',
        '280 users timeout 80: timed out at app',
      ].toSorted((a, b) => Number.parseFloat(a) - Number.parseFloat(b)),
    );
    expect(figures(one)).toMatchObject({ opened: 2, open: 0 });
    expect(figures(calling(150, { protocol: 'http2', timeout: 80 }, options))).toMatchObject({ opened: 1, open: 1 });
  });

  it('is forgotten with a call that gave up waiting for it', () => {
    const told = calling(150, { protocol: 'http11', connections: 1, timeout: 180 }, { ms: 600, timeline: [quiet(250)] });
    expect(told.log('users')).toEqual(['280 users timeout 180: timed out at app', '380 users timeout 180: timed out at app']);
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });
});

describe('when an end goes down', () => {
  it('a process closes its connections: the next call opens a new one', () => {
    const told = calling(5, { protocol: 'http11' }, { ms: 350, timeline: [fault('crash', 'app', 150, 20)] });
    expect(told.log('users')).toEqual(['145 users ok 45', '245 users ok 45', '325 users ok 25']);
    expect(figures(told)).toMatchObject({ opened: 2, open: 1 });
  });

  it('a process ends what it held, one way later', () => {
    const told = calling(50, { protocol: 'http2' }, { ms: 350, timeline: [fault('crash', 'app', 140, 20), quiet(150)] });
    expect(told.log()).toEqual(['130 app in', '140 app error', '150 users error 50: crashed at app']);
  });

  it('a machine that comes back knows nothing of them: what is sent on one is answered by a reset', () => {
    const told = calling(5, { protocol: 'http11' }, { ms: 450, timeline: [fault('crash', 'app', 150, 20, { how: 'machine' })] });
    expect(told.log('users')).toEqual([
      '145 users ok 45',
      '220 users error 20: connection lost at app',
      '345 users ok 45',
      '425 users ok 25',
    ]);
    expect(figures(told)).toMatchObject({ opened: 2, broken: 1 });
  });

  it('a caller takes all of its connections along, and leaves no call behind', () => {
    const told = story(
      [users(10), app(0, {}, 'front'), app(50)],
      [link('users', 'front'), link('front', 'app', { ...delayed(10), protocol: 'http2', streams: 1 })],
      { ms: 390, timeline: [fault('crash', 'front', 120, 10), quiet(250)] },
    );
    // The handshake of 100 was under way; at 200 another one begins.
    expect(told.log('users')).toEqual(['120 users error 20: crashed at front', '290 users ok 90']);
    expect(told.session.compiled.sim.requests.used).toBe(0);
    expect(told.session.compiled.sim.links[1]!.connections!.figures).toMatchObject({ opened: 2, open: 1 });
  });
});
