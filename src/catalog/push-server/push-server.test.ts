/** Stories of the push server as a server: what it answers, what it reads, what it loses. How watchers use it: client/watching.test.ts. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { constant, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';

function run(ms: number, timeline: readonly TimelineEntry[] = []): Story {
  const nodes = [
    node('users', 'client', { rate: 10, arrivals: 'even', keys: 1 }),
    node('hub', 'push-server', { sending: 0 }),
    node('db', 'sql-database', { replicas: 0, readTime: constant(5) }),
  ];
  return story(nodes, [link('users', 'hub'), link('hub', 'db')], { ms, timeline });
}

describe('a plain request', () => {
  it('is answered with the newest version that is known, which is read once', () => {
    const told = run(350);
    expect(told.log('users')).toEqual(['105 users ok 5', '200 users ok 0', '300 users ok 0']);
    expect(told.where('db', ' in')).toEqual(['100 db in']);
  });

  it('after a crash is read anew, since what it knew is gone', () => {
    const told = run(450, [fault('crash', 'hub', 150, 100)]);
    expect(told.log('users')).toEqual(['105 users ok 5', '200 users refused 0: down at hub', '305 users ok 5', '400 users ok 0']);
  });

  it('fails as the origin does while nothing is known', () => {
    const told = run(150, [fault('crash', 'db', 50, 100)]);
    expect(told.log('users')).toHaveLength(1);
    expect(told.log('users')[0]).toContain('at db');
  });

  it('without an origin has no answer', () => {
    const nodes = [node('users', 'client', { rate: 10, arrivals: 'even', keys: 1 }), node('hub', 'push-server', {})];
    expect(story(nodes, [link('users', 'hub')], { ms: 150 }).log('users')).toEqual(['100 users error 0: no route at hub']);
  });
});
