import { describe, expect, it } from 'vitest';
import { NOTHING, stamped } from '../values.ts';
import { Holdings } from './holdings.ts';

/** Two instances whose tombstones are kept for 100 ns; `at` sets the clock. */
function holding() {
  let now = 0;
  const holdings = new Holdings(2, 'clock', () => now);
  holdings.grace = 100;
  return { holdings, at: (ns: number) => (now = ns) };
}

describe('a tombstone', () => {
  it('wins and loses by its time like any value', () => {
    const { holdings } = holding();
    holdings.put(0, 7, stamped(2, 20, true));
    expect(holdings.put(0, 7, stamped(1, 10))).toBe(false);
    expect([holdings.get(0, 7).deleted, holdings.tombstones]).toEqual([true, 1]);
    expect(holdings.put(0, 7, stamped(3, 30))).toBe(true);
    expect([holdings.get(0, 7).version, holdings.tombstones, holdings.resurrected]).toEqual([3, 0, 0]);
  });

  it('is forgotten when its time is over, and is not counted any more, whether anybody asks or not', () => {
    const { holdings, at } = holding();
    for (const key of [1, 2, 3]) holdings.put(0, key, stamped(key, key * 10, true));
    holdings.put(1, 1, stamped(1, 10, true));
    at(109);
    expect(holdings.tombstones).toBe(4);
    at(125);
    expect(holdings.tombstones).toBe(1);
    expect([holdings.get(0, 1), holdings.get(0, 3).deleted]).toEqual([NOTHING, true]);
    expect([holdings.deletedBy(1), holdings.deletedBy(3), holdings.size(0)]).toEqual([1, 0, 1]);
  });

  it('that is forgotten lets an older value back in, which is counted once', () => {
    const { holdings, at } = holding();
    for (const i of [0, 1]) holdings.put(i, 7, stamped(2, 20, true));
    at(120);
    for (const i of [0, 1]) expect(holdings.put(i, 7, stamped(1, 10))).toBe(true);
    expect([holdings.get(0, 7).version, holdings.resurrected]).toEqual([1, 1]);
  });

  it('that is forgotten does not make of a newer value one that came back', () => {
    const { holdings, at } = holding();
    holdings.put(0, 7, stamped(2, 20, true));
    at(120);
    holdings.put(0, 7, stamped(3, 30));
    expect(holdings.resurrected).toBe(0);
  });
});
