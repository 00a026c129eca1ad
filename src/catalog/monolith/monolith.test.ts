/** Stories of the monolith: modules in one process against the same modules over a network, and their one fate. */
import { describe, expect, it } from 'vitest';
import { constant, delayed, fault, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1 });
const monolith = (more: ParamBag = {}) => node('shop', 'monolith', { instances: 1, modules: 3, work: constant(5), ...more });

describe('a monolith', () => {
  it('goes through its modules with no network in between, on one worker', () => {
    const told = story([users, monolith({ workers: 1 })], [link('users', 'shop', delayed(1))], { ms: 150 });
    expect(told.log()).toEqual(['101 shop in', '116 shop ok', '117 users ok 17']);
    const service = (id: string) => node(id, 'service', { instances: 1, work: constant(5) });
    const apart = story(
      [users, service('a'), service('b'), service('c')],
      [link('users', 'a', delayed(1)), link('a', 'b', delayed(1)), link('b', 'c', delayed(1))],
      { ms: 150 },
    );
    expect(apart.log('users')).toEqual(['121 users ok 21']);
  });

  it('fails as a whole: a leak in one module ends what all of them do', () => {
    const told = story([users, monolith({ heap: 10, base: 4, garbage: 1, leak: 3, boot: 150 })], [link('users', 'shop')], { ms: 600 });
    expect(told.where('users', 'out of memory at shop').length).toBeGreaterThan(0);
    expect(told.where('users', 'down at shop').length).toBeGreaterThan(0);
    const crashed = story([users, monolith()], [link('users', 'shop')], { ms: 250, timeline: [fault('crash', 'shop', 105, 1000)] });
    expect(crashed.log('users')).toEqual(['105 users error 5: crashed at shop', '200 users refused 0: down at shop']);
  });
});
