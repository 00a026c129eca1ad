import { expect, it } from 'vitest';
import { PositionQueue } from './position-queue.ts';

it('gives positions back in the order in which they came, however long it grows and wherever it begins', () => {
  const queue = new PositionQueue();
  const shadow: number[] = [];
  for (let n = 1; n <= 500; n++) {
    queue.push(n * 2 ** 40);
    shadow.push(n * 2 ** 40);
    if (n % 3 === 0) expect(queue.shift()).toBe(shadow.shift());
  }
  while (shadow.length > 0) expect(queue.shift()).toBe(shadow.shift());
  queue.push(1);
  queue.clear();
  queue.push(7);
  expect(queue.shift()).toBe(7);
});
