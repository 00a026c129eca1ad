import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IntRing } from './ring.ts';

it('behaves as an array does, under any sequence of operations', () => {
  const step = fc.tuple(fc.constantFrom('push', 'push', 'unshift', 'shift', 'pop', 'remove', 'find'), fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 0, max: 40 }), (steps, limit) => {
      const ring = new IntRing(limit);
      const model: number[] = [];
      for (const [what, value] of steps) {
        if (what === 'push' || what === 'unshift') {
          expect(ring[what](value)).toBe(model.length < limit);
          if (model.length < limit) model[what](value);
        } else if (what === 'find') {
          expect(ring.indexOf(value)).toBe(model.indexOf(value));
        } else if (model.length > 0) {
          const place = value % model.length;
          if (what === 'remove') expect(ring.removeAt(place)).toBe(model.splice(place, 1)[0]);
          else expect(ring[what]()).toBe(model[what]());
        }
        expect(Array.from({ length: ring.length }, (_, i) => ring.at(i))).toEqual(model);
      }
    }),
    { numRuns: 500 },
  );
});

it('holds every 32-bit integer, and nothing after clear', () => {
  const ring = new IntRing();
  for (const item of [-(2 ** 31), -1, 0, 2 ** 31 - 1]) ring.push(item);
  expect([ring.shift(), ring.shift(), ring.pop()]).toEqual([-(2 ** 31), -1, 2 ** 31 - 1]);
  ring.clear();
  expect(ring.length).toBe(0);
});

it('calls it a bug to take from an empty ring or to look beyond its end', () => {
  const ring = new IntRing();
  expect(() => ring.shift()).toThrow('empty ring');
  expect(() => ring.pop()).toThrow('empty ring');
  ring.push(1);
  expect(() => ring.at(1)).toThrow('beyond');
  expect(() => ring.at(-1)).toThrow('beyond');
  expect(() => new IntRing(-1)).toThrow();
});
