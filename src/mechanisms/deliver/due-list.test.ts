import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueList } from './due-list.ts';

const SEED = 20261121;

describe('a due list', () => {
  it('agrees with a list that is sorted anew each time, equals in the order in which they came', () => {
    const step = fc.record({ slot: fc.integer({ min: 0, max: 200 }), due: fc.constantFrom(1, 2, 3, 50, Number.POSITIVE_INFINITY) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const list = new DueList();
        let model: { slot: number; due: number }[] = [];
        for (const { slot, due } of steps) {
          if (list.has(slot)) {
            list.remove(slot);
            model = model.filter((one) => one.slot !== slot);
          } else {
            list.add(slot, due);
            // Array.sort keeps equals in order.
            model = [...model, { slot, due }].sort((a, b) => (a.due === b.due ? 0 : a.due - b.due));
          }
          expect(list.size).toBe(model.length);
          expect(list.first()).toBe(model[0]?.slot ?? -1);
          expect(list.next()).toBe(model[0]?.due ?? Number.POSITIVE_INFINITY);
        }
        for (const { slot } of model) {
          expect(list.first()).toBe(slot);
          list.remove(slot);
        }
        expect(list.first()).toBe(-1);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('forgets all, and taking out what is not in does nothing', () => {
    const list = new DueList();
    list.add(3, 10);
    list.add(500, 5);
    list.clear();
    list.remove(3);
    list.remove(9999);
    expect([list.size, list.first(), list.has(3), list.next()]).toEqual([0, -1, false, Number.POSITIVE_INFINITY]);
    list.add(3, 7);
    expect([list.size, list.first(), list.next()]).toEqual([1, 3, 7]);
  });
});
