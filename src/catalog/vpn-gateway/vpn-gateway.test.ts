/** Stories of the VPN gateway: what a tunnel costs to open and to use, and what becomes of it when the gateway dies. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const gate = (params: ParamBag) =>
  node('vpn', 'vpn-gateway', { time: constant(1), handshake: constant(20), megabyteTime: 0, bandwidth: 0, ...params });
const app = node('app', 'service', { instances: 1, workers: 1000, work: constant(5) });

function through(params: ParamBag, rate: number, options: StoryOptions, more: ParamBag = {}) {
  return story([users(rate, more), gate(params), app], [link('users', 'vpn'), link('vpn', 'app')], options);
}

describe('a tunnel', () => {
  it('takes a handshake to open, for which all of its user waits, and none after that', () => {
    const told = through({ handshake: constant(150) }, 10, { ms: 350 });
    expect(told.log('users')).toEqual(['256 users ok 156', '256 users ok 56', '306 users ok 6']);
    expect(told.report.nodes['vpn']?.figures).toMatchObject({ opened: 1, tunnels: 1 });
  });

  it('closes when nothing went through it, and has to be opened again', () => {
    const told = through({ idle: 50 }, 10, { ms: 250 });
    expect(told.log('users')).toEqual(['126 users ok 26', '226 users ok 26']);
    expect(told.report.nodes['vpn']?.figures).toMatchObject({ opened: 2, tunnels: 0 });
  });

  it('is one of so many: users beyond that are rejected', () => {
    const told = through({ tunnels: 5 }, 1000, { ms: 2000 }, { sessions: 50 });
    const refused = told.where('users', 'too many connections at vpn').length;
    expect(told.report.nodes['vpn']?.figures).toMatchObject({ tunnels: 5, opened: 5, refused });
    expect(refused / 2000).toBeGreaterThan(0.85);
    expect(refused / 2000).toBeLessThan(0.95);
  });
});

describe('bytes', () => {
  const classes = [cls('get', { bytesUp: 1e6, bytesDown: 4e6 })];

  it('are decrypted and encrypted by the cores, one after the other', () => {
    const told = through({ megabyteTime: 8, cores: 2, handshake: constant(0) }, 100, { ms: 57, classes });
    // 8 ms there and 32 back, on two cores: decrypted from 10 to 18 and from 20 to 28, encrypted from 24 to 56.
    expect(told.log('app').slice(0, 4)).toEqual(['19 app in', '24 app ok', '29 app in', '34 app ok']);
    expect(told.log('users')).toEqual(['56 users ok 46']);
  });

  it('take the bandwidth in each direction, and some more for each packet', () => {
    const told = through({ bandwidth: 100e6, packetOverhead: 142, handshake: constant(0) }, 10, {
      ms: 200,
      classes: [cls('get', { bytesUp: 1_420_000, bytesDown: 142_000 })],
    });
    // A tenth more than the bytes: 15.62 ms there and 1.562 back.
    expect(told.log('users')).toEqual(['123.182 users ok 23.182']);
  });

  it('cost more on a slow machine', () => {
    const told = through({ megabyteTime: 8, cores: 1, handshake: constant(0) }, 10, {
      ms: 199,
      classes: [cls('get', { bytesUp: 1e6 })],
      timeline: [fault('slow', 'vpn', 50, 100, { factor: 3 })],
    });
    expect(told.log('users')).toEqual(['132 users ok 32']);
  });
});

describe('a crash of the gateway', () => {
  it('kills its tunnels: users send into dead ones until they notice, then open new ones', () => {
    const told = through({ reconnect: 500 }, 10, { ms: 1050, timeline: [fault('crash', 'vpn', 250, 100)] });
    // What is lost in the dead tunnel at 400 ms is sent again at 600 and at 1000, when the user has noticed.
    expect(told.log('users').slice(0, 3)).toEqual(['126 users ok 26', '206 users ok 6', '300 users refused 0: down at vpn']);
    expect(told.log('users').slice(3)).toEqual([
      '826 users ok 226',
      '826 users ok 26',
      '906 users ok 206',
      '906 users ok 6',
      '1006 users ok 606',
      '1006 users ok 6',
    ]);
    expect(told.report.nodes['vpn']?.figures).toMatchObject({ opened: 2 });
  });

  it('and other faults over it heal: nothing of them is left', () => {
    const timeline = [fault('crash', 'vpn', 150, 100), fault('slow', 'vpn', 200, 250, { factor: 2 })];
    const told = through({ reconnect: 0 }, 10, { ms: 650, timeline });
    expect(told.log('users')).toEqual([
      '126 users ok 26',
      '200 users refused 0: down at vpn',
      '347 users ok 47',
      '407 users ok 7',
      '506 users ok 6',
      '606 users ok 6',
    ]);
  });
});
