import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from '../../std/random.ts';
import type { Eviction } from './eviction.ts';
import { newEviction } from './index.ts';
import { SlotList } from './slot-list.ts';

const SEED = 20261121;
const CAPACITY = 15;

/** Adds a slot that is out, or touches or (less often) removes one that is in. */
const step = fc.record({ slot: fc.integer({ min: 0, max: CAPACITY - 1 }), removes: fc.nat(7).map((n) => n === 0) });

describe.each([
  ['lru', (a: Kept, b: Kept) => a.used - b.used],
  ['fifo', (a: Kept, b: Kept) => a.added - b.added],
  ['lfu', (a: Kept, b: Kept) => a.uses - b.uses || a.used - b.used],
] as const)('eviction by %s', (name, order) => {
  it('names the victim that a sorted list names, whatever happened before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
        const eviction = newEviction(name, CAPACITY);
        const model = new Map<number, Kept>();
        steps.forEach(({ slot, removes }, time) => {
          happen(eviction, model, slot, removes, time);
          const [victim] = [...model.values()].sort(order);
          expect(eviction.victim()).toBe(victim?.slot ?? -1);
        });
        eviction.clear();
        expect(eviction.victim()).toBe(-1);
        eviction.added(4);
        expect(eviction.victim()).toBe(4);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('empties in the order of its victims', () => {
    const eviction = newEviction(name, CAPACITY);
    for (const slot of [3, 1, 2]) eviction.added(slot);
    for (const slot of [1, 1, 3]) eviction.touched(slot);
    const victims = [0, 0, 0].map(() => {
      const slot = eviction.victim();
      eviction.removed(slot);
      return slot;
    });
    expect(victims).toEqual({ lru: [2, 1, 3], fifo: [3, 1, 2], lfu: [2, 3, 1] }[name]);
    expect(eviction.victim()).toBe(-1);
  });
});

interface Kept {
  readonly slot: number;
  readonly added: number;
  used: number;
  uses: number;
}

function happen(eviction: Eviction, model: Map<number, Kept>, slot: number, removes: boolean, time: number): void {
  const kept = model.get(slot);
  if (kept === undefined) {
    eviction.added(slot);
    model.set(slot, { slot, added: time, used: time, uses: 1 });
  } else if (removes) {
    eviction.removed(slot);
    model.delete(slot);
  } else {
    eviction.touched(slot);
    kept.used = time;
    kept.uses++;
  }
}

describe('eviction by sieve', () => {
  const sieve = (slots: readonly number[]) => {
    const eviction = newEviction('sieve', 8);
    for (const slot of slots) eviction.added(slot);
    return eviction;
  };
  const drop = (eviction: Eviction) => {
    const slot = eviction.victim();
    eviction.removed(slot);
    return slot;
  };

  it('passes over what was used since the hand came by, and takes its mark away', () => {
    const eviction = sieve([0, 1, 2, 3]);
    eviction.touched(0);
    eviction.touched(2);
    expect(drop(eviction)).toBe(1);
    eviction.added(4);
    // The hand goes on from where it stood: 2 is spared once, 3 was never used.
    expect(drop(eviction)).toBe(3);
    // 4 came last and was not used; 0 lost its mark when the hand passed, but lies behind the hand.
    expect(drop(eviction)).toBe(4);
    expect(drop(eviction)).toBe(0);
    expect(drop(eviction)).toBe(2);
    expect(eviction.victim()).toBe(-1);
  });

  it('throws out the oldest when all are marked, after one round', () => {
    const eviction = sieve([5, 6, 7]);
    for (const slot of [5, 6, 7]) eviction.touched(slot);
    expect(drop(eviction)).toBe(5);
    eviction.clear();
    expect(eviction.victim()).toBe(-1);
  });

  it('goes on behind an entry that was dropped under the hand', () => {
    const eviction = sieve([0, 1, 2]);
    eviction.touched(0);
    expect(eviction.victim()).toBe(1);
    eviction.removed(1);
    expect(drop(eviction)).toBe(2);
  });
});

describe('random eviction', () => {
  it('takes every entry that is in with the same chance, and none that is out', () => {
    const eviction = newEviction('random', 10, new Stream(SEED, 'evict'));
    for (let slot = 0; slot < 10; slot++) eviction.added(slot);
    eviction.removed(3);
    eviction.removed(9);
    const counts = new Int32Array(10);
    for (let i = 0; i < 8000; i++) counts[eviction.victim()]!++;
    expect([counts[3], counts[9]]).toEqual([0, 0]);
    // 1,000 each; four standard deviations are 119.
    for (const slot of [0, 1, 2, 4, 5, 6, 7, 8]) expect(Math.abs(counts[slot]! - 1000)).toBeLessThan(119);
    eviction.clear();
    expect(eviction.victim()).toBe(-1);
    expect(() => newEviction('random', 10)).toThrow('needs luck');
  });
});

describe('the policies', () => {
  it('go by the names that parameters hold, and another name is a bug', () => {
    expect(() => newEviction('mru', 3)).toThrow('no eviction policy mru');
  });
});

describe('a slot list', () => {
  it('gives back what was appended in order, with one capacity for all', () => {
    const list = new SlotList(4);
    expect(list.first()).toBe(-1);
    for (const slot of [2, 0, 3, 1]) list.append(slot);
    list.remove(0);
    list.remove(2);
    expect(list.first()).toBe(3);
    list.append(2);
    list.remove(3);
    list.remove(1);
    expect(list.first()).toBe(2);
    list.clear();
    expect(list.first()).toBe(-1);
  });
});
