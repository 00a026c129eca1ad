/** Laws of placement: even shares, few moves, racks kept apart. */
import { describe, expect, it } from 'vitest';
import { Groups } from './groups.ts';
import { ranking } from './placement.ts';

const racks = (nodes: number, of: number) => Array.from({ length: nodes }, (_, i) => i % of);
const groups = Array.from({ length: 2000 }, (_, g) => g);

describe('a ranking', () => {
  it('names every node once', () => {
    expect([...ranking(5, racks(9, 3))].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('gives all nodes about the same share of first places', () => {
    const firsts = new Float64Array(10);
    for (const g of groups) firsts[ranking(g, racks(10, 1))[0]!]!++;
    // 200 each; four deviations of a binomial count are 54.
    for (const count of firsts) expect(Math.abs(count - 200)).toBeLessThan(54);
  });

  it('moves only what lay on a node that goes', () => {
    for (const g of groups.slice(0, 200)) {
      const all = ranking(g, racks(10, 1));
      const without = ranking(g, racks(9, 1));
      expect(without).toEqual(all.filter((node) => node !== 9));
    }
  });

  it('puts as few pieces as can be into one rack', () => {
    for (const g of groups.slice(0, 200)) {
      const first = ranking(g, racks(9, 3)).slice(0, 6);
      const perRack = [0, 1, 2].map((rack) => first.filter((node) => node % 3 === rack).length);
      expect(perRack).toEqual([2, 2, 2]);
    }
  });
});

describe('groups', () => {
  it('count the pieces that are there and current, and name who takes over', () => {
    const all = new Groups(5, { width: 3, need: 1 }, racks(5, 1));
    const [first] = all.holder;
    const others = (node: number) => node !== first;
    expect([all.count, all.whole(0, () => true), all.whole(0, others)]).toEqual([160, 3, 2]);
    all.current[1] = 0;
    expect(all.whole(0, others)).toBe(1);
    const spare = all.spare(0, others);
    expect([...all.holder.slice(0, 3)]).not.toContain(spare);
    expect(all.pieceAt(0, spare)).toBe(-1);
    expect(all.spare(0, (node) => node === first)).toBe(-1);
  });
});
