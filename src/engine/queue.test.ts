import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from './queue.ts';

const SEED = 20261121;

interface Event {
  readonly time: number;
  readonly order: number;
}

/** Pops one event; its time and the number it was pushed with. */
function popped(queue: EventQueue): Event | undefined {
  return queue.take() ? { time: queue.time, order: queue.a } : undefined;
}

describe('the event queue', () => {
  it('gives events back by time, and those of one moment in the order in which they were scheduled', () => {
    // Few moments, so that nearly everything ties; events are scheduled while others are taken, alone or in a lane, and some
    // come out of their lane's order. Looking closes the hole that the taken one left, so it is not always done.
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ is: fc.constant('push' as const), wait: fc.nat(6) }) },
      { weight: 3, arbitrary: fc.record({ is: fc.constant('lane' as const), lane: fc.nat(2), late: fc.constantFrom(0, 0, 0, 0, -2) }) },
      { weight: 4, arbitrary: fc.record({ is: fc.constant('take' as const), look: fc.boolean() }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), fc.integer({ min: 1, max: 8 }), (steps, capacity) => {
        const queue = new EventQueue(capacity);
        let model: Event[] = [];
        let now = 0;
        // Array.sort keeps equals in order.
        const expectLater = (time: number, order: number) => {
          model = [...model, { time, order }].sort((x, y) => x.time - y.time);
        };
        steps.forEach((wanted, order) => {
          if (wanted.is === 'take') {
            const [first, ...rest] = model;
            expect(popped(queue)).toEqual(first);
            model = rest;
            now = first?.time ?? now;
            if (wanted.look) expect(queue.next()).toBe(model[0]?.time ?? Number.POSITIVE_INFINITY);
          } else if (wanted.is === 'push') {
            queue.push(now + wanted.wait, 0, 0, order, 0);
            expectLater(now + wanted.wait, order);
          } else {
            const delay = 2 + 3 * wanted.lane;
            const time = now + delay + wanted.late;
            queue.due[0] = time;
            queue.append(queue.lane(delay), 0, 0, order, 0);
            expectLater(time, order);
          }
          expect(queue.size).toBe(model.length);
        });
        for (const event of model) expect(popped(queue)).toEqual(event);
        expect(popped(queue)).toBeUndefined();
      }),
      { seed: SEED, numRuns: 600 },
    );
  });

  it('keeps that order with many thousand pending', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 50_000; i++) queue.push(((i * 7919) % 1000) * 3, 0, 0, i, 0);
    let last: Event = { time: -1, order: -1 };
    for (let event = popped(queue); event !== undefined; event = popped(queue)) {
      expect(event.time > last.time || (event.time === last.time && event.order > last.order)).toBe(true);
      last = event;
    }
    expect(queue.size).toBe(0);
  });

  it('gives back every field as it was, over growth, for moments up to a hundred days', () => {
    const queue = new EventQueue(2);
    const fields = Array.from({ length: 100 }, (_, i) => [9e15 - i, i - 1, i * 3, 50 - i, 2147483647 - i] as const);
    for (const [time, target, what, a, b] of fields) queue.push(time, target, what, a, b);
    for (const expected of [...fields].reverse()) {
      expect(queue.take()).toBe(true);
      expect([queue.time, queue.target, queue.what, queue.a, queue.b]).toEqual(expected);
    }
  });

  it('has nothing before the first and after the last', () => {
    const queue = new EventQueue();
    expect([queue.take(), queue.next()]).toEqual([false, Number.POSITIVE_INFINITY]);
    queue.push(5, 1, 2, 3, 4);
    expect([queue.take(), queue.take(), queue.next()]).toEqual([true, false, Number.POSITIVE_INFINITY]);
  });
});
