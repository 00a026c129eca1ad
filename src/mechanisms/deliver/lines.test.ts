import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines } from './lines.ts';

const SEED = 20261121;

describe('waiting lines', () => {
  it('are first in, first out each, whoever is taken out of the middle', () => {
    const step = fc.record({ slot: fc.integer({ min: 0, max: 100 }), line: fc.integer({ min: 0, max: 2 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const lines = new Lines(3);
        let model: { slot: number; line: number; since: number }[] = [];
        steps.forEach(({ slot, line }, now) => {
          if (model.some((one) => one.slot === slot)) {
            lines.remove(slot);
            model = model.filter((one) => one.slot !== slot);
          } else {
            lines.append(line, slot, now);
            model = [...model, { slot, line, since: now }];
          }
          expect(lines.waiting).toBe(model.length);
          expect(lines.oldest()).toBe(model[0]?.slot ?? -1);
          for (let l = 0; l < 3; l++) expect(lines.head(l)).toBe(model.find((one) => one.line === l)?.slot ?? -1);
          const head = model[0];
          if (head !== undefined) expect(lines.since(head.slot)).toBe(head.since);
        });
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('forget all, and taking out what is not in does nothing', () => {
    const lines = new Lines(2);
    lines.append(1, 70, 5);
    lines.clear();
    lines.remove(70);
    lines.remove(1000);
    expect([lines.waiting, lines.head(0), lines.head(1), lines.oldest()]).toEqual([0, -1, -1, -1]);
  });
});
