/** Where balancers can stand: before the web servers, between web and application, before the databases; each looks after its own. */
import { expect, it } from 'vitest';
import { constant, fault, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';

const lb = (id: string) => node(id, 'load-balancer', { overhead: constant(0), checkInterval: 100, checkFall: 1, checkRise: 1 });
const tier = (id: string, instances: number) => node(id, 'service', { instances, workers: 1000, work: constant(1) });
const store = (id: string) => node(id, 'sql-database', { replicas: 0, readTime: constant(1) });

it('a balancer before each tier spreads what that tier gets, and leaves out what is dead there alone', () => {
  const nodes = [
    node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1 }),
    lb('outer'),
    tier('web', 2),
    lb('inner'),
    tier('app', 3),
    lb('last'),
    store('east'),
    store('west'),
  ];
  const path = ['users', 'outer', 'web', 'inner', 'app', 'last'];
  const links = [...path.slice(1).map((to, i) => link(path[i]!, to)), link('last', 'east'), link('last', 'west')];
  const timeline = [fault('crash', 'web/1', 1050, 5000), fault('crash', 'app/2', 1050, 5000), fault('crash', 'east', 1050, 5000)];
  const calm = story(nodes, links, { ms: 650 });
  expect(calm.visits('web')).toEqual(['web/1', 'web/2', 'web/1', 'web/2', 'web/1', 'web/2']);
  expect(calm.visits('app')).toEqual(['app/1', 'app/2', 'app/3', 'app/1', 'app/2', 'app/3']);
  expect(calm.visits('east', 'west')).toEqual(['east', 'west', 'east', 'west', 'east', 'west']);
  const struck = story(nodes, links, { ms: 3050, timeline });
  const late = struck.log('users').filter((line) => Number(line.split(' ')[0]) > 1300);
  expect(late.length).toBeGreaterThan(15);
  expect(late.every((line) => line.includes(' ok '))).toBe(true);
  expect(struck.visits('web').slice(-4)).toEqual(['web/2', 'web/2', 'web/2', 'web/2']);
  expect(new Set(struck.visits('app').slice(-4))).toEqual(new Set(['app/1', 'app/3']));
  expect(struck.visits('east', 'west').slice(-4)).toEqual(['west', 'west', 'west', 'west']);
});
