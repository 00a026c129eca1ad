import { expect, it } from 'vitest';
import { link, node } from '../../src/proof/small-design.ts';
import { neighboursOf } from './neighbours.ts';

const drawing = {
  nodes: ['users', 'lb', 'app', 'cache', 'db', 'disk'].map((id) => node(id, 'service')),
  links: [link('users', 'lb'), link('lb', 'app'), link('app', 'cache'), link('app', 'db'), link('cache', 'db'), link('db', 'disk')],
};

it('T9: tells who calls a part and whom it calls, and how many stand behind those', () => {
  const { callers, furtherUp, called, furtherDown } = neighboursOf(drawing, 'app');
  expect([callers.map(({ id }) => id), furtherUp]).toEqual([['lb'], 1]);
  expect([called.map(({ id }) => id), furtherDown]).toEqual([['cache', 'db'], 1]);
  expect(neighboursOf(drawing, 'users')).toMatchObject({ callers: [], furtherUp: 0, furtherDown: 4 });
});

it('goes round a loop of calls once', () => {
  const loop = { nodes: drawing.nodes, links: [link('app', 'db'), link('db', 'app')] };
  expect(neighboursOf(loop, 'app')).toMatchObject({ furtherUp: 0, furtherDown: 0 });
});
