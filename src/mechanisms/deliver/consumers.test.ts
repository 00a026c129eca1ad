import { describe, expect, it } from 'vitest';
import { type Consumer, Consumers } from './consumers.ts';

const consumer = (first: number, instances = 1): Consumer => ({ link: 0, node: 0, first, instances });

/** Who gets the next `count` messages of a route, nobody letting go of any. */
function next(consumers: Consumers, route: number, count: number): number[] {
  return Array.from({ length: count }, () => {
    const chosen = consumers.choose(route);
    if (chosen >= 0) consumers.hand(route);
    return chosen;
  });
}

describe('competing consumers', () => {
  it('with equal credit take turns, until nobody has any left', () => {
    const consumers = new Consumers([consumer(0), consumer(1), consumer(2)], [[0, 1, 2]], 2);
    expect(next(consumers, 0, 7)).toEqual([0, 1, 2, 0, 1, 2, -1]);
    consumers.release(1);
    expect(next(consumers, 0, 2)).toEqual([1, -1]);
  });

  it('whoever has most credit left is next', () => {
    const consumers = new Consumers([consumer(0), consumer(1)], [[0, 1]], 3);
    expect(next(consumers, 0, 4)).toEqual([0, 1, 0, 1]);
    consumers.release(1);
    consumers.release(1);
    expect(next(consumers, 0, 4)).toEqual([1, 1, 0, 1]);
  });

  it('a part of several instances has the credit of all of them', () => {
    const consumers = new Consumers([consumer(0, 3), consumer(3)], [[0, 1]], 2);
    expect(next(consumers, 0, 9)).toEqual([0, 0, 0, 0, 1, 0, 1, 0, -1]);
  });

  it('who is gone gets nothing; what it held is still charged to it when it is back', () => {
    const consumers = new Consumers([consumer(0), consumer(1)], [[0, 1]], 1);
    expect(next(consumers, 0, 1)).toEqual([0]);
    consumers.gone[1] = 1;
    expect(next(consumers, 0, 1)).toEqual([-1]);
    consumers.gone[1] = 0;
    expect(next(consumers, 0, 2)).toEqual([1, -1]);
    consumers.clear();
    expect(next(consumers, 0, 2)).toEqual([0, 1]);
  });

  it('a message goes to consumers of its route, who share their credit between routes', () => {
    const consumers = new Consumers([consumer(0), consumer(1)], [[0, 1], [1], []], 2);
    expect(next(consumers, 1, 3)).toEqual([1, 1, -1]);
    expect(next(consumers, 0, 3)).toEqual([0, 0, -1]);
    expect(next(consumers, 2, 1)).toEqual([-1]);
  });

  it('less credit than is held gives out nothing until enough has come back', () => {
    const consumers = new Consumers([consumer(0)], [[0]], 3);
    next(consumers, 0, 3);
    consumers.prefetch = 2;
    consumers.release(0);
    expect(next(consumers, 0, 1)).toEqual([-1]);
    consumers.release(0);
    expect(next(consumers, 0, 2)).toEqual([0, -1]);
  });
});
