import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix32 } from '../../std/random.ts';
import { KeyTable } from './key-table.ts';

const SEED = 20261121;

/** Keys whose search begins at one of the last two places of a table of 16: they run into each other and around the end. */
const crowded = Array.from({ length: 4000 }, (_, key) => key).filter((key) => (mix32(key, 0) & 15) >= 14);

describe('a key table', () => {
  it.each([
    ['spread keys', fc.integer({ min: 0, max: 40 })],
    ['keys that collide', fc.constantFrom(...crowded.slice(0, 40))],
    ['any 32-bit keys', fc.integer()],
  ])('agrees with a Map through additions and removals: %s', (_, keys) => {
    const step = fc.record({ key: keys, slot: fc.integer({ min: 0, max: 7 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const table = new KeyTable(8);
        const model = new Map<number, number>();
        for (const { key, slot } of steps) {
          if (model.has(key) || model.size === 8) {
            table.remove(key);
            model.delete(key);
          } else {
            table.add(key, slot);
            model.set(key, slot);
          }
          for (const step of steps) expect(table.get(step.key)).toBe(model.get(step.key) ?? -1);
        }
        table.clear();
        for (const step of steps) expect(table.get(step.key)).toBe(-1);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('takes as many keys as it was made for', () => {
    const table = new KeyTable(1000);
    for (let key = 0; key < 1000; key++) table.add(key * 7919, key);
    for (let key = 0; key < 1000; key++) expect(table.get(key * 7919)).toBe(key);
    expect(table.get(1)).toBe(-1);
  });
});
