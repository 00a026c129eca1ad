// Lines with an order of their own: who overtakes whom, who is turned away, and when a line counts as crowded.
import { describe, expect, it } from 'vitest';
import { change, cls, constant, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const GET = cls('get');
const PAY = cls('pay');
const users = (id: string, rate: number, only: string) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, classes: [only] });
const app = (more: ParamBag) => node('app', 'service', { instances: 1, workers: 1, work: constant(24), ...more });

/** One source of one class, every 10 ms, at one worker that takes 24 ms. */
const crowd = (more: ParamBag, ms: number) =>
  story([users('users', 100, 'get'), app(more)], [link('users', 'app')], { ms, classes: [GET] });

/** get every 10 ms and pay every 31 ms. */
const two = (more: ParamBag, ms: number, timeline: Parameters<typeof change>[] = []) =>
  story([users('users', 100, 'get'), users('buyers', 1000 / 31, 'pay'), app(more)], [link('users', 'app'), link('buyers', 'app')], {
    ms,
    classes: [GET, PAY],
    timeline: timeline.map((entry) => change(...entry)),
  });

describe('a line', () => {
  it('lets some classes overtake all others', () => {
    const told = two({ discipline: 'priority', first: ['pay'] }, 110);
    // Both find the worker taken; pay, which came at 31, is next at 34 although get of 20 has waited longer.
    expect(told.log('buyers')).toEqual(['58 buyers ok 27', '106 buyers ok 44']);
    expect(told.log('users')).toEqual(['34 users ok 24', '82 users ok 62']);
  });

  it('goes by the priorities of classes, of which there may be several', () => {
    const classes = [cls('get'), cls('pay', { priority: 2 }), cls('help', { priority: 1 })];
    const told = story(
      [users('users', 100, 'get'), users('buyers', 1000 / 31, 'pay'), users('askers', 1000 / 32, 'help'), app({ discipline: 'priority' })],
      [link('users', 'app'), link('buyers', 'app'), link('askers', 'app')],
      { ms: 110, classes },
    );
    // At 34 those of 20, 30 (get), 31 (pay) and 32 (help) wait: pay, then help; at 82 pay and help of 62 and 64 come before all gets.
    expect(told.log('buyers')).toEqual(['58 buyers ok 27', '106 buyers ok 44']);
    expect(told.log('askers')).toEqual(['82 askers ok 50']);
    expect(told.log('users')).toEqual(['34 users ok 24']);
  });

  it('takes the new order for those who come after it was set', () => {
    const told = two({ discipline: 'fifo', first: ['pay'] }, 110, [['app', 'discipline', 'priority', 32]]);
    // 20, 30 and 31 wait in the plain line and go first.
    expect(told.log('users')).toEqual(['34 users ok 24', '58 users ok 38', '82 users ok 52']);
  });

  it('serves the newest first once it has been crowded for an interval', () => {
    const told = crowd({ discipline: 'adaptive', codelInterval: 50 }, 155);
    // Not empty from 20 on; from 70 the newest is next: at 82 the one of 80, at 106 that of 100, at 130 that of 120.
    expect(told.log('users')).toEqual([
      '34 users ok 24',
      '58 users ok 38',
      '82 users ok 52',
      '106 users ok 26',
      '130 users ok 30',
      '154 users ok 34',
    ]);
  });

  it('turns away who waited longer than the target while crowded, and longer than the interval at any time', () => {
    const told = crowd({ discipline: 'codel', codelTarget: 5, codelInterval: 30 }, 83);
    // At 58 it has been crowded since 20: those of 30, 40 and 50 waited 28, 18 and 8 ms. That of 20 had waited 14 ms by 34.
    expect(told.log('users')).toEqual([
      '34 users ok 24',
      '58 users rejected 28: shed at app',
      '58 users rejected 18: shed at app',
      '58 users rejected 8: shed at app',
      '58 users ok 38',
    ]);
    expect(told.report.nodes['app']?.figures['shed']).toBe(3);
  });

  it('turns away who waited longer than anybody waits for an answer', () => {
    const told = crowd({ patience: 20 }, 83);
    expect(told.log('users')).toEqual([
      '34 users ok 24',
      '58 users rejected 28: shed at app',
      '58 users ok 38',
      '82 users rejected 32: shed at app',
      '82 users rejected 22: shed at app',
      '82 users ok 42',
    ]);
  });
});

describe('shedding', () => {
  it('turns new requests away from so many waiting on, and spares the classes it is told to', () => {
    const told = two({ shedFrom: 1, shedFirst: ['pay'] }, 66);
    expect(told.where('users', 'shed at app')).toEqual([
      '30 users rejected 0: shed at app',
      '40 users rejected 0: shed at app',
      '50 users rejected 0: shed at app',
    ]);
    expect(told.where('buyers', 'shed at app')).toEqual([]);
  });
});

describe('heavy classes', () => {
  it('take a time of their own', () => {
    const told = two({ workers: 10, classWork: 'own', heavy: ['pay'], heavyWork: constant(3) }, 45);
    expect(told.log('buyers')).toEqual(['34 buyers ok 3']);
    expect(told.log('users')).toEqual(['34 users ok 24', '44 users ok 24']);
  });
});
