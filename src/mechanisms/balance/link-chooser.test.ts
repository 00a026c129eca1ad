/** The choice of copy on a plain link: instance ids in and out, and calls counted while they are open. */
import { expect, it } from 'vitest';
import { Requests } from '../../engine/requests.ts';
import { Stream } from '../../std/random.ts';
import { newBalancer } from './index.ts';
import { LinkChooser } from './link-chooser.ts';

function chooser(name: string): LinkChooser {
  return new LinkChooser(newBalancer(name, new Stream(1, 'link')), 40, 3, new Requests(16, 16));
}

it('speaks of instances by their ids', () => {
  const c = chooser('round-robin');
  expect([0, 1, 2, 3].map((row) => c.choose(row))).toEqual([40, 41, 42, 40]);
});

it('hears which calls are open and which ended', () => {
  const c = chooser('least-connections');
  for (const instance of [40, 40, 41, 42]) c.opened(instance);
  c.closed(42);
  expect([c.choose(0), c.choose(1)]).toEqual([42, 42]);
  c.opened(42);
  c.opened(42);
  expect(c.choose(2)).toBe(41);
});

it('goes on calling copies that are down: it has no health check', () => {
  const c = chooser('random');
  expect(new Set(Array.from({ length: 50 }, (_, row) => c.choose(row % 16)))).toEqual(new Set([40, 41, 42]));
});
