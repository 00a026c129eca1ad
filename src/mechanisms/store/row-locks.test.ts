import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowLocks } from './row-locks.ts';

describe('a row lock', () => {
  it('is shared by readers, and a writer waits for all of them and keeps later readers behind', () => {
    const locks = new RowLocks();
    expect([locks.request(1, 7, false), locks.request(2, 7, false)]).toEqual([true, true]);
    expect([locks.request(3, 7, true), locks.request(4, 7, false)]).toEqual([false, false]);
    expect(locks.release(1)).toEqual([]);
    expect(locks.release(2)).toEqual([3]);
    expect(locks.release(3)).toEqual([4]);
    expect(locks.waiting).toBe(0);
  });

  it('becomes exclusive for who alone shares it, and waits for the others else', () => {
    const locks = new RowLocks();
    locks.request(1, 7, false);
    expect(locks.request(1, 7, true)).toBe(true);
    expect(locks.request(2, 7, false)).toBe(false);
    expect(locks.release(1)).toEqual([2]);
    locks.request(3, 7, false);
    expect(locks.request(2, 7, true)).toBe(false);
    expect(locks.inCircle(2)).toBe(false);
    expect(locks.request(3, 7, true)).toBe(false);
    // Both share it and both want it alone.
    expect([locks.inCircle(2), locks.inCircle(3)]).toEqual([true, true]);
    expect(locks.release(3)).toEqual([2]);
  });

  it('makes a circle when two wait for what the other has, which is gone when one gives up', () => {
    const locks = new RowLocks();
    locks.request(1, 10, true);
    locks.request(2, 20, true);
    locks.request(3, 30, true);
    locks.request(1, 20, true);
    locks.request(2, 30, true);
    expect(locks.inCircle(1)).toBe(false);
    locks.request(3, 10, true);
    expect([1, 2, 3].map((holder) => locks.inCircle(holder))).toEqual([true, true, true]);
    expect(locks.release(3)).toEqual([2]);
    expect([1, 2].map((holder) => locks.inCircle(holder))).toEqual([false, false]);
  });

  it('is never held by a writer beside another, and never forgets who waits', () => {
    const act = fc.record({ holder: fc.nat(5), key: fc.nat(2), exclusive: fc.boolean(), gives: fc.nat(3).map((n) => n === 0) });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const locks = new RowLocks();
        const held = new Map<string, { holder: number; key: number; exclusive: boolean }>();
        const waits = new Map<number, { key: number; exclusive: boolean }>();
        const has = (holder: number, key: number, exclusive: boolean) => {
          const before = held.get(`${holder}/${key}`);
          held.set(`${holder}/${key}`, { holder, key, exclusive: exclusive || before?.exclusive === true });
          const others = [...held.values()].filter((one) => one.key === key && one.holder !== holder);
          expect(others.filter((one) => exclusive || one.exclusive)).toEqual([]);
        };
        for (const { holder, key, exclusive, gives } of acts) {
          if (gives) {
            for (const id of [...held.keys()]) if (id.startsWith(`${holder}/`)) held.delete(id);
            waits.delete(holder);
            for (const one of locks.release(holder)) {
              const wish = waits.get(one);
              expect(wish).toBeDefined();
              waits.delete(one);
              has(one, wish!.key, wish!.exclusive);
            }
          } else if (!waits.has(holder)) {
            if (locks.request(holder, key, exclusive)) has(holder, key, exclusive);
            else waits.set(holder, { key, exclusive });
          }
          expect(locks.waiting).toBe(waits.size);
        }
      }),
      { seed: 20261129, numRuns: 300 },
    );
  });
});
