/** Stories of the function: who starts cold, who is throttled, what is paid for. */
import { describe, expect, it } from 'vitest';
import { change, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1 });
const run = (rate: number, more: ParamBag, options: StoryOptions) =>
  story(
    [users(rate), node('fn', 'function', { work: constant(5), coldStart: constant(30), memory: 1e9, ...more })],
    [link('users', 'fn')],
    options,
  );

describe('a function', () => {
  it('starts an instance for a call that finds none warm, and uses the one used last', () => {
    // Calls at 10, 20, 30 and 40 find none idle; that of 50 finds the one of 10, idle since 45.
    const told = run(100, {}, { ms: 66 });
    expect(told.log('users')).toEqual(['45 users ok 35', '55 users ok 35', '55 users ok 5', '65 users ok 35', '65 users ok 5']);
    expect(told.report.nodes['fn']?.figures).toMatchObject({ coldStarts: 4, invocations: 6, coldShare: 4 / 6 });
  });

  it('takes an instance away that had no call for a while', () => {
    expect(run(10, { keepAlive: 96 }, { ms: 350 }).log('users')).toEqual(['135 users ok 35', '205 users ok 5', '305 users ok 5']);
    expect(run(10, { keepAlive: 64 }, { ms: 350 }).log('users')).toEqual(['135 users ok 35', '235 users ok 35', '335 users ok 35']);
  });

  it('keeps as many warm as are paid for, from the beginning', () => {
    const told = run(100, { work: constant(15), provisioned: 1 }, { ms: 60 });
    expect(told.log('users')).toEqual(['25 users ok 15', '45 users ok 15']);
  });

  it('throttles what comes beyond its limit: there is no line', () => {
    const told = run(100, { concurrency: 2 }, { ms: 51 });
    expect(told.log('users')).toEqual(['30 users rejected 0: throttled at fn', '40 users rejected 0: throttled at fn', '45 users ok 35']);
    expect(told.report.nodes['fn']?.figures['throttled']).toBe(2);
    const more = run(100, { concurrency: 2 }, { ms: 51, timeline: [change('fn', 'concurrency', 3, 25)] });
    expect(more.where('users', 'throttled at fn')).toEqual(['40 users rejected 0: throttled at fn']);
  });

  it('is paid for by call and by memory × time, the start and the wait for its calls included', () => {
    const told = story(
      [
        users(10),
        node('fn', 'function', { work: constant(5), coldStart: constant(30), memory: 2e9 }),
        node('db', 'service', { instances: 1, work: constant(15) }),
      ],
      [link('users', 'fn'), link('fn', 'db')],
      { ms: 290 },
    );
    // 50 ms cold, 20 ms warm, of 2 GB.
    expect(told.log('users')).toEqual(['150 users ok 50', '220 users ok 20']);
    const { figures } = told.report.nodes['fn']!;
    expect(figures['gigabyteSeconds']).toBeCloseTo(0.14, 9);
    const paid = told.report.cost.lines
      .filter((line) => line.node === 'fn')
      .map(({ price, perHour }) => [price, Math.round(perHour * 1e9) / 1e9]);
    const hours = 290 / 3_600_000;
    expect(paid).toEqual([
      ['invocations', Math.round((2 / 1e6 / hours) * 1e9) / 1e9],
      ['function-seconds', Math.round((0.14 / 1e6 / hours) * 1e9) / 1e9],
    ]);
  });

  it('loses all its instances in a crash', () => {
    const told = run(10, {}, { ms: 350, timeline: [fault('crash', 'fn', 150, 10)] });
    expect(told.log('users')).toEqual(['135 users ok 35', '235 users ok 35', '305 users ok 5']);
  });
});
